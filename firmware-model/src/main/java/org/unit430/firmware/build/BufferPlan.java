package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.unit430.firmware.graph.StepGraph;

/**
 * Where the values of a graph lie in SRAM. A value lives from the step that makes it to the last
 * that reads it; values that live at the same time do not overlap. Larger ones are placed first,
 * each at the lowest offset that is free as long as it lives.
 *
 * @param offsets of the input, then of what each step makes
 * @param bytes that all of them take
 * @param live bytes of values that live during each step
 */
record BufferPlan(List<Integer> offsets, int bytes, List<Integer> live) {
  private record Value(int size, int from, int to) {
    boolean livesWith(Value other) {
      return from <= other.to && other.from <= to;
    }
  }

  static BufferPlan of(GraphKernels kernels) {
    StepGraph graph = kernels.graph();
    List<Value> values = values(kernels);
    int[] offsets = new int[values.size()];
    List<Integer> placed = new ArrayList<>();
    List<Integer> order =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -values.get(i).size))
            .toList();
    int bytes = 0;
    for (int index : order) {
      offsets[index] = lowest(values, offsets, placed, values.get(index));
      placed.add(index);
      bytes = Math.max(bytes, offsets[index] + values.get(index).size);
    }
    List<Integer> live = new ArrayList<>();
    for (int step = 0; step < graph.steps().size(); step++) {
      int now = step;
      live.add(
          values.stream().filter(v -> v.from <= now && now <= v.to).mapToInt(Value::size).sum());
    }
    return new BufferPlan(IntStream.of(offsets).boxed().toList(), bytes, live);
  }

  private static int lowest(List<Value> values, int[] offsets, List<Integer> placed, Value value) {
    int offset = 0;
    List<Integer> neighbours =
        placed.stream()
            .filter(other -> values.get(other).livesWith(value))
            .sorted(Comparator.comparingInt(other -> offsets[other]))
            .toList();
    for (int other : neighbours) {
      if (offset + value.size <= offsets[other]) {
        break;
      }
      offset = Math.max(offset, offsets[other] + values.get(other).size);
    }
    return offset;
  }

  private static List<Value> values(GraphKernels kernels) {
    StepGraph graph = kernels.graph();
    int steps = graph.steps().size();
    int[] last = new int[steps + 1];
    last[steps] = steps - 1; // somebody reads the result
    for (int step = 0; step < steps; step++) {
      for (int source : graph.steps().get(step).sources()) {
        last[source] = Math.max(last[source], step);
      }
    }
    List<Value> values = new ArrayList<>();
    values.add(new Value(even(kernels.inputBytes() * graph.input().size()), 0, last[0]));
    for (int step = 0; step < steps; step++) {
      int size = kernels.outputBytes(step) * graph.steps().get(step).output().size();
      values.add(new Value(even(size), step, Math.max(step, last[step + 1])));
    }
    return values;
  }

  private static int even(int bytes) {
    return (bytes + 1) / 2 * 2;
  }
}

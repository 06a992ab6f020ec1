package org.unit430.firmware.float32;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.firmware.float32.FloatReference.Result;
import org.unit430.firmware.float32.FloatSums.LayerResult;
import org.unit430.firmware.prune.Method;

/**
 * Inference of a graph in IEEE single precision under one method: the specification that its
 * firmware must equal bit for bit, outputs and executed multiply-accumulates.
 */
public final class FloatGraphReference {
  private final FloatGraph graph;
  private final Method method;
  private final List<FloatThreshold> thresholds;
  private final List<float[]> weightThresholds = new ArrayList<>();

  /**
   * Prepares a method.
   *
   * @param thresholds one for each step, as {@link FloatThresholds} says
   */
  public FloatGraphReference(FloatGraph graph, Method method, List<FloatThreshold> thresholds) {
    this.graph = graph;
    this.method = method;
    this.thresholds = List.copyOf(thresholds);
    for (int i = 0; i < graph.layers().size(); i++) {
      FloatThreshold threshold = thresholds.get(i);
      weightThresholds.add(
          graph
              .layers()
              .get(i)
              .map(layer -> FloatReference.weightThresholds(layer, method, threshold))
              .orElse(new float[0]));
    }
  }

  /**
   * Runs one input.
   *
   * @param input in the firmware's order
   */
  public Result run(float[] input) {
    List<float[]> values = new ArrayList<>(List.of(input));
    List<Long> executed = new ArrayList<>();
    for (int i = 0; i < graph.layers().size(); i++) {
      List<float[]> sources =
          graph.graph().steps().get(i).sources().stream().map(values::get).toList();
      Optional<FloatLayer> layer = graph.layers().get(i);
      if (layer.isPresent()) {
        LayerResult result =
            FloatReference.run(
                layer.get(),
                method,
                FloatReference.filter(
                    layer.get(),
                    method,
                    thresholds.get(i),
                    weightThresholds.get(i),
                    sources.get(0)),
                sources.get(0));
        values.add(result.outputs());
        executed.add(result.macsExecuted());
      } else {
        values.add(FloatSteps.run(graph.graph().steps().get(i), sources));
        executed.add(0L);
      }
    }
    return new Result(values.get(values.size() - 1), executed);
  }
}

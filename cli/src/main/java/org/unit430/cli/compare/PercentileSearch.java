package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;

/**
 * Finds how far thresholds can be raised within an accuracy budget on the calibration split. All
 * begin at percentile 0, where nothing but zeros is skipped. Whatever saves most is raised by one
 * step of the {@link #LADDER} next, and never again once that cost too much accuracy. What a step
 * saves comes from two runs on the machine: a percentile being the share of products skipped, a
 * layer's cost falls about evenly from the one at 0 to the one at {@link #FAR}. Groups are first
 * raised together, layer by layer, then each on its own.
 */
final class PercentileSearch {
  /** The percentiles that are tried. */
  static final List<Double> LADDER =
      List.of(0., 10., 20., 30., 40., 50., 60., 70., 80., 85., 90., 95., 98., 99.);

  private static final double FAR = 90;

  private final Method method;
  private final CalibrationSplit split;
  private final Budget budget;
  private final List<Thresholds> ladder;
  private final int reference;
  private final double[] savingPerPercent;
  // Step of the ladder by layer and group.
  private final List<int[]> steps = new ArrayList<>();
  private int tried;
  private int correct;

  /** What is raised together: a layer's groups from one to another. */
  private record Unit(int layer, int from, int to) {}

  private PercentileSearch(
      Method method,
      ThresholdScope scope,
      AutoSearch.Networks networks,
      CalibrationSplit split,
      Budget budget) {
    this.method = method;
    QuantizedNetwork network = networks.network(method);
    this.split = split;
    this.budget = budget;
    this.ladder =
        ThresholdCalibrator.ladder(network, split.inputs(), LADDER, method.skips(), scope);
    Method dense = Method.all().get(0);
    this.reference = split.correct(method, dense, Thresholds.zero(network.layers().size()));
    List<Double> near = split.costs(networks.build(method, ladder.get(0)));
    List<Double> far = split.costs(networks.build(method, ladder.get(LADDER.indexOf(FAR))));
    this.savingPerPercent =
        IntStream.range(0, near.size())
            .mapToDouble(i -> (near.get(i) - far.get(i)) / FAR)
            .toArray();
    for (LayerThreshold layer : ladder.get(0).layers()) {
      steps.add(new int[layer.groups()]);
    }
    this.correct = split.correct(method, method, ladder.get(0));
  }

  /** Searches for one method that has thresholds. */
  static PercentileChoice find(
      Method method,
      ThresholdScope scope,
      AutoSearch.Networks networks,
      CalibrationSplit split,
      Budget budget) {
    PercentileSearch search = new PercentileSearch(method, scope, networks, split, budget);
    int layers = search.steps.size();
    List<Unit> whole =
        IntStream.range(0, layers)
            .mapToObj(layer -> new Unit(layer, 0, search.steps.get(layer).length))
            .toList();
    switch (scope.of()) {
      case NETWORK -> search.raise(List.of(whole));
      case LAYER -> search.raise(whole.stream().map(List::of).toList());
      case GROUP -> {
        search.raise(whole.stream().map(List::of).toList());
        search.raise(
            whole.stream()
                .filter(unit -> unit.to > 1)
                .flatMap(
                    unit ->
                        IntStream.range(0, unit.to)
                            .mapToObj(group -> List.of(new Unit(unit.layer, group, group + 1))))
                .toList());
      }
    }
    NetworkProgram found = networks.build(method, search.thresholds());
    NetworkProgram atZero = networks.build(method, search.ladder.get(0));
    return new PercentileChoice(
        method,
        search.thresholds(),
        search.percents(),
        search.correct,
        search.reference,
        sum(split.costs(found)),
        sum(split.costs(atZero)),
        search.tried);
  }

  private static double sum(List<Double> costs) {
    return costs.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Raises sets of units, whatever saves most first, as far as the budget allows. */
  private void raise(List<List<Unit>> sets) {
    List<List<Unit>> open = new ArrayList<>(sets);
    while (true) {
      Optional<List<Unit>> next =
          open.stream()
              .filter(set -> saving(set) > 0)
              .max(Comparator.comparingDouble(this::saving));
      if (next.isEmpty()) {
        return;
      }
      add(next.get(), 1);
      tried++;
      OptionalInt now =
          split.correct(method, method, thresholds(), budget.errors(reference, split.size()));
      if (now.isPresent()) {
        correct = now.getAsInt();
      } else {
        add(next.get(), -1);
        open.remove(next.get());
      }
    }
  }

  private void add(List<Unit> set, int step) {
    for (Unit unit : set) {
      for (int group = unit.from; group < unit.to; group++) {
        steps.get(unit.layer)[group] += step;
      }
    }
  }

  /** What the next step saves; 0 at the top of the ladder. */
  private double saving(List<Unit> set) {
    double saving = 0;
    for (Unit unit : set) {
      int[] ofLayer = steps.get(unit.layer);
      for (int group = unit.from; group < unit.to; group++) {
        if (ofLayer[group] + 1 == LADDER.size()) {
          return 0;
        }
        double percents = LADDER.get(ofLayer[group] + 1) - LADDER.get(ofLayer[group]);
        saving += savingPerPercent[unit.layer] * percents / ofLayer.length;
      }
    }
    return saving;
  }

  private Thresholds thresholds() {
    List<LayerThreshold> made = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      int layer = i;
      int[] ofLayer = steps.get(i);
      made.add(
          new LayerThreshold(
              ladder.get(0).of(i).channels(),
              IntStream.range(0, ofLayer.length)
                  .mapToObj(g -> ladder.get(ofLayer[g]).of(layer).products().get(g))
                  .toList()));
    }
    return new Thresholds(made);
  }

  private List<List<Double>> percents() {
    return steps.stream().map(layer -> IntStream.of(layer).mapToObj(LADDER::get).toList()).toList();
  }

  /** The percentiles of a layer in words: one, or the least and the largest of its groups. */
  static String text(List<Double> percents) {
    double least = Collections.min(percents);
    double largest = Collections.max(percents);
    return Stream.of(least, largest)
        .distinct()
        .map(percent -> "%.0f".formatted(percent))
        .reduce((a, b) -> a + " to " + b)
        .orElseThrow();
  }
}

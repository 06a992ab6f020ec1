package org.unit430.cli.validate;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.unit430.simulator.microbench.Microbenchmark;
import org.unit430.simulator.microbench.MicrobenchmarkProgram;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Conditions;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;
import org.unit430.simulator.microbench.UnbuildableException;

/**
 * A microbenchmark at every placement that the FRAM cache tells apart. No source says where the
 * linker of the measured program put a loop or a routine, and that alone moves the cycles of a
 * division by a fifth.
 */
final class Placements implements Supplier<Placements> {
  private final List<Measurement> runs;

  /** Builds and runs. */
  static Placements of(Microbenchmark benchmark, Conditions conditions) {
    boolean matters =
        benchmark.shape() == Microbenchmark.Shape.LOOP
            || !benchmark.support().isEmpty()
            || !benchmark.runtime().isEmpty();
    return new Placements(
        IntStream.range(0, matters ? MicrobenchmarkProgram.PLACEMENTS : 1)
            .mapToObj(place -> new MicrobenchmarkProgram(benchmark, conditions, place).run())
            .toList());
  }

  /** The same, or the reason why not, whenever it is asked for. */
  static Supplier<Placements> later(Supplier<Microbenchmark> benchmark, Conditions conditions) {
    try {
      return of(benchmark.get(), conditions);
    } catch (UnbuildableException e) {
      return () -> {
        throw e;
      };
    }
  }

  private Placements(List<Measurement> runs) {
    this.runs = runs;
  }

  @Override
  public Placements get() {
    return this;
  }

  /**
   * The run whose cycles come nearest to measured ones. Energies are predicted there: the duration
   * tells where the code lay, and the energy is not looked at.
   */
  Measurement nearest(double cycles) {
    return runs.stream()
        .min(Comparator.comparingDouble(run -> Math.abs(run.cyclesPerUnit() - cycles)))
        .orElseThrow();
  }

  /** Mean cycles of a unit, between the least and the most. */
  Prediction cycles() {
    DoubleSummaryStatistics cycles =
        runs.stream().mapToDouble(Measurement::cyclesPerUnit).summaryStatistics();
    return new Prediction(
        cycles.getAverage(), cycles.getMin(), cycles.getMax(), Prediction.Basis.UNSEEN);
  }
}

package org.unit430.cli.compare;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.unit430.simulator.event.EventCounts;

/** What a search makes as small as the accuracy budget allows. */
public enum Minimise {
  /** Energy of an inference. */
  ENERGY("uJ", 1e6),
  /** Duration of an inference. */
  TIME("ms", 1e3);

  private final String unit;
  private final double perBaseUnit;

  Minimise(String unit, double perBaseUnit) {
    this.unit = unit;
    this.perBaseUnit = perBaseUnit;
  }

  /** The unit of costs in reports. */
  String unit() {
    return unit;
  }

  /**
   * Cost of events, in {@link #unit}.
   *
   * @param joules their energy
   * @param mclkHertz the CPU's clock
   */
  double cost(EventCounts counts, ToDoubleFunction<EventCounts> joules, double mclkHertz) {
    return perBaseUnit
        * (this == ENERGY ? joules.applyAsDouble(counts) : counts.cycles() / mclkHertz);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.unit430.cli.validate;

/** Kinds of rows, in the order of the report, and what each is to reach. */
enum RowGroup {
  INSTRUCTIONS("instruction energies", 2.5, 10.0),
  OLD_INSTRUCTIONS("instruction energies under the access time error, series 2025-11"),
  STRAIGHT_LINE_CYCLES("straight-line cycles at 16 MHz", Double.NaN, 0.5),
  CACHED_LOOPS("cached loops", Double.NaN, 3.0),
  OTHER_LOOPS("stretches with line fills"),
  LOOP_CYCLES("cycles of loops and calls"),
  ROUTINE_ENERGIES("library routine energies", Double.NaN, 6.0),
  ROUTINE_CYCLES("library routine cycles"),
  CACHE_PROBES("FRAM cache probes"),
  STATEMENTS("single-statement costs"),
  CURRENTS("data sheet currents, 8 MHz and above", Double.NaN, 4.0),
  SLOW_CURRENTS("data sheet currents below 8 MHz, and LPM0");

  private final String label;
  private final double medianTargetPct;
  private final double worstTargetPct;

  RowGroup(String label) {
    this(label, Double.NaN, Double.NaN);
  }

  RowGroup(String label, double medianTargetPct, double worstTargetPct) {
    this.label = label;
    this.medianTargetPct = medianTargetPct;
    this.worstTargetPct = worstTargetPct;
  }

  String label() {
    return label;
  }

  /** Largest median error that the group is to have, percent; NaN if none is set. */
  double medianTargetPct() {
    return medianTargetPct;
  }

  /** Largest error that a row of the group is to have, percent; NaN if none is set. */
  double worstTargetPct() {
    return worstTargetPct;
  }
}

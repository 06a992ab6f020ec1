package org.unit430.energy.calibration;

/** One measured or published number and how the model makes it up. Immutable. */
public final class Observation {
  /** Kinds of rows. */
  public enum Group {
    /** One instruction, from many copies in a row. */
    INSTRUCTION("instruction energies"),
    /** The same where only one event was recorded. */
    SINGLE_EVENT("instructions measured once"),
    /** Loops that fill no line once they run. */
    CACHED_LOOP("loops held in the cache"),
    /** Other stretches of code. */
    STRETCH("stretches with line fills"),
    /** Routines of a compiler's library. */
    ROUTINE("library routines"),
    /** Data sheet, CPU running at 8 MHz or more. */
    ACTIVE_CURRENT("active currents, 8 MHz and above"),
    /** Data sheet, CPU running below 8 MHz. */
    SLOW_ACTIVE_CURRENT("active currents below 8 MHz"),
    /** Data sheet, CPU off. */
    SLEEP_CURRENT("LPM0 currents");

    private final String label;

    Group(String label) {
      this.label = label;
    }

    /** What the rows are called in reports. */
    public String label() {
      return label;
    }
  }

  private final Group group;
  private final String name;
  private final String unit;
  private final double[] weights;
  private final double target;
  private final double relativeUncertainty;

  /**
   * Checks the ranges.
   *
   * @param group what it is compared with in reports
   * @param name which row it is
   * @param unit of the target: pC or uA
   * @param weights how much one unit of each coefficient adds to it
   * @param target the number, above 0
   * @param relativeUncertainty one standard deviation as a share of the target, above 0
   */
  public Observation(
      Group group,
      String name,
      String unit,
      double[] weights,
      double target,
      double relativeUncertainty) {
    if (!(target > 0) || !(relativeUncertainty > 0)) {
      throw new IllegalArgumentException(name + ": target and uncertainty must be above 0");
    }
    this.group = group;
    this.name = name;
    this.unit = unit;
    this.weights = weights.clone();
    this.target = target;
    this.relativeUncertainty = relativeUncertainty;
  }

  /** What it is compared with in reports. */
  public Group group() {
    return group;
  }

  /** Which row it is. */
  public String name() {
    return name;
  }

  /** Unit of the target: pC or uA. */
  public String unit() {
    return unit;
  }

  /** How many coefficients its weights speak of. */
  public int size() {
    return weights.length;
  }

  /** How much one unit of a coefficient adds to the target. */
  public double weight(int column) {
    return weights[column];
  }

  /** The measured or published number. */
  public double target() {
    return target;
  }

  /** One standard deviation as a share of the target. */
  public double relativeUncertainty() {
    return relativeUncertainty;
  }
}

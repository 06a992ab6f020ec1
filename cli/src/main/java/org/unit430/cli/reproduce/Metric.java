package org.unit430.cli.reproduce;

/**
 * What the abstract of the UnIT paper gives a range for (arXiv 2507.07885v1, 10 July 2025), UnIT
 * being compared with models pruned in training.
 */
enum Metric {
  /** Multiply-accumulates that are not executed, percent. */
  MACS("MACs", "% fewer", 11.02, 82.03) {
    @Override
    double value(Side unit, Side reference) {
      return reduction(unit.macs(), reference.macs());
    }
  },
  /** Inference time, percent. */
  TIME("time", "% less", 27.30, 84.19) {
    @Override
    double value(Side unit, Side reference) {
      return reduction(unit.cycles(), reference.cycles());
    }
  },
  /** Energy of an inference, percent. */
  ENERGY("energy", "% less", 27.33, 84.38) {
    @Override
    double value(Side unit, Side reference) {
      return reduction(unit.joules(), reference.joules());
    }
  },
  /**
   * Accuracy, points lost. It was "maintained with 0.48-7 %", so whatever does not lose more than 7
   * points agrees.
   */
  ACCURACY("accuracy", "points lost", 0.48, 7) {
    @Override
    double value(Side unit, Side reference) {
      return PERCENT * (reference.accuracy() - unit.accuracy());
    }

    @Override
    boolean agrees(double value) {
      return value <= high();
    }
  };

  private static final double PERCENT = 100;

  private final String label;
  private final String unit;
  private final double low;
  private final double high;

  Metric(String label, String unit, double low, double high) {
    this.label = label;
    this.unit = unit;
    this.low = low;
    this.high = high;
  }

  /** What UnIT gains against a reference method that ran on the same inputs, or loses. */
  abstract double value(Side unit, Side reference);

  /** Whether a value is one that the paper can have measured. */
  boolean agrees(double value) {
    return low <= value && value <= high;
  }

  String label() {
    return label;
  }

  String unit() {
    return unit;
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  private static double reduction(double value, double reference) {
    return PERCENT * (1 - value / reference);
  }
}

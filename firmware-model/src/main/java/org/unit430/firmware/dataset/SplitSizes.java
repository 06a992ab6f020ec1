package org.unit430.firmware.dataset;

/**
 * How many inputs each split has where the splits are stretches of one sequence, training first,
 * then calibration, validation and test.
 *
 * @param training inputs of the training split
 * @param calibration of the calibration split
 * @param validation of the validation split
 * @param test of the test split
 */
record SplitSizes(int training, int calibration, int validation, int test) {

  /** Returns the size of a split. */
  int of(Split split) {
    return switch (split) {
      case TRAINING -> training;
      case CALIBRATION -> calibration;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }

  /** Returns where in the sequence a split begins. */
  int first(Split split) {
    return switch (split) {
      case TRAINING -> 0;
      case CALIBRATION -> training;
      case VALIDATION -> training + calibration;
      case TEST -> training + calibration + validation;
    };
  }
}

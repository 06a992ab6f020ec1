package org.unit430.firmware.dataset;

/** The parts of a data set. They share no input, and each has its one purpose. */
public enum Split {
  /** What the optimiser sees. */
  TRAINING,
  /** What chooses: the epoch, and when pruning must stop. */
  VALIDATION,
  /** What sets quantisation ranges and pruning thresholds. */
  CALIBRATION,
  /** What results are reported on; nothing is ever chosen by it. */
  TEST
}

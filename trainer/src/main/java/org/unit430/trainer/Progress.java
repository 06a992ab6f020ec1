package org.unit430.trainer;

/** Hears how far a workload's training has come. */
interface Progress {

  /** A workload begins: both its networks together will take so many epochs. */
  void begin(int epochs);

  /** A network goes on where an interrupted run left it, with so many of its epochs done. */
  void resume(String network, int epochs);

  /** An epoch of a network is done. */
  void epoch(String network, Training.EpochReport report);
}

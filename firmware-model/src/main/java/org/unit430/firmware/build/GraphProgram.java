package org.unit430.firmware.build;

/** A program that runs a graph under one method, whatever it computes in. */
public interface GraphProgram extends InferenceProgram {
  /** What it needs. */
  MemoryPlan memory();

  /**
   * An input as the program takes it.
   *
   * @param modelInput as the model takes it
   * @return words to be written to {@link #inputAddress}
   */
  short[] input(float[] modelInput);

  /**
   * Brings outputs to real numbers in the model's order.
   *
   * @param outputs of the last step
   */
  double[] real(int[] outputs);
}

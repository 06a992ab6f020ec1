package org.unit430.firmware.build;

import java.util.List;
import org.unit430.firmware.prune.Method;

/** A program that runs one network under one method, whatever it computes in. */
public interface NetworkProgram extends InferenceProgram {
  /** How it executes multiply-accumulates. */
  Method method();

  /** In what numbers. */
  Arithmetic arithmetic();

  /** What its kernels multiply on. */
  Multiplier multiplier();

  /** Code, weights, biases, tables, and activations that find no room in SRAM. */
  int framBytes();

  /** Activations that lie in SRAM, scratch and stack. */
  int ramBytes();

  /** Names of the layers in the order in which they run. */
  List<String> layerNames();

  /** Multiply-accumulates of a layer if none is skipped. */
  long layerMacs(int layer);

  /**
   * An input as the program takes it.
   *
   * @param real values in the units the network was trained with, CHW
   * @return words to be written to {@link #inputAddress}
   */
  short[] input(float[] real);

  /** The class that logits, as words of 32 bits, name: the first of the largest. */
  int predicted(int[] logits);

  /** What a layer asks of the accelerator: nothing, but under a method that uses it. */
  default Accelerator accelerator(int layer) {
    return Accelerator.NONE;
  }
}

package org.unit430.firmware.build;

import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.simulator.program.ProgramImage;

/** A program that runs one inference after another, step by step. */
public interface InferenceProgram {
  /** Code and data. */
  ProgramImage image();

  /** Where an input goes, int16 in CHW. */
  int inputAddress();

  /** Where the outputs of the last step appear. */
  int logitsAddress();

  /** How many outputs the last step has. */
  int outputs();

  /** Bytes of an output: 4 for accumulators, 2 otherwise. */
  int outputBytes();

  /** How often {@link #nextLayer} is passed in an inference, less one. */
  int steps();

  /** Multiply-accumulates of one inference if none is skipped. */
  long macs();

  /**
   * What a run counts as.
   *
   * @param input that ran
   * @param run what the machine did
   * @return the run itself, unless the method is modelled
   */
  default InferenceRun counted(short[] input, InferenceRun run) {
    return run;
  }

  /** Where an inference begins. */
  default int inference() {
    return image().address("main.inference");
  }

  /** Reached before each step, and once more behind the last. */
  default int nextLayer() {
    return image().address("main.next_layer");
  }

  /** Where an inference ends. */
  default int done() {
    return image().address("main.done");
  }
}

package org.unit430.firmware.build;

import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.float32.FloatGraph;
import org.unit430.firmware.prune.Method;
import org.unit430.simulator.program.ProgramImage;

/**
 * A program that runs a graph in single precision under one method.
 *
 * @param graph what it computes
 * @param method how
 * @param multiplier what significands are multiplied on
 * @param image code and data
 * @param inputAddress where an input goes, float
 * @param logitsAddress where the outputs of the last step appear, float
 * @param memory what it needs
 */
public record FloatGraphFirmware(
    FloatGraph graph,
    Method method,
    Multiplier multiplier,
    ProgramImage image,
    int inputAddress,
    int logitsAddress,
    MemoryPlan memory)
    implements GraphProgram {
  @Override
  public int outputs() {
    return graph.graph().steps().get(steps() - 1).output().size();
  }

  @Override
  public int outputBytes() {
    return Float.BYTES;
  }

  @Override
  public int steps() {
    return graph.layers().size();
  }

  @Override
  public long macs() {
    return graph.macs();
  }

  @Override
  public InferenceRun counted(short[] input, InferenceRun run) {
    return method.isModelled() ? FloatOracle.uncharged(run, multiplier) : run;
  }

  @Override
  public short[] input(float[] modelInput) {
    return FloatFirmware.words(graph.stored(modelInput));
  }

  @Override
  public double[] real(int[] outputs) {
    return graph.real(outputs);
  }
}

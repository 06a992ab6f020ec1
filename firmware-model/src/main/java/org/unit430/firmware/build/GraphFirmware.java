package org.unit430.firmware.build;

import java.util.stream.IntStream;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.inference.GraphInference;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.FixedGraph;
import org.unit430.simulator.program.ProgramImage;

/**
 * A program that runs a graph under one method.
 *
 * @param graph what it computes
 * @param method how
 * @param thresholds of the steps
 * @param multiplier what its kernels multiply on
 * @param image code and data
 * @param inputAddress where an input goes, int16
 * @param logitsAddress where the outputs of the last step appear
 * @param memory what it needs
 */
public record GraphFirmware(
    FixedGraph graph,
    Method method,
    Thresholds thresholds,
    Multiplier multiplier,
    ProgramImage image,
    int inputAddress,
    int logitsAddress,
    MemoryPlan memory)
    implements GraphProgram {
  @Override
  public int outputs() {
    return graph.last().step().output().size();
  }

  @Override
  public int outputBytes() {
    return graph.last().outputBytes();
  }

  @Override
  public short[] input(float[] modelInput) {
    return graph.quantizeInput(modelInput);
  }

  @Override
  public double[] real(int[] outputs) {
    return graph.real(outputs);
  }

  @Override
  public int steps() {
    return graph.steps().size();
  }

  @Override
  public long macs() {
    return graph.macs();
  }

  @Override
  public InferenceRun counted(short[] input, InferenceRun run) {
    if (method.products() == Method.Products.ACCELERATOR) {
      return Accelerator.instead(
          IntStream.range(0, graph.steps().size()).mapToObj(graph::layer).toList(), run);
    }
    return method.isModelled()
        ? ProductOracle.bound(new GraphInference(graph, method, thresholds).run(input), run)
        : run;
  }
}

package org.unit430.firmware.build;

import java.util.List;
import java.util.Optional;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.program.ProgramImage;

/**
 * A program for the device that runs one network under one method.
 *
 * @param network what it computes
 * @param method how
 * @param thresholds of the layers
 * @param multiplier what its kernels multiply on
 * @param image code and data
 * @param inputAddress where an input goes, int16 in CHW
 * @param logitsAddress where int32 logits appear
 * @param framBytes code, weights, biases, tables, and activations that find no room in SRAM
 * @param ramBytes activations that lie in SRAM, scratch and stack
 */
public record Firmware(
    QuantizedNetwork network,
    Method method,
    Thresholds thresholds,
    Multiplier multiplier,
    ProgramImage image,
    int inputAddress,
    int logitsAddress,
    int framBytes,
    int ramBytes)
    implements NetworkProgram {
  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.Q15;
  }

  @Override
  public int steps() {
    return network.layers().size();
  }

  @Override
  public int outputs() {
    return network.classes();
  }

  @Override
  public int outputBytes() {
    return Integer.BYTES;
  }

  @Override
  public long macs() {
    return network.macs();
  }

  @Override
  public InferenceRun counted(short[] input, InferenceRun run) {
    if (method.products() == Method.Products.ACCELERATOR) {
      return Accelerator.instead(network.layers().stream().map(Optional::of).toList(), run);
    }
    return method.isModelled()
        ? ProductOracle.bound(new ReferenceInference(network, method, thresholds).run(input), run)
        : run;
  }

  @Override
  public Accelerator accelerator(int layer) {
    return method.products() == Method.Products.ACCELERATOR
        ? Accelerator.of(network.layers().get(layer))
        : Accelerator.NONE;
  }

  @Override
  public List<String> layerNames() {
    return network.layers().stream().map(layer -> layer.name()).toList();
  }

  @Override
  public long layerMacs(int layer) {
    return network.layers().get(layer).macs();
  }

  @Override
  public short[] input(float[] real) {
    return network.quantizeInput(real);
  }

  @Override
  public int predicted(int[] logits) {
    return new ReferenceInference.Result(logits, List.of()).predicted();
  }
}

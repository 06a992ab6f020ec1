package org.unit430.firmware.build;

import java.util.List;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.prune.Method;
import org.unit430.simulator.program.ProgramImage;

/**
 * A program for the device that runs one network in single precision under one method.
 *
 * @param network what it computes
 * @param method how
 * @param multiplier what significands are multiplied on
 * @param image code and data
 * @param inputAddress where an input goes, float in CHW
 * @param logitsAddress where float logits appear
 * @param framBytes code, weights, biases, and activations that find no room in SRAM
 * @param ramBytes activations that lie in SRAM, scratch and stack
 */
public record FloatFirmware(
    FloatNetwork network,
    Method method,
    Multiplier multiplier,
    ProgramImage image,
    int inputAddress,
    int logitsAddress,
    int framBytes,
    int ramBytes)
    implements NetworkProgram {
  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.FLOAT32;
  }

  @Override
  public InferenceRun counted(short[] input, InferenceRun run) {
    return method.isModelled() ? FloatOracle.uncharged(run, multiplier) : run;
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
    return Float.BYTES;
  }

  @Override
  public long macs() {
    return network.macs();
  }

  @Override
  public long layerMacs(int layer) {
    return network.layers().get(layer).macs();
  }

  @Override
  public List<String> layerNames() {
    return network.layers().stream().map(FloatLayer::name).toList();
  }

  @Override
  public short[] input(float[] real) {
    return words(real);
  }

  /** Floats as the words of which they consist, the lower one first. */
  static short[] words(float[] real) {
    short[] words = new short[2 * real.length];
    for (int i = 0; i < real.length; i++) {
      int bits = Float.floatToRawIntBits(real[i]);
      words[2 * i] = (short) bits;
      words[2 * i + 1] = (short) (bits >> Short.SIZE);
    }
    return words;
  }

  @Override
  public int predicted(int[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = Float.intBitsToFloat(logits[i]) > Float.intBitsToFloat(logits[best]) ? i : best;
    }
    return best;
  }
}

package org.unit430.firmware.build;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unit430.firmware.float32.FloatDivision;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.runtime.RuntimeLibrary;

/**
 * The machine code that makes thresholds in single precision. Kernels have it in line; alone it is
 * called as {@code divide.run}: magnitude in R15:R14, threshold in R13:R12.
 */
public final class FloatDivisionRoutine {
  private FloatDivisionRoutine() {}

  /**
   * The routine for the exam of a division, and what it calls.
   *
   * @param product T, not negative, finite
   */
  public static List<AssemblyUnit> alone(
      FloatDivision division, float product, DeviceProfile device) {
    return List.of(
        FirmwareBuilder.unit(
            "divide", "float-divide.s43", definitions(division, FloatThreshold.whole(product), 1)),
        RuntimeLibrary.unit(RuntimeLibrary.Part.FLOAT_DIVIDE, device.core()));
  }

  /**
   * What float.inc needs to know.
   *
   * @param channels outputs of the layer
   */
  static Map<String, Integer> definitions(
      FloatDivision division, FloatThreshold threshold, int channels) {
    Map<String, Integer> symbols = new LinkedHashMap<>();
    symbols.put("DIVISION", division.ordinal());
    symbols.put("T_GROUPS", threshold.groups());
    symbols.put("T_CHANNELS", Math.min(threshold.channels(), channels));
    for (int group = 0; group < threshold.groups(); group++) {
      int bits = Float.floatToRawIntBits(threshold.products().get(group));
      symbols.put("T_LO_" + group, bits & 0xFFFF);
      symbols.put("T_HI_" + group, bits >>> Short.SIZE);
    }
    return symbols;
  }
}

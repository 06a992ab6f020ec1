package org.unit430.firmware.build;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;

/**
 * The machine code that makes thresholds, called as {@code divide.run}: magnitude in R14, 1 to
 * 32767, T in R13:R12 unless the routine is assembled for one T; threshold in R12. It may change
 * R11 to R15.
 */
public final class DivisionRoutine {
  /** The value of DIVISION under which a kernel finds its thresholds in FRAM. */
  static final int OFFLINE = 3;

  private static final int CALLED = 0;
  private static final int TREE = 1;
  private static final int MITCHELL = 2;

  // What threshold.inc calls for each value of ROUTINE.
  private static final List<ThresholdDivision> ROUTINES =
      List.of(ThresholdDivision.EXACT, ThresholdDivision.SHIFT, ThresholdDivision.RECIPROCAL);

  private DivisionRoutine() {}

  /**
   * The routine for the exam of a division.
   *
   * @param product T, for a routine that is assembled for one
   * @param device whose multiplier it uses
   * @param tableAddress where the table of {@link ThresholdDivision#TABLE} lies: t of 0 to 32767
   */
  public static AssemblyUnit alone(
      ThresholdDivision division,
      Multiplier multiplier,
      DeviceProfile device,
      int product,
      int tableAddress) {
    Map<String, Integer> symbols = new HashMap<>(multiplier.definitions(device, 0));
    symbols.put("DIVISION", how(division));
    putProduct(symbols, division, product, "");
    symbols.put("TABLE", tableAddress);
    return FirmwareBuilder.unit("divide", file(division), symbols);
  }

  /** An assembler that knows the routines' includes and where a device with FRAM has its code. */
  public static Assembler assembler(DeviceProfile device) {
    return new FirmwareBuilder(device, 8).assembler();
  }

  /** The table of {@link ThresholdDivision#TABLE} for a T: 32768 words, the first unused. */
  public static byte[] table(int product) {
    ByteBuffer table =
        ByteBuffer.allocate(2 * (ThresholdDivision.LARGEST_THRESHOLD + 1))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 0);
    for (int m = 1; m <= ThresholdDivision.LARGEST_THRESHOLD; m++) {
      table.putShort((short) ThresholdDivision.TABLE.threshold(product, m));
    }
    return table.array();
  }

  /**
   * The routines that all layers of a firmware call, for those of its divisions that have one.
   *
   * @param multiplier symbols of the unit that they use
   */
  static List<AssemblyUnit> shared(
      Set<ThresholdDivision> divisions, Map<String, Integer> multiplier) {
    return divisions.stream()
        .filter(division -> how(division) == CALLED)
        .map(DivisionRoutine::called)
        .distinct()
        .map(division -> FirmwareBuilder.unit(unitName(division), file(division), multiplier))
        .toList();
  }

  /** The division whose routine runs when one has to be called. */
  private static ThresholdDivision called(ThresholdDivision division) {
    return division == ThresholdDivision.TABLE ? ThresholdDivision.EXACT : division;
  }

  private static String unitName(ThresholdDivision division) {
    return switch (ROUTINES.indexOf(called(division))) {
      case 0 -> "divide";
      case 1 -> "divide_shift";
      default -> "divide_reciprocal";
    };
  }

  /**
   * Where the routine of a division begins that a firmware's layers share; empty if every layer has
   * its own.
   */
  public static Optional<String> symbol(ThresholdDivision division) {
    return how(division) == CALLED ? Optional.of(unitName(division) + ".run") : Optional.empty();
  }

  /**
   * What threshold.inc needs to know.
   *
   * @param channels output channels of the layer
   */
  static Map<String, Integer> definitions(
      ThresholdDivision division, LayerThreshold threshold, int channels) {
    Map<String, Integer> symbols = new LinkedHashMap<>();
    symbols.put("DIVISION", how(division));
    symbols.put("ROUTINE", Math.max(0, ROUTINES.indexOf(called(division))));
    symbols.put("T_GROUPS", threshold.groups());
    symbols.put("T_CHANNELS", Math.min(threshold.channels(), channels));
    for (int group = 0; group < threshold.groups(); group++) {
      putProduct(symbols, division, threshold.products().get(group), "_" + group);
    }
    return symbols;
  }

  private static void putProduct(
      Map<String, Integer> symbols, ThresholdDivision division, int product, String suffix) {
    int t = division == ThresholdDivision.MASK ? Integer.highestOneBit(product) : product;
    symbols.put("T_LO" + suffix, t & 0xFFFF);
    symbols.put("T_HI" + suffix, t >> 16);
    symbols.put("LOG_T" + suffix, 31 - Integer.numberOfLeadingZeros(t));
  }

  private static int how(ThresholdDivision division) {
    return switch (division) {
      case TREE, MASK -> TREE;
      case MITCHELL -> MITCHELL;
      case EXACT, SHIFT, TABLE, RECIPROCAL -> CALLED;
    };
  }

  private static String file(ThresholdDivision division) {
    return switch (division) {
      case TREE, MASK, MITCHELL -> "divide-prepared.s43";
      case EXACT, SHIFT, TABLE, RECIPROCAL -> "divide-" + division.label() + ".s43";
    };
  }
}

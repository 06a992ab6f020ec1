package org.unit430.firmware.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unit430.firmware.cost.ForcedRun.Operands;
import org.unit430.simulator.program.ProgramImage;

/**
 * Operands that take the soft float routines once round each of their loops as often as any do.
 * Exponents decide that, and how much of a difference cancels; what else a significand decides are
 * branches without loops.
 *
 * <ul>
 *   <li>Addition moves the smaller operand to the right by the distance of the exponents, or by
 *       that less 16, and a difference to the left by the places that cancelled: at most 1 from a
 *       distance of 2 on, and 24 below.
 *   <li>Multiplication and division move a subnormal operand to the left, by 23 places at most, and
 *       a subnormal result to the right.
 *   <li>Comparison has no loop.
 * </ul>
 */
final class FloatOperands {
  static final String ADDITION = "__mspabi_addf";

  /** By shifting and adding, on MPY32, and on the 16-bit multiplier. */
  static final List<String> MULTIPLICATIONS =
      List.of("__mspabi_mpyf", "__mspabi_mpyf_f5hw", "__mspabi_mpyf_f5hw16");

  private static final float BELOW_TWO = Math.nextDown(2f);

  // Beyond this many places only whether an operand is zero can be seen.
  private static final int FARTHEST = 33;

  private FloatOperands() {}

  /**
   * Operands by the address of the routine that takes them, of routines that kernels call but for
   * multiply-accumulates.
   *
   * @param thresholds every T, which divisions take
   */
  static Map<Integer, List<Operands>> byRoutine(ProgramImage image, List<Float> thresholds) {
    Map<Integer, List<Operands>> operands = new HashMap<>();
    put(operands, image, "__mspabi_cmpf", List.of(Operands.of(1, 1)));
    put(operands, image, "__mspabi_divf", quotients(thresholds));
    return operands;
  }

  private static void put(
      Map<Integer, List<Operands>> operands, ProgramImage image, String name, List<Operands> of) {
    image.symbol(name).ifPresent(symbol -> operands.put(symbol.address(), of));
  }

  /** Of an addition, whatever the numbers. */
  static List<Operands> sums() {
    List<Operands> pairs = new ArrayList<>();
    for (int distance = 0; distance <= FARTHEST; distance++) {
      for (float significand : new float[] {1, Math.nextUp(1f), BELOW_TWO}) {
        float other = Math.scalb(significand, -distance);
        pairs.add(Operands.of(1, other));
        pairs.add(Operands.of(1, -other));
      }
    }
    for (int cancelled = 1; cancelled <= FloatSumCosts.SIGNIFICAND_BITS; cancelled++) {
      pairs.add(Operands.of(1, Math.scalb(1f, -cancelled) - 1));
      pairs.add(Operands.of(1 + Math.scalb(1f, -cancelled), -1));
    }
    return pairs;
  }

  /** Of a multiplication of normal numbers whose product is one. */
  static List<Operands> normalProducts() {
    return List.of(Operands.of(1, 1), Operands.of(BELOW_TWO, BELOW_TWO));
  }

  /**
   * Of a multiplication, whatever the numbers: each exponent with a number of the middle and with
   * the least subnormal one, either way.
   */
  static List<Operands> products() {
    List<Operands> pairs = new ArrayList<>();
    for (float other : everyExponent()) {
      for (float factor : new float[] {Math.scalb(1f, Float.MIN_EXPONENT / 2), Float.MIN_VALUE}) {
        pairs.add(Operands.of(factor, other));
        pairs.add(Operands.of(other, factor));
      }
    }
    return pairs;
  }

  private static List<Operands> quotients(List<Float> thresholds) {
    List<Operands> pairs = new ArrayList<>();
    for (float threshold : thresholds) {
      everyExponent().forEach(operand -> pairs.add(Operands.of(threshold, operand)));
    }
    return pairs;
  }

  /** The least and the largest number of each exponent, powers of two where they are subnormal. */
  private static List<Float> everyExponent() {
    List<Float> numbers = new ArrayList<>();
    for (float power = Float.MIN_VALUE; power < Float.POSITIVE_INFINITY; power *= 2) {
      numbers.add(power);
      if (power >= Float.MIN_NORMAL) {
        numbers.add(power * BELOW_TWO);
      }
    }
    return numbers;
  }
}

package org.unit430.simulator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The float routines against Java's float arithmetic, which is IEEE 754 with round to nearest even
 * (JLS 15.4), bit for bit; NaNs as {@link Float#floatToIntBits} writes them.
 */
class FloatRoutinesTest {
  /** Bit patterns at every edge of the format, each with both signs. */
  private static final int[] EDGES = {
    0,
    1, // least subnormal
    2,
    3,
    0x0000FFFF,
    0x00010000,
    0x00400000,
    0x007FFFFE,
    0x007FFFFF, // largest subnormal
    0x00800000, // least normal
    0x00800001,
    0x00FFFFFF,
    0x01000000,
    0x0C000000,
    0x33FFFFFF,
    0x34000000, // 2^-23
    0x33800000, // 2^-24
    0x33800001,
    0x3EAAAAAB,
    0x3F000000,
    0x3F7FFFFF,
    0x3F800000, // 1
    0x3F800001,
    0x3FC00000,
    0x3FFFFFFF,
    0x40490FDB,
    0x4B000000, // 2^23
    0x4B7FFFFF,
    0x4B800000,
    0x4B800001,
    0x7E800000,
    0x7EFFFFFF,
    0x7F000000,
    0x7F7FFFFF, // largest number
    0x7F800000, // infinity
    0x7F800001, // signalling NaN
    0x7FC00000,
    0x7FFFFFFF
  };

  private static final int RANDOM_PAIRS = 1_000;

  private final RoutineRig cpux = RoutineRig.cpux();
  private final RoutineRig classic = RoutineRig.classic();

  enum Routine {
    addf,
    subf,
    mpyf,
    mpyf_f5hw,
    mpyf_f5hw16,
    divf;

    float apply(float a, float b) {
      return switch (this) {
        case addf -> a + b;
        case subf -> a - b;
        case mpyf, mpyf_f5hw, mpyf_f5hw16 -> a * b;
        case divf -> a / b;
      };
    }
  }

  static Stream<Routine> routines() {
    return Stream.of(Routine.values());
  }

  @ParameterizedTest
  @MethodSource("routines")
  void everyPairOfEdgesGivesWhatJavaGives(Routine routine) {
    int[] edges = withSigns();
    for (int a : edges) {
      for (int b : edges) {
        check(cpux, routine, a, b);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("routines")
  void randomPairsGiveWhatJavaGives(Routine routine) {
    Random random = new Random(routine.ordinal() + 430);
    for (int i = 0; i < RANDOM_PAIRS; i++) {
      int a = random.nextInt();
      check(cpux, routine, a, random.nextInt());
      // Exponents within 30 of each other, so that every alignment and cancellation happens.
      int near = (random.nextInt() & 0x807FFFFF) | nearExponent(a, random.nextInt(61) - 30) << 23;
      check(cpux, routine, a, near);
      // Results around the subnormal numbers.
      int complement = (random.nextInt() & 0x807FFFFF) | nearZero(routine, a, random) << 23;
      check(cpux, routine, a, complement);
    }
  }

  @ParameterizedTest
  @MethodSource("routines")
  void theOldCoreGivesTheSame(Routine routine) {
    if (routine == Routine.mpyf_f5hw || routine == Routine.mpyf_f5hw16) {
      return; // an F1611 has no MPY32
    }
    Random random = new Random(1611);
    int[] edges = withSigns();
    for (int i = 0; i < 200; i++) {
      check(classic, routine, edges[random.nextInt(edges.length)], random.nextInt());
      check(classic, routine, random.nextInt(), random.nextInt());
    }
  }

  @ParameterizedTest
  @MethodSource("edgePairs")
  void comparisonOrdersAsJavaDoes(int a) {
    Random random = new Random(a);
    for (int b : IntStream.concat(IntStream.of(withSigns()), random.ints(60)).toArray()) {
      float first = Float.intBitsToFloat(a);
      float second = Float.intBitsToFloat(b);
      int expected = first < second ? -1 : first == second ? 0 : 1; // 1 with a NaN, too

      if ((short) cpux.call32("cmpf", a, b) != expected) {
        assertThat((short) cpux.call32("cmpf", a, b))
            .as("%08x ? %08x", a, b)
            .isEqualTo((short) expected);
      }
    }
  }

  static IntStream edgePairs() {
    return IntStream.concat(IntStream.of(withSigns()), new Random(7).ints(60));
  }

  private static void check(RoutineRig rig, Routine routine, int a, int b) {
    float expected = routine.apply(Float.intBitsToFloat(a), Float.intBitsToFloat(b));
    int actual = rig.call32(routine.name(), a, b);
    if (actual != Float.floatToIntBits(expected)) { // formatting every message would take a second
      assertThat(Integer.toHexString(actual))
          .as("%s(%08x, %08x)", routine, a, b)
          .isEqualTo(Integer.toHexString(Float.floatToIntBits(expected)));
    }
  }

  private static int[] withSigns() {
    return IntStream.of(EDGES).flatMap(bits -> IntStream.of(bits, bits | 0x80000000)).toArray();
  }

  private static int nearExponent(int bits, int distance) {
    return Math.min(255, Math.max(0, exponent(bits) + distance));
  }

  private static int nearZero(Routine routine, int bits, Random random) {
    int offset = random.nextInt(60) - 30;
    return switch (routine) {
      case addf, subf -> Math.min(255, random.nextInt(3));
      case mpyf, mpyf_f5hw, mpyf_f5hw16 ->
          Math.min(255, Math.max(0, 127 - exponent(bits) + offset));
      case divf -> Math.min(255, Math.max(0, exponent(bits) + 127 + offset));
    };
  }

  private static int exponent(int bits) {
    return bits >>> 23 & 0xFF;
  }
}

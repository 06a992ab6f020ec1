package org.unit430.simulator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The integer routines against Java's arithmetic, and their cycles against measured ones. */
class IntegerRoutinesTest {
  private static final int[] EDGES = {
    0, 1, 2, 3, 7, 8, 0x7F, 0xFF, 0x7FFE, 0x7FFF, 0x8000, 0x8001, 0xFFFE, 0xFFFF
  };

  private static final int[] EDGES_32 = {
    0, 1, 2, 0xFFFF, 0x10000, 0x10001, 0x7FFFFFFF, 0x80000000, 0x80000001, -2, -1, 0x12345678
  };

  private final RoutineRig cpux = RoutineRig.cpux();
  private final RoutineRig classic = RoutineRig.classic();

  static Stream<Arguments> routines16() {
    return Stream.of(
        routine("divu", 16, (a, b) -> a / b),
        routine("remu", 16, (a, b) -> b == 0 ? a : a % b),
        routine("divi", 16, (a, b) -> (short) a / (short) b),
        routine("remi", 16, (a, b) -> b == 0 ? a : (short) a % (short) b),
        routine("mpyi", 16, (a, b) -> a * b),
        routine("mpyi_f5hw", 16, (a, b) -> a * b),
        routine("mpyul", 32, (a, b) -> a * b),
        routine("mpyul_f5hw", 32, (a, b) -> a * b),
        routine("mpysl", 32, (a, b) -> (short) a * (short) b),
        routine("mpysl_f5hw", 32, (a, b) -> (short) a * (short) b));
  }

  @ParameterizedTest
  @MethodSource("routines16")
  void sixteenBitRoutinesComputeWhatJavaComputes(
      String routine, int bits, IntBinaryOperator expected) {
    int mask = bits == 16 ? 0xFFFF : -1;
    for (int a : EDGES) {
      for (int b : EDGES) {
        check16(routine, mask, expected, a, b);
      }
    }
    Random random = new Random(16);
    for (int i = 0; i < 200; i++) {
      check16(routine, mask, expected, random.nextInt(0x10000), random.nextInt(0x10000));
      check16(routine, mask, expected, random.nextInt(0x10000), random.nextInt(0x100));
    }
  }

  private void check16(String routine, int mask, IntBinaryOperator expected, int a, int b) {
    if (b == 0 && routine.startsWith("div")) {
      return; // no quotient
    }
    int result = expected.applyAsInt(a, b) & mask;
    check(cpux.call(routine, a, b) & mask, result, routine, a, b);
    if (!routine.endsWith("_f5hw")) {
      check(classic.call(routine, a, b) & mask, result, routine + " on the old core", a, b);
    }
  }

  private static void check(int actual, int expected, String routine, int a, int b) {
    if (actual != expected) { // formatting every message would take longer than the routine
      assertThat(actual).as("%s(%x, %x)", routine, a, b).isEqualTo(expected);
    }
  }

  static Stream<Arguments> routines32() {
    return Stream.of(
        routine("divul", 32, Integer::divideUnsigned),
        routine("remul", 32, (a, b) -> b == 0 ? a : Integer.remainderUnsigned(a, b)),
        routine("divli", 32, (a, b) -> a / b),
        routine("remli", 32, (a, b) -> b == 0 ? a : a % b),
        routine("mpyl", 32, (a, b) -> a * b),
        routine("mpyl_f5hw", 32, (a, b) -> a * b));
  }

  @ParameterizedTest
  @MethodSource("routines32")
  void thirtyTwoBitRoutinesComputeWhatJavaComputes(
      String routine, int bits, IntBinaryOperator expected) {
    assertThat(bits).isEqualTo(32);
    for (int a : EDGES_32) {
      for (int b : EDGES_32) {
        check32(routine, expected, a, b);
      }
    }
    Random random = new Random(32);
    for (int i = 0; i < 100; i++) {
      check32(routine, expected, random.nextInt(), random.nextInt());
      check32(routine, expected, random.nextInt(), random.nextInt() >>> random.nextInt(32));
    }
  }

  private void check32(String routine, IntBinaryOperator expected, int a, int b) {
    if (b == 0 && routine.startsWith("div")) {
      return; // no quotient
    }
    int result = expected.applyAsInt(a, b);
    check(cpux.call32(routine, a, b), result, routine, a, b);
    if (!routine.endsWith("_f5hw")) {
      check(classic.call32(routine, a, b), result, routine + " on the old core", a, b);
    }
  }

  private static Arguments routine(String name, int bits, IntBinaryOperator expected) {
    return Arguments.of(name, bits, expected);
  }

  @Test
  void shiftsGoAsFarAsTheCountSays() {
    for (int count = 0; count < 16; count++) {
      int value = 0x9A35;
      assertThat(cpux.call16("slli", value, count)).isEqualTo(value << count & 0xFFFF);
      assertThat(cpux.call16("srli", value, count)).isEqualTo(value >>> count);
      assertThat(cpux.call16("srai", value, count)).isEqualTo((short) value >> count & 0xFFFF);
    }
    for (int count = 0; count < 32; count++) {
      int value = 0x9A35C3F1;
      assertThat(cpux.call32("slll", value, count)).isEqualTo(value << count);
      assertThat(cpux.call32("srll", value, count)).isEqualTo(value >>> count);
      assertThat(cpux.call32("sral", value, count)).isEqualTo(value >> count);
    }
  }

  @Test
  void unsignedDivisionTakesTheCyclesOfACompilersLibrary() {
    // Measured on an FR5994 at 8 MHz with CALL and return: prior-art.md section 6.
    assertThat(cpux.cycles("divu", 0xFFFF, 1)).isCloseTo(443, within(3L));
  }

  @ParameterizedTest
  @CsvSource({
    // Routine, arguments, cycles measured at 8 MHz: prior-art.md section 6.
    "remu,  FFFF 1,           444",
    "divi,  7FFF 1,           451",
    "remi,  7FFF 1,           468",
    "divul, FFFF FFFF 1 0,   1601",
    "divli, FFFF 7FFF 1 0,   1624",
    "slli,  1 F,               89",
    "srai,  8000 F,            89",
    "srli,  8000 F,           104",
    "slll,  1 0 1F,           215",
    "srll,  0 8000 1F,        246"
  })
  void routinesWrittenAsTheLibraryWritesThemTakeItsCyclesWithinTenPercent(
      String routine, String arguments, long measured) {
    int[] values =
        Stream.of(arguments.split(" ")).mapToInt(text -> Integer.parseInt(text, 16)).toArray();

    assertThat(cpux.cycles(routine, values)).isCloseTo(measured, within(measured / 10));
  }
}

package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mode, operand width and read mode of MPY32 against arithmetic on numbers without a width.
 * The model below follows the words of SLAU367 5.2.3 and figure 5-4, bit by bit, and shares nothing
 * with the implementation.
 */
class Multiplier32ArithmeticTest {
  private static final int BASE = 0x4C0;
  private static final int OP2 = BASE + 0x08;
  private static final int SUMEXT = BASE + 0x0E;
  private static final int OP2L = BASE + 0x20;
  private static final int OP2H = BASE + 0x22;
  private static final int RES0 = BASE + 0x24;
  private static final int MPY32CTL0 = BASE + 0x2C;

  private static final long[] CORNERS = {
    0,
    1,
    2,
    0xFFFF,
    0xFFFE,
    0x7FFF,
    0x8000,
    0x8001,
    0x10000,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0x8000_0001L,
    0xFFFF_FFFFL,
    0x7F,
    0x80,
    0xFF,
    0x7F_FFFF,
    0x80_0000,
    0xFF_FFFF,
    0x5555,
    0xAAAA
  };

  /** What the result registers, MPYC and SUMEXT ought to be. */
  private static final class Model {
    static final String[] MODES = {"MPY", "MPYS", "MAC", "MACS"};

    BigInteger registers = BigInteger.ZERO;
    boolean carry;
    boolean saturating;
    boolean fractional;
    String mode;
    int bits;

    /** The low bits of a number, taken as unsigned or as two's complement. */
    static BigInteger as(boolean signed, int width, BigInteger number) {
      BigInteger low = number.mod(BigInteger.ONE.shiftLeft(width));
      return signed && low.testBit(width - 1) ? low.subtract(BigInteger.ONE.shiftLeft(width)) : low;
    }

    void multiply(
        String newMode, int width1, BigInteger operand1, int width2, BigInteger operand2) {
      boolean signed = newMode.endsWith("S");
      mode = newMode;
      bits = width1 <= 16 && width2 <= 16 ? 32 : 64;
      BigInteger before = saturating ? saturate(registers) : registers;
      BigInteger product = as(signed, width1, operand1).multiply(as(signed, width2, operand2));
      boolean accumulates = mode.startsWith("MAC");
      BigInteger sum = accumulates ? before.add(product) : product;
      BigInteger narrow = accumulates ? as(signed, bits, before).add(product) : product;
      registers = as(false, 64, sum);
      carry = !mode.equals("MPY") && narrow.testBit(bits);
    }

    BigInteger saturate(BigInteger unshifted) {
      boolean top = unshifted.testBit(bits - 1);
      boolean next = unshifted.testBit(bits - 2);
      boolean max = (!carry && top) || (fractional && !top && next);
      boolean min = (carry && !top) || (fractional && top && !next);
      if (!max && !min) {
        return unshifted;
      }
      BigInteger upper = unshifted.shiftRight(bits).shiftLeft(bits);
      BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
      return upper.add(max ? half.subtract(BigInteger.ONE) : half);
    }

    boolean saturatesNow() {
      boolean top = registers.testBit(bits - 1);
      boolean next = registers.testBit(bits - 2);
      return saturating && (carry != top || (fractional && top != next));
    }

    BigInteger visible() {
      if (saturatesNow()) {
        return saturate(registers);
      }
      return fractional ? as(false, 64, registers.shiftLeft(1)) : registers;
    }

    int sumExtension() {
      boolean top = registers.testBit(bits - 1);
      if (fractional) {
        return as(false, 16, BigInteger.valueOf((carry ? -2 : 0) + (top ? 1 : 0))).intValue();
      }
      return switch (mode) {
        case "MPY" -> 0;
        case "MAC" -> carry ? 1 : 0;
        default -> top ? 0xFFFF : 0;
      };
    }
  }

  private record Configuration(int width1, int width2, boolean saturating, boolean fractional) {}

  static Stream<Configuration> configurations() {
    List<Configuration> all = new ArrayList<>();
    for (int width1 = 8; width1 <= 32; width1 += 8) {
      for (int width2 = 8; width2 <= 32; width2 += 8) {
        for (int reads = 0; reads < 4; reads++) {
          all.add(new Configuration(width1, width2, (reads & 1) != 0, (reads & 2) != 0));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void everyModeAgreesWithUnboundedArithmetic(Configuration configuration) {
    int width1 = configuration.width1();
    int width2 = configuration.width2();
    Model model = new Model();
    model.saturating = configuration.saturating();
    model.fractional = configuration.fractional();
    long[] cycle = new long[1];
    Multiplier32 multiplier =
        new Multiplier32(BASE, () -> cycle[0] += 20, c -> cycle[0] += c, event -> {});
    multiplier.writeWord(MPY32CTL0, (model.saturating ? 8 : 0) | (model.fractional ? 4 : 0));
    Random random = new Random(430);
    for (int i = 0; i < 1500; i++) {
      int mode = random.nextInt(4);
      BigInteger operand1 = BigInteger.valueOf(operand(random));
      BigInteger operand2 = BigInteger.valueOf(operand(random));
      writeFirst(multiplier, mode, width1, operand1.longValue());
      writeSecond(multiplier, width2, operand2.longValue());
      model.multiply(Model.MODES[mode], width1, operand1, width2, operand2);
      BigInteger visible = model.visible();
      int[] expected = {
        word(visible, 0),
        word(visible, 1),
        word(visible, 2),
        word(visible, 3),
        model.sumExtension(),
        model.carry ? 1 : 0
      };
      int[] actual = {
        multiplier.readWord(RES0),
        multiplier.readWord(RES0 + 2),
        multiplier.readWord(RES0 + 4),
        multiplier.readWord(RES0 + 6),
        multiplier.readWord(SUMEXT),
        multiplier.readWord(MPY32CTL0) & 1
      };
      if (!Arrays.equals(actual, expected)) {
        assertThat(actual)
            .as(
                "RES0..3, SUMEXT, MPYC of %s %s x %s, round %d",
                Model.MODES[mode], operand1, operand2, i)
            .isEqualTo(expected);
      }
    }
    assertThat(multiplier.hazards().first()).isEmpty();
  }

  private static int word(BigInteger number, int index) {
    return number.shiftRight(16 * index).intValue() & 0xFFFF;
  }

  private static long operand(Random random) {
    return random.nextBoolean()
        ? CORNERS[random.nextInt(CORNERS.length)]
        : random.nextInt() & 0xFFFF_FFFFL;
  }

  private static void writeFirst(Multiplier32 multiplier, int mode, int width, long operand) {
    int low = (int) operand & 0xFFFF;
    int high = (int) (operand >> 16) & 0xFFFF;
    switch (width) {
      case 8 -> multiplier.writeByte(BASE + 2 * mode, low & 0xFF);
      case 16 -> multiplier.writeWord(BASE + 2 * mode, low);
      default -> {
        multiplier.writeWord(BASE + 0x10 + 4 * mode, low);
        if (width == 24) {
          multiplier.writeByte(BASE + 0x12 + 4 * mode, high & 0xFF);
        } else {
          multiplier.writeWord(BASE + 0x12 + 4 * mode, high);
        }
      }
    }
  }

  private static void writeSecond(Multiplier32 multiplier, int width, long operand) {
    int low = (int) operand & 0xFFFF;
    int high = (int) (operand >> 16) & 0xFFFF;
    switch (width) {
      case 8 -> multiplier.writeByte(OP2, low & 0xFF);
      case 16 -> multiplier.writeWord(OP2, low);
      case 24 -> {
        multiplier.writeWord(OP2L, low);
        multiplier.writeByte(OP2H, high & 0xFF);
      }
      default -> {
        multiplier.writeWord(OP2L, low);
        multiplier.writeWord(OP2H, high);
      }
    }
  }
}

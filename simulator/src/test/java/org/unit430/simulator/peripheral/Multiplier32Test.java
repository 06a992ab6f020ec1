package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.simulator.event.Event;

/** Register behaviour of MPY32: SLAU367 chapter 5, hardware.md section 6. */
class Multiplier32Test {
  private static final int BASE = 0x4C0;
  private static final int MPY = BASE;
  private static final int MPYS = BASE + 0x02;
  private static final int MAC = BASE + 0x04;
  private static final int MACS = BASE + 0x06;
  private static final int OP2 = BASE + 0x08;
  private static final int RESLO = BASE + 0x0A;
  private static final int RESHI = BASE + 0x0C;
  private static final int SUMEXT = BASE + 0x0E;
  private static final int MPY32L = BASE + 0x10;
  private static final int MPY32H = BASE + 0x12;
  private static final int MPYS32L = BASE + 0x14;
  private static final int MPYS32H = BASE + 0x16;
  private static final int OP2L = BASE + 0x20;
  private static final int OP2H = BASE + 0x22;
  private static final int RES0 = BASE + 0x24;
  private static final int RES1 = BASE + 0x26;
  private static final int RES2 = BASE + 0x28;
  private static final int RES3 = BASE + 0x2A;
  private static final int MPY32CTL0 = BASE + 0x2C;

  private static final int MPYSAT = 8;
  private static final int MPYFRAC = 4;

  private final Map<Event, Integer> events = new EnumMap<>(Event.class);
  private long cycle;
  private final Multiplier32 multiplier =
      new Multiplier32(
          BASE, () -> cycle, c -> cycle += c, event -> events.merge(event, 1, Integer::sum));

  /** Writes with enough cycles around it for every result to be available. */
  private void write(int address, int value) {
    cycle += 20;
    multiplier.writeWord(address, value);
    cycle += 20;
  }

  private void writeByte(int address, int value) {
    cycle += 20;
    multiplier.writeByte(address, value);
    cycle += 20;
  }

  private int read(int address) {
    return multiplier.readWord(address);
  }

  private long result() {
    return ((long) read(RES3) << 48)
        | ((long) read(RES2) << 32)
        | ((long) read(RES1) << 16)
        | read(RES0);
  }

  @Test
  void saturatesTheManualsExampleAlreadyInItsAccumulator() {
    // SLAU367 5.2.4: preload 7FFF FA60h, 8-bit MACS 50h x 12h = 05A0h. The preload is beyond the
    // fractional range (bits 31:30 = 01), so 7FFF FFFFh enters the sum: 8000 059Fh, MPYC = 0,
    // which reads back as 7FFF FFFFh.
    write(MPY32CTL0, MPYSAT | MPYFRAC);
    write(RES3, 0);
    write(RES2, 0);
    write(RES1, 0x7FFF);
    write(RES0, 0xFA60);
    writeByte(MACS, 0x50);
    writeByte(OP2, 0x12);
    assertThat(read(RES0)).isEqualTo(0xFFFF);
    assertThat(read(RES1)).isEqualTo(0x7FFF);
    write(MPY32CTL0, read(MPY32CTL0) & ~(MPYSAT | MPYFRAC));
    assertThat(read(RES1)).isEqualTo(0x8000);
    assertThat(read(RES0)).isEqualTo(0x059F);
    assertThat(read(MPY32CTL0) & 1).isZero();
  }

  @Test
  void multipliesUnsignedAndSignedWords() {
    write(MPY, 0xFFFF);
    write(OP2, 0xFFFF);
    assertThat(result()).isEqualTo(0xFFFE_0001L);
    assertThat(read(SUMEXT)).isZero();
    write(MPYS, 0xFFFF);
    write(OP2, 2);
    assertThat(read(RESLO)).isEqualTo(0xFFFE);
    assertThat(read(RESHI)).isEqualTo(0xFFFF);
    assertThat(read(SUMEXT)).isEqualTo(0xFFFF);
  }

  @Test
  void macAddsAndShowsItsCarryInSumext() {
    write(RES1, 0xFFFF);
    write(RES0, 0xFFFF);
    write(MAC, 1);
    write(OP2, 1);
    assertThat(read(RESLO)).isZero();
    assertThat(read(RESHI)).isZero();
    assertThat(read(SUMEXT)).isEqualTo(1);
    assertThat(read(MPY32CTL0) & 1).isEqualTo(1);
  }

  @Test
  void macsShowsOverflowAsCarryDifferentFromSign() {
    // SLAU367 5.2.3.1: positive + positive reaching the negative range: sign 1, carry 0.
    write(RES1, 0x7FFF);
    write(RES0, 0xFFFF);
    write(MACS, 1);
    write(OP2, 1);
    assertThat(read(SUMEXT)).isEqualTo(0xFFFF);
    assertThat(read(MPY32CTL0) & 1).isZero();
    // Negative + negative reaching the positive range: sign 0, carry 1.
    write(RES1, 0x8000);
    write(RES0, 0);
    write(MACS, 0xFFFF);
    write(OP2, 1);
    assertThat(read(SUMEXT)).isZero();
    assertThat(read(MPY32CTL0) & 1).isEqualTo(1);
    // 5 + (-1) = 4 overflows nowhere, so both must agree.
    write(MPYS, 5);
    write(OP2, 1);
    write(MACS, 0xFFFF);
    write(OP2, 1);
    assertThat(read(RESLO)).isEqualTo(4);
    assertThat(read(SUMEXT)).isZero();
    assertThat(read(MPY32CTL0) & 1).isZero();
  }

  @Test
  void firstOperandIsKeptForTheNextOperation() {
    write(MPYS, 0xFFFD);
    write(OP2, 7);
    write(OP2, 5);
    assertThat(read(RESLO)).isEqualTo(-15 & 0xFFFF);
    write(MACS, 10);
    write(OP2, 1);
    write(OP2, 1);
    assertThat(read(RESLO)).isEqualTo(5);
  }

  @Test
  void lowWordWrittenLastMakesTheFirstOperand16Bits() {
    write(MPY32H, 1);
    write(MPY32L, 3);
    write(OP2, 2);
    assertThat(result()).isEqualTo(6);
    write(MPY32H, 1);
    write(OP2, 2);
    assertThat(result()).isEqualTo(0x1_0003L * 2);
  }

  @Test
  void secondOperandHighWordAloneIsIgnored() {
    write(MPY, 3);
    write(OP2, 2);
    write(OP2H, 9);
    assertThat(result()).isEqualTo(6);
    assertThat(read(OP2H)).isZero();
  }

  @Test
  void accumulatesA32BitProductOnce() {
    write(RES0, 1000);
    write(MAC, 7);
    write(OP2L, 0x0001);
    write(OP2H, 0x0002);
    assertThat(result()).isEqualTo(1000 + 7 * 0x2_0001L);
  }

  @Test
  void lowResultIsThereBeforeTheUpperHalfOfTheSecondOperand() {
    write(MPY, 0x1234);
    write(OP2L, 0x5678);
    assertThat(read(RES0)).isEqualTo((0x1234 * 0x5678) & 0xFFFF);
  }

  @Test
  void registersHaveTwoNames() {
    write(MPY32L, 0x1234);
    assertThat(read(MPY)).isEqualTo(0x1234);
    assertThat(read(MACS)).isEqualTo(0x1234);
    write(OP2, 0x10);
    assertThat(read(OP2L)).isEqualTo(0x10);
    assertThat(read(RES0)).isEqualTo(read(RESLO)).isEqualTo(0x2340);
    assertThat(read(RES1)).isEqualTo(read(RESHI)).isEqualTo(0x0001);
    write(RESHI, 0x4711);
    assertThat(read(RES1)).isEqualTo(0x4711);
    write(SUMEXT, 0x1111);
    assertThat(read(SUMEXT)).isZero();
  }

  @Test
  void signedByteOperandsAreExtended() {
    writeByte(MPYS, 0x80);
    writeByte(OP2, 0xFF);
    assertThat(result()).isEqualTo(128);
    writeByte(MPY, 0x80);
    writeByte(OP2, 0xFF);
    assertThat(result()).isEqualTo(128 * 255);
  }

  @Test
  void registerOfTheLowWordDecidesTheSignOfA24BitOperand() {
    write(MPYS32L, 0x0000);
    writeByte(MPY32H, 0x80);
    write(OP2, 1);
    assertThat(result()).isEqualTo(-0x80_0000L);
    write(MPY32L, 0x0000);
    writeByte(MPYS32H, 0x80);
    write(OP2L, 1);
    writeByte(OP2H, 0x80);
    assertThat(result()).isEqualTo(0x80_0000L * 0x80_0001L);
  }

  @Test
  void fractionalModeShiftsWhatIsReadAndNothingElse() {
    // Q15: 0.5 x -0.25 = -0.125 = F000h. The Q30 result is F800 0000h.
    write(MPY32CTL0, MPYFRAC);
    write(MPYS, 0x4000);
    write(OP2, 0xE000);
    assertThat(read(RES1)).isEqualTo(0xF000);
    write(MPY32CTL0, read(MPY32CTL0) & ~MPYFRAC);
    assertThat(read(RES1)).isEqualTo(0xF800);
  }

  @Test
  void fractionalMinusOneSquaredSaturatesToTheLargestFraction() {
    write(MPY32CTL0, MPYSAT | MPYFRAC);
    write(MPYS, 0x8000);
    write(OP2, 0x8000);
    assertThat(read(RES1)).isEqualTo(0x7FFF);
    assertThat(read(RES0)).isEqualTo(0xFFFF);
  }

  @ParameterizedTest
  @CsvSource({
    // RES1, RES0, MPYC, control bits, RES1 and RES0 read: the rules of hardware.md 6.2
    "8000, 0000, 0, 8, 7FFF, FFFF",
    "7FFF, FFFF, 1, 8, 8000, 0000",
    "7FFF, FFFF, 0, 8, 7FFF, FFFF",
    "8000, 0000, 1, 8, 8000, 0000",
    "4000, 0000, 0, C, 7FFF, FFFF",
    "7FFF, FFFF, 0, C, 7FFF, FFFF",
    "BFFF, FFFF, 1, C, 8000, 0000",
    "3FFF, FFFF, 0, C, 7FFF, FFFE",
    "C000, 0001, 1, C, 8000, 0002"
  })
  void preloadedResultSaturatesByItsCarry(
      String high, String low, int carry, String control, String readHigh, String readLow) {
    write(RES1, Integer.parseInt(high, 16));
    write(RES0, Integer.parseInt(low, 16));
    write(MPY32CTL0, Integer.parseInt(control, 16) | carry);
    assertThat(read(RESHI)).isEqualTo(Integer.parseInt(readHigh, 16));
    assertThat(read(RESLO)).isEqualTo(Integer.parseInt(readLow, 16));
  }

  @Test
  void controlRegisterShowsWidthAndModeOfTheLastOperands() {
    write(MACS, 1);
    assertThat(read(MPY32CTL0)).isEqualTo(0x30);
    write(MPYS32L, 1);
    write(MPYS32H, 1);
    assertThat(read(MPY32CTL0)).isEqualTo(0x50);
    write(OP2L, 1);
    assertThat(read(MPY32CTL0)).isEqualTo(0xD0);
    write(MPY32CTL0, 0xFFFF);
    assertThat(read(MPY32CTL0)).isEqualTo(0x03FD);
  }

  @Test
  void stateSavedByAnInterruptHandlerTheManualsWayComesBack() {
    // SLAU367 5.2.7: the handler pushes everything, multiplies, and pops in reverse order; MPYC
    // restores SUMEXT in MAC mode.
    write(RES1, 0xFFFF);
    write(RES0, 0xFFF0);
    write(MAC, 0x100);
    write(OP2, 0x100);
    int control = read(MPY32CTL0);
    int[] results = {read(RES0), read(RES1), read(RES2), read(RES3)};
    int low = read(MPY32L);
    int op2 = read(OP2L);
    assertThat(read(SUMEXT)).isEqualTo(1);

    write(MPYS, 3);
    write(OP2, 4);

    write(OP2L, op2);
    write(MPY32L, low);
    for (int i = 0; i < 4; i++) {
      write(RES0 + 2 * i, results[i]);
    }
    write(MPY32CTL0, control);
    assertThat(read(SUMEXT)).isEqualTo(1);
    write(OP2, 1);
    assertThat(result()).isEqualTo(0x1_0000_FFF0L + 0x100);
  }

  @Test
  void countsOneEventForEachOperationStarted() {
    write(MPY, 1);
    write(OP2, 1);
    write(OP2, 1);
    write(OP2L, 1);
    write(OP2H, 1);
    write(MPY32H, 1);
    write(OP2, 1);
    assertThat(events).isEqualTo(Map.of(Event.MULTIPLY_16, 2, Event.MULTIPLY_32, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void looksWithoutTouching(int cyclesAfter) {
    write(MPY, 5);
    multiplier.writeWord(OP2, 5);
    cycle += cyclesAfter;
    assertThat(multiplier.peekWord(RESLO)).isEqualTo(25);
    assertThat(multiplier.hazards().earlyReads()).isZero();
  }

  @Test
  void snapshotContinuesInTheMiddleOfAnOperation() {
    write(RES0, 9);
    write(MAC, 7);
    write(OP2L, 1);
    long[] saved = multiplier.save();
    write(MPYS, 1);
    write(OP2, 1);
    multiplier.restore(saved);
    write(OP2H, 1);
    assertThat(result()).isEqualTo(9 + 7 * 0x1_0001L);
  }

  @Test
  void resetClearsTheModes() {
    write(MPY32CTL0, 0x03FC);
    write(MPY, 9);
    multiplier.reset();
    assertThat(read(MPY32CTL0)).isZero();
    assertThat(multiplier.start()).isEqualTo(0x4C0);
    assertThat(multiplier.end()).isEqualTo(0x4F0);
  }
}

package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.peripheral.MultiplierHazards.Hazard;
import org.unit430.simulator.peripheral.MultiplierHazards.Kind;

/** When results are available: SLAU367 tables 5-1 and 5-6. */
class Multiplier32HazardTest {
  private static final int BASE = 0x4C0;
  private static final int MPY = BASE;
  private static final int MAC = BASE + 0x04;
  private static final int OP2 = BASE + 0x08;
  private static final int RESLO = BASE + 0x0A;
  private static final int MPY32H = BASE + 0x12;
  private static final int OP2L = BASE + 0x20;
  private static final int OP2H = BASE + 0x22;
  private static final int RES0 = BASE + 0x24;
  private static final int RES1 = BASE + 0x26;
  private static final int RES2 = BASE + 0x28;
  private static final int MPY32CTL0 = BASE + 0x2C;
  private static final int MPYSAT = 8;
  private static final int MPYDLYWRTEN = 0x100;

  private long cycle = 1000;
  private final Multiplier32 multiplier =
      new Multiplier32(BASE, () -> cycle, c -> cycle += c, event -> {});
  private final MultiplierHazards hazards = multiplier.hazards();

  private void writeAt(long at, int address, int value) {
    cycle = at;
    multiplier.writeWord(address, value);
  }

  private void readAt(long at, int address) {
    cycle = at;
    multiplier.readWord(address);
  }

  @ParameterizedTest
  @CsvSource({
    // Width of OP1, of OP2, saturation, then RES0 RES1 RES2 RES3 MPYC after the OP2(L) write. For a
    // 32-bit OP2 the upper word follows one cycle after the lower one: the later of the two rows.
    "16, 16, false, 3, 3, 4, 4, 3",
    "16, 16, true, 3, 3, 4, 4, 3",
    "32, 16, false, 3, 5, 6, 7, 7",
    "32, 16, true, 7, 7, 7, 7, 7",
    "16, 32, false, 3, 5, 6, 7, 7",
    "16, 32, true, 7, 7, 7, 7, 7",
    "32, 32, false, 3, 8, 10, 11, 11",
    "32, 32, true, 11, 11, 11, 11, 11"
  })
  void eachResultIsAvailableInItsCycleOfTheTable(
      int width1,
      int width2,
      boolean saturating,
      int res0,
      int res1,
      int res2,
      int res3,
      int mpyc) {
    int[] expected = {res0, res1, res2, res3, mpyc};
    for (int column = 0; column < 5; column++) {
      int address = column < 4 ? RES0 + 2 * column : MPY32CTL0;
      for (int delay : new int[] {expected[column] - 1, expected[column]}) {
        long early = hazards.earlyReads();
        writeAt(cycle + 100, MPY32CTL0, saturating ? MPYSAT : 0);
        writeAt(cycle, MPY, 3);
        if (width1 == 32) {
          writeAt(cycle, MPY32H, 3);
        }
        long started = cycle + 100;
        writeAt(started, width2 == 32 ? OP2L : OP2, 5);
        if (width2 == 32) {
          writeAt(started + 1, OP2H, 5);
        }
        readAt(started + delay, address);
        assertThat(hazards.earlyReads() - early)
            .as("column %d, %d cycles after", column, delay)
            .isEqualTo(delay < expected[column] ? 1 : 0);
      }
    }
    assertThat(hazards.lostResults()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // Rows "after OP2H", reached when OP2H comes long after OP2L: RES1 RES2 RES3 MPYC.
    "16, false, 3, 4, 4, 4",
    "16, true, 4, 4, 4, 4",
    "32, false, 3, 5, 6, 6",
    "32, true, 6, 6, 6, 6"
  })
  void aLateUpperWordStartsItsOwnWait(
      int width1, boolean saturating, int res1, int res2, int res3, int mpyc) {
    int[] expected = {res1, res2, res3, mpyc};
    for (int i = 0; i < 4; i++) {
      int address = i < 3 ? RES1 + 2 * i : MPY32CTL0;
      for (int delay : new int[] {expected[i] - 1, expected[i]}) {
        long early = hazards.earlyReads();
        writeAt(cycle + 100, MPY32CTL0, saturating ? MPYSAT : 0);
        writeAt(cycle, MPY, 3);
        if (width1 == 32) {
          writeAt(cycle, MPY32H, 3);
        }
        writeAt(cycle + 100, OP2L, 5);
        long upper = cycle + 100;
        writeAt(upper, OP2H, 5);
        readAt(upper + delay, address);
        assertThat(hazards.earlyReads() - early).isEqualTo(delay < expected[i] ? 1 : 0);
      }
    }
  }

  @Test
  void theFirstHazardIsDescribed() {
    writeAt(100, MPY, 3);
    writeAt(110, OP2, 5);
    // MOV @R5,R6 after the write: opcode in 111, read in 112. SLAU367 5.2.6 asks for a NOP here.
    readAt(112, RESLO);
    readAt(112, RES2);
    assertThat(hazards.earlyReads()).isEqualTo(2);
    assertThat(hazards.first()).contains(new Hazard(Kind.EARLY_READ, "RESLO", 112, 1));
  }

  @Test
  void anUpperResultReadBeforeTheUpperOperandIsEarly() {
    writeAt(100, MPY, 3);
    writeAt(110, OP2L, 5);
    readAt(200, RES0);
    assertThat(hazards.earlyReads()).isZero();
    readAt(200, RES1);
    assertThat(hazards.first()).contains(new Hazard(Kind.EARLY_READ, "RES1", 200, 3));
  }

  @Test
  void anOperandWrittenTooSoonDestroysWhatWasNotReady() {
    writeAt(100, MPY32H, 1);
    writeAt(110, OP2, 5);
    // RES0 is ready after 3 cycles, RES1 after 5.
    writeAt(114, MAC, 1);
    readAt(150, RES0);
    assertThat(hazards.lostResults()).isZero();
    readAt(150, RES1);
    assertThat(hazards.first()).contains(new Hazard(Kind.LOST_RESULT, "RES1", 150, 0));
    // A following accumulation goes on with the loss, a following MPY does not.
    writeAt(160, OP2, 5);
    readAt(190, RES1);
    assertThat(hazards.lostResults()).isEqualTo(2);
    writeAt(200, MPY, 1);
    writeAt(210, OP2, 5);
    readAt(250, RES1);
    assertThat(hazards.lostResults()).isEqualTo(2);
  }

  @Test
  void backToBackOperandsLoseOnlyWhatA16BitProgramNeverReads() {
    // MOV R4,&OP2 twice: the writes are 3 cycles apart, RES2 and RES3 need 4.
    writeAt(100, MAC, 2);
    writeAt(110, OP2, 3);
    writeAt(113, OP2, 4);
    readAt(116, RESLO);
    readAt(117, RES1);
    assertThat(hazards.first()).isEmpty();
    assertThat(multiplier.peekWord(RESLO)).isEqualTo(14);
    readAt(120, RES2);
    assertThat(hazards.lostResults()).isEqualTo(1);
  }

  @Test
  void aWrittenResultRegisterIsSoundAgain() {
    writeAt(100, MPY32H, 1);
    writeAt(110, OP2, 5);
    writeAt(111, MPY, 1);
    writeAt(150, RES1, 0);
    readAt(151, RES1);
    assertThat(hazards.first()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // MPYDLYWRTEN = 100, MPYDLY32 = 200; cycle of the next write after OP2 was written in cycle 110
    // (OP1 32, OP2 16 bits)
    "100, 117",
    "300, 115",
    "000, 112"
  })
  void delayedWritesHoldTheCpuUntilTheResultIsReady(String control, long expectedCycle) {
    writeAt(90, MPY32CTL0, Integer.parseInt(control, 16));
    writeAt(100, MPY, 3);
    writeAt(105, MPY32H, 3);
    writeAt(110, OP2, 5);
    writeAt(112, MPY, 1);
    assertThat(cycle).isEqualTo(expectedCycle);
  }

  @Test
  void theUpperOperandIsNotDelayedByItsLowerHalf() {
    writeAt(90, MPY32CTL0, MPYDLYWRTEN);
    writeAt(100, MPY, 3);
    writeAt(110, OP2L, 5);
    writeAt(112, OP2H, 5);
    assertThat(cycle).isEqualTo(112);
  }
}

package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.peripheral.MultiplierHazards.Hazard;
import org.unit430.simulator.peripheral.MultiplierHazards.Kind;

/** The x1xx multiplier: SLAU049 chapter 7. */
class Multiplier16Test {
  private static final int MPY = 0x130;
  private static final int MPYS = 0x132;
  private static final int MAC = 0x134;
  private static final int MACS = 0x136;
  private static final int OP2 = 0x138;
  private static final int RESLO = 0x13A;
  private static final int RESHI = 0x13C;
  private static final int SUMEXT = 0x13E;

  private long cycle;
  private final List<Event> events = new ArrayList<>();
  private final Multiplier16 multiplier = new Multiplier16(0x130, () -> cycle, events::add);

  private void write(int address, int value) {
    cycle += 10;
    multiplier.writeWord(address, value);
    cycle += 10;
  }

  private int result() {
    return (multiplier.readWord(RESHI) << 16) | multiplier.readWord(RESLO);
  }

  @Test
  void multipliesLikeUnboundedArithmetic() {
    int[] corners = {0, 1, 0xFFFF, 0x7FFF, 0x8000, 0x8001, 2};
    Random random = new Random(16);
    int[] addresses = {MPY, MPYS, MAC, MACS};
    int accumulator = 0;
    for (int i = 0; i < 20_000; i++) {
      int mode = random.nextInt(4);
      int op1 = random.nextBoolean() ? corners[random.nextInt(7)] : random.nextInt(0x10000);
      int op2 = random.nextBoolean() ? corners[random.nextInt(7)] : random.nextInt(0x10000);
      write(addresses[mode], op1);
      write(OP2, op2);
      long product = mode % 2 == 1 ? (long) (short) op1 * (short) op2 : (long) op1 * op2;
      long unsignedSum = Integer.toUnsignedLong(accumulator) + product;
      accumulator = (int) (mode >= 2 ? unsignedSum : product);
      int extension =
          switch (mode) {
            case 0 -> 0;
            case 2 -> unsignedSum > 0xFFFF_FFFFL ? 1 : 0;
            default -> accumulator < 0 ? 0xFFFF : 0;
          };
      assertThat(result()).isEqualTo(accumulator);
      assertThat(multiplier.readWord(SUMEXT)).isEqualTo(extension);
    }
    assertThat(events).hasSize(20_000).containsOnly(Event.MULTIPLY_16);
    assertThat(multiplier.hazards().first()).isEmpty();
  }

  @Test
  void accumulatorCanBeLoaded() {
    write(RESLO, 0xFFFF);
    write(RESHI, 0x0001);
    write(MAC, 1);
    write(OP2, 1);
    assertThat(result()).isEqualTo(0x2_0000);
    write(SUMEXT, 5);
    assertThat(multiplier.readWord(SUMEXT)).isZero();
  }

  @Test
  void operandsReadBackAndByteWritesClearTheUpperHalf() {
    write(MPYS, 0x1234);
    multiplier.writeByte(MPYS, 0xF0);
    assertThat(multiplier.readWord(MPYS)).isEqualTo(0x00F0);
    assertThat(multiplier.readWord(MPY)).isEqualTo(0x00F0);
    write(OP2, 3);
    assertThat(multiplier.readWord(OP2)).isEqualTo(3);
    assertThat(result()).isEqualTo(0xF0 * 3);
  }

  @Test
  void resultIsEarlyBeforeTheThirdCycle() {
    write(MPY, 3);
    cycle = 1000;
    multiplier.writeWord(OP2, 3);
    cycle = 1003;
    multiplier.readWord(RESLO);
    assertThat(multiplier.hazards().earlyReads()).isZero();
    cycle = 1002;
    multiplier.readWord(RESHI);
    assertThat(multiplier.hazards().first())
        .contains(new Hazard(Kind.EARLY_READ, "RESHI", 1002, 1));
  }

  @Test
  void operandWrittenTooSoonDestroysTheResult() {
    write(MPY, 3);
    cycle = 1000;
    multiplier.writeWord(OP2, 3);
    cycle = 1002;
    multiplier.writeWord(MAC, 3);
    cycle = 1010;
    multiplier.readWord(SUMEXT);
    assertThat(multiplier.hazards().first())
        .contains(new Hazard(Kind.LOST_RESULT, "SUMEXT", 1010, 0));
  }

  @Test
  void snapshotBringsBackTheAccumulator() {
    write(MPYS, 0xFFFF);
    write(OP2, 7);
    long[] saved = multiplier.save();
    multiplier.reset();
    assertThat(result()).isZero();
    multiplier.restore(saved);
    assertThat(result()).isEqualTo(-7);
    write(OP2, 1);
    assertThat(result()).isEqualTo(-1);
  }
}

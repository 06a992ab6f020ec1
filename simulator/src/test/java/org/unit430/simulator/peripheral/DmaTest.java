package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The DMA controller: hardware.md 8.7. */
class DmaTest {
  private static final int CTL0 = 0x500;
  private static final int CTL1 = 0x502;
  private static final int CTL4 = 0x508;
  private static final int IV = 0x50E;
  private static final int DMA0 = 0x510;
  private static final int DMA1 = 0x520;
  private static final int CTL = 0;
  private static final int SA = 2;
  private static final int DA = 6;
  private static final int SZ = 0xA;

  /** Trigger 30: DMA0IFG starts channel 1 and so on (DMA1TSEL_30 in TI's msp430f5529.h). */
  private static final int CHAIN = 30;

  private static final int SINGLE = 0x0000;
  private static final int BLOCK = 0x1000;
  private static final int BURST = 0x2000;
  private static final int REPEATED_SINGLE = 0x4000;
  private static final int REPEATED_BURST = 0x6000;
  private static final int UP_UP = 0x0F00;
  private static final int EN = 0x10;
  private static final int IFG = 8;
  private static final int IE = 4;
  private static final int REQ = 1;

  private final Rig rig = new Rig();
  private final byte[] memory = new byte[0x100000];
  private final List<Long> transferCycles = new ArrayList<>();
  private int accesses;
  private int held;

  private final DmaBus bus =
      new DmaBus() {
        @Override
        public int read(int address, boolean isByte) {
          accesses++;
          transferCycles.add(rig.queue.cycle());
          int low = memory[address] & 0xFF;
          return isByte ? low : low | ((memory[address + 1] & 0xFF) << 8);
        }

        @Override
        public void write(int address, int value, boolean isByte) {
          accesses++;
          memory[address] = (byte) value;
          if (!isByte) {
            memory[address + 1] = (byte) (value >> 8);
          }
        }
      };

  private final Dma dma =
      new Dma(
          CTL0,
          6,
          OptionalInt.of(CHAIN),
          bus,
          cycles -> held += cycles,
          rig.queue,
          rig.interrupts,
          0xFFE4);

  private void set(int channel, int control, int source, int destination, int size) {
    dma.writeWord(channel + SA, source & 0xFFFF);
    dma.writeWord(channel + SA + 2, source >> 16);
    dma.writeWord(channel + DA, destination & 0xFFFF);
    dma.writeWord(channel + DA + 2, destination >> 16);
    dma.writeWord(channel + SZ, size);
    dma.writeWord(channel + CTL, control);
  }

  private void fill(int address, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      memory[address + i] = (byte) bytes[i];
    }
  }

  @Test
  void aBlockIsCopiedByOneTrigger() {
    fill(0x1C00, 1, 2, 3, 4, 5, 6);
    set(DMA0, BLOCK | UP_UP | EN | IE, 0x1C00, 0x2C00, 3);
    rig.advanceTo(100);
    dma.writeWord(DMA0 + CTL, BLOCK | UP_UP | EN | IE | REQ);
    rig.advanceTo(101);
    for (int i = 0; i < 6; i++) {
      assertThat(memory[0x2C00 + i]).isEqualTo((byte) (i + 1));
    }
    // Three words: 6 bus cycles and one at the end (SLAU367 11.2.7).
    assertThat(accesses).isEqualTo(6);
    assertThat(held).isEqualTo(1);
    assertThat(dma.readWord(DMA0 + CTL)).isEqualTo(BLOCK | UP_UP | IE | IFG);
    assertThat(dma.readWord(DMA0 + SZ)).isEqualTo(3);
    assertThat(dma.readWord(DMA0 + SA)).isEqualTo(0x1C00);
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(0xFFE4);
    assertThat(dma.readWord(IV)).isEqualTo(2);
    assertThat(rig.interrupts.pending(true)).isFalse();
    assertThat(dma.readWord(IV)).isZero();
  }

  @Test
  void aSingleTransferTakesOneTriggerEach() {
    fill(0x1C00, 0x11, 0x22, 0x33, 0x44);
    set(DMA0, SINGLE | UP_UP | EN, 0x1C00, 0x2C00, 2);
    dma.writeWord(DMA0 + CTL, SINGLE | UP_UP | EN | REQ);
    rig.advanceTo(10);
    assertThat(memory[0x2C01]).isEqualTo((byte) 0x22);
    assertThat(memory[0x2C02]).isZero();
    assertThat(dma.readWord(DMA0 + SZ)).isEqualTo(1);
    assertThat(dma.readWord(DMA0 + CTL) & (EN | IFG)).isEqualTo(EN);
    dma.writeWord(DMA0 + CTL, SINGLE | UP_UP | EN | REQ);
    rig.advanceTo(20);
    assertThat(memory[0x2C02]).isEqualTo((byte) 0x33);
    assertThat(dma.readWord(DMA0 + CTL) & (EN | IFG)).isEqualTo(IFG);
    assertThat(transferCycles).containsExactly(1L, 11L);
  }

  @Test
  void repeatedTransfersBeginAnewAndStayEnabled() {
    fill(0x1C00, 1, 0, 2, 0);
    set(DMA0, REPEATED_SINGLE | 0x0300 | EN, 0x1C00, 0x2C00, 2);
    for (int i = 0; i < 3; i++) {
      dma.writeWord(DMA0 + CTL, REPEATED_SINGLE | 0x0300 | EN | REQ);
      rig.advance(10);
    }
    // Source 1, 2, 1: the third transfer is the first of the second block.
    assertThat(memory[0x2C00]).isEqualTo((byte) 1);
    assertThat(dma.readWord(DMA0 + SZ)).isEqualTo(1);
    assertThat(dma.readWord(DMA0 + CTL) & EN).isEqualTo(EN);
  }

  @Test
  void aBurstLetsTheCpuInAfterFourTransfers() {
    set(DMA0, BURST | UP_UP | EN, 0x1C00, 0x2C00, 10);
    dma.writeWord(DMA0 + CTL, BURST | UP_UP | EN | REQ);
    rig.advanceTo(1000);
    // Four transfers take 8 cycles, then the CPU has 2.
    assertThat(transferCycles).containsExactly(1L, 1L, 1L, 1L, 11L, 11L, 11L, 11L, 21L, 21L);
    assertThat(held).isEqualTo(1);
    assertThat(dma.readWord(DMA0 + CTL) & (EN | IFG)).isEqualTo(IFG);
  }

  @Test
  void aRepeatedBurstGoesOnUntilItIsDisabled() {
    set(DMA0, REPEATED_BURST | EN, 0x1C00, 0x2C00, 4);
    dma.writeWord(DMA0 + CTL, REPEATED_BURST | EN | REQ);
    rig.advanceTo(50);
    assertThat(transferCycles.size()).isGreaterThan(8);
    dma.writeWord(DMA0 + CTL, REPEATED_BURST);
    int before = transferCycles.size();
    rig.advanceTo(500);
    assertThat(transferCycles).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({
    // Control bits beside EN (bytes, increments), bytes at the destination
    "0F00, 11 22 33 44", // words, both up
    "0FC0, 11 22 00 00", // bytes, both up
    "0F80, 11 33 00 00", // words to bytes: the lower bytes
    "0F40, 11 00 22 00", // bytes to words: the upper bytes are cleared
    "0300, 33 44 00 00", // destination fixed
    "0C00, 11 22 11 22", // source fixed
  })
  void sizesAndIncrementsCombine(String control, String expected) {
    fill(0x1C00, 0x11, 0x22, 0x33, 0x44);
    fill(0x2C00, 0, 0, 0, 0);
    int bits = BLOCK | Integer.parseInt(control, 16) | EN;
    set(DMA0, bits, 0x1C00, 0x2C00, 2);
    dma.writeWord(DMA0 + CTL, bits | REQ);
    rig.advanceTo(10);
    String[] bytes = expected.split(" ", -1);
    for (int i = 0; i < 4; i++) {
      assertThat(memory[0x2C00 + i]).isEqualTo((byte) Integer.parseInt(bytes[i], 16));
    }
  }

  @Test
  void addressesGoDownAndBeyond64K() {
    fill(0x12344, 1, 2, 3, 4);
    set(DMA0, BLOCK | 0x0A00 | EN, 0x12346, 0x23456, 2);
    dma.writeWord(DMA0 + CTL, BLOCK | 0x0A00 | EN | REQ);
    rig.advanceTo(10);
    assertThat(memory[0x23456]).isEqualTo((byte) 3);
    assertThat(memory[0x23454]).isEqualTo((byte) 1);
    assertThat(dma.readWord(DMA0 + SA + 2)).isEqualTo(1);
    dma.writeWord(DMA0 + SA, 0x4444);
    assertThat(dma.readWord(DMA0 + SA + 2)).isZero();
  }

  @Test
  void modulesTriggerByRisingEdges() {
    List<String> log = new ArrayList<>();
    InterruptLine trigger = dma.trigger(1, () -> log.add("taken"));
    dma.writeWord(CTL0, 0x0001);
    set(DMA0, SINGLE | EN, 0x1C00, 0x2C00, 5);
    rig.advanceTo(100);
    trigger.set(true);
    trigger.set(true);
    rig.advanceTo(100);
    assertThat(transferCycles).isEmpty();
    rig.advanceTo(200);
    assertThat(transferCycles).containsExactly(101L);
    assertThat(log).containsExactly("taken");
    trigger.set(false);
    trigger.set(true);
    rig.advanceTo(300);
    assertThat(transferCycles).containsExactly(101L, 201L);
    // Software cannot start a channel that another trigger is selected for.
    dma.writeWord(DMA0 + CTL, SINGLE | EN | REQ);
    rig.advanceTo(400);
    assertThat(transferCycles).hasSize(2);
  }

  @Test
  void aLevelSensitiveChannelGoesOnWhileItsTriggerIsHigh() {
    InterruptLine trigger = dma.trigger(31, () -> {});
    dma.writeWord(CTL0, 31);
    trigger.set(true);
    set(DMA0, SINGLE | EN | 0x20, 0x1C00, 0x2C00, 3);
    rig.advanceTo(100);
    // 1 cycle to synchronise, 2 for the transfer, 1 at the end: every 4 cycles.
    assertThat(transferCycles).containsExactly(1L, 5L, 9L);
  }

  @Test
  void lowerChannelsGoFirst() {
    set(DMA1, BLOCK | EN, 0x1C02, 0x2C02, 1);
    set(DMA0, BLOCK | EN, 0x1C00, 0x2C00, 1);
    fill(0x1C00, 7, 0, 9, 0);
    InterruptLine trigger = dma.trigger(5, () -> {});
    dma.writeWord(CTL0, 0x0505);
    assertThat(dma.readWord(CTL0)).isEqualTo(0x0505);
    trigger.set(true);
    rig.advanceTo(1);
    assertThat(memory[0x2C00]).isEqualTo((byte) 7);
    assertThat(memory[0x2C02]).isZero();
    rig.advanceTo(5);
    assertThat(memory[0x2C02]).isEqualTo((byte) 9);
  }

  @Test
  void roundRobinLetsTheNextChannelGoFirst() {
    dma.writeWord(CTL4, 2);
    InterruptLine trigger = dma.trigger(5, () -> {});
    dma.writeWord(CTL0, 0x0505);
    dma.writeWord(CTL1, 0x0005);
    for (int i = 0; i < 3; i++) {
      set(DMA0 + 0x10 * i, REPEATED_SINGLE | EN, 0x1C00 + 2 * i, 0x2C00, 9);
      fill(0x1C00 + 2 * i, i + 1);
    }
    List<Integer> order = new ArrayList<>();
    trigger.set(true);
    rig.advanceTo(1);
    order.add((int) memory[0x2C00]);
    // Channel 0 is triggered again while 1 and 2 still wait: it comes last.
    trigger.set(false);
    trigger.set(true);
    for (int cycle = 5; cycle <= 13; cycle += 4) {
      rig.advanceTo(cycle);
      order.add((int) memory[0x2C00]);
    }
    assertThat(order).containsExactly(1, 2, 3, 1);
  }

  @Test
  void theFlagOfAChannelStartsTheNextOneAndStays() {
    fill(0x1C00, 1, 0, 2, 0);
    dma.writeWord(CTL0, CHAIN << 8);
    set(DMA1, SINGLE | UP_UP | EN, 0x1C00, 0x2C00, 2);
    set(DMA0, SINGLE | EN, 0x1C10, 0x1C20, 2);
    dma.writeWord(DMA0 + CTL, SINGLE | EN | REQ);
    rig.advanceTo(100);
    // One transfer of two: no flag yet.
    assertThat(memory[0x2C00]).isZero();
    dma.writeWord(DMA0 + CTL, SINGLE | EN | REQ);
    rig.advanceTo(200);
    assertThat(memory[0x2C00]).isEqualTo((byte) 1);
    assertThat(memory[0x2C02]).isZero();
    assertThat(dma.readWord(DMA0 + CTL) & IFG).isEqualTo(IFG);
    // In cycle 101 the second transfer of channel 0; 2 cycles, 1 at the end and 1 to synchronise
    // later that of channel 1.
    assertThat(transferCycles).containsExactly(1L, 101L, 105L);
  }

  @Test
  void anEmptyBlockDoesNothing() {
    set(DMA0, BLOCK | EN, 0x1C00, 0x2C00, 0);
    dma.writeWord(DMA0 + CTL, BLOCK | EN | REQ);
    rig.advanceTo(100);
    assertThat(accesses).isZero();
  }

  @Test
  void thereAreThirtyOneTriggers() {
    assertThatThrownBy(() -> dma.trigger(0, () -> {})).hasMessageContaining("trigger 0");
    assertThatThrownBy(() -> dma.trigger(32, () -> {})).hasMessageContaining("trigger 32");
    assertThatThrownBy(() -> dma.trigger(CHAIN, () -> {})).hasMessageContaining("trigger 30");
  }

  @Test
  void snapshotContinuesABurst() {
    set(DMA0, BURST | UP_UP | EN, 0x1C00, 0x2C00, 8);
    dma.writeWord(DMA0 + CTL, BURST | UP_UP | EN | REQ);
    rig.advanceTo(5);
    long[] saved = dma.save();
    dma.reset();
    dma.restore(saved);
    rig.advanceTo(100);
    assertThat(transferCycles).hasSize(8);
    assertThat(dma.readWord(DMA0 + CTL) & IFG).isEqualTo(IFG);
  }
}

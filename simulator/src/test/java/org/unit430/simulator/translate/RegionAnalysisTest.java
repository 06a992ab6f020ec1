package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.cpu.Alu;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.peripheral.Multiplier32;
import org.unit430.simulator.translate.Account.Place;
import org.unit430.simulator.translate.FlagFlow.Pending;
import org.unit430.simulator.translate.GuardFlow.Guard;
import org.unit430.simulator.translate.RegionContext.Stretch;

/** What is found out about the blocks of a region before it is written. */
class RegionAnalysisTest {
  private static final int MPY = 0x04C0;
  private static final int OP2 = MPY + 8;
  private static final int MASK = CpuCore.CPUX.addressMask();
  private static final Stretch MEMORY = new Stretch(RegionContext.IN_FRAM, 0x9000, 0x9FFF);

  private final byte[] kinds = new byte[0x8000];
  private final RegionContext context =
      new RegionContext(
          new char[0x8000],
          kinds,
          new boolean[0x400],
          new int[4],
          new int[16],
          new Multiplier32(MPY, () -> 0, cycles -> {}, event -> {}));

  private int address = 0x4400;

  @BeforeEach
  void everythingIsFram() {
    Arrays.fill(kinds, (byte) MemoryKind.FRAM.ordinal());
  }

  private static Operand r(int register) {
    return Operand.register(register);
  }

  private Step step(Opcode opcode, Operand source, Operand destination) {
    Instruction instruction = Instruction.of(address, opcode, Size.WORD, source, destination);
    address = instruction.next();
    return new Step(instruction, 2, 0, 0, List.of());
  }

  private Step jump(Opcode opcode, int target) {
    Operand destination = new Operand(Operand.Mode.SYMBOLIC, 0, target);
    return step(opcode, new Operand(Operand.Mode.NONE, 0, 0), destination);
  }

  private Block block(Step... steps) {
    Block block = new Block(steps[0].address());
    block.steps.addAll(List.of(steps));
    block.plan = BlockPlan.of(block.steps, context, CpuCore.CPUX);
    assertThat(block.plan.length()).isEqualTo(steps.length);
    return block;
  }

  private static List<Block> chain(Block... blocks) {
    blocks[0].isEntry = true;
    for (int i = 1; i < blocks.length; i++) {
      blocks[i - 1].successors.add(blocks[i]);
    }
    return List.of(blocks);
  }

  private Step read(int register) {
    return step(Opcode.MOV, Operand.autoincrement(register), r(7));
  }

  @Test
  void checkLooksAheadAndIsNotRepeated() {
    Block first = block(read(5));
    Block second = block(read(5), read(5));
    List<Block> blocks = chain(first, second);

    GuardFlow flow = new GuardFlow(blocks, base -> MEMORY, address -> MEMORY, MASK);

    // Words at R5, and once it has been stepped by 2, at 0 and 2 from there: bytes 0 to 5.
    Guard guard = flow.guards().get(first);
    assertThat(guard.ranges().get(5)).isEqualTo(new PointerRange(MEMORY, 0, 5, 0));
    assertThat(flow.guards().get(second).ranges()).isEmpty();
  }

  @Test
  void pointerThatHasBeenChangedIsCheckedAgain() {
    Block first = block(read(5), step(Opcode.MOV, r(8), r(5)));
    Block second = block(read(5));
    List<Block> blocks = chain(first, second);

    GuardFlow flow = new GuardFlow(blocks, base -> MEMORY, address -> MEMORY, MASK);

    assertThat(flow.guards().get(first).ranges().get(5).last()).isEqualTo(1);
    assertThat(flow.guards().get(second).ranges()).containsOnlyKeys(5);
  }

  @Test
  void pointerSetToAConstantIsNotChecked() {
    Block first = block(step(Opcode.MOV, Operand.immediate(MEMORY.first() + 2), r(5)));
    Block second = block(step(Opcode.MOV, Operand.autoincrement(5), r(6)));
    Block third = block(step(Opcode.MOV, Operand.immediate(MEMORY.last()), r(5)));
    Block fourth = block(step(Opcode.MOV, Operand.autoincrement(5), r(6)));
    List<Block> blocks = chain(first, second, third, fourth);

    GuardFlow flow = new GuardFlow(blocks, base -> MEMORY, address -> MEMORY, MASK);

    assertThat(flow.guards().get(second).ranges()).isEmpty();
    // The last byte is odd, and behind it nothing of a word is left.
    assertThat(flow.guards().get(fourth).ranges()).containsOnlyKeys(5);
  }

  @Test
  void checkAtWhichLoopsComeBackIsMadeEachTime() {
    Block loop = block(read(5), jump(Opcode.JNE, 0x4400));
    loop.isHeader = true;
    loop.successors.add(loop);

    GuardFlow flow = new GuardFlow(chain(loop), base -> MEMORY, address -> MEMORY, MASK);

    assertThat(flow.guards().get(loop).ranges().get(5).last()).isEqualTo(1);
  }

  @Test
  void firstAddressOfOddBytesIsOdd() {
    Stretch even = new Stretch(RegionContext.IN_SRAM, 0x1C00, 0x1CFF);
    // A byte at 1(R5) and a word at 2(R5), R5 even: the byte is at 1C01h at least, the word ends at
    // 1CFFh, so the byte is at 1CFDh at most, FCh behind 1C01h.
    PointerRange range = new PointerRange(even, 1, 3, 0);

    assertThat(range.least()).isEqualTo(0x1C01);
    assertThat(range.most()).isEqualTo(0xFC);
  }

  @Test
  void multiplierIsNotAskedAgainIfLongAgoStarted() {
    Block first = block(step(Opcode.MOV, r(6), Operand.absolute(OP2)));
    Block second =
        block(
            step(Opcode.MOV, r(6), r(7)),
            step(Opcode.MOV, r(7), r(6)),
            step(Opcode.MOV, r(6), r(7)));
    Block third = block(step(Opcode.MOV, r(6), Operand.absolute(OP2)));
    List<Block> blocks = chain(first, second, third);

    GuardFlow flow = new GuardFlow(blocks, base -> MEMORY, address -> MEMORY, MASK);

    // First: started in cycle 3 (two words, then the write), which must be 4 behind another start.
    assertThat(flow.guards().get(first).latestStart()).isEqualTo(3 - 4);
    // Third: 1 cycle before the end of a block of 2 (3 - 2), 6 more of the second: 5 before.
    assertThat(flow.guards().get(third).latestStart()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void flagsNobodyReadsWaitForTheEnd() {
    Block first = block(step(Opcode.ADD, r(4), r(5)), step(Opcode.MOV, r(5), r(6)));
    Block second = block(step(Opcode.ADD, r(6), r(7)), step(Opcode.ADDC, r(6), r(8)));
    FlagFlow flow = new FlagFlow(chain(first, second));

    assertThat(flow.computed(first)).containsExactly(0, 0);
    assertThat(flow.pendingBehind(first)).isEqualTo(new Pending(Opcode.ADD, Size.WORD, Alu.FLAGS));
    // ADDC reads the carry of the sum before it.
    assertThat(flow.computed(second)).containsExactly(Alu.CARRY, 0);
  }

  @Test
  void flagsThatTheNextBlockReadsAreComputed() {
    Block first = block(step(Opcode.ADD, r(4), r(5)), jump(Opcode.JL, 0x4500));
    Block second = block(step(Opcode.MOV, r(6), r(7)), step(Opcode.SUBC, r(6), r(8)));
    FlagFlow flow = new FlagFlow(chain(first, second));

    int read = Alu.NEGATIVE | Alu.OVERFLOW | Alu.CARRY;
    assertThat(flow.computed(first)[0]).isEqualTo(read);
    assertThat(flow.pendingBehind(first).flags()).isEqualTo(Alu.ZERO);
  }

  @Test
  void jumpBehindAComparisonLooksAtItsOperands() {
    Block first = block(step(Opcode.CMP, r(4), r(5)), jump(Opcode.JNC, 0x4500));
    Block second = block(step(Opcode.MOV, r(6), r(7)), step(Opcode.SUBC, r(6), r(8)));
    Block third = block(step(Opcode.CMP, r(4), r(5)), jump(Opcode.JN, 0x4500));
    FlagFlow flow = new FlagFlow(chain(first, second, third));

    // SUBC reads the carry, too; of a sum's sign there is no comparison.
    assertThat(flow.computed(first)).containsExactly(Alu.CARRY, 0);
    assertThat(flow.computed(third)).containsExactly(Alu.NEGATIVE, 0);
  }

  @Test
  void flagsAreAllComputedWhereWaysMeetUnset() {
    Block first = block(step(Opcode.ADD, r(4), r(5)));
    Block other = block(step(Opcode.SUB, r(4), r(5)));
    Block last = block(step(Opcode.MOV, r(6), r(7)));
    List<Block> blocks = chain(first, other, last);
    first.successors.add(last);
    FlagFlow flow = new FlagFlow(blocks);

    assertThat(flow.computed(other)[0]).isEqualTo(Alu.FLAGS);
    assertThat(flow.pendingBehind(last)).isEqualTo(Pending.NOTHING);
  }

  @Test
  void sumThatDoesNotFlowIntoShiftsIsNotKept() {
    Block only = block(step(Opcode.DADD, r(4), r(5)));
    FlagFlow flow = new FlagFlow(chain(only));

    assertThat(flow.computed(only)[0]).isEqualTo(Alu.FLAGS);
    assertThat(flow.pendingBehind(only)).isEqualTo(Pending.NOTHING);
  }

  private Block loopDown(Operand by, Opcode jump) {
    int start = address;
    Block loop = block(read(5), step(Opcode.SUB, by, r(10)), jump(jump, start));
    loop.isEntry = true;
    loop.isHeader = true;
    loop.successors.add(loop);
    return loop;
  }

  @Test
  void roundsOfALoopThatCountsDownBecomeOneBlock() {
    Block loop = loopDown(Operand.immediate(2), Opcode.JNE);

    List<Block> blocks = new LoopUnroller(context, CpuCore.CPUX).unroll(List.of(loop), 72);

    // 72 / 3 = 24 rounds fit; there are 16 of them at most. 16 rounds of 3 instructions, for which
    // R10 must hold 16 * 2.
    Block rounds = blocks.get(1);
    assertThat(rounds.steps).hasSize(48);
    assertThat(loop.countForRounds).isEqualTo(32);
    assertThat(loop.counter).isEqualTo(10);
    assertThat(rounds.successors).containsExactlyInAnyOrder(loop, rounds);
    assertThat(rounds.plan.bases().get(0).last()).isEqualTo(31);
  }

  @Test
  void otherLoopsAreLeftAlone() {
    LoopUnroller unroller = new LoopUnroller(context, CpuCore.CPUX);

    Block untilCarry = loopDown(Operand.immediate(2), Opcode.JC);
    Block byRegister = loopDown(r(11), Opcode.JNE);
    Block byNothing = loopDown(Operand.immediate(0), Opcode.JNE);

    assertThat(unroller.unroll(List.of(untilCarry), 72)).hasSize(1);
    assertThat(unroller.unroll(List.of(byRegister), 72)).hasSize(1);
    assertThat(unroller.unroll(List.of(byNothing), 72)).hasSize(1);
  }

  @Test
  void forecastIsWhatACacheDoes() {
    Step[] steps = new Step[24];
    Arrays.setAll(steps, i -> i % 3 == 2 ? step(Opcode.ADD, r(7), r(8)) : read(5));
    Block row = block(steps);
    Place[] places = new Place[AccessBase.NUMBERS];
    places[5] = Place.FRAM;

    CacheForecast forecast = CacheForecast.of(row, places, kinds).orElseThrow();

    assertThat(forecast.outcomes()).hasSize(8);
    for (int alignment = 0; alignment < 8; alignment++) {
      CacheForecast.Outcome outcome = forecast.outcomes().get(alignment);
      FramCache cache = new FramCache();
      cache.read(0x7FF0);
      cache.read(0x7FF1);
      int pointer = 0x9000 + 2 * alignment;
      int misses = 0;
      for (int i = 0; i < steps.length; i++) {
        boolean isAhead = i >= forecast.firstStep();
        misses += !cache.read(steps[i].address() >> 3) && isAhead ? 1 : 0;
        if (i % 3 != 2) {
          misses += !cache.read(pointer >> 3) && isAhead ? 1 : 0;
          pointer += 2;
        }
      }
      assertThat(outcome.missesBefore() + outcome.missesBehind()).isEqualTo(misses);
      int[] lines =
          outcome.lines().stream()
              .mapToInt(
                  line ->
                      CacheForecast.isData(line)
                          ? (0x9000 >> 3) + CacheForecast.lineOfData(line)
                          : line)
              .toArray();
      assertThat(lines).isEqualTo(cache.lines());
    }
  }

  @Test
  void noForecastWhereDataComesFromTwoPlaces() {
    Block row = block(read(5), read(6), read(5), read(6), read(5), read(6), read(5), read(5));
    Place[] places = new Place[AccessBase.NUMBERS];
    places[5] = Place.FRAM;
    places[6] = Place.FRAM;

    assertThat(CacheForecast.of(row, places, kinds)).isEmpty();
  }
}

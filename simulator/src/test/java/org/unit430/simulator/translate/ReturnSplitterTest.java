package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.cpu.Alu;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;

/** A function of two ends, one behind a comparison and one behind an addition, and its return. */
class ReturnSplitterTest {
  private static final Operand R7 = Operand.register(7);

  private final RegionContext context =
      new RegionContext(
          new char[0x8000], kinds(), new boolean[0x400], new int[4], new int[16], null);

  private int address = 0x4400;
  private final Block compares = block(step(Opcode.CMP, R7, R7));
  private final Block adds = block(step(Opcode.ADD, R7, R7));
  private final Block returns =
      block(step(Opcode.MOV, Operand.autoincrement(Registers.SP), Operand.register(Registers.PC)));
  private final Block caller = block(step(Opcode.SUB, R7, R7));

  private static byte[] kinds() {
    byte[] kinds = new byte[0x8000];
    Arrays.fill(kinds, (byte) MemoryKind.SRAM.ordinal());
    return kinds;
  }

  private Step step(Opcode opcode, Operand source, Operand destination) {
    Instruction instruction = Instruction.of(address, opcode, Size.WORD, source, destination);
    address = instruction.next();
    return new Step(instruction, 2, 0, 0, List.of());
  }

  private Block block(Step step) {
    Block block = new Block(step.address());
    block.steps.add(step);
    block.plan = BlockPlan.of(block.steps, context, CpuCore.CPUX);
    return block;
  }

  @BeforeEach
  void connect() {
    compares.isEntry = true;
    compares.successors.addAll(List.of(adds, returns));
    adds.successors.add(returns);
    returns.successors.add(caller);
    caller.successors.add(compares);
  }

  private List<Block> split() {
    return ReturnSplitter.split(List.of(compares, adds, returns, caller));
  }

  @Test
  void eachWayToAReturnHasOneOfItsOwn() {
    List<Block> blocks = split();

    Block copy = blocks.get(4);
    assertThat(blocks).containsExactly(compares, adds, returns, caller, copy);
    assertThat(compares.successors).containsExactly(adds, returns);
    assertThat(adds.successors).containsExactly(copy);
    assertThat(copy.steps).isEqualTo(returns.steps);
    assertThat(copy.start).isEqualTo(returns.start);
    assertThat(copy.successors).containsExactly(caller);
  }

  @Test
  void flagsCanWaitBeforeAReturn() {
    FlagFlow together = new FlagFlow(List.of(compares, adds, returns, caller));
    assertThat(together.computed(adds)).containsExactly(Alu.FLAGS);

    List<Block> blocks = split();

    // SUB sets them anew before anybody looks.
    FlagFlow apart = new FlagFlow(blocks);
    assertThat(apart.computed(adds)).containsExactly(0);
    assertThat(apart.pendingBehind(returns).opcode()).isEqualTo(Opcode.CMP);
    assertThat(apart.pendingBehind(blocks.get(4)).opcode()).isEqualTo(Opcode.ADD);
  }

  @Test
  void aReturnAtWhichTheRegionIsEnteredStaysForThat() {
    returns.isEntry = true;

    List<Block> blocks = split();

    assertThat(blocks).hasSize(6);
    assertThat(compares.successors).doesNotContain(returns);
    assertThat(adds.successors).doesNotContain(returns);
  }

  /**
   * The region is a loop still, though only to the copies of its first block control comes back.
   */
  @Test
  void aLoopThatBeginsWithAReturnStaysOne() {
    compares.isEntry = false;
    returns.isEntry = true;
    List<Block> blocks = ReturnSplitter.split(List.of(returns, caller, compares, adds));

    RegionCode code =
        new RegionCode() {
          @Override
          long run(RegionContext context, int entry, long cycle, long bound, long[] counts) {
            return 0;
          }
        };
    Region region = new Region(code, new Account(0), blocks, b -> 1, 0, false, true);

    assertThat(region.isLoop()).isTrue();
  }

  @Test
  void whatIsPoppedIntoAnotherRegisterIsNoReturn() {
    Block pops = block(step(Opcode.MOV, Operand.autoincrement(Registers.SP), R7));
    compares.successors.add(pops);
    adds.successors.add(pops);

    List<Block> blocks = ReturnSplitter.split(List.of(compares, adds, pops));

    assertThat(blocks).containsExactly(compares, adds, pops);
  }
}

package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.peripheral.Multiplier32;

class BlockPlanTest {
  private static final int MPY = 0x04C0;
  private static final int OP2 = MPY + 8;
  private static final int RESLO = MPY + 10;

  private final RegionContext context =
      new RegionContext(
          new char[0x8000],
          new byte[0x8000],
          new boolean[0x400],
          new int[4],
          new int[16],
          new Multiplier32(MPY, () -> 0, cycles -> {}, event -> {}));

  private final List<Step> steps = new ArrayList<>();
  private int address = 0x4400;

  private void step(Opcode opcode, Operand source, Operand destination, int cycles) {
    Instruction instruction = Instruction.of(address, opcode, Size.WORD, source, destination);
    address = instruction.next();
    steps.add(new Step(instruction, cycles, 0, 0, List.of()));
  }

  private BlockPlan plan() {
    return BlockPlan.of(steps, context, CpuCore.CPUX);
  }

  private static Operand r(int register) {
    return Operand.register(register);
  }

  @Test
  void accessesByARegisterAreOneStretchFromItsValueAtTheBeginning() {
    step(Opcode.MOV, Operand.autoincrement(5), r(6), 2);
    step(Opcode.MOV, new Operand(Operand.Mode.INDIRECT, 5, 0), r(7), 2);
    step(Opcode.MOV, r(7), Operand.indexed(4, 5), 4);

    BlockPlan plan = plan();

    // @R5+ takes bytes 0 and 1, @R5 then 2 and 3, 4(R5) 2 + 4 and the next one.
    assertThat(plan.length()).isEqualTo(3);
    AccessBase base = plan.bases().get(0);
    assertThat(List.of(base.register(), base.first(), base.last())).containsExactly(5, 0, 7);
    assertThat(List.of(base.firstWritten(), base.lastWritten())).containsExactly(6, 7);
  }

  @Test
  void aConstantThatIsAddedMovesTheStretch() {
    step(Opcode.MOV, Operand.autoincrement(4), r(6), 2);
    step(Opcode.SUB, Operand.immediate(14), r(4), 2);
    step(Opcode.MOV, Operand.autoincrement(4), r(6), 2);

    BlockPlan plan = plan();

    // 2 - 14 = -12.
    AccessBase base = plan.bases().get(0);
    assertThat(plan.length()).isEqualTo(3);
    assertThat(List.of(base.first(), base.last())).containsExactly(-12, 1);
    assertThat(List.of(base.additions().least(), base.additions().most())).containsExactly(-12, 2);
  }

  @Test
  void aPointerThatHasJustBeenLoadedEndsTheBlock() {
    step(Opcode.MOV, Operand.autoincrement(5), r(6), 2);
    step(Opcode.MOV, Operand.autoincrement(6), r(7), 2);

    assertThat(plan().length()).isEqualTo(1);
  }

  @Test
  void wordsAtEvenAndOddOffsetsEndTheBlock() {
    step(Opcode.MOV, Operand.indexed(2, 5), r(6), 3);
    step(Opcode.MOV, Operand.indexed(5, 5), r(7), 3);

    assertThat(plan().length()).isEqualTo(1);
  }

  @Test
  void aProductReadTooSoonEndsTheBlock() {
    step(Opcode.MOV, r(5), Operand.absolute(OP2), 4);
    step(Opcode.MOV, Operand.absolute(RESLO), r(6), 3);
    step(Opcode.MOV, Operand.absolute(RESLO), r(7), 3);

    // Two words and the write: started in cycle 3. Read in cycle 4 + 3 = 7, which is in time.
    BlockPlan inTime = plan();
    assertThat(inTime.length()).isEqualTo(3);
    // The write itself, in cycle 3, must be 4 cycles behind the last one of another block.
    assertThat(inTime.timing().latestStartForWrites()).isEqualTo(3 - 4);

    steps.clear();
    step(Opcode.MOV, r(5), Operand.absolute(OP2), 2);
    step(Opcode.MOV, Operand.absolute(RESLO), r(6), 3);
    // Read in cycle 2 + 3 = 5, one too early for a result 3 cycles behind cycle 3.
    assertThat(plan().length()).isEqualTo(1);
  }
}

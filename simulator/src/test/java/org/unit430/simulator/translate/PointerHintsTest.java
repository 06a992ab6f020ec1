package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;

class PointerHintsTest {
  private static final int ADDRESS = 0x4400;

  private final PointerHints hints = new PointerHints();
  private final int[] registers = new int[16];
  private final Block block = new Block(ADDRESS);

  PointerHintsTest() {
    Instruction instruction =
        Instruction.of(ADDRESS, Opcode.MOV, Size.WORD, Operand.indexed(4, 5), Operand.register(6));
    block.steps.add(new Step(instruction, 3, 0, 0, List.of()));
    RegionContext context =
        new RegionContext(
            new char[0x8000], new byte[0x8000], new boolean[0x400], new int[4], registers, null);
    block.plan = BlockPlan.of(block.steps, context, CpuCore.CPUX);
    registers[5] = 0x1C00;
  }

  private int address() {
    return hints.addressOf(block.plan.bases().get(0), registers);
  }

  @Test
  void pointerIsWhatItIsNow() {
    assertThat(address()).isEqualTo(0x1C00 + 4);
  }

  @Test
  void pointerIsWhatItWasAtFirst() {
    hints.note(List.of(block), registers);
    registers[5] = 0x9000;
    hints.note(List.of(block), registers);

    assertThat(address()).isEqualTo(0x1C00 + 4);
  }

  @Test
  void whatWasWrongIsForgotten() {
    hints.note(List.of(block), registers);
    registers[5] = 0x9000;
    hints.forget(instruction -> instruction != ADDRESS);
    assertThat(address()).isEqualTo(0x1C00 + 4);
    hints.forget(instruction -> instruction == ADDRESS);

    assertThat(address()).isEqualTo(0x9000 + 4);
  }
}

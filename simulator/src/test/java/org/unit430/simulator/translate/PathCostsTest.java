package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;

/** How much time has to be left for blocks, at two wait states. */
class PathCostsTest {
  private static final int WAITS = 2;
  private static final Operand R7 = Operand.register(7);

  // Two bytes before the end of a line of eight.
  private int address = 0x4406;

  private Step step(Opcode opcode, Operand source, Operand destination, int cycles) {
    Instruction instruction = Instruction.of(address, opcode, Size.WORD, source, destination);
    address = instruction.next();
    return new Step(instruction, cycles, 0, 0, List.of());
  }

  private static Block block(Step... steps) {
    Block block = new Block(steps[0].address());
    block.steps.addAll(List.of(steps));
    return block;
  }

  @Test
  void theLastInstructionHasToBeginInTime() {
    Block one = block(step(Opcode.ADD, R7, R7, 1));

    assertThat(new PathCosts(WAITS).of(one)).isEqualTo(1);
  }

  @Test
  void aLineThatWasFetchedLastIsInTheCacheUnlessDataIsAccessed() {
    Step add = step(Opcode.ADD, R7, R7, 1);
    Step load = step(Opcode.MOV, Operand.autoincrement(5), R7, 2);
    Step compare = step(Opcode.CMP, Operand.immediate(0x1234), R7, 2);
    Step same = step(Opcode.ADD, R7, R7, 1);

    // Lines 4400h; 4408h; 4408h again behind the word read, with the immediate; nothing new.
    int toCompare = 1 + WAITS + 2 + WAITS + WAITS;
    assertThat(new PathCosts(WAITS).of(block(add, load, compare))).isEqualTo(toCompare + 1);
    assertThat(new PathCosts(WAITS).of(block(add, load, compare, same)))
        .isEqualTo(toCompare + 2 + WAITS + 1);
  }

  @Test
  void anInstructionCanTakeTwoLines() {
    Step compare = step(Opcode.CMP, Operand.immediate(0x1234), R7, 2);
    Step same = step(Opcode.ADD, R7, R7, 1);

    assertThat(new PathCosts(WAITS).of(block(compare, same))).isEqualTo(2 + 2 * WAITS + 1);
  }

  @Test
  void anInstructionCanBeginInTheLineFetchedLast() {
    address = 0x440C;
    Step add = step(Opcode.ADD, R7, R7, 1);
    Step compare = step(Opcode.CMP, Operand.immediate(0x1234), R7, 2);
    Step same = step(Opcode.ADD, R7, R7, 1);

    // Line 4408h; 4410h for the immediate.
    assertThat(new PathCosts(WAITS).of(block(add, compare, same)))
        .isEqualTo(1 + WAITS + 2 + WAITS + 1);
  }

  @Test
  void theLongestPathToTheNextCheckCounts() {
    Block first = block(step(Opcode.ADD, R7, R7, 10));
    Block brief = block(step(Opcode.ADD, R7, R7, 1), step(Opcode.ADD, R7, R7, 1));
    Block lasting = block(step(Opcode.ADD, R7, R7, 30), step(Opcode.ADD, R7, R7, 1));
    Block header = block(step(Opcode.ADD, R7, R7, 500), step(Opcode.ADD, R7, R7, 1));
    header.isHeader = true;
    first.successors.addAll(List.of(brief, lasting, header));

    // 4406h is in the line before the others: one line for FIRST, one for LASTING.
    assertThat(new PathCosts(WAITS).of(first)).isEqualTo(10 + WAITS + 30 + WAITS + 1);
  }
}

package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Operand.Mode;
import org.unit430.simulator.isa.Size;

/**
 * Finds loops of one block that count a register down to zero, and makes several of their rounds
 * one block, which is executed as long as the register holds enough for them. Everything is checked
 * once for all of these rounds, and of data that is read in a row from FRAM it is known what hits
 * ({@link CacheForecast}).
 */
final class LoopUnroller {
  /**
   * Words in two lines of the FRAM cache, one of each set, and as many until its state is known.
   */
  private static final int MOST_ROUNDS = 16;

  private static final int FEWEST_ROUNDS = 4;

  /** So that the words needed for all rounds are words. */
  private static final int MOST_COUNTED = 0xFFFF / MOST_ROUNDS;

  private final RegionContext context;
  private final CpuCore core;

  LoopUnroller(RegionContext context, CpuCore core) {
    this.context = context;
    this.core = core;
  }

  /**
   * Blocks of a region, and of some of them several rounds in one.
   *
   * @param most how many instructions such rounds may have
   */
  List<Block> unroll(List<Block> blocks, int most) {
    List<Block> all = new ArrayList<>(blocks);
    for (Block block : blocks) {
      unrolled(block, most).ifPresent(all::add);
    }
    for (Block block : all) {
      for (Block next : List.copyOf(block.successors)) {
        if (next.unrolled != null) {
          block.successors.add(next.unrolled);
        }
      }
    }
    return all;
  }

  private Optional<Block> unrolled(Block block, int most) {
    int count = Math.min(MOST_ROUNDS, most / block.steps.size());
    if (count < FEWEST_ROUNDS || !countsDown(block)) {
      return Optional.empty();
    }
    Block rounds = new Block(block.start);
    for (int i = 0; i < count; i++) {
      rounds.steps.addAll(block.steps);
    }
    rounds.plan = BlockPlan.of(rounds.steps, context, core);
    if (rounds.plan.length() < rounds.steps.size()) {
      return Optional.empty();
    }
    rounds.isRounds = true;
    rounds.isHeader = true;
    rounds.isEnteredLoop = block.isEntry;
    rounds.successors.addAll(block.successors);
    block.unrolled = rounds;
    Instruction counting = countingOf(block);
    block.counter = counting.destination().register();
    block.countForRounds = count * counting.source().value();
    return Optional.of(rounds);
  }

  private static Instruction countingOf(Block block) {
    return block.steps.get(block.steps.size() - 2).instruction();
  }

  /** Whether a block is a loop by itself that ends when a word in a register comes to zero. */
  private static boolean countsDown(Block block) {
    Instruction last = block.last().instruction();
    boolean isLoop =
        block.successors.contains(block)
            && last.opcode() == Opcode.JNE
            && Flow.target(last) == block.start;
    if (!isLoop || block.steps.size() < 2) {
      return false;
    }
    Instruction counting = countingOf(block);
    Operand operand = counting.source();
    int register = counting.destination().register();
    return counting.opcode() == Opcode.SUB
        && counting.size() == Size.WORD
        && (operand.mode() == Mode.CONSTANT || operand.mode() == Mode.IMMEDIATE)
        && counting.destination().mode() == Mode.REGISTER
        && register > Registers.CG2
        && !block.plan.changes(register)
        && operand.value() > 0
        && operand.value() <= MOST_COUNTED
        && block.plan.stepped(register) == -operand.value();
  }
}

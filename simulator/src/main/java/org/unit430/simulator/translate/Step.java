package org.unit430.simulator.translate;

import java.util.List;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.memory.FramCache;

/**
 * An instruction with what the interpreter knows of it.
 *
 * @param instruction what it does
 * @param cycles of one execution, without FRAM's waits
 * @param internalCycles those of them without a bus access; negative for overlapped accesses
 * @param row of the ledger to which it is charged
 * @param targets where it has been seen to go, if its target is not in the code; else empty
 */
public record Step(
    Instruction instruction, int cycles, int internalCycles, int row, List<Integer> targets) {
  /** Whether an instruction goes where its operands say, not where its code says. */
  public static boolean computesTarget(Instruction instruction) {
    return Flow.of(instruction) == Flow.COMPUTED;
  }

  int address() {
    return instruction.address();
  }

  int next() {
    return instruction.next();
  }

  /** The line of the FRAM cache that its first word is in, if it is in FRAM. */
  int firstLine() {
    return address() >> FramCache.LINE_SHIFT;
  }

  /** The one that its last word is in; the same one or the next. */
  int lastLine() {
    return (address() + 2 * instruction.words() - 1) >> FramCache.LINE_SHIFT;
  }
}

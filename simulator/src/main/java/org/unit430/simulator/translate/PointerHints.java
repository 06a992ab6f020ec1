package org.unit430.simulator.translate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What registers pointed to when instructions that access memory by them were translated first. An
 * inner loop is translated before what is around it, and only in the loop does its pointer point to
 * what it will.
 */
final class PointerHints {
  /**
   * A use of a register as a pointer.
   *
   * @param instruction its address
   * @param base number of the {@link AccessBase}
   */
  private record Use(int instruction, int base) {
    static Use of(AccessBase base) {
      return new Use(base.firstUser(), base.number());
    }
  }

  private final Map<Use, Integer> pointers = new HashMap<>();

  /**
   * The first address that a block accesses by a base, as it was when the instruction that does so
   * was translated first.
   *
   * @param registers R0 to R15 now
   */
  int addressOf(AccessBase base, int[] registers) {
    return pointers.getOrDefault(Use.of(base), registers[base.register()]) + base.first();
  }

  /** Takes note of what registers point to in a region that has been translated. */
  void note(Iterable<Block> blocks, int[] registers) {
    for (Block block : blocks) {
      for (AccessBase base : block.plan.bases()) {
        pointers.putIfAbsent(Use.of(base), registers[base.register()]);
      }
    }
  }

  /** They were wrong, or are of no use any more, for the instructions at some addresses. */
  void forget(IntPredicate instructions) {
    pointers.keySet().removeIf(use -> instructions.test(use.instruction));
  }

  void clear() {
    pointers.clear();
  }
}

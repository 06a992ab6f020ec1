package org.unit430.simulator.translate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/** What is known at the beginning of each block of a region, whichever way control came there. */
final class Dataflow {
  private Dataflow() {}

  /**
   * Follows all ways through a region until nothing new is found.
   *
   * @param nothing what is known where control comes from outside
   * @param behind what is known behind a block, from what is known at its beginning
   * @param either what is known if one or the other is; never more than either
   * @param <K> knowledge, compared by {@code equals}
   */
  static <K> Map<Block, K> beginnings(
      List<Block> blocks, K nothing, BiFunction<Block, K, K> behind, BinaryOperator<K> either) {
    Map<Block, K> known = new HashMap<>();
    Deque<Block> open = new ArrayDeque<>();
    for (Block block : blocks) {
      if (block.isEntered()) {
        known.put(block, nothing);
        open.add(block);
      }
    }
    while (!open.isEmpty()) {
      Block block = open.remove();
      K there = behind.apply(block, known.get(block));
      for (Block next : block.successors) {
        K before = known.get(next);
        K now = before == null ? there : either.apply(before, there);
        if (!now.equals(before)) {
          known.put(next, now);
          open.add(next);
        }
      }
    }
    return known;
  }
}

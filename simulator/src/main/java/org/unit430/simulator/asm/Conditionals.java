package org.unit430.simulator.asm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** Which lines {@code .if} and its relatives leave standing. */
final class Conditionals {
  private static final class Block {
    private final SourcePosition opening;
    private final boolean outerActive;
    private boolean active;
    private boolean taken;
    private boolean elseSeen;

    Block(SourcePosition opening, boolean outerActive) {
      this.opening = opening;
      this.outerActive = outerActive;
    }

    void enter(boolean condition) {
      active = outerActive && !taken && condition;
      taken |= active;
    }
  }

  private final Deque<Block> blocks = new ArrayDeque<>();

  /** Whether lines are assembled now. */
  boolean active() {
    return blocks.isEmpty() || blocks.peek().active;
  }

  int depth() {
    return blocks.size();
  }

  /** Opens a block; the condition is asked only where it matters. */
  void open(SourcePosition position, BooleanSupplier condition) {
    Block block = new Block(position, active());
    blocks.push(block);
    // A condition that cannot be evaluated leaves a block of which nothing is assembled.
    block.taken = true;
    boolean first = block.outerActive && condition.getAsBoolean();
    block.taken = false;
    block.enter(first);
  }

  void elseIf(SourcePosition position, int outermost, BooleanSupplier condition) {
    Block block = current(position, outermost, ".elseif");
    block.active = false;
    block.enter(block.outerActive && !block.taken && condition.getAsBoolean());
  }

  void otherwise(SourcePosition position, int outermost) {
    Block block = current(position, outermost, ".else");
    block.elseSeen = true;
    block.enter(true);
  }

  void close(SourcePosition position, int outermost) {
    if (blocks.size() <= outermost) {
      throw new AssemblyError(position, "'.endif' without '.if'");
    }
    blocks.pop();
  }

  private Block current(SourcePosition position, int outermost, String word) {
    if (blocks.size() <= outermost) {
      throw new AssemblyError(position, "'" + word + "' without '.if'");
    }
    Block block = blocks.peek();
    if (block.elseSeen) {
      throw new AssemblyError(position, "'" + word + "' after '.else'");
    }
    return block;
  }

  /** At the end of a file or macro: its own blocks must be closed. */
  void closeAllAbove(int outermost) {
    SourcePosition unclosed = null;
    while (blocks.size() > outermost) {
      unclosed = blocks.pop().opening;
    }
    if (unclosed != null) {
      throw new AssemblyError(unclosed, "'.if' without '.endif'");
    }
  }
}

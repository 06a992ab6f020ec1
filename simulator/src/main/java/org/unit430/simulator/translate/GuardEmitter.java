package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.translate.AccessBase.Additions;
import org.unit430.simulator.translate.Account.Place;
import org.unit430.simulator.translate.GuardFlow.Guard;
import org.unit430.simulator.translate.RegionContext.Stretch;

/**
 * Finds out, on the way to a block, whether what it was planned for holds, as far as that is not
 * known ({@link GuardFlow}).
 */
final class GuardEmitter {
  private final Code code;
  private final Account account;
  private final RegionContext context;
  private final List<int[]> framCode;
  private final boolean guesses;
  private final PointerHints hints;

  /**
   * Guards of a region.
   *
   * @param framCode first and last line of each stretch of its code in FRAM
   * @param guesses whether a register is taken to point always to the memory it pointed to when the
   *     instruction was translated first, which is now if it has not been
   */
  GuardEmitter(
      Code code,
      Account account,
      RegionContext context,
      List<int[]> framCode,
      boolean guesses,
      PointerHints hints) {
    this.code = code;
    this.account = account;
    this.context = context;
    this.framCode = framCode;
    this.guesses = guesses;
    this.hints = hints;
  }

  /**
   * Where what a block accesses by a base is taken to be, or null if that is found out. It ends
   * where the region's own code begins.
   */
  private Stretch guess(AccessBase base) {
    Stretch stretch = stretchAt(hints.addressOf(base, context.registers));
    return stretch != null && PointerRange.of(base, stretch).most() >= 0 ? stretch : null;
  }

  /** The memory of one kind around an address, as far as the region's own code; or null. */
  private Stretch stretchAt(int address) {
    Stretch stretch = guesses ? context.stretchAt(address) : null;
    for (int[] lines : framCode) {
      int start = lines[0] << FramCache.LINE_SHIFT;
      int end = (lines[1] + 1) << FramCache.LINE_SHIFT;
      stretch = stretch == null ? null : stretch.beside(start, end, address);
    }
    return stretch;
  }

  /** For each base, where what a block accesses by it is. */
  Place[] places(BlockPlan plan) {
    Place[] places = new Place[AccessBase.NUMBERS];
    for (AccessBase base : plan.bases()) {
      Stretch guess = guess(base);
      Place known =
          guess == null || guess.kind() == RegionContext.IN_SRAM ? Place.SRAM : Place.FRAM;
      places[base.number()] = guess == null && context.hasFram() ? Place.EITHER : known;
    }
    return places;
  }

  /** Finds out what has to be checked at the beginning of each block. */
  Map<Block, Guard> plan(List<Block> blocks, int registerMask) {
    return new GuardFlow(blocks, this::guess, this::stretchAt, registerMask).guards();
  }

  /** Whether anything has to be checked before a block. */
  boolean checks(BlockPlan plan, Guard guard) {
    return !refusals(plan, guard).isEmpty();
  }

  /** Goes to an exit unless a block can be executed. Nothing has changed then. */
  void emit(BlockPlan plan, Guard guard, Label exit) {
    refusals(plan, guard).forEach(refusal -> refusal.accept(exit));
  }

  /** What has to be checked, each of which is written when it is told the exit. */
  private List<Consumer<Label>> refusals(BlockPlan plan, Guard guard) {
    List<Consumer<Label>> refusals = new ArrayList<>();
    for (int address : plan.writtenAddresses()) {
      refusals.add(exit -> refuseCode(() -> code.constant(address), exit));
    }
    if (guard.latestStart() != Integer.MAX_VALUE) {
      refusals.add(exit -> refuseLaterStart(guard.latestStart(), exit));
    }
    for (AccessBase base : plan.bases()) {
      addRefusals(base, guard.ranges().get(base.number()), refusals);
    }
    return refusals;
  }

  /**
   * Counts, of a block that is executed, what is in FRAM, where that is not known.
   *
   * @return for each base, the counter
   */
  int[] count(BlockPlan plan, Place[] places) {
    int[] counters = new int[AccessBase.NUMBERS];
    for (AccessBase base : plan.bases()) {
      if (places[base.number()] == Place.EITHER) {
        counters[base.number()] = account.newCounter();
        code.count(counters[base.number()], Code.BASE_IN_FRAM + base.number());
      }
    }
    return counters;
  }

  private void addRefusals(AccessBase base, PointerRange range, List<Consumer<Label>> refusals) {
    int register = base.register();
    Stretch guess = guess(base);
    if (guess == null) {
      refusals.add(exit -> find(base, exit));
    } else if (range != null) {
      refusals.add(exit -> refuseOutside(range, register, exit));
    }
    boolean isLow = guess != null && guess.last() < RegionContext.LOW_MEMORY;
    if (base.wraps() && !isLow) {
      refusals.add(exit -> refuseHigh(base, exit));
    }
    if (base.isIndexed() && !isLow) {
      refusals.add(exit -> refuseWrapping(base, exit));
    }
    Additions additions = base.additions();
    boolean fits = guess != null && PointerRange.of(base, guess).fits(additions);
    if (!additions.areNone() && !fits) {
      refusals.add(exit -> refuseSums(base, exit));
    }
    if (base.isWritten()) {
      refusals.add(exit -> refuseWritten(base, exit));
    }
  }

  private void refuseHigh(AccessBase base, Label exit) {
    code.loadUnstepped(base.register(), base.last()).constant(RegionContext.LOW_MEMORY);
    code.jump(Opcodes.IF_ICMPGE, exit);
  }

  private void refuseSums(AccessBase base, Label exit) {
    Additions additions = base.additions();
    code.loadUnstepped(base.register(), additions.least()).jump(Opcodes.IFLT, exit);
    code.loadUnstepped(base.register(), additions.most()).shiftRight(additions.size().bits());
    code.jump(Opcodes.IFNE, exit);
  }

  private void refuseWritten(AccessBase base, Label exit) {
    int register = base.register();
    int first = base.firstWritten();
    int last = base.lastWritten();
    refuseCode(() -> code.loadUnstepped(register, first), exit);
    boolean isOneWord = last - first == 1 && (base.needsEven() || register == Registers.SP);
    if (last != first && !isOneWord) {
      refuseCode(() -> code.loadUnstepped(register, last), exit);
    }
  }

  /** Finds out in which kind of memory everything is, outside the region's code. */
  private void find(AccessBase base, Label exit) {
    int register = base.register();
    code.loadObject(Code.STRETCHES).loadUnstepped(register, base.first());
    code.loadUnstepped(register, base.last()).call("kindOf", "([BII)I");
    code.op(Opcodes.DUP).store(Code.BASE_IN_FRAM + base.number()).jump(Opcodes.IFLT, exit);
    if (base.needsEven()) {
      code.loadUnstepped(register, 0).and(1).constant(base.oddness());
      code.jump(Opcodes.IF_ICMPNE, exit);
    }
    if (base.isRead()) {
      framCode.forEach(lines -> refuseLines(base, lines[0], lines[1], exit));
    }
  }

  /**
   * Refuses what is not all in a stretch, and odd words: by one comparison of the distance from the
   * stretch's beginning, to which half the range of an int is added, so that what is before the
   * stretch is greatest; as what is odd is, whose sign is inverted, being far less than that half.
   */
  private void refuseOutside(PointerRange range, int register, Label exit) {
    code.loadUnstepped(register, range.first() - range.least() + Integer.MIN_VALUE);
    if (range.oddness() != PointerRange.ANY) {
      code.op(Opcodes.DUP).constant(31).op(Opcodes.ISHL, Opcodes.IXOR);
    }
    code.constant(Integer.MIN_VALUE + range.most()).jump(Opcodes.IF_ICMPGT, exit);
  }

  /** Which registers do not wrap, wherever they point when a block is executed that steps them. */
  boolean[] unwrapped(BlockPlan plan, int registerMask) {
    boolean[] unwrapped = new boolean[Code.REGISTERS];
    for (AccessBase base : plan.bases()) {
      Stretch guess = guess(base);
      int register = base.register();
      boolean isStepped = !plan.changes(register) && plan.additions(register).areNone();
      if (guess != null && !base.wraps() && isStepped) {
        // It is stepped from one access to the next, and beyond the last one.
        int least = Math.min(0, base.first());
        int most = Math.max(0, base.last() + 1);
        unwrapped[register] = PointerRange.of(base, guess).fits(least, most, registerMask);
      }
    }
    return unwrapped;
  }

  /** An index added to a register that points to the low 64 KB stays there (SLAU367 4.4.2). */
  private void refuseWrapping(AccessBase base, Label exit) {
    Label low = new Label();
    code.loadUnstepped(base.register(), base.last()).constant(RegionContext.LOW_MEMORY);
    code.jump(Opcodes.IF_ICMPLT, low);
    code.loadUnstepped(base.register(), base.leastIndexed()).constant(RegionContext.LOW_MEMORY);
    code.jump(Opcodes.IF_ICMPLT, exit);
    code.label(low);
  }

  private void refuseCode(Runnable address, Label exit) {
    code.loadObject(Code.CODE_PAGES);
    address.run();
    code.call("holdsCode", "([ZI)Z").jump(Opcodes.IFNE, exit);
  }

  /** Data must not be in lines that the region fetches, see {@link CacheEmitter}. */
  private void refuseLines(AccessBase base, int firstLine, int lastLine, Label exit) {
    int start = firstLine << FramCache.LINE_SHIFT;
    int end = (lastLine + 1) << FramCache.LINE_SHIFT;
    Label outside = new Label();
    code.loadUnstepped(base.register(), base.last()).constant(start);
    code.jump(Opcodes.IF_ICMPLT, outside);
    code.loadUnstepped(base.register(), base.first()).constant(end);
    code.jump(Opcodes.IF_ICMPLT, exit);
    code.label(outside);
  }

  private void refuseLaterStart(int latest, Label exit) {
    code.loadObject(Code.MULTIPLIER);
    code.method.visitFieldInsn(Opcodes.GETFIELD, Code.MULTIPLIER_NAME, "startLeft", "I");
    code.load(Code.LEFT).constant(latest).op(Opcodes.ISUB).jump(Opcodes.IF_ICMPLT, exit);
  }
}

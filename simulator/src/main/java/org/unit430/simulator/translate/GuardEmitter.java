package org.unit430.simulator.translate;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.translate.AccessBase.Additions;
import org.unit430.simulator.translate.Account.Place;
import org.unit430.simulator.translate.RegionContext.Stretch;

/** Finds out, when a block is entered, whether what it was planned for holds. */
final class GuardEmitter {
  /** A start this long before a block's beginning is before it, whatever overlaps. */
  private static final int SURELY_BEFORE = 2;

  private final Code code;
  private final Account account;
  private final RegionContext context;
  private final List<int[]> framCode;
  private final boolean guesses;

  /**
   * Guards of a region.
   *
   * @param framCode first and last line of each stretch of its code in FRAM
   * @param guesses whether a register is taken to point always to the memory it points to now
   */
  GuardEmitter(
      Code code, Account account, RegionContext context, List<int[]> framCode, boolean guesses) {
    this.code = code;
    this.account = account;
    this.context = context;
    this.framCode = framCode;
    this.guesses = guesses;
  }

  /** Where what a block accesses by a base is taken to be, or null if that is found out. */
  private Stretch guess(AccessBase base) {
    int address = context.registers[base.register()] + base.first();
    return guesses ? context.stretchAt(address) : null;
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

  /** Goes to an exit unless a block can be executed. Nothing has changed then. */
  void emit(BlockPlan plan, Label exit) {
    for (int address : plan.writtenAddresses()) {
      refuseCode(() -> code.constant(address), exit);
    }
    refuseLaterStart(plan.timing().latestStartForResults(), exit);
    refuseLaterStart(plan.timing().latestStartForWrites(), exit);
    plan.bases().forEach(base -> emit(base, exit));
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

  private void emit(AccessBase base, Label exit) {
    int register = base.register();
    Stretch guess = guess(base);
    if (guess == null) {
      code.loadObject(Code.STRETCHES).loadUnstepped(register, base.first());
      code.loadUnstepped(register, base.last()).call("kindOf", "([BII)I");
      code.op(Opcodes.DUP).store(Code.BASE_IN_FRAM + base.number()).jump(Opcodes.IFLT, exit);
    } else {
      code.loadUnstepped(register, base.first()).constant(guess.first());
      code.jump(Opcodes.IF_ICMPLT, exit);
      code.loadUnstepped(register, base.last()).constant(guess.last());
      code.jump(Opcodes.IF_ICMPGT, exit);
    }
    if (base.needsEven()) {
      code.loadUnstepped(register, 0).and(1).constant(base.oddness());
      code.jump(Opcodes.IF_ICMPNE, exit);
    }
    if (base.wraps()) {
      code.loadUnstepped(register, base.last()).constant(RegionContext.LOW_MEMORY);
      code.jump(Opcodes.IF_ICMPGE, exit);
    }
    if (base.isIndexed() && (guess == null || guess.last() >= RegionContext.LOW_MEMORY)) {
      refuseWrapping(base, exit);
    }
    if (!base.additions().areNone()) {
      Additions additions = base.additions();
      code.loadUnstepped(register, additions.least()).jump(Opcodes.IFLT, exit);
      code.loadUnstepped(register, additions.most()).shiftRight(additions.size().bits());
      code.jump(Opcodes.IFNE, exit);
    }
    if (base.isWritten()) {
      int first = base.firstWritten();
      int last = base.lastWritten();
      refuseCode(() -> code.loadUnstepped(register, first), exit);
      boolean isOneWord = last - first == 1 && (base.needsEven() || register == Registers.SP);
      if (last != first && !isOneWord) {
        refuseCode(() -> code.loadUnstepped(register, last), exit);
      }
    }
    if (base.isRead()) {
      for (int[] lines : framCode) {
        if (guess == null || overlap(guess, lines)) {
          refuseLines(base, lines[0], lines[1], exit);
        }
      }
    }
  }

  private static boolean overlap(Stretch stretch, int[] lines) {
    return lines[0] << FramCache.LINE_SHIFT <= stretch.last()
        && (lines[1] + 1) << FramCache.LINE_SHIFT > stretch.first();
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
    if (latest >= SURELY_BEFORE) {
      return;
    }
    code.loadLong(Code.STARTED).loadLong(Code.CYCLE).constant((long) latest);
    code.op(Opcodes.LADD, Opcodes.LCMP).jump(Opcodes.IFGT, exit);
  }
}

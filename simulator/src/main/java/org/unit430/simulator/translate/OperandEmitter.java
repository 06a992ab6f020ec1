package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.ACCESS;
import static org.unit430.simulator.translate.Code.COUNTS;
import static org.unit430.simulator.translate.Code.CYCLE;
import static org.unit430.simulator.translate.Code.MEMORY;
import static org.unit430.simulator.translate.Code.MULTIPLIER;

import java.util.function.Supplier;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.peripheral.HardwareMultiplier;
import org.unit430.simulator.translate.Account.Access.Place;

/**
 * Fetches, data accesses and what they do to time, FRAM cache and account, in bytecode. The one
 * place that knows the FRAM cache: a line of straight-line code is looked up once, and again only
 * after data accesses that may have displaced it.
 */
class OperandEmitter {
  private static final int UNKNOWN = -1;

  final Code code;
  final Account account;
  final RegionContext context;
  private final int waitStates;

  // The line read last in each set, as far as it is known.
  private final int[] recent = {UNKNOWN, UNKNOWN};

  /** Cycles of the block so far that have not been added to the time. */
  private long pending;

  private boolean usesMultiplier;

  /** The multiplier's mode, where the block itself has set it. */
  private int multiplierMode = UNKNOWN;

  /** Bus accesses of the present instruction so far. */
  private int accesses;

  OperandEmitter(Code code, Account account, RegionContext context, int waitStates) {
    this.code = code;
    this.account = account;
    this.context = context;
    this.waitStates = waitStates;
  }

  /**
   * A memory operand.
   *
   * @param local local that holds its address, if it is not fixed
   * @param address its address, if it is fixed
   * @param place what answers there
   */
  record Location(int local, int address, Place place) {
    static Location at(int local) {
      return new Location(local, UNKNOWN, Place.ANY);
    }

    boolean isFixed() {
      return local == UNKNOWN;
    }
  }

  Location fixed(int address) {
    boolean isMultiplier =
        context.multiplier != null
            && address >= context.multiplier.start()
            && address < context.multiplier.end();
    usesMultiplier |= isMultiplier;
    Place place =
        isMultiplier
            ? Place.MULTIPLIER
            : context.kinds[address >> 1] == RegionContext.SRAM ? Place.SRAM : Place.FRAM;
    return new Location(UNKNOWN, address, place);
  }

  boolean usesMultiplier() {
    return usesMultiplier;
  }

  void beginBlock() {
    recent[0] = UNKNOWN;
    recent[1] = UNKNOWN;
    pending = 0;
    multiplierMode = UNKNOWN;
  }

  long pending() {
    return pending;
  }

  void setPending(long cycles) {
    pending = cycles;
  }

  /** The instruction's words are fetched. */
  void fetch(Step step) {
    int words = step.instruction().words();
    accesses = words;
    if (context.kinds[step.address() >> 1] != RegionContext.FRAM) {
      return;
    }
    int first = step.address() >> FramCache.LINE_SHIFT;
    int last = (step.address() + 2 * words - 1) >> FramCache.LINE_SHIFT;
    boolean needsFirst = recent[first & 1] != first;
    boolean needsLast = last != first && recent[last & 1] != last;
    recent[first & 1] = first;
    recent[last & 1] = last;
    if (needsFirst || needsLast) {
      fetchLines(needsFirst ? first : last, needsFirst && needsLast);
    }
  }

  /** Code is fetched from a line of FRAM, and maybe the next one. */
  void fetchLines(int line, boolean andNext) {
    readLine(line, account.fetchMissCounter());
    if (andNext) {
      readLine(line + 1, account.fetchMissCounter());
    }
  }

  /** A line of FRAM is read, of which nobody knows whether it is in the cache. */
  void readLine(int line, int missCounter) {
    code.loadLong(CYCLE).loadObject(Code.LINES).constant(line).loadObject(COUNTS);
    code.constant(missCounter).constant(waitStates).call("fetch", "([II[JII)J");
    code.op(Opcodes.LADD).storeLong(CYCLE);
  }

  final void address(Location location, int offset, boolean even) {
    if (location.isFixed()) {
      code.constant((location.address + offset) & (even ? 0xFFFFE : 0xFFFFF));
      return;
    }
    code.load(location.local);
    if (offset != 0) {
      code.constant(offset).op(Opcodes.IADD);
    }
    if (even) {
      code.and(0xFFFFE);
    } else if (offset != 0) {
      code.and(0xFFFFF);
    }
  }

  /** Whether it has to be found out, when the code runs, if a place can be accessed here. */
  static boolean needsGuard(Location location, boolean write) {
    return location.place != Place.MULTIPLIER && (!location.isFixed() || write);
  }

  /** Leaves the region unless the place can be accessed here. */
  void guard(Location location, Size size, boolean write, Supplier<Label> exit) {
    if (!needsGuard(location, write)) {
      return;
    }
    for (int word = 0; word < size.busAccesses(); word++) {
      boolean even = size != Size.BYTE;
      if (!location.isFixed()) {
        code.loadObject(ACCESS);
        address(location, 2 * word, even);
        code.shiftRight(RegionContext.PAGE_SHIFT).op(Opcodes.BALOAD);
        code.constant(RegionContext.IN_FRAM);
        code.jump(Opcodes.IF_ICMPGT, exit.get());
      }
      if (write) {
        code.loadObject(Code.CODE_PAGES);
        address(location, 2 * word, even);
        code.shiftRight(RegionContext.PAGE_SHIFT).op(Opcodes.BALOAD);
        code.jump(Opcodes.IFNE, exit.get());
      }
    }
  }

  /**
   * Leaves the region unless the place can be accessed here, or sees to it that the first access
   * does. To be called if nothing changes before that one.
   */
  void guardFirstAccess(Location location, Size size, boolean write, Supplier<Label> exit) {
    guard(location, size, write, exit);
  }

  /** Whether {@link #transfer} moves a word from one place to the other. */
  boolean transfers(Location from, Location to) {
    return false;
  }

  /** All of an instruction that moves a word, apart from stepping its source register. */
  void transfer(Step step, Location from, Location to, Supplier<Label> exit) {
    throw new AssertionError(step);
  }

  /** Reads an operand and leaves it on the stack. */
  void read(Location location, Size size) {
    readWord(location, 0, size == Size.BYTE);
    if (size == Size.ADDRESS) {
      readWord(location, 2, false);
      code.and(15).constant(16).op(Opcodes.ISHL, Opcodes.IOR);
    }
  }

  /** The present instruction reads once. Returns the read's counter. */
  final int beginRead(Location location) {
    accesses++;
    if (location.place == Place.ANY) {
      recent[0] = UNKNOWN;
      recent[1] = UNKNOWN;
    }
    return account.access(location.place, false);
  }

  /** The present instruction writes once. Returns the write's counter. */
  final int beginWrite(Location location) {
    accesses++;
    return account.access(
        isSecondOperand(location) ? Place.MULTIPLIER_START : location.place, true);
  }

  final boolean isSecondOperand(Location location) {
    return location.place == Place.MULTIPLIER
        && multiplierOffset(location) == HardwareMultiplier.OP2;
  }

  final int multiplierOffset(Location location) {
    return location.address - context.multiplier.start();
  }

  private void readWord(Location location, int offset, boolean isByte) {
    int site = beginRead(location);
    switch (location.place) {
      case SRAM -> load(location, offset, isByte);
      case FRAM -> {
        int line = ((location.address + offset) & 0xFFFFF) >> FramCache.LINE_SHIFT;
        recent[line & 1] = line;
        readLine(line, site);
        load(location, offset, isByte);
      }
      case ANY -> readAny(location, offset, isByte, site);
      case MULTIPLIER, MULTIPLIER_START -> readResult(multiplierOffset(location));
    }
  }

  private void load(Location location, int offset, boolean isByte) {
    code.loadObject(MEMORY);
    address(location, offset, !isByte);
    code.call(isByte ? "loadByte" : "loadWord", "([BI)I");
  }

  /** Reads where the code does not say, and leaves it on the stack. */
  void readAny(Location location, int offset, boolean isByte, int site) {
    code.loadLong(CYCLE).loadObject(ACCESS).loadObject(Code.LINES);
    address(location, offset, !isByte);
    code.loadObject(COUNTS).constant(site).constant(waitStates);
    code.call("read", "([B[II[JII)J").op(Opcodes.LADD).storeLong(CYCLE);
    load(location, offset, isByte);
  }

  /** Reads RESLO or RESHI and leaves it on the stack. */
  void readResult(int offset) {
    code.loadObject(MULTIPLIER).constant(offset);
    accessCycle();
    code.callMultiplier("readResult", "(IJ)I");
  }

  /** Writes a local to an operand. */
  void write(Location location, Size size, int value) {
    writeWord(location, 0, size == Size.BYTE, value);
    if (size == Size.ADDRESS) {
      code.load(value).shiftRight(16).and(15).store(Code.SCRATCH);
      writeWord(location, 2, false, Code.SCRATCH);
    }
  }

  private void writeWord(Location location, int offset, boolean isByte, int value) {
    int site = beginWrite(location);
    switch (location.place) {
      case SRAM -> store(location, offset, isByte, value);
      case FRAM -> {
        code.pass(waitStates);
        store(location, offset, isByte, value);
      }
      case ANY -> writeAny(location, offset, isByte, value, site);
      case MULTIPLIER, MULTIPLIER_START -> writeMultiplier(multiplierOffset(location), value, site);
    }
  }

  private void store(Location location, int offset, boolean isByte, int value) {
    code.loadObject(MEMORY);
    address(location, offset, !isByte);
    code.load(value).call(isByte ? "storeByte" : "storeWord", "([BII)V");
  }

  /** Writes a local where the code does not say. */
  void writeAny(Location location, int offset, boolean isByte, int value, int site) {
    code.loadLong(CYCLE).loadObject(ACCESS);
    address(location, offset, !isByte);
    code.loadObject(COUNTS).constant(site).constant(waitStates);
    code.call("written", "([BI[JII)J").op(Opcodes.LADD).storeLong(CYCLE);
    store(location, offset, isByte, value);
  }

  private void writeMultiplier(int offset, int value, int site) {
    if (offset == HardwareMultiplier.OP2) {
      writeOperand2(value, site);
    } else if (HardwareMultiplier.isPlainOperand(offset)) {
      writeOperand1(offset, value);
      multiplierMode = HardwareMultiplier.mode(offset);
    } else {
      writeResult(offset, value);
    }
  }

  /** Writes a local to OP2. */
  void writeOperand2(int value, int site) {
    code.loadObject(MULTIPLIER).load(value);
    accessCycle();
    code.loadObject(COUNTS).constant(site);
    String arguments = "L" + Code.MULTIPLIER_NAME + ";IJ[JI";
    if (multiplierMode == UNKNOWN) {
      code.call("multiply", "(" + arguments + ")V");
    } else {
      code.constant(multiplierMode).call("multiply", "(" + arguments + "I)V");
    }
  }

  /** Writes a local to MPY, MPYS, MAC or MACS. */
  void writeOperand1(int offset, int value) {
    code.loadObject(MULTIPLIER).constant(offset).load(value);
    accessCycle();
    code.callMultiplier("writeOperand1", "(IIJ)V");
  }

  /** Writes a local to RESLO or RESHI. */
  void writeResult(int offset, int value) {
    code.loadObject(MULTIPLIER).constant(offset).load(value);
    accessCycle();
    code.callMultiplier("writeResult", "(IIJ)V");
  }

  /** The MCLK cycle of the present bus access. */
  final void accessCycle() {
    code.loadLong(CYCLE).constant(pending + accesses).op(Opcodes.LADD);
  }
}

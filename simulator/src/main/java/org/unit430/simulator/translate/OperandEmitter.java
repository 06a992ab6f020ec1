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
final class OperandEmitter {
  private static final int UNKNOWN = -1;

  private final Code code;
  private final Account account;
  private final RegionContext context;
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
    int line = step.address() >> FramCache.LINE_SHIFT;
    int lastLine = (step.address() + 2 * words - 1) >> FramCache.LINE_SHIFT;
    fetchLine(line);
    if (lastLine != line) {
      fetchLine(lastLine);
    }
  }

  private void fetchLine(int line) {
    if (recent[line & 1] != line) {
      readLine(line, account.fetchMissCounter());
    }
  }

  private void readLine(int line, int missCounter) {
    recent[line & 1] = line;
    code.loadLong(CYCLE).loadObject(Code.LINES).constant(line).loadObject(COUNTS);
    code.constant(missCounter).constant(waitStates).call("fetch", "([II[JII)J");
    code.op(Opcodes.LADD).storeLong(CYCLE);
  }

  private void address(Location location, int offset, boolean even) {
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

  /** Leaves the region unless the place can be accessed here. */
  void guard(Location location, Size size, boolean write, Supplier<Label> exit) {
    if (location.place == Place.MULTIPLIER || (location.isFixed() && !write)) {
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

  /** Reads an operand and leaves it on the stack. */
  void read(Location location, Size size) {
    readWord(location, 0, size == Size.BYTE);
    if (size == Size.ADDRESS) {
      readWord(location, 2, false);
      code.and(15).constant(16).op(Opcodes.ISHL, Opcodes.IOR);
    }
  }

  private void readWord(Location location, int offset, boolean isByte) {
    int site = account.access(location.place, false);
    accesses++;
    switch (location.place) {
      case SRAM -> {
        // Takes no time of its own.
      }
      case FRAM -> readLine(((location.address + offset) & 0xFFFFF) >> FramCache.LINE_SHIFT, site);
      case ANY -> {
        recent[0] = UNKNOWN;
        recent[1] = UNKNOWN;
        code.loadLong(CYCLE).loadObject(ACCESS).loadObject(Code.LINES);
        address(location, offset, !isByte);
        code.loadObject(COUNTS).constant(site).constant(waitStates);
        code.call("read", "([B[II[JII)J").op(Opcodes.LADD).storeLong(CYCLE);
      }
      case MULTIPLIER, MULTIPLIER_START -> {
        code.loadObject(MULTIPLIER);
        code.constant(location.address - context.multiplier.start());
        accessCycle();
        code.callMultiplier("readResult", "(IJ)I");
        return;
      }
    }
    code.loadObject(MEMORY);
    address(location, offset, !isByte);
    code.call(isByte ? "loadByte" : "loadWord", "([BI)I");
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
    boolean multiplies =
        location.place == Place.MULTIPLIER
            && location.address - context.multiplier.start() == HardwareMultiplier.OP2;
    int site = account.access(multiplies ? Place.MULTIPLIER_START : location.place, true);
    accesses++;
    switch (location.place) {
      case SRAM -> {
        // Takes no time of its own.
      }
      case FRAM -> code.pass(waitStates);
      case ANY -> {
        code.loadLong(CYCLE).loadObject(ACCESS);
        address(location, offset, !isByte);
        code.loadObject(COUNTS).constant(site).constant(waitStates);
        code.call("written", "([BI[JII)J").op(Opcodes.LADD).storeLong(CYCLE);
      }
      case MULTIPLIER, MULTIPLIER_START -> {
        writeMultiplier(location.address - context.multiplier.start(), value, site);
        return;
      }
    }
    code.loadObject(MEMORY);
    address(location, offset, !isByte);
    code.load(value).call(isByte ? "storeByte" : "storeWord", "([BII)V");
  }

  private void writeMultiplier(int offset, int value, int site) {
    code.loadObject(MULTIPLIER);
    if (offset == HardwareMultiplier.OP2) {
      code.load(value);
      accessCycle();
      code.loadObject(COUNTS).constant(site);
      String arguments = "L" + Code.MULTIPLIER_NAME + ";IJ[JI";
      if (multiplierMode == UNKNOWN) {
        code.call("multiply", "(" + arguments + ")V");
      } else {
        code.constant(multiplierMode).call("multiply", "(" + arguments + "I)V");
      }
      return;
    }
    boolean operand = HardwareMultiplier.isPlainOperand(offset);
    code.constant(offset).load(value);
    accessCycle();
    code.callMultiplier(operand ? "writeOperand1" : "writeResult", "(IIJ)V");
    if (operand) {
      multiplierMode = HardwareMultiplier.mode(offset);
    }
  }

  /** The MCLK cycle of the present bus access. */
  private void accessCycle() {
    code.loadLong(CYCLE).constant(pending + accesses).op(Opcodes.LADD);
  }
}

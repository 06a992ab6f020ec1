package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.ACCESSED;
import static org.unit430.simulator.translate.Code.CYCLE;

import java.util.function.Supplier;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.peripheral.HardwareMultiplier;

/** Accesses as calls of {@link Accesses}: short code for long regions. */
final class CallingOperandEmitter extends OperandEmitter {
  /** The operand whose guard and fetches its first access does; null for none. */
  private Location unguarded;

  private boolean unguardedIsWritten;
  private Supplier<Label> unguardedExit;

  /** What the first access of {@link #unguarded} fetches, and its first counter. */
  private int fetch = Accesses.NOTHING;

  private int fetchSite;

  CallingOperandEmitter(Code code, Account account, RegionContext context, int waitStates) {
    super(code, account, context, waitStates);
    OutOfLine.load();
  }

  @Override
  void guard(Location location, Size size, boolean write, Supplier<Label> exit) {
    if (!needsGuard(location, write)) {
      return;
    }
    for (int word = 0; word < size.busAccesses(); word++) {
      code.loadObject(Code.CONTEXT);
      address(location, 2 * word, size != Size.BYTE);
      code.callOutOfLine(write ? "canWrite" : "canRead", "(L" + Code.CONTEXT_NAME + ";I)J");
      code.op(Opcodes.LCONST_0, Opcodes.LCMP).jump(Opcodes.IFLT, exit.get());
    }
  }

  @Override
  void guardFirstAccess(Location location, Size size, boolean write, Supplier<Label> exit) {
    if (location.isFixed() || size == Size.ADDRESS) {
      guard(location, size, write, exit);
      return;
    }
    unguarded = location;
    unguardedIsWritten = write;
    unguardedExit = exit;
  }

  @Override
  void fetchLines(int line, boolean andNext) {
    int site = account.fetchMissCounter();
    if (andNext) {
      account.fetchMissCounter();
    }
    if (unguarded == null) {
      fetch(Accesses.fetchOf(line, andNext), site);
    } else {
      fetch = Accesses.fetchOf(line, andNext);
      fetchSite = site;
    }
  }

  @Override
  void readLine(int line, int missCounter) {
    fetch(Accesses.fetchOf(line, false), missCounter);
  }

  private void fetch(int lines, int site) {
    code.loadObject(Code.CONTEXT).constant(lines).constant(site);
    code.callOutOfLine("fetch", "(L" + Code.CONTEXT_NAME + ";II)J").storeLong(ACCESSED);
    passWaits();
  }

  /** Operands of multiplications from memory, of which kernels consist. */
  @Override
  boolean transfers(Location from, Location to) {
    return !from.isFixed()
        && to.place() == Account.Access.Place.MULTIPLIER
        && HardwareMultiplier.isPlainOperand(multiplierOffset(to));
  }

  @Override
  void transfer(Step step, Location from, Location to, Supplier<Label> exit) {
    guardFirstAccess(from, Size.WORD, false, exit);
    fetch(step);
    int site = beginRead(from);
    beginWrite(to);
    code.loadObject(Code.CONTEXT);
    address(from, 0, true);
    fetchAndSite(site);
    boolean isSecond = isSecondOperand(to);
    if (!isSecond) {
      code.constant(multiplierOffset(to));
    }
    accessCycle();
    code.callOutOfLine(
        isSecond ? "readToOperand2" : "readToOperand1",
        "(L" + Code.CONTEXT_NAME + (isSecond ? ";IIIJ)J" : ";IIIIJ)J"));
    accessed(from);
  }

  @Override
  void readAny(Location location, int offset, boolean isByte, int site) {
    code.loadObject(Code.CONTEXT);
    address(location, offset, !isByte);
    boolean toWrite = location.equals(unguarded) && unguardedIsWritten;
    fetchAndSite(site);
    code.callOutOfLine(
        (isByte ? "readByte" : "readWord") + (toWrite ? "ToWrite" : ""),
        "(L" + Code.CONTEXT_NAME + ";III)J");
    accessed(location);
    code.loadLong(ACCESSED).op(Opcodes.L2I);
  }

  @Override
  void writeAny(Location location, int offset, boolean isByte, int value, int site) {
    code.loadObject(Code.CONTEXT);
    address(location, offset, !isByte);
    code.load(value);
    fetchAndSite(site);
    code.callOutOfLine(isByte ? "writeByte" : "writeWord", "(L" + Code.CONTEXT_NAME + ";IIII)J");
    accessed(location);
  }

  /** The arguments behind address and value. */
  private void fetchAndSite(int site) {
    code.constant(fetch).constant(fetch == Accesses.NOTHING ? site : fetchSite);
    fetch = Accesses.NOTHING;
  }

  private void accessed(Location location) {
    code.storeLong(ACCESSED);
    if (location.equals(unguarded)) {
      code.loadLong(ACCESSED).op(Opcodes.LCONST_0, Opcodes.LCMP);
      code.jump(Opcodes.IFLT, unguardedExit.get());
      unguarded = null;
    }
    passWaits();
  }

  private void passWaits() {
    code.loadLong(CYCLE).loadLong(ACCESSED).constant(Accesses.WAITS_SHIFT);
    code.op(Opcodes.LUSHR, Opcodes.LADD).storeLong(CYCLE);
  }

  @Override
  void readResult(int offset) {
    code.loadObject(Code.CONTEXT).constant(offset);
    accessCycle();
    code.callOutOfLine("readResult", "(L" + Code.CONTEXT_NAME + ";IJ)I");
  }

  @Override
  void writeOperand2(int value, int site) {
    code.loadObject(Code.CONTEXT).load(value);
    accessCycle();
    code.constant(site);
    code.callOutOfLine("writeOperand2", "(L" + Code.CONTEXT_NAME + ";IJI)V");
  }

  @Override
  void writeOperand1(int offset, int value) {
    writeRegister("writeOperand1", offset, value);
  }

  @Override
  void writeResult(int offset, int value) {
    writeRegister("writeResult", offset, value);
  }

  private void writeRegister(String function, int offset, int value) {
    code.loadObject(Code.CONTEXT).constant(offset).load(value);
    accessCycle();
    code.callOutOfLine(function, "(L" + Code.CONTEXT_NAME + ";IIJ)V");
  }
}

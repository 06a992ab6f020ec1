package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.ACCUMULATOR;
import static org.unit430.simulator.translate.Code.MODE;
import static org.unit430.simulator.translate.Code.MULTIPLIED;
import static org.unit430.simulator.translate.Code.OPERAND_1;
import static org.unit430.simulator.translate.Code.OPERAND_2;
import static org.unit430.simulator.translate.Code.OPERATION_MODE;
import static org.unit430.simulator.translate.Code.PRODUCT;
import static org.unit430.simulator.translate.Code.STARTED;

import org.objectweb.asm.Opcodes;
import org.unit430.simulator.peripheral.HardwareMultiplier;

/**
 * The hardware multiplier in bytecode, its registers in local variables. That it does ordinary
 * operations of 16 bits is known when the region is entered, that it is accessed in time when the
 * block is.
 */
final class MultiplierEmitter {
  private static final int UNKNOWN = -1;
  private static final int SIGNED = 1;

  /** Fields of {@link org.unit430.simulator.peripheral.MultiplierRegisters} and their locals. */
  private static final Object[][] FIELDS = {
    {"mode", "I", MODE},
    {"operand1", "I", OPERAND_1},
    {"operand2", "I", OPERAND_2},
    {"operationMode", "I", OPERATION_MODE},
    {"accumulator", "J", ACCUMULATOR},
    {"product", "J", PRODUCT},
    {"result", "J", MULTIPLIED},
    {"started", "J", STARTED},
  };

  private final Code code;

  /** The mode, where the block itself has set it. */
  private int mode;

  MultiplierEmitter(Code code) {
    this.code = code;
  }

  void beginBlock() {
    mode = UNKNOWN;
  }

  /** Locals := registers. */
  void prologue() {
    code.loadObject(Code.CONTEXT).call("borrow", descriptor("L" + Code.MULTIPLIER_NAME + ";"));
    for (Object[] field : FIELDS) {
      boolean isLong = field[1].equals("J");
      code.op(Opcodes.DUP);
      access(Opcodes.GETFIELD, field);
      code.method.visitVarInsn(isLong ? Opcodes.LSTORE : Opcodes.ISTORE, (int) field[2]);
    }
    code.op(Opcodes.POP);
  }

  /** Registers := locals. */
  void epilogue() {
    code.loadObject(Code.CONTEXT);
    code.method.visitFieldInsn(
        Opcodes.GETFIELD,
        Code.CONTEXT_NAME,
        "multiplierRegisters",
        "L" + Code.MULTIPLIER_NAME + ";");
    for (Object[] field : FIELDS) {
      boolean isLong = field[1].equals("J");
      code.op(Opcodes.DUP);
      code.method.visitVarInsn(isLong ? Opcodes.LLOAD : Opcodes.ILOAD, (int) field[2]);
      access(Opcodes.PUTFIELD, field);
    }
    code.op(Opcodes.POP);
    code.loadObject(Code.CONTEXT).call("giveBack", descriptor("V"));
  }

  private static String descriptor(String result) {
    return "(L" + Code.CONTEXT_NAME + ";)" + result;
  }

  private void access(int opcode, Object[] field) {
    code.method.visitFieldInsn(opcode, Code.MULTIPLIER_NAME, (String) field[0], (String) field[1]);
  }

  /** RESLO or RESHI is left on the stack. */
  void readResult(int offset) {
    code.loadLong(MULTIPLIED);
    if (offset == HardwareMultiplier.RESHI) {
      code.constant(16).op(Opcodes.LUSHR);
    }
    code.op(Opcodes.L2I).and(0xFFFF);
  }

  /** A local, a word, is written to RESLO or RESHI. */
  void writeResult(int offset, int value) {
    int shift = offset == HardwareMultiplier.RESHI ? 16 : 0;
    code.loadLong(MULTIPLIED).constant(~(0xFFFFL << shift)).op(Opcodes.LAND);
    code.load(value).op(Opcodes.I2L).constant(shift).op(Opcodes.LSHL, Opcodes.LOR);
    code.storeLong(MULTIPLIED);
  }

  /** A local, a word, is written to MPY, MPYS, MAC or MACS. */
  void writeOperand1(int offset, int value) {
    code.load(value).store(OPERAND_1);
    mode = HardwareMultiplier.mode(offset);
    code.constant(mode).store(MODE);
  }

  /**
   * A local, a word, is written to OP2.
   *
   * @param isLast whether no other operation of the block follows, so that all that is left of this
   *     one must be kept
   */
  void writeOperand2(int value, boolean isLast) {
    if (isLast) {
      code.load(value).store(OPERAND_2).load(MODE).store(OPERATION_MODE);
    }
    if (mode == UNKNOWN) {
      code.load(MODE).loadLong(MULTIPLIED).call("accumulator", "(IJ)J");
    } else if ((mode & HardwareMultiplier.ACCUMULATES) != 0) {
      code.loadLong(MULTIPLIED);
    } else {
      code.op(Opcodes.LCONST_0);
    }
    keep(ACCUMULATOR, isLast);
    product(value);
    keep(PRODUCT, isLast);
    code.op(Opcodes.LADD).storeLong(MULTIPLIED);
  }

  private void keep(int local, boolean isLast) {
    if (isLast) {
      code.op(Opcodes.DUP2).storeLong(local);
    }
  }

  private void product(int value) {
    if (mode == UNKNOWN) {
      code.load(MODE).load(OPERAND_1).load(value).call("product", "(III)J");
    } else if ((mode & SIGNED) != 0) {
      code.load(OPERAND_1).op(Opcodes.I2S).load(value).op(Opcodes.I2S, Opcodes.IMUL, Opcodes.I2L);
    } else {
      code.load(OPERAND_1).op(Opcodes.I2L).load(value).op(Opcodes.I2L, Opcodes.LMUL);
    }
  }
}

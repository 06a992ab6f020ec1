package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.MULTIPLIED;
import static org.unit430.simulator.translate.Code.MULTIPLIER;

import org.objectweb.asm.Opcodes;
import org.unit430.simulator.peripheral.HardwareMultiplier;
import org.unit430.simulator.peripheral.MultiplierRegisters;

/**
 * The hardware multiplier in bytecode, on its {@link MultiplierRegisters}. That it does ordinary
 * operations of 16 bits is known when the region is entered, that it is accessed in time when the
 * block is.
 */
final class MultiplierEmitter {
  private static final int UNKNOWN = -1;
  private static final int SIGNED = 1;

  private final Code code;

  /** The mode, where the block itself has set it. */
  private int mode;

  MultiplierEmitter(Code code) {
    this.code = code;
  }

  void beginBlock() {
    mode = UNKNOWN;
  }

  /** The result registers are in a local; the others stay where they are, seldom wanted. */
  void prologue() {
    code.loadObject(Code.CONTEXT).loadLong(Code.BOUND);
    code.call("borrow", "(L" + Code.CONTEXT_NAME + ";J)L" + Code.MULTIPLIER_NAME + ";");
    code.storeObject(MULTIPLIER);
    loadField("result", "J").storeLong(MULTIPLIED);
  }

  void epilogue() {
    code.loadObject(MULTIPLIER).loadLong(MULTIPLIED);
    storeField("result", "J");
    code.loadObject(Code.CONTEXT).loadLong(Code.BOUND);
    code.call("giveBack", "(L" + Code.CONTEXT_NAME + ";J)V");
  }

  private Code loadField(String name, String type) {
    code.loadObject(MULTIPLIER);
    code.method.visitFieldInsn(Opcodes.GETFIELD, Code.MULTIPLIER_NAME, name, type);
    return code;
  }

  /** What is on the stack, above the registers themselves, becomes a field of theirs. */
  private void storeField(String name, String type) {
    code.method.visitFieldInsn(Opcodes.PUTFIELD, Code.MULTIPLIER_NAME, name, type);
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
    mode = HardwareMultiplier.mode(offset);
    code.loadObject(MULTIPLIER).load(value);
    storeField("operand1", "I");
    code.loadObject(MULTIPLIER).constant(mode);
    storeField("mode", "I");
  }

  private void loadMode() {
    if (mode == UNKNOWN) {
      loadField("mode", "I");
    } else {
      code.constant(mode);
    }
  }

  /**
   * A local, a word, is written to OP2.
   *
   * @param isLast whether no other operation of the block follows, so that all that is left of this
   *     one must be kept
   */
  void writeOperand2(int value, boolean isLast) {
    if (isLast) {
      code.loadObject(MULTIPLIER).load(value);
      storeField("operand2", "I");
      code.loadObject(MULTIPLIER);
      loadMode();
      storeField("operationMode", "I");
      code.loadObject(MULTIPLIER);
    }
    if (mode == UNKNOWN) {
      loadMode();
      code.loadLong(MULTIPLIED).call("accumulator", "(IJ)J");
    } else if ((mode & HardwareMultiplier.ACCUMULATES) != 0) {
      code.loadLong(MULTIPLIED);
    } else {
      code.op(Opcodes.LCONST_0);
    }
    if (isLast) {
      code.op(Opcodes.DUP2_X1);
      storeField("accumulator", "J");
      code.loadObject(MULTIPLIER);
    }
    product(value);
    if (isLast) {
      code.op(Opcodes.DUP2_X1);
      storeField("product", "J");
    }
    code.op(Opcodes.LADD).storeLong(MULTIPLIED);
  }

  private void product(int value) {
    if (mode == UNKNOWN) {
      loadMode();
    }
    loadField("operand1", "I");
    if (mode == UNKNOWN) {
      code.load(value).call("product", "(III)J");
    } else if ((mode & SIGNED) != 0) {
      code.op(Opcodes.I2S).load(value).op(Opcodes.I2S, Opcodes.IMUL, Opcodes.I2L);
    } else {
      code.op(Opcodes.I2L).load(value).op(Opcodes.I2L, Opcodes.LMUL);
    }
  }
}

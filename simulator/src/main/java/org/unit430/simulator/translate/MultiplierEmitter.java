package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.MULTIPLIED;
import static org.unit430.simulator.translate.Code.MULTIPLIER;

import org.objectweb.asm.Opcodes;
import org.unit430.simulator.peripheral.HardwareMultiplier;

/**
 * The hardware multiplier in bytecode, on a {@link LentMultiplier}. That it does ordinary
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

  /** The result registers are in a local; the others are seldom wanted. */
  void prologue() {
    code.loadObject(Code.CONTEXT);
    code.method.visitFieldInsn(
        Opcodes.GETFIELD, Code.CONTEXT_NAME, "lentMultiplier", Code.MULTIPLIER_TYPE);
    code.op(Opcodes.DUP).storeObject(MULTIPLIER).loadLong(Code.BOUND);
    code.call(LentMultiplier.class, "borrow", "(" + Code.MULTIPLIER_TYPE + "J)J");
    code.storeLong(MULTIPLIED);
  }

  void epilogue() {
    code.loadObject(MULTIPLIER).loadLong(MULTIPLIED).loadLong(Code.BOUND);
    code.call(LentMultiplier.class, "giveBack", "(" + Code.MULTIPLIER_TYPE + "JJ)V");
  }

  /** Before something is written behind the block's last start. */
  private void settle() {
    code.loadObject(MULTIPLIER).loadLong(MULTIPLIED);
    code.call(LentMultiplier.class, "settle", "(" + Code.MULTIPLIER_TYPE + "J)V");
  }

  private Code loadField(String name) {
    code.loadObject(MULTIPLIER);
    code.method.visitFieldInsn(Opcodes.GETFIELD, Code.MULTIPLIER_NAME, name, "I");
    return code;
  }

  /** What is on the stack, above the {@link LentMultiplier}, becomes a field of it. */
  private void storeField(String name) {
    code.method.visitFieldInsn(Opcodes.PUTFIELD, Code.MULTIPLIER_NAME, name, "I");
  }

  /** RESLO or RESHI is left on the stack. */
  void readResult(int offset) {
    code.loadLong(MULTIPLIED);
    if (offset == HardwareMultiplier.RESHI) {
      code.constant(16).op(Opcodes.LUSHR);
    }
    code.op(Opcodes.L2I).and(0xFFFF);
  }

  /**
   * A local, a word, is written to RESLO or RESHI.
   *
   * @param startsBehind whether the block starts an operation behind it
   */
  void writeResult(int offset, int value, boolean startsBehind) {
    if (!startsBehind) {
      settle();
    }
    int shift = offset == HardwareMultiplier.RESHI ? 16 : 0;
    code.loadLong(MULTIPLIED).constant(~(0xFFFFL << shift)).op(Opcodes.LAND);
    code.load(value).op(Opcodes.I2L).constant(shift).op(Opcodes.LSHL, Opcodes.LOR);
    code.storeLong(MULTIPLIED);
  }

  /** A local, a word, is written to MPY, MPYS, MAC or MACS. */
  void writeOperand1(int offset, int value, boolean startsBehind) {
    if (!startsBehind) {
      settle();
    }
    mode = HardwareMultiplier.mode(offset);
    code.loadObject(MULTIPLIER).load(value);
    storeField("operand1");
    code.loadObject(MULTIPLIER).constant(mode);
    storeField("mode");
  }

  private void loadMode() {
    if (mode == UNKNOWN) {
      loadField("mode");
    } else {
      code.constant(mode);
    }
  }

  /** A local, a word, is written to OP2: the result registers take the sum. */
  void writeOperand2(int value) {
    if (mode == UNKNOWN) {
      loadMode();
      code.loadLong(MULTIPLIED).call(LentMultiplier.class, "accumulator", "(IJ)J");
    } else if ((mode & HardwareMultiplier.ACCUMULATES) != 0) {
      code.loadLong(MULTIPLIED);
    } else {
      code.op(Opcodes.LCONST_0);
    }
    product(value);
    code.op(Opcodes.LADD).storeLong(MULTIPLIED);
  }

  private void product(int value) {
    if (mode == UNKNOWN) {
      loadMode();
    }
    loadField("operand1");
    if (mode == UNKNOWN) {
      code.load(value).call(LentMultiplier.class, "product", "(III)J");
    } else if ((mode & SIGNED) != 0) {
      code.op(Opcodes.I2S).load(value).op(Opcodes.I2S, Opcodes.IMUL, Opcodes.I2L);
    } else {
      code.op(Opcodes.I2L).load(value).op(Opcodes.I2L, Opcodes.LMUL);
    }
  }

  /**
   * That was the block's last start: what is left of it is kept.
   *
   * @param left writes the MCLK cycles from there to the bound
   */
  void keepStart(int value, Runnable left) {
    code.loadObject(MULTIPLIER).load(value);
    storeField("operand2");
    code.loadObject(MULTIPLIER);
    left.run();
    storeField("startLeft");
  }
}

package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.MULTIPLIED;
import static org.unit430.simulator.translate.Code.MULTIPLIER;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.peripheral.HardwareMultiplier;

/**
 * The hardware multiplier in bytecode, on a {@link LentMultiplier}. That it does ordinary
 * operations of 16 bits is known when the region is entered, that it is accessed in time when the
 * block is.
 */
final class MultiplierEmitter {
  /** The mode where it is not known. */
  static final int UNKNOWN = -1;

  private static final int SIGNED = 1;

  private final Code code;

  /** The mode, or {@link #UNKNOWN}. */
  private int mode;

  MultiplierEmitter(Code code) {
    this.code = code;
  }

  /** The mode at the beginning of each block, where it is the same whichever way led there. */
  static Map<Block, Integer> modes(List<Block> blocks) {
    return Dataflow.beginnings(
        blocks,
        UNKNOWN,
        (block, before) -> block.plan.mode() == UNKNOWN ? before : (Integer) block.plan.mode(),
        (one, other) -> one.equals(other) ? one : (Integer) UNKNOWN);
  }

  /** A block begins, in a mode or in an unknown one. */
  void beginBlock(int newMode) {
    mode = newMode;
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
      code.loadObject(MULTIPLIER).loadLong(MULTIPLIED);
      code.call(LentMultiplier.class, "settle", "(" + Code.MULTIPLIER_TYPE + "J)V");
    }
    int shift = offset == HardwareMultiplier.RESHI ? 16 : 0;
    code.loadLong(MULTIPLIED).constant(~(0xFFFFL << shift)).op(Opcodes.LAND);
    code.load(value).op(Opcodes.I2L).constant(shift).op(Opcodes.LSHL, Opcodes.LOR);
    code.storeLong(MULTIPLIED);
  }

  /** A local, a word, is written to MPY, MPYS, MAC or MACS. */
  void writeOperand1(int offset, int value) {
    mode = HardwareMultiplier.mode(offset);
    code.loadObject(MULTIPLIER).load(value);
    code.constant(mode << LentMultiplier.MODE_SHIFT).op(Opcodes.IOR);
    storeField("operand1");
  }

  /** A local, a word, is written to OP2: the result registers take the sum. */
  void writeOperand2(int value) {
    if (mode == UNKNOWN) {
      loadField("operand1").load(value).loadLong(MULTIPLIED);
      code.call(LentMultiplier.class, "sum", "(IIJ)J").storeLong(MULTIPLIED);
      return;
    }
    loadField("operand1");
    if ((mode & SIGNED) != 0) {
      code.op(Opcodes.I2S).load(value).op(Opcodes.I2S, Opcodes.IMUL, Opcodes.I2L);
    } else {
      code.and(0xFFFF).op(Opcodes.I2L).load(value).op(Opcodes.I2L, Opcodes.LMUL);
    }
    if ((mode & HardwareMultiplier.ACCUMULATES) != 0) {
      code.loadLong(MULTIPLIED).op(Opcodes.LADD);
    }
    code.storeLong(MULTIPLIED);
  }

  /**
   * That was the block's last start: what is left of it is kept.
   *
   * @param left writes the MCLK cycles from there to the bound
   */
  void keepStart(int value, Runnable left) {
    code.loadObject(MULTIPLIER);
    loadField("operand1");
    storeField("startedOperand1");
    code.loadObject(MULTIPLIER).load(value);
    storeField("operand2");
    code.loadObject(MULTIPLIER);
    left.run();
    storeField("startLeft");
  }
}

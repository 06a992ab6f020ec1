package org.unit430.simulator.translate;

import java.util.BitSet;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.unit430.simulator.peripheral.HardwareMultiplier;

/**
 * The method of a region while it is written: its local variables, and short ways to say things.
 */
final class Code {
  static final int CONTEXT = 1;
  static final int ENTRY = 2;
  static final int CYCLE = 3;
  static final int BOUND = 5;
  static final int MEMORY = 7;
  static final int ACCESS = 8;
  static final int CODE_PAGES = 9;
  static final int LINES = 10;
  static final int COUNTS = 11;
  static final int MULTIPLIER = 12;

  /** R0 to R15 follow each other; R0 is the PC with which the region is left. */
  static final int R0 = 13;

  static final int CARRY = 29;

  /** Z is set iff this is 0. */
  static final int ZERO_RESULT = 30;

  static final int NEGATIVE = 31;
  static final int OVERFLOW = 32;
  static final int SOURCE_ADDRESS = 33;
  static final int DESTINATION_ADDRESS = 34;
  static final int SOURCE = 35;
  static final int DESTINATION = 36;
  static final int RESULT = 37;
  static final int SCRATCH = 38;

  /** What a function of {@link Accesses} has returned. */
  static final int ACCESSED = 39;

  /** The array of registers, if they are no locals. */
  static final int REGISTERS = 41;

  static final int LOCALS = 42;

  static final String CONTEXT_NAME = Type.getInternalName(RegionContext.class);
  static final String MULTIPLIER_NAME = Type.getInternalName(HardwareMultiplier.class);

  final MethodVisitor method;

  // Of its own class, so that the JVM need not ask which one it is.
  private final String multiplierClass;

  private final BitSet loaded = new BitSet(LOCALS);
  private final BitSet stored = new BitSet(LOCALS);

  /** Whether registers are locals, rather than elements of the array. */
  private final boolean registersInLocals;

  Code(MethodVisitor method, RegionContext context, boolean registersInLocals) {
    this.method = method;
    this.registersInLocals = registersInLocals;
    this.multiplierClass =
        context.multiplier == null
            ? MULTIPLIER_NAME
            : Type.getInternalName(context.multiplier.getClass());
  }

  Code constant(int value) {
    if (value >= -1 && value <= 5) {
      method.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value == (byte) value) {
      method.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value == (short) value) {
      method.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      method.visitLdcInsn(value);
    }
    return this;
  }

  Code constant(long value) {
    if (value == (int) value) {
      constant((int) value);
      method.visitInsn(Opcodes.I2L);
    } else {
      method.visitLdcInsn(value);
    }
    return this;
  }

  Code load(int local) {
    if (isElement(local)) {
      return loadObject(REGISTERS).constant(local - R0).op(Opcodes.IALOAD);
    }
    loaded.set(local);
    method.visitVarInsn(Opcodes.ILOAD, local);
    return this;
  }

  Code store(int local) {
    if (isElement(local)) {
      loadObject(REGISTERS).op(Opcodes.SWAP);
      return constant(local - R0).op(Opcodes.SWAP, Opcodes.IASTORE);
    }
    stored.set(local);
    method.visitVarInsn(Opcodes.ISTORE, local);
    return this;
  }

  private boolean isElement(int local) {
    return !registersInLocals && local >= R0 && local < R0 + 16;
  }

  Code loadLong(int local) {
    method.visitVarInsn(Opcodes.LLOAD, local);
    return this;
  }

  Code storeLong(int local) {
    method.visitVarInsn(Opcodes.LSTORE, local);
    return this;
  }

  Code loadObject(int local) {
    loaded.set(local);
    method.visitVarInsn(Opcodes.ALOAD, local);
    return this;
  }

  Code op(int... opcodes) {
    for (int opcode : opcodes) {
      method.visitInsn(opcode);
    }
    return this;
  }

  /** Keeps the bits of a mask. */
  Code and(int mask) {
    return constant(mask).op(Opcodes.IAND);
  }

  Code shiftRight(int bits) {
    return constant(bits).op(Opcodes.IUSHR);
  }

  /** Calls a static function of {@link RegionContext}. */
  Code call(String function, String descriptor) {
    method.visitMethodInsn(Opcodes.INVOKESTATIC, CONTEXT_NAME, function, descriptor, false);
    return this;
  }

  /** Calls a function of {@link Accesses}, not inlined. */
  Code callOutOfLine(String function, String descriptor) {
    method.visitMethodInsn(Opcodes.INVOKESTATIC, OutOfLine.NAME, function, descriptor, false);
    return this;
  }

  /** Calls a method of the multiplier. */
  Code callMultiplier(String function, String descriptor) {
    method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, multiplierClass, function, descriptor, false);
    return this;
  }

  /** Says of the object on the stack that it is the multiplier. */
  Code isMultiplier() {
    method.visitTypeInsn(Opcodes.CHECKCAST, multiplierClass);
    return this;
  }

  Code jump(int opcode, Label target) {
    method.visitJumpInsn(opcode, target);
    return this;
  }

  Code label(Label label) {
    method.visitLabel(label);
    return this;
  }

  /** Adds one to a counter. */
  Code count(int counter) {
    loadObject(COUNTS).constant(counter);
    return op(Opcodes.DUP2, Opcodes.LALOAD, Opcodes.LCONST_1, Opcodes.LADD, Opcodes.LASTORE);
  }

  /** Lets constant time pass. */
  Code pass(long cycles) {
    return cycles == 0 ? this : loadLong(CYCLE).constant(cycles).op(Opcodes.LADD).storeLong(CYCLE);
  }

  /** Whether anything written so far reads a local. */
  boolean reads(int local) {
    return loaded.get(local);
  }

  /** Whether anything written so far changes a local. */
  boolean changes(int local) {
    return stored.get(local);
  }

  static int register(int number) {
    return R0 + number;
  }
}

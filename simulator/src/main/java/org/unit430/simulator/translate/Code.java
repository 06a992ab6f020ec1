package org.unit430.simulator.translate;

import java.util.BitSet;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The method of a region while it is written: its local variables, and short ways to say things.
 */
final class Code {
  /** How many registers the CPU has. */
  static final int REGISTERS = 16;

  // Where the method finds its parameters, see RegionCode#run.
  static final int PASSED_CONTEXT = 1;
  static final int PASSED_ENTRY = 2;
  static final int PASSED_CYCLE = 3;
  static final int BOUND = 5;
  static final int COUNTS = 7;

  // What is used most often is where the shortest bytecode reaches it; the parameters that are
  // passed there are not needed any more then.
  static final int SOURCE = 0;
  static final int DESTINATION = 1;
  static final int RESULT = 2;

  /** A sum that has not been masked. */
  static final int SUM = 3;

  static final int CONTEXT = 8;
  static final int MEMORY = 9;
  static final int STRETCHES = 10;
  static final int CODE_PAGES = 11;

  /** The {@link LentMultiplier}. */
  static final int MULTIPLIER = 12;

  /** R0 to R15 follow each other; R0 is the PC with which the region is left. */
  static final int R0 = 13;

  static final int CARRY = R0 + REGISTERS;

  /** Z is set iff this is 0. */
  static final int ZERO_RESULT = CARRY + 1;

  static final int NEGATIVE = CARRY + 2;
  static final int OVERFLOW = CARRY + 3;

  /**
   * MCLK cycles left to the bound when the block began, less its waits that have been added;
   * negative where the last instruction ended behind the bound.
   */
  static final int LEFT = OVERFLOW + 1;

  /** Misses of data in the block so far that have not been counted. */
  static final int MISSES = LEFT + 1;

  /** MCLK cycles of waiting in the rest of the block, behind the multiplier's last start. */
  static final int WAITS_BEHIND = LEFT + 2;

  /** The FRAM cache's lines, in the order of {@link RegionContext#lines}. */
  static final int LINES = LEFT + 3;

  static final int SCRATCH = LINES + 4;

  /** The result registers of the multiplier. */
  static final int MULTIPLIED = SCRATCH + 1;

  // What flags that have not been computed are to be computed from.
  static final int FLAGS_SOURCE = MULTIPLIED + 2;
  static final int FLAGS_DESTINATION = FLAGS_SOURCE + 1;
  static final int FLAGS_SUM = FLAGS_SOURCE + 2;

  /** For each {@link AccessBase}, whether what is accessed by it is in FRAM: 0 or 1. */
  static final int BASE_IN_FRAM = FLAGS_SOURCE + 3;

  private static final int LOCALS = BASE_IN_FRAM + AccessBase.NUMBERS;

  static final String CONTEXT_NAME = Type.getInternalName(RegionContext.class);
  static final String MULTIPLIER_NAME = Type.getInternalName(LentMultiplier.class);
  static final String MULTIPLIER_TYPE = Type.getDescriptor(LentMultiplier.class);

  final MethodVisitor method;

  private final int registerMask;
  private final BitSet loaded = new BitSet(LOCALS);
  private final BitSet stored = new BitSet(LOCALS);

  /** By how much each register has been stepped since its local was stored. */
  private final int[] steps = new int[REGISTERS];

  private boolean[] unwrapped = new boolean[REGISTERS];

  /** Bytes of bytecode of the functions that are called, each as often as it is. */
  private int calledBytes;

  Code(MethodVisitor method, int registerMask) {
    this.method = method;
    this.registerMask = registerMask;
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
    loaded.set(local);
    method.visitVarInsn(Opcodes.ILOAD, local);
    int register = local - R0;
    if (isRegister(local) && steps[register] != 0) {
      constant(steps[register]).op(Opcodes.IADD);
      if (!unwrapped[register]) {
        and(registerMask);
      }
    }
    return this;
  }

  Code store(int local) {
    stored.set(local);
    if (isRegister(local)) {
      steps[local - R0] = 0;
    }
    method.visitVarInsn(Opcodes.ISTORE, local);
    return this;
  }

  private static boolean isRegister(int local) {
    return local >= R0 && local < R0 + REGISTERS;
  }

  /** A register, plus an offset from what it held when its local was stored, not wrapped. */
  Code loadUnstepped(int register, int offset) {
    loaded.set(register(register));
    method.visitVarInsn(Opcodes.ILOAD, register(register));
    return offset == 0 ? this : constant(offset).op(Opcodes.IADD);
  }

  /** A register is stepped; its local only when somebody wants to know. */
  void step(int register, int bytes) {
    steps[register] += bytes;
  }

  /** Says which registers do not wrap when they are stepped. */
  void setUnwrapped(boolean[] registers) {
    unwrapped = registers;
  }

  /** By how much a register has been stepped since its local was stored. */
  int stepped(int register) {
    return steps[register];
  }

  /** Sees to it that the locals are the registers. */
  void settleRegisters() {
    for (int register = 0; register < REGISTERS; register++) {
      if (steps[register] != 0 && unwrapped[register]) {
        increment(register(register), steps[register]);
        steps[register] = 0;
      } else if (steps[register] != 0) {
        load(register(register)).store(register(register));
      }
    }
  }

  Code loadLong(int local) {
    loaded.set(local);
    method.visitVarInsn(Opcodes.LLOAD, local);
    return this;
  }

  Code storeLong(int local) {
    stored.set(local);
    method.visitVarInsn(Opcodes.LSTORE, local);
    return this;
  }

  Code storeObject(int local) {
    stored.set(local);
    method.visitVarInsn(Opcodes.ASTORE, local);
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
    return mask == 0xFFFF ? op(Opcodes.I2C) : constant(mask).op(Opcodes.IAND);
  }

  Code shiftRight(int bits) {
    return constant(bits).op(Opcodes.IUSHR);
  }

  /** Calls a static function of {@link RegionContext}. */
  Code call(String function, String descriptor) {
    return call(RegionContext.class, function, descriptor);
  }

  /** Calls a static function. */
  Code call(Class<?> owner, String function, String descriptor) {
    calledBytes += FunctionSizes.of(owner, function, descriptor);
    String name = Type.getInternalName(owner);
    method.visitMethodInsn(Opcodes.INVOKESTATIC, name, function, descriptor, false);
    return this;
  }

  /** Bytes of bytecode that the JVM adds to the method's own when it inlines all calls. */
  int calledBytes() {
    return calledBytes;
  }

  Code jump(int opcode, Label target) {
    method.visitJumpInsn(opcode, target);
    return this;
  }

  Code label(Label label) {
    method.visitLabel(label);
    return this;
  }

  /** Adds a constant to a local. */
  Code increment(int local, int by) {
    if (by != (short) by) {
      loaded.set(local);
      method.visitVarInsn(Opcodes.ILOAD, local);
      return constant(by).op(Opcodes.IADD).store(local);
    }
    loaded.set(local);
    stored.set(local);
    if (by != 0) {
      method.visitIincInsn(local, by);
    }
    return this;
  }

  /** Passes some time of which it is known how much. */
  Code pass(int cycles) {
    return increment(LEFT, -cycles);
  }

  /** Passes the cycles on the stack. */
  Code pass() {
    return load(LEFT).op(Opcodes.SWAP, Opcodes.ISUB).store(LEFT);
  }

  /** Adds one to a counter. */
  Code count(int counter) {
    loadObject(COUNTS).constant(counter);
    return op(Opcodes.DUP2, Opcodes.LALOAD, Opcodes.LCONST_1, Opcodes.LADD, Opcodes.LASTORE);
  }

  /** Adds an int local to a counter. */
  Code count(int counter, int local) {
    loadObject(COUNTS).constant(counter).op(Opcodes.DUP2, Opcodes.LALOAD).load(local);
    return op(Opcodes.I2L, Opcodes.LADD, Opcodes.LASTORE);
  }

  /** Adds a constant to a counter. */
  Code addToCounter(int counter, int value) {
    loadObject(COUNTS).constant(counter).op(Opcodes.DUP2, Opcodes.LALOAD).constant((long) value);
    return op(Opcodes.LADD, Opcodes.LASTORE);
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

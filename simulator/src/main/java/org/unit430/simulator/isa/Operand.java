package org.unit430.simulator.isa;

/**
 * One operand of a decoded instruction, SLAU367 4.4.
 *
 * @param mode addressing mode
 * @param register register number 0 to 15 where the mode has one; for {@link Mode#CONSTANT} the
 *     constant generator used
 * @param value index (signed), address, immediate or constant, as the mode says; else 0
 */
public record Operand(Mode mode, int register, int value) {
  /** Addressing modes. */
  public enum Mode {
    /** No operand. */
    NONE,
    /** {@code Rn}. */
    REGISTER,
    /** {@code X(Rn)}: value is the index. */
    INDEXED,
    /**
     * {@code ADDR}, relative to PC: value is the resulting 20-bit address. Also the target of a
     * jump.
     */
    SYMBOLIC,
    /** {@code &ADDR}: value is the address. */
    ABSOLUTE,
    /** {@code @Rn}. */
    INDIRECT,
    /** {@code @Rn+}. */
    AUTOINCREMENT,
    /** {@code #N} in the code: value as encoded, 16 or 20 bits. */
    IMMEDIATE,
    /** {@code #N} from a constant generator: value 0, 1, 2, 4, 8 or -1. */
    CONSTANT
  }

  /** The absent operand. */
  public static final Operand NONE = new Operand(Mode.NONE, 0, 0);

  /** {@code Rn}. */
  public static Operand register(int register) {
    return new Operand(Mode.REGISTER, register, 0);
  }

  /** {@code X(Rn)}. */
  public static Operand indexed(int index, int register) {
    return new Operand(Mode.INDEXED, register, index);
  }

  /** A PC-relative operand, by the address it reaches. */
  public static Operand symbolic(int address) {
    return new Operand(Mode.SYMBOLIC, 0, address);
  }

  /** {@code &ADDR}. */
  public static Operand absolute(int address) {
    return new Operand(Mode.ABSOLUTE, 2, address);
  }

  /** {@code @Rn}. */
  public static Operand indirect(int register) {
    return new Operand(Mode.INDIRECT, register, 0);
  }

  /** {@code @Rn+}. */
  public static Operand autoincrement(int register) {
    return new Operand(Mode.AUTOINCREMENT, register, 0);
  }

  /** {@code #N} with a word of its own. */
  public static Operand immediate(int value) {
    return new Operand(Mode.IMMEDIATE, 0, value);
  }

  /**
   * {@code #N} made by a constant generator, SLAU367 table 4-2.
   *
   * @throws IllegalArgumentException unless value is 0, 1, 2, 4, 8 or -1
   */
  public static Operand constant(int value) {
    return switch (value) {
      case 4, 8 -> new Operand(Mode.CONSTANT, 2, value);
      case 0, 1, 2, -1 -> new Operand(Mode.CONSTANT, 3, value);
      default -> throw new IllegalArgumentException("no constant generator makes " + value);
    };
  }

  /** Whether the operand lies in memory outside the instruction. */
  public boolean isMemory() {
    return switch (mode) {
      case INDEXED, SYMBOLIC, ABSOLUTE, INDIRECT, AUTOINCREMENT -> true;
      case NONE, REGISTER, IMMEDIATE, CONSTANT -> false;
    };
  }

  /** Whether the operand takes a word of the instruction's code. */
  public boolean hasWord() {
    return switch (mode) {
      case INDEXED, SYMBOLIC, ABSOLUTE, IMMEDIATE -> true;
      case NONE, REGISTER, INDIRECT, AUTOINCREMENT, CONSTANT -> false;
    };
  }

  /** Whether the operand is a register, or is made by a constant generator, which times alike. */
  public boolean isRegisterLike() {
    return mode == Mode.REGISTER || mode == Mode.CONSTANT;
  }

  /** Whether the operand is that register itself. */
  public boolean is(int wantedRegister) {
    return mode == Mode.REGISTER && register == wantedRegister;
  }
}

package org.unit430.simulator.isa;

/** An {@link Instruction} that has no encoding. The message names what does not fit. */
public final class EncodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean outOfRange;

  EncodingException(String message) {
    this(message, false);
  }

  private EncodingException(String message, boolean outOfRange) {
    super(message);
    this.outOfRange = outOfRange;
  }

  /** Whether an operand lies too far away, so that a wider instruction might reach it. */
  public boolean isOutOfRange() {
    return outOfRange;
  }

  static EncodingException outOfRange(String message) {
    return new EncodingException(message, true);
  }

  static EncodingException outOfReach(Operand operand, int distance) {
    return outOfRange(
        String.format(
            "operand at %s is %+d bytes away, a 16-bit index reaches -32768 to +32767",
            hex(operand.value()), distance));
  }

  static EncodingException indexOnPc() {
    return new EncodingException("an operand relative to PC is symbolic, not indexed");
  }

  static EncodingException noSize(Instruction instruction) {
    return new EncodingException(
        name(instruction.opcode())
            + (instruction.extended() ? "X" : "")
            + " has no size "
            + instruction.size().suffix());
  }

  static EncodingException unsupported(Instruction instruction, Operand operand) {
    return new EncodingException(
        String.format(
            "%s does not take an operand in mode %s here",
            name(instruction.opcode()), operand.mode()));
  }

  static String name(Opcode opcode) {
    return opcode.name();
  }

  static String hex(int value) {
    return String.format("%05Xh", value);
  }
}

package org.unit430.simulator.isa;

/**
 * A decoded instruction. The executor, the disassembler, the cycle table and the encoder all work
 * from it.
 *
 * @param address where its first word (the extension word, if any) lies; 20 bits
 * @param opcode what it does
 * @param size operand size; WORD where there is no choice
 * @param extended whether an extension word comes first (mnemonic with X)
 * @param zeroCarry the ZC bit of a register-mode extension word: carry-in is forced to 0
 * @param repeat repeat count of a register-mode extension word
 * @param source first operand, or NONE
 * @param destination second or only operand, or NONE; for jumps the target as a symbolic operand
 * @param count n of RRCM, RRAM, RLAM, RRUM (1 to 4), PUSHM, POPM (1 to 16); else 1
 */
public record Instruction(
    int address,
    Opcode opcode,
    Size size,
    boolean extended,
    boolean zeroCarry,
    Repeat repeat,
    Operand source,
    Operand destination,
    int count) {

  /** A plain instruction without extension word. */
  public static Instruction of(
      int address, Opcode opcode, Size size, Operand source, Operand destination) {
    return new Instruction(
        address, opcode, size, false, false, Repeat.ONCE, source, destination, 1);
  }

  /** Length in 16-bit words, 1 to 4. */
  public int words() {
    int words = extended ? 2 : 1;
    if (opcode.format() == Opcode.Format.JUMP) {
      return words;
    }
    return words + (source.hasWord() ? 1 : 0) + (destination.hasWord() ? 1 : 0);
  }

  /** Address of the next instruction in memory, 20 bits. */
  public int next() {
    return address + 2 * words() & 0xFFFFF;
  }

  /** Data words this instruction reads, each execution; repeats do not access memory. */
  public int dataReads() {
    int perOperand = size.busAccesses();
    return switch (opcode.format()) {
      case DOUBLE_OPERAND, ADDRESS ->
          (source.isMemory() ? perOperand : 0)
              + (destination.isMemory() && !opcode.ignoresDestination() ? perOperand : 0);
      case SINGLE_OPERAND, CALL_ADDRESS -> destination.isMemory() ? perOperand : 0;
      case PUSH_POP_MULTIPLE -> opcode == Opcode.POPM ? count * perOperand : 0;
      case RETURN -> 2;
      case JUMP, ROTATE_MULTIPLE -> 0;
    };
  }

  /** Data words this instruction writes, each execution (a repeated PUSHX counts once). */
  public int dataWrites() {
    int perOperand = size.busAccesses();
    return switch (opcode.format()) {
      case DOUBLE_OPERAND, ADDRESS ->
          destination.isMemory() && !opcode.discardsResult() ? perOperand : 0;
      case SINGLE_OPERAND ->
          switch (opcode) {
            case PUSH -> perOperand;
            case CALL -> 1;
            default -> destination.isMemory() ? perOperand : 0;
          };
      case CALL_ADDRESS -> 2;
      case PUSH_POP_MULTIPLE -> opcode == Opcode.PUSHM ? count * perOperand : 0;
      case RETURN, JUMP, ROTATE_MULTIPLE -> 0;
    };
  }

  /** Whether this instruction may set PC to something else than {@link #next()}. */
  public boolean changesFlow() {
    return switch (opcode.format()) {
      case JUMP, RETURN, CALL_ADDRESS -> true;
      case SINGLE_OPERAND -> opcode == Opcode.CALL || (destination.is(0) && opcode != Opcode.PUSH);
      case DOUBLE_OPERAND, ADDRESS -> destination.is(0) && !opcode.discardsResult();
      case ROTATE_MULTIPLE -> destination.is(0);
      case PUSH_POP_MULTIPLE -> opcode == Opcode.POPM && destination.register() - count + 1 <= 0;
    };
  }
}

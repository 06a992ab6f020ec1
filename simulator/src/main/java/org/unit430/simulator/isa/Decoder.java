package org.unit430.simulator.isa;

import org.unit430.simulator.isa.Opcode.Format;

/**
 * Turns code words into {@link Instruction}s. SLAU367 4.5 (formats), table 4-20 (map); SLAU049 3.4
 * for the old core.
 */
public final class Decoder {
  /** Where code words come from. */
  @FunctionalInterface
  public interface WordReader {
    /** The word at an even 20-bit address, without side effects. */
    int word(int address);
  }

  private static final Size[] NONE_OR_SIZES = {null, Size.ADDRESS, Size.WORD, Size.BYTE};

  private final CpuCore core;

  /** A decoder for one instruction set. */
  public Decoder(CpuCore core) {
    this.core = core;
  }

  /** The instruction set that this decoder knows. */
  public CpuCore core() {
    return core;
  }

  /**
   * Decodes the instruction at an address.
   *
   * @throws UndefinedInstructionException if the manual defines none for the word found there
   */
  public Instruction decode(int address, WordReader code) {
    int word = code.word(address);
    if (core == CpuCore.MSP430 && (word < 0x1000 || (word > 0x1300 && word < 0x2000))) {
      throw new UndefinedInstructionException(address, word);
    }
    if (word >= 0x1800 && word < 0x2000) {
      return decodeExtended(address, word, code);
    }
    if (word >= 0x4000) {
      return new Decoding(address, word, code).doubleOperand();
    }
    if (word >= 0x2000) {
      return jump(address, word);
    }
    if (word >= 0x1400) {
      return pushPopMultiple(address, word);
    }
    if (word >= 0x1340) {
      return callAddress(address, word, code);
    }
    if (word >= 0x1000) {
      return new Decoding(address, word, code).singleOperand();
    }
    return addressInstruction(address, word, code);
  }

  private static Instruction decodeExtended(int address, int extension, WordReader code) {
    int word = code.word(next(address, 1));
    Decoding decoding = new Decoding(address, extension, word, code);
    if (word >= 0x4000) {
      return decoding.doubleOperand();
    }
    if (word >= 0x1000 && word < 0x1280) {
      return decoding.singleOperand();
    }
    throw new UndefinedInstructionException(address, extension);
  }

  /** The target wraps at the end of what PC holds: 16 bits on the old core (SLAU049 3.2.1). */
  private Instruction jump(int address, int word) {
    Opcode opcode = Opcode.of(Format.JUMP).get(word >> 10 & 7);
    int offset = (word & 0x3FF) << 22 >> 22;
    int target = address + 2 + 2 * offset & core.addressMask();
    return Instruction.of(address, opcode, Size.WORD, Operand.NONE, Operand.symbolic(target));
  }

  private static Instruction pushPopMultiple(int address, int word) {
    Opcode opcode = (word & 0x0200) == 0 ? Opcode.PUSHM : Opcode.POPM;
    Size size = (word & 0x0100) == 0 ? Size.ADDRESS : Size.WORD;
    int count = (word >> 4 & 15) + 1;
    int register = word & 15;
    // The field of POPM holds the lowest register; the assembler names the highest (SLAU367
    // 4.6.3.18).
    int named = opcode == Opcode.POPM ? register + count - 1 : register;
    if (named > 15 || named - count + 1 < 0) {
      throw new UndefinedInstructionException(address, word);
    }
    return new Instruction(
        address,
        opcode,
        size,
        false,
        false,
        Repeat.ONCE,
        Operand.NONE,
        Operand.register(named),
        count);
  }

  private static Instruction callAddress(int address, int word, WordReader code) {
    int register = word & 15;
    int wordAddress = next(address, 1);
    Operand destination =
        switch (word >> 4 & 15) {
          case 4 -> Operand.register(register);
          case 5 -> indexed(register, (short) code.word(wordAddress), wordAddress);
          case 6 -> Operand.indirect(register);
          case 7 -> Operand.autoincrement(register);
          case 8 -> Operand.absolute(register << 16 | code.word(wordAddress));
          case 9 ->
              Operand.symbolic(wordAddress + (register << 16 | code.word(wordAddress)) & 0xFFFFF);
          case 11 -> Operand.immediate(register << 16 | code.word(wordAddress));
          default -> throw new UndefinedInstructionException(address, word);
        };
    return Instruction.of(address, Opcode.CALLA, Size.ADDRESS, Operand.NONE, destination);
  }

  private static Instruction addressInstruction(int address, int word, WordReader code) {
    int source = word >> 8 & 15;
    int destination = word & 15;
    int wordAddress = next(address, 1);
    Operand register = Operand.register(destination);
    int kind = word >> 4 & 15;
    return switch (kind) {
      case 0 -> mova(address, Operand.indirect(source), register);
      case 1 ->
          // @PC+ would be an immediate, which has a form of its own.
          mova(address, Operand.autoincrement(source), register);
      case 2 -> mova(address, Operand.absolute(source << 16 | code.word(wordAddress)), register);
      case 3 ->
          mova(address, indexed(source, (short) code.word(wordAddress), wordAddress), register);
      case 4, 5 ->
          new Instruction(
              address,
              Opcode.of(Format.ROTATE_MULTIPLE).get(source & 3),
              kind == 4 ? Size.ADDRESS : Size.WORD,
              false,
              false,
              Repeat.ONCE,
              Operand.NONE,
              register,
              (source >> 2) + 1);
      case 6 ->
          mova(
              address,
              Operand.register(source),
              Operand.absolute(destination << 16 | code.word(wordAddress)));
      case 7 ->
          mova(
              address,
              Operand.register(source),
              indexed(destination, (short) code.word(wordAddress), wordAddress));
      case 8, 9, 10, 11 ->
          Instruction.of(
              address,
              Opcode.of(Format.ADDRESS).get(kind - 8),
              Size.ADDRESS,
              Operand.immediate(source << 16 | code.word(wordAddress)),
              register);
      default ->
          Instruction.of(
              address,
              Opcode.of(Format.ADDRESS).get(kind - 12),
              Size.ADDRESS,
              Operand.register(source),
              register);
    };
  }

  private static Instruction mova(int address, Operand source, Operand destination) {
    return Instruction.of(address, Opcode.MOVA, Size.ADDRESS, source, destination);
  }

  /** X(Rn) of an MSP430X instruction: a 20-bit sum; with PC as base the address is known here. */
  private static Operand indexed(int register, int index, int wordAddress) {
    return register == 0
        ? Operand.symbolic(wordAddress + index & 0xFFFFF)
        : Operand.indexed(index, register);
  }

  private static int next(int address, int words) {
    return address + 2 * words & 0xFFFFF;
  }

  /**
   * Format I and II, with or without extension word: keeps the place in the code while operands
   * take their words.
   */
  private static final class Decoding {
    private final int address;
    private final boolean extended;
    private final int extension;
    private final int word;
    private final WordReader code;
    private int cursor;

    Decoding(int address, int word, WordReader code) {
      this(address, false, 0, word, code);
    }

    Decoding(int address, int extension, int word, WordReader code) {
      this(address, true, extension, word, code);
    }

    private Decoding(int address, boolean extended, int extension, int word, WordReader code) {
      this.address = address;
      this.extended = extended;
      this.extension = extension;
      this.word = word;
      this.code = code;
      this.cursor = next(address, extended ? 2 : 1);
    }

    Instruction doubleOperand() {
      Opcode opcode = Opcode.of(Format.DOUBLE_OPERAND).get((word >> 12) - 4);
      Size size = size((word & 0x40) != 0);
      int sourceMode = word >> 4 & 3;
      boolean memoryDestination = (word & 0x80) != 0;
      boolean registerMode = sourceMode == 0 && !memoryDestination;
      checkReserved(registerMode);
      Operand source = operand(word >> 8 & 15, sourceMode, extension >> 7 & 15, false);
      Operand destination = operand(word & 15, memoryDestination ? 1 : 0, extension & 15, true);
      return instruction(opcode, size, registerMode, source, destination);
    }

    Instruction singleOperand() {
      if (word == 0x1300 && !extended) {
        return Instruction.of(address, Opcode.RETI, Size.WORD, Operand.NONE, Operand.NONE);
      }
      if (word >= 0x1300) {
        throw undefined();
      }
      Opcode opcode = Opcode.of(Format.SINGLE_OPERAND).get(word >> 7 & 7);
      boolean byteBit = (word & 0x40) != 0;
      boolean sized = opcode == Opcode.RRC || opcode == Opcode.RRA || opcode == Opcode.PUSH;
      if (byteBit && !sized) {
        throw undefined();
      }
      Size size = sized ? size(byteBit) : sizeOfSwpbOrSxt();
      int mode = word >> 4 & 3;
      checkReserved(mode == 0);
      boolean writesBack = opcode != Opcode.PUSH && opcode != Opcode.CALL;
      Operand operand = operand(word & 15, mode, extension & 15, writesBack && mode == 0);
      if (writesBack
          && (operand.mode() == Operand.Mode.IMMEDIATE
              || operand.mode() == Operand.Mode.CONSTANT)) {
        throw undefined();
      }
      return instruction(opcode, size, mode == 0, Operand.NONE, operand);
    }

    private Instruction instruction(
        Opcode opcode, Size size, boolean registerMode, Operand source, Operand destination) {
      if (!extended || !registerMode) {
        return new Instruction(
            address, opcode, size, extended, false, Repeat.ONCE, source, destination, 1);
      }
      boolean zeroCarry = (extension & 0x100) != 0;
      Repeat repeat = new Repeat((extension & 0x80) != 0, extension & 15);
      return new Instruction(
          address, opcode, size, true, zeroCarry, repeat, source, destination, 1);
    }

    /** SLAU367 table 4-11 and 4-12: bits 5:4 are reserved, bits 10:9 too in the register form. */
    private void checkReserved(boolean registerMode) {
      if (extended && ((extension & 0x30) != 0 || (registerMode && (extension & 0x600) != 0))) {
        throw new UndefinedInstructionException(address, extension);
      }
    }

    private Size size(boolean byteBit) {
      if (!extended) {
        return byteBit ? Size.BYTE : Size.WORD;
      }
      Size size = NONE_OR_SIZES[(extension >> 5 & 2) | (byteBit ? 1 : 0)];
      if (size == null) {
        throw new UndefinedInstructionException(address, extension);
      }
      return size;
    }

    /** SWPBX and SXTX have no B/W bit: A/L alone tells .A from .W (SLAU367 4.5.2.2). */
    private Size sizeOfSwpbOrSxt() {
      return extended && (extension & 0x40) == 0 ? Size.ADDRESS : Size.WORD;
    }

    private Operand operand(int register, int mode, int upperNibble, boolean isDestination) {
      if (!isDestination && register == 3) {
        return Operand.constant(mode == 3 ? -1 : mode);
      }
      if (!isDestination && register == 2 && mode >= 2) {
        return Operand.constant(mode == 2 ? 4 : 8);
      }
      return switch (mode) {
        case 0 -> Operand.register(register);
        case 1 -> withWord(register, upperNibble);
        case 2 -> Operand.indirect(register);
        default ->
            register == 0
                ? Operand.immediate(upper(upperNibble) | takeWord())
                : Operand.autoincrement(register);
      };
    }

    private Operand withWord(int register, int upperNibble) {
      int wordAddress = cursor;
      int low = takeWord();
      if (register == 2) {
        return Operand.absolute(upper(upperNibble) | low);
      }
      int index = extended ? (upperNibble << 28 >> 12) | low : (short) low;
      if (register != 0) {
        return Operand.indexed(index, register);
      }
      // SLAU367 4.4.3: as for the indexed mode, a plain instruction in the low 64 KB stays there.
      int sum = wordAddress + index;
      return Operand.symbolic(!extended && wordAddress < 0x10000 ? sum & 0xFFFF : sum & 0xFFFFF);
    }

    private int upper(int nibble) {
      return extended ? nibble << 16 : 0;
    }

    private int takeWord() {
      int taken = code.word(cursor);
      cursor = next(cursor, 1);
      return taken;
    }

    private UndefinedInstructionException undefined() {
      return new UndefinedInstructionException(address, extended ? extension : word);
    }
  }
}

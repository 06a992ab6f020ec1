package org.unit430.simulator.isa;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an instruction does, independent of operand size and of whether an extension word widens it.
 * SLAU367 4.6, map in table 4-20.
 */
public enum Opcode {
  /** dst := src. */
  MOV(Format.DOUBLE_OPERAND, 0x4000),
  /** dst := dst + src. */
  ADD(Format.DOUBLE_OPERAND, 0x5000),
  /** dst := dst + src + C. */
  ADDC(Format.DOUBLE_OPERAND, 0x6000),
  /** dst := dst + ~src + C. */
  SUBC(Format.DOUBLE_OPERAND, 0x7000),
  /** dst := dst - src. */
  SUB(Format.DOUBLE_OPERAND, 0x8000),
  /** Flags of dst - src. */
  CMP(Format.DOUBLE_OPERAND, 0x9000),
  /** dst := dst + src + C in binary-coded decimal. */
  DADD(Format.DOUBLE_OPERAND, 0xA000),
  /** Flags of dst AND src. */
  BIT(Format.DOUBLE_OPERAND, 0xB000),
  /** dst := dst AND NOT src; flags kept. */
  BIC(Format.DOUBLE_OPERAND, 0xC000),
  /** dst := dst OR src; flags kept. */
  BIS(Format.DOUBLE_OPERAND, 0xD000),
  /** dst := dst XOR src. */
  XOR(Format.DOUBLE_OPERAND, 0xE000),
  /** dst := dst AND src. */
  AND(Format.DOUBLE_OPERAND, 0xF000),

  /** Rotate right through carry. */
  RRC(Format.SINGLE_OPERAND, 0x1000),
  /** Swap the two low bytes. */
  SWPB(Format.SINGLE_OPERAND, 0x1080),
  /** Shift right arithmetically. */
  RRA(Format.SINGLE_OPERAND, 0x1100),
  /** Extend the sign of bit 7. */
  SXT(Format.SINGLE_OPERAND, 0x1180),
  /** Push a value. */
  PUSH(Format.SINGLE_OPERAND, 0x1200),
  /** Call with a 16-bit return address. */
  CALL(Format.SINGLE_OPERAND, 0x1280),
  /** Return from interrupt. */
  RETI(Format.RETURN, 0x1300),

  /** Jump if Z = 0. */
  JNE(Format.JUMP, 0x2000),
  /** Jump if Z = 1. */
  JEQ(Format.JUMP, 0x2400),
  /** Jump if C = 0. */
  JNC(Format.JUMP, 0x2800),
  /** Jump if C = 1. */
  JC(Format.JUMP, 0x2C00),
  /** Jump if N = 1. */
  JN(Format.JUMP, 0x3000),
  /** Jump if N XOR V = 0. */
  JGE(Format.JUMP, 0x3400),
  /** Jump if N XOR V = 1. */
  JL(Format.JUMP, 0x3800),
  /** Jump always. */
  JMP(Format.JUMP, 0x3C00),

  /** 20-bit move; the code is that of the register form. */
  MOVA(Format.ADDRESS, 0x00C0),
  /** 20-bit compare. */
  CMPA(Format.ADDRESS, 0x00D0),
  /** 20-bit addition. */
  ADDA(Format.ADDRESS, 0x00E0),
  /** 20-bit subtraction. */
  SUBA(Format.ADDRESS, 0x00F0),

  /** Rotate right through carry n times. */
  RRCM(Format.ROTATE_MULTIPLE, 0x0040),
  /** Shift right arithmetically n times. */
  RRAM(Format.ROTATE_MULTIPLE, 0x0140),
  /** Shift left n times. */
  RLAM(Format.ROTATE_MULTIPLE, 0x0240),
  /** Shift right n times, filling with zeros. */
  RRUM(Format.ROTATE_MULTIPLE, 0x0340),

  /** Push n registers, downward from the named one. */
  PUSHM(Format.PUSH_POP_MULTIPLE, 0x1400),
  /** Pop n registers, upward to the named one. */
  POPM(Format.PUSH_POP_MULTIPLE, 0x1600),
  /** Call with a 20-bit return address. */
  CALLA(Format.CALL_ADDRESS, 0x1340);

  /** How the operands are encoded. */
  public enum Format {
    /** Two operands, format I. */
    DOUBLE_OPERAND,
    /** One operand, format II. */
    SINGLE_OPERAND,
    /** Conditional jump, format III. */
    JUMP,
    /** RETI. */
    RETURN,
    /** MOVA, CMPA, ADDA, SUBA. */
    ADDRESS,
    /** RRCM, RRAM, RLAM, RRUM. */
    ROTATE_MULTIPLE,
    /** PUSHM, POPM. */
    PUSH_POP_MULTIPLE,
    /** CALLA. */
    CALL_ADDRESS
  }

  private static final Map<Format, List<Opcode>> BY_FORMAT = new EnumMap<>(Format.class);

  static {
    for (Format format : Format.values()) {
      BY_FORMAT.put(
          format,
          Collections.unmodifiableList(
              Arrays.stream(values()).filter(opcode -> opcode.format == format).toList()));
    }
  }

  private final Format format;
  private final int code;

  Opcode(Format format, int code) {
    this.format = format;
    this.code = code;
  }

  /** How the operands are encoded. */
  public Format format() {
    return format;
  }

  /** The first word with all operand fields 0. */
  public int code() {
    return code;
  }

  /** All opcodes of a format in order of their code. */
  public static List<Opcode> of(Format format) {
    return BY_FORMAT.get(format);
  }

  /** Whether only flags result: the destination is read, never written. */
  public boolean discardsResult() {
    return this == CMP || this == BIT || this == CMPA;
  }

  /** Whether the destination is written without being read. */
  public boolean ignoresDestination() {
    return this == MOV || this == MOVA;
  }

  /** Whether the instruction exists only on CPUX. */
  public boolean isCpuxOnly() {
    return switch (format) {
      case ADDRESS, ROTATE_MULTIPLE, PUSH_POP_MULTIPLE, CALL_ADDRESS -> true;
      case DOUBLE_OPERAND, SINGLE_OPERAND, JUMP, RETURN -> false;
    };
  }

  /** The mnemonic in lower case. */
  public String mnemonic() {
    return name().toLowerCase(Locale.ROOT);
  }
}

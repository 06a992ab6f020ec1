package org.unit430.simulator.isa;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unit430.simulator.isa.Operand.register;

import org.junit.jupiter.api.Test;
import org.unit430.simulator.isa.Operand.Mode;

/** Instructions that no decoder yields are refused, naming what does not fit. */
class EncoderErrorsTest {
  private static final Encoder ENCODER = new Encoder(CpuCore.CPUX);

  private static void refused(Instruction instruction, String message) {
    assertThatThrownBy(() -> ENCODER.encode(instruction))
        .isInstanceOf(EncodingException.class)
        .hasMessage(message);
  }

  private static Instruction mov(Operand source, Operand destination) {
    return Instruction.of(0x4400, Opcode.MOV, Size.WORD, source, destination);
  }

  private static Instruction extended(
      boolean zeroCarry, Repeat repeat, Operand source, Operand destination) {
    return new Instruction(
        0x4400, Opcode.ADD, Size.WORD, true, zeroCarry, repeat, source, destination, 1);
  }

  @Test
  void operandsMustBeConsistent() {
    refused(mov(register(16), register(5)), "there is no register R16");
    refused(mov(Operand.NONE, register(5)), "MOV needs a source operand");
    refused(mov(register(5), Operand.NONE), "MOV needs an operand");
    refused(
        Instruction.of(0x4400, Opcode.RRA, Size.WORD, register(5), register(5)),
        "RRA takes no source operand");
    refused(
        Instruction.of(0x4400, Opcode.RETI, Size.WORD, Operand.NONE, register(5)),
        "RETI takes no operand");
    refused(
        mov(new Operand(Mode.ABSOLUTE, 5, 0), register(5)),
        "ABSOLUTE does not go with register R5");
    refused(
        mov(new Operand(Mode.CONSTANT, 3, 4), register(5)),
        "CONSTANT does not go with register R3");
    refused(mov(new Operand(Mode.CONSTANT, 3, 3), register(5)), "no constant generator makes 3");
    refused(
        mov(Operand.indexed(2, 0), register(5)),
        "an operand relative to PC is symbolic, not indexed");
    refused(mov(Operand.indexed(2, 2), register(5)), "X(R2) is the absolute mode; write &X");
  }

  @Test
  void valuesMustFit() {
    refused(
        mov(Operand.indexed(0x8000, 5), register(5)),
        "index 32768 does not fit the 16 bits of this instruction");
    refused(
        mov(Operand.immediate(0x10000), register(5)),
        "immediate 10000h does not fit the 16 bits of this instruction");
    refused(
        mov(register(5), Operand.absolute(0x10000)),
        "address 10000h does not fit the 16 bits of this instruction");
    refused(
        extended(false, Repeat.ONCE, Operand.indexed(0x80000, 5), register(5)),
        "index 524288 does not fit the 20 bits of this instruction");
    refused(
        Instruction.of(0x4400, Opcode.MOVA, Size.ADDRESS, Operand.immediate(0x100000), register(5)),
        "immediate 100000h does not fit 20 bits");
    refused(
        Instruction.of(
            0x4400, Opcode.CALLA, Size.ADDRESS, Operand.NONE, Operand.indexed(-32769, 5)),
        "index -32769 does not fit the signed 16 bits of this instruction");
    refused(mov(Operand.symbolic(-2), register(5)), "address FFFFFFFEh does not fit 20 bits");
  }

  @Test
  void theFormMustExist() {
    refused(
        Instruction.of(0x4400, Opcode.MOV, Size.ADDRESS, register(5), register(6)),
        "MOV has no size .A");
    refused(
        Instruction.of(0x4400, Opcode.SXT, Size.BYTE, Operand.NONE, register(6)),
        "SXT has no size .B");
    refused(
        Instruction.of(0x4400, Opcode.CALL, Size.BYTE, Operand.NONE, register(6)),
        "CALL has no size .B");
    refused(
        Instruction.of(0x4401, Opcode.MOV, Size.WORD, register(5), register(6)),
        "an instruction cannot lie at the odd or too large address 04401h");
    refused(
        new Instruction(
            0x4400,
            Opcode.MOVA,
            Size.ADDRESS,
            true,
            false,
            Repeat.ONCE,
            register(5),
            register(6),
            1),
        "MOVA takes no extension word");
    refused(
        new Instruction(
            0x4400, Opcode.MOV, Size.WORD, false, false, Repeat.ONCE, register(5), register(6), 2),
        "MOV takes no count");
  }

  @Test
  void repeatsNeedRegistersAndAnExtensionWord() {
    refused(
        extended(false, new Repeat(false, 3), register(5), Operand.absolute(0x1C00)),
        "a repeat count or a zeroed carry needs register operands only");
    refused(
        extended(true, Repeat.ONCE, Operand.indirect(5), register(6)),
        "a repeat count or a zeroed carry needs register operands only");
    refused(
        extended(false, new Repeat(false, 16), register(5), register(6)),
        "a repeat count goes from 1 to 16, not 17");
    refused(
        new Instruction(
            0x4400, Opcode.ADD, Size.WORD, false, true, Repeat.ONCE, register(5), register(6), 1),
        "a repeat count needs an extended (X) instruction");
  }

  @Test
  void theOldCoreHasNoExtensions() {
    assertThatThrownBy(
            () ->
                new Encoder(CpuCore.MSP430)
                    .encode(extended(false, Repeat.ONCE, register(5), register(6))))
        .hasMessage("extended ADD exists only on CPUX");
  }
}

package org.unit430.simulator.asm;

import static org.unit430.simulator.asm.Mnemonic.Slot.ABSENT;
import static org.unit430.simulator.asm.Mnemonic.Slot.FIXED;
import static org.unit430.simulator.asm.Mnemonic.Slot.SAME_AS_DESTINATION;
import static org.unit430.simulator.asm.Mnemonic.Slot.WRITTEN;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unit430.simulator.asm.Mnemonic.Sizes;
import org.unit430.simulator.asm.Mnemonic.Slot;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;

/**
 * Every mnemonic of SLAU367 4.6: instructions, their extended forms, address instructions, and the
 * emulated ones.
 */
final class MnemonicTable {
  private static final Operand PC = Operand.register(0);
  private static final Operand SR = Operand.register(2);
  private static final Operand POPPED = Operand.autoincrement(1);

  private static final Map<String, Mnemonic> BY_NAME = new LinkedHashMap<>();
  private static final List<Mnemonic> EMULATED = new ArrayList<>();

  static {
    // The order of emulated mnemonics is the disassembler's order of preference.
    emulatedWithoutOperand("nop", Opcode.MOV, Operand.constant(0), Operand.register(3));
    emulatedWithoutOperand("ret", Opcode.MOV, POPPED, PC);
    emulatedWithoutOperand("clrc", Opcode.BIC, Operand.constant(1), SR);
    emulatedWithoutOperand("setc", Opcode.BIS, Operand.constant(1), SR);
    emulatedWithoutOperand("clrz", Opcode.BIC, Operand.constant(2), SR);
    emulatedWithoutOperand("setz", Opcode.BIS, Operand.constant(2), SR);
    emulatedWithoutOperand("clrn", Opcode.BIC, Operand.constant(4), SR);
    emulatedWithoutOperand("setn", Opcode.BIS, Operand.constant(4), SR);
    emulatedWithoutOperand("dint", Opcode.BIC, Operand.constant(8), SR);
    emulatedWithoutOperand("eint", Opcode.BIS, Operand.constant(8), SR);
    emulated("reta", Opcode.MOVA, Sizes.NONE_ADDRESS, FIXED, POPPED, FIXED, PC);
    emulated("bra", Opcode.MOVA, Sizes.NONE_ADDRESS, WRITTEN, Operand.NONE, FIXED, PC);
    emulated("br", Opcode.MOV, Sizes.NONE, WRITTEN, Operand.NONE, FIXED, PC);
    withConstant("incda", Opcode.ADDA, 2);
    withConstant("decda", Opcode.SUBA, 2);
    withConstant("tsta", Opcode.CMPA, 0);
    emulatedBothWays("pop", Opcode.MOV, FIXED, POPPED);
    emulatedBothWays("clr", Opcode.MOV, FIXED, Operand.constant(0));
    emulatedBothWays("tst", Opcode.CMP, FIXED, Operand.constant(0));
    emulatedBothWays("inc", Opcode.ADD, FIXED, Operand.constant(1));
    emulatedBothWays("incd", Opcode.ADD, FIXED, Operand.constant(2));
    emulatedBothWays("dec", Opcode.SUB, FIXED, Operand.constant(1));
    emulatedBothWays("decd", Opcode.SUB, FIXED, Operand.constant(2));
    emulatedBothWays("inv", Opcode.XOR, FIXED, Operand.constant(-1));
    emulatedBothWays("adc", Opcode.ADDC, FIXED, Operand.constant(0));
    emulatedBothWays("sbc", Opcode.SUBC, FIXED, Operand.constant(0));
    emulatedBothWays("dadc", Opcode.DADD, FIXED, Operand.constant(0));
    emulatedBothWays("rla", Opcode.ADD, SAME_AS_DESTINATION, Operand.NONE);
    emulatedBothWays("rlc", Opcode.ADDC, SAME_AS_DESTINATION, Operand.NONE);
    // CLRA is MOV #0 (SLAU367 table 4-15), which CLR writes too.
    emulated("clra", Opcode.MOV, Sizes.NONE, FIXED, Operand.constant(0), WRITTEN, Operand.NONE);
    emulated(
        new Mnemonic(
            "rrux",
            Opcode.RRC,
            true,
            true,
            Sizes.ALL,
            false,
            ABSENT,
            Operand.NONE,
            WRITTEN,
            Operand.NONE));
    instructions();
    alias("jnz", "jne");
    alias("jz", "jeq");
    alias("jlo", "jnc");
    alias("jhs", "jc");
  }

  private MnemonicTable() {}

  /** The mnemonic of that name in lower case, without size suffix. */
  static Optional<Mnemonic> byName(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The emulated ones, those to prefer first. */
  static List<Mnemonic> emulated() {
    return Collections.unmodifiableList(EMULATED);
  }

  private static void instructions() {
    for (Opcode opcode : Opcode.values()) {
      switch (opcode.format()) {
        case DOUBLE_OPERAND -> {
          instruction(opcode, false, Sizes.WORD_BYTE, false, WRITTEN, WRITTEN);
          instruction(opcode, true, Sizes.ALL, false, WRITTEN, WRITTEN);
        }
        case SINGLE_OPERAND -> single(opcode);
        case JUMP -> instruction(opcode, false, Sizes.NONE, false, ABSENT, WRITTEN);
        case RETURN -> instruction(opcode, false, Sizes.NONE, false, ABSENT, ABSENT);
        case ADDRESS -> instruction(opcode, false, Sizes.NONE_ADDRESS, false, WRITTEN, WRITTEN);
        case ROTATE_MULTIPLE, PUSH_POP_MULTIPLE ->
            instruction(opcode, false, Sizes.WORD_ADDRESS, true, ABSENT, WRITTEN);
        case CALL_ADDRESS -> instruction(opcode, false, Sizes.NONE_ADDRESS, false, ABSENT, WRITTEN);
      }
    }
  }

  private static void single(Opcode opcode) {
    boolean sized = opcode == Opcode.RRC || opcode == Opcode.RRA || opcode == Opcode.PUSH;
    instruction(opcode, false, sized ? Sizes.WORD_BYTE : Sizes.NONE, false, ABSENT, WRITTEN);
    if (opcode != Opcode.CALL) {
      instruction(opcode, true, sized ? Sizes.ALL : Sizes.WORD_ADDRESS, false, ABSENT, WRITTEN);
    }
  }

  private static void instruction(
      Opcode opcode, boolean extended, Sizes sizes, boolean counted, Slot source, Slot target) {
    String name = opcode.mnemonic() + (extended ? "x" : "");
    BY_NAME.put(
        name,
        new Mnemonic(
            name,
            opcode,
            extended,
            false,
            sizes,
            counted,
            source,
            Operand.NONE,
            target,
            Operand.NONE));
  }

  private static void alias(String name, String instruction) {
    BY_NAME.put(name, BY_NAME.get(instruction));
  }

  private static void emulatedWithoutOperand(
      String name, Opcode opcode, Operand source, Operand destination) {
    emulated(name, opcode, Sizes.NONE, FIXED, source, FIXED, destination);
  }

  private static void withConstant(String name, Opcode opcode, int value) {
    Operand constant = Operand.immediate(value);
    emulated(name, opcode, Sizes.NONE_ADDRESS, FIXED, constant, WRITTEN, Operand.NONE);
  }

  private static void emulated(
      String name,
      Opcode opcode,
      Sizes sizes,
      Slot source,
      Operand fixedSource,
      Slot destination,
      Operand fixedDestination) {
    emulated(
        new Mnemonic(
            name,
            opcode,
            false,
            false,
            sizes,
            false,
            source,
            fixedSource,
            destination,
            fixedDestination));
  }

  private static void emulatedBothWays(
      String name, Opcode opcode, Slot source, Operand fixedSource) {
    emulated(name, opcode, Sizes.WORD_BYTE, source, fixedSource, WRITTEN, Operand.NONE);
    emulated(
        new Mnemonic(
            name + "x",
            opcode,
            true,
            false,
            Sizes.ALL,
            false,
            source,
            fixedSource,
            WRITTEN,
            Operand.NONE));
  }

  private static void emulated(Mnemonic mnemonic) {
    EMULATED.add(mnemonic);
    BY_NAME.put(mnemonic.name(), mnemonic);
  }
}

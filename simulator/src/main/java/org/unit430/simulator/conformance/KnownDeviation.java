package org.unit430.simulator.conformance;

import java.util.Locale;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Operand.Mode;
import org.unit430.simulator.isa.Size;

/**
 * Where GDB's simulator, which recorded the vectors, does not do what the manual says. A vector
 * that this machine fails is excluded only if these rules, applied to what the manual demands,
 * foretell what the vector has. In the order in which they are applied.
 */
public enum KnownDeviation {
  /** The ZC bit of the extension word only works for rotations. */
  ZERO_CARRY_IGNORED(
      "SLAU367 table 4-11", "ADDCX, SUBCX and DADDX add the carry even if ZC says not to") {
    @Override
    void bend(OracleState state) {
      if (state.instruction().zeroCarry() && usesCarry(state.instruction().opcode())) {
        state.executeInstead(state.code(0) & ~0x100, state.code(1));
      }
    }
  },

  /** Decimal addition stops at four digits. */
  FOUR_DECIMAL_DIGITS("SLAU367 4.6.3.13", "DADDX.A adds four digits instead of five") {
    @Override
    void bend(OracleState state) {
      Instruction instruction = state.instruction();
      if (instruction.opcode() == Opcode.DADD
          && instruction.size() == Size.ADDRESS
          && !instruction.source().hasWord()
          && instruction.destination().mode() == Mode.REGISTER) {
        state.executeInstead(state.code(0) | 0x40, state.code(1) & ~0x40);
        // N is bit 19 of the result, which four digits leave zero.
        state.setRegister(2, state.register(2) & ~4);
      }
    }
  },

  /** The destination is read before the source steps. */
  DESTINATION_READ_FIRST(
      "SLAU367 4.4.7", "in OP @Rn+,Rn the destination is read before Rn is incremented") {
    @Override
    void bend(OracleState state) {
      Instruction instruction = state.instruction();
      Operand source = instruction.source();
      if (source.mode() == Mode.AUTOINCREMENT
          && instruction.destination().is(source.register())
          && instruction.opcode().format() == Opcode.Format.DOUBLE_OPERAND) {
        int incremented = state.register(source.register());
        if (instruction.extended()) {
          state.executeInstead(state.code(0), state.code(1) & ~0x10);
        } else {
          state.executeInstead(state.code(0) & ~0x10);
        }
        if (instruction.opcode().discardsResult()) {
          state.setRegister(source.register(), incremented);
        }
      }
    }
  },

  /** A repeated PUSHX pushes one register after the other, as PUSHM does. */
  REPEATED_PUSHX_WALKS(
      "SLAU367 4.5.2.1", "a repeated PUSHX of a register pushes the registers below it in turn") {
    @Override
    void bend(OracleState state) {
      Instruction instruction = state.instruction();
      if (instruction.opcode() == Opcode.PUSH
          && instruction.destination().mode() == Mode.REGISTER
          && instruction.repeat().staticCount() > 1) {
        state.undoWrites();
        int sp = state.vector().before().get(1);
        for (int i = 0; i < instruction.repeat().staticCount(); i++) {
          sp -= Math.max(2, instruction.size().bytes());
          int register = instruction.destination().register() - i & 15;
          int value = state.vector().before().get(register) & instruction.size().mask();
          for (int offset = 0; offset < instruction.size().bytes(); offset++) {
            state.setMemoryByte(sp + offset, value >> (8 * offset));
          }
        }
      }
    }
  },

  /** SWPBX.A loses bits 19:16. */
  SWPBX_LOSES_UPPER_BITS(
      "SLAU367 4.6.3.34", "SWPBX.A clears bits 19:16 of its operand instead of keeping them") {
    @Override
    void bend(OracleState state) {
      Instruction instruction = state.instruction();
      Operand operand = instruction.destination();
      if (instruction.opcode() != Opcode.SWPB || instruction.size() != Size.ADDRESS) {
        return;
      }
      if (operand.mode() == Mode.REGISTER) {
        state.setRegister(operand.register(), state.register(operand.register()) & 0xFFFF);
      } else {
        int address = address(state, operand);
        state.setMemoryByte(address + 2, 0);
        state.setMemoryByte(address + 3, 0);
      }
    }
  },

  /** Calls to 180h to 1BFh are requests to the host (hardware.md 11.3): nothing is called. */
  SYSTEM_CALL(
      "SLAU367 4.6.2.9, 4.6.4.3",
      "CALL and CALLA to 00180h-001BFh are taken for system calls of the host") {
    @Override
    void bend(OracleState state) {
      Opcode opcode = state.instruction().opcode();
      int target = state.register(0);
      if ((opcode == Opcode.CALL || opcode == Opcode.CALLA) && target >> 6 == 0x180 >> 6) {
        state.setRegister(0, state.instruction().next());
        state.setRegister(1, state.vector().before().get(1));
        state.forget(12, ALL);
        state.undoWrites();
      }
    }
  },

  /** The index of a PC-relative operand is added unsigned, and the sum does not wrap. */
  UNSIGNED_INDEX(
      "SLAU367 4.4.2, 4.4.3",
      "a negative index of a symbolic operand or of CALLA X(Rn) is added as if positive, so the"
          + " access falls outside the vector's memory") {
    @Override
    void bend(OracleState state) {
      Instruction instruction = state.instruction();
      boolean negativeIndexOfCalla =
          instruction.opcode() == Opcode.CALLA
              && instruction.destination().mode() == Mode.INDEXED
              && instruction.destination().value() < 0;
      if (negativeIndexOfCalla || isBackward(instruction, instruction.source())) {
        forgetSource(state);
      }
      if (isBackward(instruction, instruction.destination())) {
        forgetDestination(state);
      }
    }
  },

  /** Bits 19:16 of a format II operand come from the place where format I has its source's. */
  FORMAT_II_UPPER_BITS(
      "SLAU367 figure 4-31",
      "bits 19:16 of an extended format II operand are taken from bits 10:7 of the extension word"
          + " instead of 3:0") {
    @Override
    void bend(OracleState state) {
      Instruction instruction = state.instruction();
      int extension = state.vector().code().get(0);
      if (instruction.extended()
          && instruction.opcode().format() == Opcode.Format.SINGLE_OPERAND
          && instruction.destination().hasWord()
          && (extension >> 7 & 15) != (extension & 15)) {
        forgetDestination(state);
      }
    }
  },

  /** The {@code @Rn+} of an instruction that writes back is evaluated twice. */
  DOUBLE_INCREMENT(
      "SLAU367 4.4.7",
      "@Rn+ of RRA, RRC, SWPB, SXT steps twice: reads at Rn, writes at the address behind it") {
    @Override
    void bend(OracleState state) {
      Operand operand = state.instruction().destination();
      if (writesBack(state.instruction()) && operand.mode() == Mode.AUTOINCREMENT) {
        int step = state.instruction().size().bytes();
        int register = operand.register();
        int address = state.vector().before().get(register);
        int[] result = new int[step];
        for (int i = 0; i < step; i++) {
          result[i] = state.memoryByte(address + i);
        }
        state.undoWrites();
        for (int i = 0; i < step; i++) {
          state.setMemoryByte(address + step + i, result[i]);
        }
        state.setRegister(register, state.register(register) + step);
      }
    }
  },

  /** SXT in a register stops at bit 15. */
  SXT_WITHIN_WORD(
      "SLAU367 4.3.5, 4.6.2.49", "SXT of a register leaves bits 19:16 zero instead of the sign") {
    @Override
    void bend(OracleState state) {
      Operand operand = state.instruction().destination();
      if (state.instruction().opcode() == Opcode.SXT
          && state.instruction().size() == Size.WORD
          && operand.mode() == Mode.REGISTER) {
        state.setRegister(operand.register(), state.register(operand.register()) & 0xFFFF);
      }
    }
  },

  /** PUSH SP stores what SP is afterwards. */
  PUSH_SP_STORES_NEW(
      "SLAU445 figure 4-8", "PUSH SP stores the decremented SP instead of the one before") {
    @Override
    void bend(OracleState state) {
      if (state.instruction().opcode() == Opcode.PUSH && state.instruction().destination().is(1)) {
        int sp = state.register(1);
        state.setMemoryByte(sp, sp);
        if (state.instruction().size() != Size.BYTE) {
          state.setMemoryByte(sp + 1, sp >> 8);
        }
      }
    }
  },

  /** Bit 0 of PC and SP can be set. */
  ODD_PC_OR_SP("SLAU367 4.3.1, 4.3.2", "PC and SP take odd values") {
    @Override
    void bend(OracleState state) {
      Opcode opcode = state.instruction().opcode();
      if (opcode == Opcode.CALL || opcode == Opcode.CALLA) {
        state.forget(0, 1);
      } else if (state.instruction().destination().is(1)) {
        // Each repetition may have carried an odd SP on.
        state.forget(1, state.instruction().repeat().staticCount() > 1 ? ALL : 1);
      }
    }
  },

  /** Subtraction does not set V. */
  SUB_CLEARS_V("SLAU367 4.6.2.47, 4.6.4.8", "SUB and SUBA never set V") {
    @Override
    void bend(OracleState state) {
      Opcode opcode = state.instruction().opcode();
      if ((opcode == Opcode.SUB || opcode == Opcode.SUBA)
          && !state.instruction().destination().is(2)) {
        state.setRegister(2, state.register(2) & ~V);
      }
    }
  },

  /** V lives in bit 7. */
  V_IN_BIT_7("SLAU367 table 4-1", "V is kept in SR bit 7 instead of bit 8") {
    @Override
    void bend(OracleState state) {
      Instruction instruction = state.instruction();
      int before = state.vector().before().get(2);
      if (instruction.opcode() == Opcode.JGE || instruction.opcode() == Opcode.JL) {
        boolean less = ((before & 4) != 0) != ((before & 0x80) != 0);
        boolean taken = less == (instruction.opcode() == Opcode.JL);
        state.setRegister(0, taken ? instruction.destination().value() : instruction.next());
      } else if (setsV(instruction.opcode()) && !instruction.destination().is(2)) {
        if (instruction.source().is(2) && instruction.repeat().staticCount() > 1) {
          // The second repetition adds an SR that the first has changed.
          forgetResult(state);
        }
        int v = (state.register(2) & V) != 0 ? 0x80 : 0;
        state.setRegister(2, (state.register(2) & ~(V | 0x80)) | (before & V) | v);
        if ((state.vector().statusMask() & V) == 0) {
          state.forget(2, 0x80);
        }
      }
    }
  };

  private static final int ALL = 0xFFFFF;
  private static final int V = 0x100;
  private static final int FLAGS = 0x107 | 0x80;

  private final String section;
  private final String reason;

  KnownDeviation(String section, String reason) {
    this.section = section;
    this.reason = reason;
  }

  /** Turns what the manual demands into what GDB's simulator does, if the rule applies. */
  abstract void bend(OracleState state);

  /** The manual's section that overrules the vectors. */
  public String section() {
    return section;
  }

  /** What the other simulator does, for people. */
  public String reason() {
    return reason;
  }

  /** The rule's name in reports, for example {@code v-in-bit-7}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int address(OracleState state, Operand operand) {
    return switch (operand.mode()) {
      case INDEXED -> state.vector().before().get(operand.register()) + operand.value() & 0xFFFFF;
      case INDIRECT, AUTOINCREMENT -> state.vector().before().get(operand.register());
      default -> operand.value();
    };
  }

  private static boolean setsV(Opcode opcode) {
    return switch (opcode) {
      case ADD, ADDC, SUBC, SUB, CMP, DADD, BIT, XOR, AND, RRC, RRA, SXT -> true;
      case CMPA, ADDA, SUBA, RRCM, RRAM, RLAM, RRUM -> true;
      default -> false;
    };
  }

  private static boolean usesCarry(Opcode opcode) {
    return opcode == Opcode.ADDC || opcode == Opcode.SUBC || opcode == Opcode.DADD;
  }

  private static boolean writesBack(Instruction instruction) {
    return switch (instruction.opcode()) {
      case RRC, RRA, SWPB, SXT -> true;
      default -> false;
    };
  }

  /** Whether a symbolic operand lies before the instruction: its index is negative. */
  private static boolean isBackward(Instruction instruction, Operand operand) {
    return operand.mode() == Mode.SYMBOLIC
        && !instruction.extended()
        && instruction.opcode().format() != Opcode.Format.JUMP
        && operand.value() < instruction.address();
  }

  /** The source's value is unknown, and with it all that is made of it. */
  private static void forgetSource(OracleState state) {
    forgetResult(state);
    state.forgetMemory();
  }

  /** The destination's address is unknown: the result lands nowhere in the vector's memory. */
  private static void forgetDestination(OracleState state) {
    forgetResult(state);
    Opcode opcode = state.instruction().opcode();
    if (opcode == Opcode.PUSH) {
      state.forgetMemory();
    } else if (opcode != Opcode.CALL && opcode != Opcode.CALLA) {
      state.undoWrites();
    }
  }

  private static void forgetResult(OracleState state) {
    Opcode opcode = state.instruction().opcode();
    Operand destination = state.instruction().destination();
    if (opcode == Opcode.CALL || opcode == Opcode.CALLA) {
      state.forget(0, ALL);
    } else if (destination.mode() == Mode.REGISTER && opcode != Opcode.PUSH) {
      state.forget(destination.register(), ALL);
    }
    if (setsV(opcode)) {
      state.forget(2, FLAGS);
    }
  }
}

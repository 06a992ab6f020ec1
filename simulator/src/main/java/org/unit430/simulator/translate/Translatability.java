package org.unit430.simulator.translate;

import org.unit430.simulator.cpu.Alu;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Operand.Mode;
import org.unit430.simulator.isa.Repeat;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.peripheral.HardwareMultiplier;

/** Which instructions are translated; the others are left to the interpreter. */
final class Translatability {
  private final byte[] kinds;
  private final HardwareMultiplier multiplier;

  Translatability(RegionContext context) {
    this.kinds = context.kinds;
    this.multiplier = context.multiplier;
  }

  boolean includes(Instruction instruction) {
    if (!instruction.repeat().equals(Repeat.ONCE)) {
      return false;
    }
    Operand destination = instruction.destination();
    return switch (instruction.opcode().format()) {
      case JUMP, RETURN -> true;
      case DOUBLE_OPERAND, ADDRESS -> twoOperands(instruction);
      case SINGLE_OPERAND, CALL_ADDRESS -> oneOperand(instruction);
      case ROTATE_MULTIPLE -> isGeneral(destination.register());
      case PUSH_POP_MULTIPLE -> {
        int lowest = destination.register() - instruction.count() + 1;
        yield isGeneral(lowest) && isGeneral(destination.register());
      }
    };
  }

  private static boolean isGeneral(int register) {
    return register > Registers.CG2;
  }

  private boolean twoOperands(Instruction instruction) {
    Operand source = instruction.source();
    Operand destination = instruction.destination();
    if (destination.is(Registers.SR)) {
      return changesFlagsOnly(instruction);
    }
    if (!isReadable(instruction, source)) {
      return false;
    }
    if (destination.mode() == Mode.REGISTER) {
      return true;
    }
    // The address would have to be known before the source steps it.
    return !(source.mode() == Mode.AUTOINCREMENT
            && destination.mode() == Mode.INDEXED
            && source.register() == destination.register())
        && isWritable(instruction, destination);
  }

  /** CLRC, SETZ and the like. */
  private static boolean changesFlagsOnly(Instruction instruction) {
    Operand source = instruction.source();
    return (instruction.opcode() == Opcode.BIS || instruction.opcode() == Opcode.BIC)
        && instruction.size() == Size.WORD
        && (source.mode() == Mode.CONSTANT || source.mode() == Mode.IMMEDIATE)
        && (source.value() & 0xFFFF & ~Alu.FLAGS) == 0;
  }

  private boolean oneOperand(Instruction instruction) {
    Operand operand = instruction.destination();
    boolean pushes = instruction.opcode() == Opcode.PUSH || Flow.isCall(instruction.opcode());
    if (pushes) {
      return isReadable(instruction, operand)
          && !(operand.mode() == Mode.AUTOINCREMENT && operand.register() == Registers.SP);
    }
    return operand.mode() == Mode.REGISTER
        ? isGeneral(operand.register())
        : isPlain(instruction, operand);
  }

  private boolean isReadable(Instruction instruction, Operand operand) {
    return switch (operand.mode()) {
      case REGISTER -> operand.register() != Registers.SR;
      case CONSTANT, IMMEDIATE -> true;
      case NONE -> false;
      default ->
          isPlain(instruction, operand)
              || (isMultiplier(instruction, operand)
                  && HardwareMultiplier.isPlainResult(operand.value() - multiplier.start()));
    };
  }

  private boolean isWritable(Instruction instruction, Operand operand) {
    if (isPlain(instruction, operand)) {
      return true;
    }
    if (!isMultiplier(instruction, operand)) {
      return false;
    }
    int offset = operand.value() - multiplier.start();
    return HardwareMultiplier.isPlainResult(offset)
        || (instruction.opcode().ignoresDestination() && HardwareMultiplier.isPlainOperand(offset));
  }

  /** SRAM or FRAM, or an address that is looked at when the code runs. */
  private boolean isPlain(Instruction instruction, Operand operand) {
    if (!isFixed(operand)) {
      return operand.register() == Registers.SP || isGeneral(operand.register());
    }
    int last = operand.value() + instruction.size().bytes() - 1;
    return RegionContext.readable(kinds, operand.value())
        && last < 0x100000
        && RegionContext.readable(kinds, last)
        && kinds[last >> 1] == kinds[operand.value() >> 1];
  }

  private boolean isMultiplier(Instruction instruction, Operand operand) {
    int address = operand.value();
    return multiplier != null
        && isFixed(operand)
        && instruction.size() == Size.WORD
        && (address & 1) == 0
        && address >= multiplier.start()
        && address < multiplier.end()
        && kinds[address >> 1] == MemoryKind.PERIPHERAL.ordinal();
  }

  static boolean isFixed(Operand operand) {
    return operand.mode() == Mode.SYMBOLIC || operand.mode() == Mode.ABSOLUTE;
  }
}

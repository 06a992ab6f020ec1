package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.DESTINATION;
import static org.unit430.simulator.translate.Code.RESULT;
import static org.unit430.simulator.translate.Code.SOURCE;

import org.objectweb.asm.Opcodes;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Operand.Mode;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.translate.OperandEmitter.Location;
import org.unit430.simulator.translate.OperandEmitter.Start;

/**
 * One instruction in bytecode, in the order of {@link org.unit430.simulator.cpu.Cpu}: fetch the
 * operands, compute, write back. {@link BlockPlan} goes through the same accesses in the same
 * order.
 */
final class StepEmitter {
  private final Code code;
  private final OperandEmitter operands;
  private final AluEmitter alu;
  private final int registerMask;

  StepEmitter(Code code, OperandEmitter operands, CpuCore core) {
    this.code = code;
    this.operands = operands;
    this.alu = new AluEmitter(code);
    this.registerMask = core.addressMask();
  }

  AluEmitter alu() {
    return alu;
  }

  /** By how much an access to the stack moves its pointer, which stays even. */
  static int stackBytes(Size size) {
    return Math.max(2, size.bytes());
  }

  /** By how much autoincrement steps a register. */
  static int stepOf(int register, Size size) {
    return register == Registers.SP ? stackBytes(size) : size.bytes();
  }

  /** Size of what PUSH or a call writes to the stack. */
  static Size pushed(Instruction instruction) {
    return switch (instruction.opcode()) {
      case CALL -> Size.WORD;
      case CALLA -> Size.ADDRESS;
      default -> instruction.size();
    };
  }

  /**
   * Writes an instruction; a computed new PC is left in RESULT.
   *
   * @param liveFlags the flags that are computed with it, as in SR
   * @param setsLast whether no step of the block behind it sets flags
   * @param lastStart where the block starts the multiplier last
   */
  void emit(Step step, int liveFlags, boolean setsLast, Start lastStart) {
    Instruction instruction = step.instruction();
    alu.setLive(liveFlags, setsLast);
    operands.begin(step, lastStart);
    switch (instruction.opcode().format()) {
      case JUMP -> {
        // The block's end.
      }
      case DOUBLE_OPERAND, ADDRESS -> twoOperands(step);
      case SINGLE_OPERAND, CALL_ADDRESS -> {
        if (instruction.opcode() == Opcode.PUSH || Flow.isCall(instruction.opcode())) {
          push(step);
        } else {
          modify(step);
        }
      }
      case ROTATE_MULTIPLE -> {
        readRegister(step, instruction.destination().register());
        code.and(instruction.size().mask()).store(DESTINATION);
        alu.rotateMultiple(instruction);
        setRegister(instruction.destination().register(), instruction.size(), RESULT);
      }
      case PUSH_POP_MULTIPLE -> {
        if (instruction.opcode() == Opcode.PUSHM) {
          pushMultiple(instruction);
        } else {
          popMultiple(instruction);
        }
      }
      case RETURN -> returnFromInterrupt();
    }
    operands.end();
  }

  private void twoOperands(Step step) {
    Instruction instruction = step.instruction();
    Opcode opcode = instruction.opcode();
    Operand source = instruction.source();
    Operand destination = instruction.destination();
    if (destination.is(Registers.SR)) {
      alu.changeFlags(source.value(), opcode == Opcode.BIS);
      return;
    }
    Size size = instruction.size();
    Location from = locate(instruction, source);
    Location to = locate(instruction, destination);
    readSource(step, source, from);
    if (opcode.ignoresDestination()) {
      writeBack(instruction, to, flowsTo(destination) ? copyToResult() : SOURCE);
      return;
    }
    if (to != null) {
      operands.read(to, size);
    } else {
      readRegister(step, destination.register());
      code.and(size.mask());
    }
    code.store(DESTINATION);
    alu.twoOperands(instruction);
    if (!opcode.discardsResult()) {
      writeBack(instruction, to, RESULT);
    }
  }

  private static boolean flowsTo(Operand destination) {
    return destination.is(Registers.PC);
  }

  private int copyToResult() {
    code.load(SOURCE).store(RESULT);
    return RESULT;
  }

  private void writeBack(Instruction instruction, Location to, int value) {
    if (to != null) {
      operands.write(to, instruction.size(), value);
    } else {
      setRegister(instruction.destination().register(), instruction.size(), value);
    }
  }

  private void push(Step step) {
    Instruction instruction = step.instruction();
    Operand operand = instruction.destination();
    Size size = pushed(instruction);
    readSource(step, operand, locate(instruction, operand));
    if (Flow.isCall(instruction.opcode())) {
      code.load(SOURCE).store(RESULT);
      code.constant(step.next() & size.mask()).store(SOURCE);
    }
    push(size, SOURCE);
  }

  private void push(Size size, int value) {
    code.step(Registers.SP, -stackBytes(size));
    operands.write(operands.at(Registers.SP), size, value);
  }

  private void modify(Step step) {
    Instruction instruction = step.instruction();
    Operand operand = instruction.destination();
    Size size = instruction.size();
    Location at = locate(instruction, operand);
    if (at == null) {
      readRegister(step, operand.register());
      code.and(size.mask()).store(DESTINATION);
      alu.oneOperand(instruction, Size.ADDRESS);
      boolean extendsSign = instruction.opcode() == Opcode.SXT;
      setRegister(operand.register(), extendsSign ? Size.ADDRESS : size, RESULT);
      return;
    }
    operands.read(at, size);
    code.store(DESTINATION);
    advance(operand, size);
    alu.oneOperand(instruction, size);
    operands.write(at, size, RESULT);
  }

  private void pushMultiple(Instruction instruction) {
    for (int i = 0; i < instruction.count(); i++) {
      push(instruction.size(), Code.register(instruction.destination().register() - i));
    }
  }

  private void popMultiple(Instruction instruction) {
    Size size = instruction.size();
    int lowest = instruction.destination().register() - instruction.count() + 1;
    for (int i = 0; i < instruction.count(); i++) {
      pop(size, RESULT);
      setRegister(lowest + i, size, RESULT);
    }
  }

  private void pop(Size size, int local) {
    operands.read(operands.at(Registers.SP), size);
    code.store(local);
    code.step(Registers.SP, stackBytes(size));
  }

  /**
   * SR takes what was pushed first, RESULT the new PC, of which CPUX keeps the top bits with SR.
   */
  private void returnFromInterrupt() {
    pop(Size.WORD, SOURCE);
    pop(Size.WORD, RESULT);
    if (registerMask > Size.WORD.mask()) {
      code.load(SOURCE).and(0xF000).constant(4).op(Opcodes.ISHL);
      code.load(RESULT).op(Opcodes.IOR).store(RESULT);
      code.load(SOURCE).and(0x0FFF).store(SOURCE);
    }
    code.load(SOURCE).store(Code.register(Registers.SR));
    alu.flagsFromStatus();
  }

  /** Where a memory operand is; null for another one. */
  private Location locate(Instruction instruction, Operand operand) {
    if (!operand.isMemory()) {
      return null;
    }
    if (Translatability.isFixed(operand)) {
      return operands.fixed(operand.value());
    }
    return operand.mode() == Mode.INDEXED
        ? operands.indexed(instruction, operand)
        : operands.at(operand.register());
  }

  /** SOURCE := an operand, which may step its register. */
  private void readSource(Step step, Operand operand, Location from) {
    Size size = step.instruction().size();
    switch (operand.mode()) {
      case REGISTER -> {
        readRegister(step, operand.register());
        if (size != Size.ADDRESS) {
          code.and(size.mask());
        }
      }
      case CONSTANT, IMMEDIATE -> code.constant(operand.value() & size.mask());
      default -> operands.read(from, size);
    }
    code.store(SOURCE);
    advance(operand, size);
  }

  /** Steps the register of an operand, if it has one to be stepped. */
  private void advance(Operand operand, Size size) {
    if (operand.mode() == Mode.AUTOINCREMENT) {
      code.step(operand.register(), stepOf(operand.register(), size));
    }
  }

  /** PC points behind the words fetched so far. */
  private void readRegister(Step step, int register) {
    if (register != Registers.PC) {
      code.load(Code.register(register));
      return;
    }
    Instruction instruction = step.instruction();
    boolean wordFollows =
        instruction.destination().hasWord() && instruction.source().mode() != Mode.NONE;
    code.constant(step.next() - (wordFollows ? 2 : 0));
  }

  /** A register takes a local, which holds no more than the size does. */
  private void setRegister(int register, Size size, int value) {
    if (register == Registers.PC || register == Registers.CG2) {
      // A new PC stays in RESULT; R3 takes nothing.
      return;
    }
    code.load(value);
    if (register == Registers.SP) {
      code.and(registerMask & ~1);
    } else if (size == Size.ADDRESS) {
      code.and(registerMask);
    }
    code.store(Code.register(register));
  }
}

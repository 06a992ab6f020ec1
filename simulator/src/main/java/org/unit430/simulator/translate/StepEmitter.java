package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.DESTINATION;
import static org.unit430.simulator.translate.Code.DESTINATION_ADDRESS;
import static org.unit430.simulator.translate.Code.RESULT;
import static org.unit430.simulator.translate.Code.SOURCE;
import static org.unit430.simulator.translate.Code.SOURCE_ADDRESS;

import java.util.function.Supplier;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Operand.Mode;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.translate.OperandEmitter.Location;

/**
 * One instruction in bytecode, in the order of {@link org.unit430.simulator.cpu.Cpu}: fetch the
 * operands, compute, write back. Whether all operands can be accessed is found out before anything
 * changes, so that the interpreter can execute the instruction instead.
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

  /**
   * Writes an instruction; a computed new PC is left in RESULT.
   *
   * @param exit where to go if it cannot be executed here
   */
  void emit(Step step, Supplier<Label> exit) {
    Instruction instruction = step.instruction();
    switch (instruction.opcode().format()) {
      case JUMP -> operands.fetch(step);
      case DOUBLE_OPERAND, ADDRESS -> twoOperands(step, exit);
      case SINGLE_OPERAND, CALL_ADDRESS -> {
        if (instruction.opcode() == Opcode.PUSH || Flow.isCall(instruction.opcode())) {
          push(step, exit);
        } else {
          modify(step, exit);
        }
      }
      case ROTATE_MULTIPLE -> {
        operands.fetch(step);
        readRegister(step, instruction.destination().register());
        code.and(instruction.size().mask()).store(DESTINATION);
        alu.rotateMultiple(instruction);
        setRegister(instruction.destination().register(), RESULT);
      }
      case PUSH_POP_MULTIPLE -> {
        if (instruction.opcode() == Opcode.PUSHM) {
          pushMultiple(step, exit);
        } else {
          popMultiple(step, exit);
        }
      }
      case RETURN -> throw new AssertionError(instruction.opcode());
    }
  }

  private void twoOperands(Step step, Supplier<Label> exit) {
    Instruction instruction = step.instruction();
    Opcode opcode = instruction.opcode();
    Operand source = instruction.source();
    Operand destination = instruction.destination();
    if (destination.is(Registers.SR)) {
      operands.fetch(step);
      alu.changeFlags(source.value(), opcode == Opcode.BIS);
      return;
    }
    Size size = instruction.size();
    Location from = locate(instruction, source, SOURCE_ADDRESS);
    Location to = locate(instruction, destination, DESTINATION_ADDRESS);
    if (opcode == Opcode.MOV
        && size == Size.WORD
        && from != null
        && to != null
        && operands.transfers(from, to)) {
      operands.transfer(step, from, to, exit);
      advance(source, size);
      return;
    }
    boolean writes = !opcode.discardsResult();
    if (from != null && to != null && OperandEmitter.needsGuard(to, writes)) {
      operands.guard(from, size, false, exit);
      operands.guard(to, size, writes, exit);
    } else if (from != null) {
      operands.guardFirstAccess(from, size, false, exit);
    } else if (to != null) {
      operands.guardFirstAccess(to, size, writes, exit);
    }
    operands.fetch(step);
    readSource(step, source, from);
    if (!opcode.ignoresDestination()) {
      if (to != null) {
        operands.read(to, size);
      } else {
        readRegister(step, destination.register());
        code.and(size.mask());
      }
      code.store(DESTINATION);
      alu.twoOperands(instruction);
    } else {
      code.load(SOURCE).store(RESULT);
    }
    if (opcode.discardsResult()) {
      return;
    }
    if (to != null) {
      operands.write(to, size, RESULT);
    } else {
      setRegister(destination.register(), RESULT);
    }
  }

  private void push(Step step, Supplier<Label> exit) {
    Instruction instruction = step.instruction();
    Operand operand = instruction.destination();
    Size size = instruction.opcode() == Opcode.CALL ? Size.WORD : pushSize(instruction);
    Location from = locate(instruction, operand, SOURCE_ADDRESS);
    if (from != null) {
      operands.guard(from, instruction.size(), false, exit);
    }
    Location to = Location.at(DESTINATION_ADDRESS);
    belowStack(size == Size.ADDRESS ? 4 : 2);
    operands.guard(to, size, true, exit);
    operands.fetch(step);
    readSource(step, operand, from);
    code.load(DESTINATION_ADDRESS).store(Code.register(Registers.SP));
    if (Flow.isCall(instruction.opcode())) {
      code.load(SOURCE).store(RESULT);
      code.constant(step.next() & size.mask()).store(SOURCE);
    }
    operands.write(to, size, SOURCE);
  }

  private static Size pushSize(Instruction instruction) {
    return instruction.opcode() == Opcode.CALLA ? Size.ADDRESS : instruction.size();
  }

  /** DESTINATION_ADDRESS := SP - bytes. */
  private void belowStack(int bytes) {
    code.load(Code.register(Registers.SP)).constant(bytes).op(Opcodes.ISUB);
    code.and(registerMask & ~1).store(DESTINATION_ADDRESS);
  }

  private void modify(Step step, Supplier<Label> exit) {
    Instruction instruction = step.instruction();
    Operand operand = instruction.destination();
    Size size = instruction.size();
    Location at = locate(instruction, operand, DESTINATION_ADDRESS);
    if (at != null) {
      operands.guardFirstAccess(at, size, true, exit);
    }
    operands.fetch(step);
    if (at == null) {
      readRegister(step, operand.register());
      code.and(size.mask()).store(DESTINATION);
      alu.oneOperand(instruction, Size.ADDRESS);
      setRegister(operand.register(), RESULT);
      return;
    }
    operands.read(at, size);
    code.store(DESTINATION);
    advance(operand, size);
    alu.oneOperand(instruction, size);
    operands.write(at, size, RESULT);
  }

  private void pushMultiple(Step step, Supplier<Label> exit) {
    Instruction instruction = step.instruction();
    Size size = instruction.size();
    int bytes = size.bytes();
    Location to = Location.at(DESTINATION_ADDRESS);
    for (int i = 1; i <= instruction.count(); i++) {
      belowStack(i * bytes);
      operands.guard(to, size, true, exit);
    }
    operands.fetch(step);
    for (int i = 0; i < instruction.count(); i++) {
      belowStack(bytes);
      code.load(DESTINATION_ADDRESS).store(Code.register(Registers.SP));
      operands.write(to, size, Code.register(instruction.destination().register() - i));
    }
  }

  private void popMultiple(Step step, Supplier<Label> exit) {
    Instruction instruction = step.instruction();
    Size size = instruction.size();
    Location from = Location.at(SOURCE_ADDRESS);
    for (int i = 0; i < instruction.count(); i++) {
      code.load(Code.register(Registers.SP)).constant(i * size.bytes()).op(Opcodes.IADD);
      code.and(registerMask).store(SOURCE_ADDRESS);
      operands.guard(from, size, false, exit);
    }
    operands.fetch(step);
    int lowest = instruction.destination().register() - instruction.count() + 1;
    for (int i = 0; i < instruction.count(); i++) {
      code.load(Code.register(Registers.SP)).store(SOURCE_ADDRESS);
      operands.read(from, size);
      code.store(RESULT);
      advance(Registers.SP, size);
      setRegister(lowest + i, RESULT);
    }
  }

  /** Where a memory operand is, its address computed; null for another one. */
  private Location locate(Instruction instruction, Operand operand, int local) {
    if (!operand.isMemory()) {
      return null;
    }
    if (Translatability.isFixed(operand)) {
      return operands.fixed(operand.value());
    }
    code.load(Code.register(operand.register()));
    if (operand.mode() == Mode.INDEXED) {
      boolean wraps = !instruction.extended() && !instruction.opcode().isCpuxOnly();
      code.constant(operand.value()).constant(wraps ? 1 : 0).call("indexed", "(IIZ)I");
    }
    code.store(local);
    return Location.at(local);
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
      advance(operand.register(), size);
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

  private void advance(int register, Size size) {
    int bytes = size == Size.BYTE && register == Registers.SP ? 2 : size.bytes();
    code.load(Code.register(register)).constant(bytes).op(Opcodes.IADD).and(registerMask);
    code.store(Code.register(register));
  }

  private void setRegister(int register, int value) {
    if (register == Registers.PC || register == Registers.CG2) {
      // A new PC stays in RESULT; R3 takes nothing.
      return;
    }
    code.load(value).and(register == Registers.SP ? registerMask & ~1 : registerMask);
    code.store(Code.register(register));
  }
}

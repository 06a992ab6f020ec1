package org.unit430.simulator.cpu;

import static org.unit430.simulator.cpu.Registers.PC;
import static org.unit430.simulator.cpu.Registers.SP;
import static org.unit430.simulator.cpu.Registers.SR;

import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Operand.Mode;
import org.unit430.simulator.isa.Repeat;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.memory.Bus;

/**
 * Executes one decoded {@link Instruction} on registers and bus: fetch the operands, compute, write
 * back (SLAU367 4.6). Time is not its business: the bus counts accesses, the cycle table knows the
 * rest.
 */
public final class Cpu {
  private final CpuCore core;
  private final Bus bus;
  private final Registers registers;

  /** A CPU on a bus, all registers zero. */
  public Cpu(CpuCore core, Bus bus) {
    this.core = core;
    this.bus = bus;
    this.registers = new Registers(core);
  }

  /** The registers. */
  public Registers registers() {
    return registers;
  }

  /** Which instruction set it runs. */
  public CpuCore core() {
    return core;
  }

  /**
   * Executes an instruction. PC must already point behind it.
   *
   * @return how often the instruction executed; 1 unless an extension word repeats it
   */
  public int execute(Instruction instruction) {
    switch (instruction.opcode().format()) {
      case DOUBLE_OPERAND -> {
        return instruction.extended() ? repeatDouble(instruction) : doubleOperand(instruction);
      }
      case JUMP -> jump(instruction);
      case SINGLE_OPERAND -> {
        return singleOperand(instruction);
      }
      case ADDRESS -> doubleOperand(instruction);
      case ROTATE_MULTIPLE -> rotateMultiple(instruction);
      case PUSH_POP_MULTIPLE -> {
        if (instruction.opcode() == Opcode.PUSHM) {
          pushMultiple(instruction);
        } else {
          popMultiple(instruction);
        }
      }
      case CALL_ADDRESS -> callAddress(instruction);
      case RETURN -> returnFromInterrupt();
    }
    return 1;
  }

  private int repeatDouble(Instruction instruction) {
    int times = times(instruction.repeat());
    for (int i = 0; i < times; i++) {
      doubleOperand(instruction);
    }
    return times;
  }

  private int times(Repeat repeat) {
    return (repeat.inRegister() ? registers.get(repeat.field()) & 15 : repeat.field()) + 1;
  }

  private int doubleOperand(Instruction instruction) {
    Opcode opcode = instruction.opcode();
    Size size = instruction.size();
    Operand destination = instruction.destination();
    int source = read(instruction, instruction.source(), instruction.source().mode());
    if (destination.mode() == Mode.REGISTER) {
      int register = destination.register();
      if (opcode.ignoresDestination()) {
        registers.set(register, source);
        return 1;
      }
      int outcome = compute(instruction, readRegister(instruction, register) & size.mask(), source);
      setFlagsOf(opcode, outcome);
      if (!opcode.discardsResult()) {
        registers.set(register, Alu.result(outcome));
      }
      return 1;
    }
    int address = address(instruction, destination);
    if (opcode.ignoresDestination()) {
      store(size, address, source);
      return 1;
    }
    int outcome = compute(instruction, load(size, address), source);
    setFlagsOf(opcode, outcome);
    if (!opcode.discardsResult()) {
      store(size, address, Alu.result(outcome));
    }
    return 1;
  }

  private int compute(Instruction instruction, int destination, int source) {
    Size size = instruction.size();
    return switch (instruction.opcode()) {
      case ADD, ADDA -> Alu.add(size, destination, source, 0);
      case ADDC -> Alu.add(size, destination, source, carryIn(instruction));
      case SUBC -> Alu.subtract(size, destination, source, carryIn(instruction));
      case SUB, CMP, SUBA, CMPA -> Alu.subtract(size, destination, source, 1);
      case DADD -> Alu.addDecimal(size, destination, source, carryIn(instruction));
      case BIT, AND -> Alu.and(size, destination, source);
      case BIC -> destination & ~source;
      case BIS -> destination | source;
      case XOR -> Alu.xor(size, destination, source);
      default -> throw new AssertionError(instruction.opcode());
    };
  }

  private void setFlagsOf(Opcode opcode, int outcome) {
    if (opcode != Opcode.BIC && opcode != Opcode.BIS) {
      registers.setFlags(Alu.flags(outcome));
    }
  }

  private int carryIn(Instruction instruction) {
    return instruction.zeroCarry() ? 0 : registers.carry();
  }

  private int singleOperand(Instruction instruction) {
    int times = instruction.extended() ? times(instruction.repeat()) : 1;
    switch (instruction.opcode()) {
      case PUSH -> {
        for (int i = 0; i < times; i++) {
          push(
              instruction.size(),
              read(instruction, instruction.destination(), instruction.destination().mode()));
        }
      }
      case CALL -> {
        int target = read(instruction, instruction.destination(), instruction.destination().mode());
        push(Size.WORD, registers.get(PC) & 0xFFFF);
        registers.set(PC, target);
      }
      default -> {
        for (int i = 0; i < times; i++) {
          modify(instruction);
        }
      }
    }
    return times;
  }

  private void modify(Instruction instruction) {
    Operand operand = instruction.destination();
    Size size = instruction.size();
    boolean inRegister = operand.mode() == Mode.REGISTER;
    int address = inRegister ? 0 : address(instruction, operand);
    int value =
        inRegister
            ? readRegister(instruction, operand.register()) & size.mask()
            : load(size, address);
    if (operand.mode() == Mode.AUTOINCREMENT) {
      advance(operand.register(), size);
    }
    if (instruction.opcode() == Opcode.SWPB) {
      int swapped = (value & 0xF0000) | ((value << 8) & 0xFF00) | ((value >> 8) & 0xFF);
      if (inRegister) {
        registers.set(operand.register(), swapped);
      } else {
        store(size, address, swapped);
      }
      return;
    }
    int outcome =
        switch (instruction.opcode()) {
          case RRA -> Alu.shiftRightArithmetically(size, value);
          case RRC -> Alu.rotateRight(size, value, carryIn(instruction));
          // In a register SXT reaches bit 19 whatever the size (SLAU367 4.3.5).
          case SXT -> Alu.extendSign(inRegister ? Size.ADDRESS : size, value);
          default -> throw new AssertionError(instruction.opcode());
        };
    registers.setFlags(Alu.flags(outcome));
    if (inRegister) {
      registers.set(operand.register(), Alu.result(outcome));
    } else {
      store(size, address, Alu.result(outcome));
    }
  }

  private void jump(Instruction instruction) {
    int sr = registers.get(SR);
    boolean negativeXorOverflow = ((sr & Alu.NEGATIVE) != 0) != ((sr & Alu.OVERFLOW) != 0);
    boolean taken =
        switch (instruction.opcode()) {
          case JNE -> (sr & Alu.ZERO) == 0;
          case JEQ -> (sr & Alu.ZERO) != 0;
          case JNC -> (sr & Alu.CARRY) == 0;
          case JC -> (sr & Alu.CARRY) != 0;
          case JN -> (sr & Alu.NEGATIVE) != 0;
          case JGE -> !negativeXorOverflow;
          case JL -> negativeXorOverflow;
          case JMP -> true;
          default -> throw new AssertionError(instruction.opcode());
        };
    if (taken) {
      registers.set(PC, instruction.destination().value());
    }
  }

  private void rotateMultiple(Instruction instruction) {
    int register = instruction.destination().register();
    Size size = instruction.size();
    int value = registers.get(register) & size.mask();
    for (int i = 0; i < instruction.count(); i++) {
      int outcome =
          switch (instruction.opcode()) {
            case RRCM -> Alu.rotateRight(size, value, registers.carry());
            case RRAM -> Alu.shiftRightArithmetically(size, value);
            case RLAM -> Alu.add(size, value, value, 0);
            case RRUM -> Alu.rotateRight(size, value, 0);
            default -> throw new AssertionError(instruction.opcode());
          };
      registers.setFlags(Alu.flags(outcome));
      value = Alu.result(outcome);
    }
    registers.set(register, value);
  }

  private void pushMultiple(Instruction instruction) {
    int highest = instruction.destination().register();
    for (int i = 0; i < instruction.count(); i++) {
      push(instruction.size(), registers.get(highest - i));
    }
  }

  private void popMultiple(Instruction instruction) {
    int lowest = instruction.destination().register() - instruction.count() + 1;
    for (int i = 0; i < instruction.count(); i++) {
      int value = load(instruction.size(), registers.get(SP));
      registers.set(SP, registers.get(SP) + instruction.size().bytes());
      registers.set(lowest + i, value);
    }
  }

  private void callAddress(Instruction instruction) {
    int target = read(instruction, instruction.destination(), instruction.destination().mode());
    push(Size.ADDRESS, registers.get(PC));
    registers.set(PC, target);
  }

  /**
   * Where a call is about to go, bit 0 included, which PC will not have. Counts nothing.
   *
   * @param call a CALL or CALLA that has not been executed
   */
  public int callTarget(Instruction call) {
    Operand operand = call.destination();
    int mask = call.size().mask();
    if (operand.mode() == Mode.REGISTER) {
      return registers.get(operand.register()) & mask;
    }
    if (!operand.isMemory()) {
      return operand.value() & mask;
    }
    int address = address(call, operand);
    return (bus.peekWord(address) | bus.peekWord(address + 2) << 16) & mask;
  }

  private void returnFromInterrupt() {
    int status = pop();
    int low = pop();
    if (core == CpuCore.CPUX) {
      registers.set(SR, status & 0x0FFF);
      registers.set(PC, ((status & 0xF000) << 4) | low);
    } else {
      registers.set(SR, status);
      registers.set(PC, low);
    }
  }

  /**
   * Saves PC and SR, clears SR except SCG0 (all of it on the old core) and continues at the handler
   * whose address the vector holds. SLAU445 1.3.4, SLAU049 2.2.3.
   *
   * @param vector address of the vector, 0FFxxh
   */
  public void interrupt(int vector) {
    int pc = registers.get(PC);
    int sr = registers.get(SR);
    push(Size.WORD, pc & 0xFFFF);
    if (core == CpuCore.CPUX) {
      push(Size.WORD, ((pc >> 4) & 0xF000) | (sr & 0x0FFF));
      registers.set(SR, sr & 0x40);
    } else {
      push(Size.WORD, sr);
      registers.set(SR, 0);
    }
    registers.set(PC, bus.readWord(vector));
  }

  private void push(Size size, int value) {
    registers.set(SP, registers.get(SP) - (size == Size.ADDRESS ? 4 : 2));
    store(size, registers.get(SP), value);
  }

  private int pop() {
    int value = bus.readWord(registers.get(SP));
    registers.set(SP, registers.get(SP) + 2);
    return value;
  }

  private int read(Instruction instruction, Operand operand, Mode mode) {
    Size size = instruction.size();
    return switch (mode) {
      case REGISTER -> readRegister(instruction, operand.register()) & size.mask();
      case CONSTANT, IMMEDIATE -> operand.value() & size.mask();
      case INDIRECT -> load(size, readRegister(instruction, operand.register()));
      case AUTOINCREMENT -> {
        int value = load(size, readRegister(instruction, operand.register()));
        advance(operand.register(), size);
        yield value;
      }
      case INDEXED, SYMBOLIC, ABSOLUTE -> load(size, address(instruction, operand));
      case NONE -> throw new AssertionError(instruction.opcode());
    };
  }

  /**
   * PC read as an operand points behind the words fetched so far: opcode, extension and source
   * word.
   */
  private int readRegister(Instruction instruction, int register) {
    if (register != PC) {
      return registers.get(register);
    }
    return registers.get(PC)
        - (instruction.destination().hasWord() && instruction.source().mode() != Mode.NONE ? 2 : 0);
  }

  /**
   * An autoincrement steps by the operand's size; SP and PC always stay even (SLAU367 4.6.3.20).
   */
  private void advance(int register, Size size) {
    int step = size == Size.BYTE && register <= SP ? 2 : size.bytes();
    registers.set(register, registers.get(register) + step);
  }

  /**
   * Where a memory operand lies. SLAU367 4.4.2: a plain instruction's index wraps within the low 64
   * KB.
   */
  private int address(Instruction instruction, Operand operand) {
    if (operand.mode() == Mode.INDEXED) {
      int base = registers.get(operand.register());
      int sum = base + operand.value();
      boolean wraps =
          base < 0x10000 && !instruction.extended() && !instruction.opcode().isCpuxOnly();
      return wraps ? sum & 0xFFFF : sum & 0xFFFFF;
    }
    return operand.mode() == Mode.SYMBOLIC || operand.mode() == Mode.ABSOLUTE
        ? operand.value()
        : readRegister(instruction, operand.register());
  }

  private int load(Size size, int address) {
    if (size == Size.WORD) {
      return bus.readWord(address);
    }
    if (size == Size.BYTE) {
      return bus.readByte(address);
    }
    int low = bus.readWord(address);
    return low | (bus.readWord(address + 2 & 0xFFFFF) & 15) << 16;
  }

  private void store(Size size, int address, int value) {
    if (size == Size.BYTE) {
      bus.writeByte(address, value);
    } else {
      bus.writeWord(address, value);
      if (size == Size.ADDRESS) {
        bus.writeWord(address + 2 & 0xFFFFF, value >> 16 & 15);
      }
    }
  }
}

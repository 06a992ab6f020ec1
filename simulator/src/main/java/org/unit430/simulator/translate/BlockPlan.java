package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Operand.Mode;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.peripheral.HardwareMultiplier;
import org.unit430.simulator.translate.AccessBase.Additions;

/**
 * What has to hold at the beginning of a block for all of it to be executed: which addresses it
 * accesses, relative to what registers hold there, and how long ago the multiplier must have been
 * started. Where that cannot be said, the block has to end ({@link #length}).
 */
final class BlockPlan {
  private static final int NONE = -1;

  private final RegionContext context;
  private final boolean hasHighMemory;
  private final Map<Integer, AccessBase> bases = new TreeMap<>();
  private final List<Integer> writtenAddresses;
  private final List<Read> reads;
  private final MultiplierTiming timing;

  /** By how much each register has been stepped, unless it has been changed otherwise. */
  private final int[] stepped;

  private final boolean[] changed;

  /** What each register holds, if it has been set to a constant since; else {@link #NONE}. */
  private final int[] constants;

  private final Additions[] additions;

  /**
   * Words that a step reads from memory.
   *
   * @param step of the block, from 0
   * @param base number of the {@link AccessBase}, or {@link #FIXED}
   * @param address of the first word; if that is not fixed, its offset from what the register held
   *     at the block's beginning
   * @param stepped by how much the base's register has been stepped before; 0 if that is fixed
   * @param words one or two
   */
  record Read(int step, int base, int address, int stepped, int words) {
    static final int FIXED = -1;
  }

  private int length;
  private int mode;
  private int lastStartStep;
  private int startCycle;
  private int cycles;

  // Of the present instruction.
  private int address;
  private int accesses;
  private boolean fits = true;

  private BlockPlan(RegionContext context, CpuCore core) {
    this.context = context;
    this.hasHighMemory = core.addressMask() >= RegionContext.LOW_MEMORY;
    this.writtenAddresses = new ArrayList<>();
    this.reads = new ArrayList<>();
    this.timing = new MultiplierTiming();
    this.stepped = new int[Code.REGISTERS];
    this.changed = new boolean[Code.REGISTERS];
    this.constants = new int[Code.REGISTERS];
    Arrays.fill(constants, NONE);
    this.additions = new Additions[Code.REGISTERS];
    Arrays.fill(additions, Additions.NONE);
    this.mode = NONE;
    this.lastStartStep = NONE;
    this.startCycle = NONE;
  }

  /** Plans as many of the steps, from the first one on, as fit into one block. */
  static BlockPlan of(List<Step> steps, RegionContext context, CpuCore core) {
    BlockPlan plan = new BlockPlan(context, core);
    for (int i = 0; i < steps.size(); i++) {
      plan.add(steps.get(i));
      if (!plan.fits) {
        return of(steps.subList(0, i), context, core);
      }
    }
    return plan;
  }

  /** How many of the steps fit into one block; 0 if the first one has to be interpreted. */
  int length() {
    return length;
  }

  /** What is accessed by registers. */
  List<AccessBase> bases() {
    return List.copyOf(bases.values());
  }

  /** Fixed addresses that are written. */
  List<Integer> writtenAddresses() {
    return writtenAddresses;
  }

  /** What is read from memory, in this order. */
  List<Read> reads() {
    return reads;
  }

  /** When the multiplier is accessed. */
  MultiplierTiming timing() {
    return timing;
  }

  /** The multiplier's mode that the block sets last, or -1. */
  int mode() {
    return mode;
  }

  /** The last step that starts the multiplier, or -1. */
  int lastStartStep() {
    return lastStartStep;
  }

  /** The MCLK cycle in which it does, from the block's beginning, without waits; or -1. */
  int startCycle() {
    return startCycle;
  }

  /** MCLK cycles of all steps, without waits. */
  int cycles() {
    return cycles;
  }

  /** Whether a register is changed otherwise than by being stepped. */
  boolean changes(int register) {
    return changed[register];
  }

  /** What a register holds at the block's end if the block says so, or -1. */
  int constant(int register) {
    return constants[register];
  }

  /** By how much a register is stepped, if it is not changed otherwise, in bytes. */
  int stepped(int register) {
    return stepped[register];
  }

  /** What is added to such a register. */
  Additions additions(int register) {
    return additions[register];
  }

  private void add(Step step) {
    Instruction instruction = step.instruction();
    Operand destination = instruction.destination();
    Opcode opcode = instruction.opcode();
    Size size = instruction.size();
    address = step.address();
    accesses = instruction.words();
    switch (opcode.format()) {
      case DOUBLE_OPERAND, ADDRESS -> addTwoOperands(instruction);
      case SINGLE_OPERAND, CALL_ADDRESS -> {
        transfer(instruction, destination, false);
        if (opcode == Opcode.PUSH || Flow.isCall(opcode)) {
          step(destination, size);
          push(StepEmitter.pushed(instruction));
        } else {
          transfer(instruction, destination, true);
          step(destination, size);
        }
      }
      case ROTATE_MULTIPLE -> change(destination.register());
      case PUSH_POP_MULTIPLE -> addMultiple(instruction);
      case RETURN -> {
        pop(Size.WORD);
        pop(Size.WORD);
      }
      case JUMP -> {
        // No operand in memory.
      }
    }
    cycles += step.cycles();
    length++;
  }

  private void addTwoOperands(Instruction instruction) {
    Opcode opcode = instruction.opcode();
    Operand source = instruction.source();
    Operand destination = instruction.destination();
    transfer(instruction, source, false);
    if (!opcode.ignoresDestination()) {
      transfer(instruction, destination, false);
    }
    step(source, instruction.size());
    if (addsConstant(instruction)) {
      addConstant(instruction);
    } else if (!opcode.discardsResult()) {
      transfer(instruction, destination, true);
    }
    boolean isMove = opcode == Opcode.MOV || opcode == Opcode.MOVA;
    if (isMove && isConstant(source) && destination.mode() == Mode.REGISTER) {
      constants[destination.register()] = source.value() & instruction.size().mask();
    }
  }

  private static boolean isConstant(Operand operand) {
    return operand.mode() == Mode.CONSTANT || operand.mode() == Mode.IMMEDIATE;
  }

  /** Whether a constant is added to or subtracted from a register, so that it can still be used. */
  private boolean addsConstant(Instruction instruction) {
    Operand destination = instruction.destination();
    boolean adds =
        switch (instruction.opcode()) {
          case ADD, SUB, ADDA, SUBA -> true;
          default -> false;
        };
    return adds
        && instruction.size() != Size.BYTE
        && isConstant(instruction.source())
        && destination.mode() == Mode.REGISTER
        && keepsSum(destination.register(), instruction.source().value())
        && !changed[destination.register()];
  }

  /** SP takes only what is even. */
  private static boolean keepsSum(int register, int constant) {
    return register > Registers.CG2 || (register == Registers.SP && (constant & 1) == 0);
  }

  private void addConstant(Instruction instruction) {
    int register = instruction.destination().register();
    Size size = instruction.size();
    boolean subtracts = instruction.opcode() == Opcode.SUB || instruction.opcode() == Opcode.SUBA;
    int unused = Integer.SIZE - size.bits();
    int signed = instruction.source().value() << unused >> unused;
    int before = stepped[register];
    int behind = before + (subtracts ? -signed : signed);
    Additions sum = additions[register].with(size, before, behind);
    if (sum == null) {
      change(register);
    } else {
      additions[register] = sum;
      stepped[register] = behind;
    }
  }

  private void addMultiple(Instruction instruction) {
    Size size = instruction.size();
    int highest = instruction.destination().register();
    for (int i = 0; i < instruction.count(); i++) {
      if (instruction.opcode() == Opcode.PUSHM) {
        push(size);
      } else {
        pop(size);
        change(highest - i);
      }
    }
  }

  private void push(Size size) {
    stepped[Registers.SP] -= StepEmitter.stackBytes(size);
    access(Registers.SP, stepped[Registers.SP], size, true);
  }

  private void pop(Size size) {
    access(Registers.SP, stepped[Registers.SP], size, false);
    stepped[Registers.SP] += StepEmitter.stackBytes(size);
  }

  private void step(Operand operand, Size size) {
    if (operand.mode() == Mode.AUTOINCREMENT) {
      stepped[operand.register()] += StepEmitter.stepOf(operand.register(), size);
    }
  }

  private void change(int register) {
    changed[register] = true;
    constants[register] = NONE;
    stepped[register] = 0;
  }

  private void transfer(Instruction instruction, Operand operand, boolean write) {
    if (!operand.isMemory()) {
      if (write && operand.mode() == Mode.REGISTER) {
        change(operand.register());
      }
      return;
    }
    Size size = instruction.size();
    if (Translatability.isFixed(operand)) {
      transferFixed(operand.value(), size, write);
      return;
    }
    int register = operand.register();
    int registerOffset = stepped[register];
    if (operand.mode() != Mode.INDEXED) {
      access(register, registerOffset, size, write);
      return;
    }
    boolean wraps = context.isWrapped(instruction, operand);
    int offset = registerOffset + RegionContext.offsetOf(operand, wraps);
    AccessBase base = access(register, wraps, offset, size, write);
    if (hasHighMemory && !wraps && RegionContext.canWrap(instruction)) {
      base.addIndexed(registerOffset);
    }
  }

  private void transferFixed(int address, Size size, boolean write) {
    accesses += size.busAccesses();
    HardwareMultiplier multiplier = context.multiplier;
    if (multiplier != null && address >= multiplier.start() && address < multiplier.end()) {
      multiply(address - multiplier.start(), write);
    } else if (!write) {
      reads.add(new Read(length, Read.FIXED, address, 0, size.busAccesses()));
    } else {
      writtenAddresses.add(address);
      if (size == Size.ADDRESS) {
        writtenAddresses.add(address + 2);
      }
    }
  }

  private void multiply(int offset, boolean write) {
    int cycle = cycles + accesses;
    boolean starts = write && offset == HardwareMultiplier.OP2;
    fits &=
        write
            ? timing.write(cycle, starts, context.multiplier.settlingCycles())
            : timing.read(cycle);
    if (write && !starts && HardwareMultiplier.isPlainOperand(offset)) {
      mode = HardwareMultiplier.mode(offset);
    }
    if (starts) {
      lastStartStep = length;
      startCycle = cycle;
    }
  }

  private void access(int register, int offset, Size size, boolean write) {
    access(register, false, offset, size, write);
  }

  private AccessBase access(int register, boolean wraps, int offset, Size size, boolean write) {
    accesses += size.busAccesses();
    AccessBase base =
        bases.computeIfAbsent(
            AccessBase.numberOf(register, wraps),
            number -> new AccessBase(register, wraps, address));
    if (!write) {
      reads.add(new Read(length, base.number(), offset, stepped[register], size.busAccesses()));
    }
    boolean goesTogether = base.add(offset, size.bytes(), write, additions[register]);
    fits &= goesTogether && !changed[register];
    return base;
  }
}

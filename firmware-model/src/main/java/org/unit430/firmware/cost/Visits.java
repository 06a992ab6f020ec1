package org.unit430.firmware.cost;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.device.MemoryMap;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.machine.StepListener;

/**
 * Watches a run: how often each stretch of the program was entered, a stretch being the way from
 * the beginning of a routine, or of a round of a loop, or from where a computed jump leads, to the
 * next such beginning or a return; and which instructions touched data in FRAM.
 */
final class Visits implements StepListener {
  private static final int NOWHERE = -1;

  private final ControlFlow flow;
  private final MemoryMap memory;
  private final Map<Integer, Count> counts = new HashMap<>();
  private final Map<Integer, Landing> landings = new TreeMap<>();
  private final Set<Integer> seen = new HashSet<>();
  private final Set<Integer> readers = new HashSet<>();
  private final Set<Integer> writers = new HashSet<>();
  private final Deque<Integer> callers = new ArrayDeque<>();
  private int current = NOWHERE;
  private int[] registers = new int[16];

  /**
   * Stretches that begin where a computed jump leads.
   *
   * @param round the beginning of the round into which it leads
   * @param count how often; {@link Count#again} if the next round followed
   */
  record Landing(int round, Count count) {}

  /** Of one stretch. */
  static final class Count {
    /** How often it was entered. */
    long all;

    /** How often it followed itself. */
    long again;
  }

  Visits(ControlFlow flow, MemoryMap memory) {
    this.flow = flow;
    this.memory = memory;
  }

  /** Says what the registers hold before the first instruction. */
  void begin(Registers now) {
    registers = now.toArray();
  }

  @Override
  public void retired(long cycle, Instruction instruction, Registers now) {
    int address = instruction.address();
    if (flow.begins(address)) {
      enter(address);
    }
    seen.add(address);
    classify(instruction);
    registers = now.toArray();
    if (ControlFlow.isCall(instruction)) {
      callers.push(current);
      current = NOWHERE;
    } else if (ControlFlow.isReturn(instruction)) {
      current = callers.isEmpty() ? NOWHERE : callers.pop();
    } else if (ControlFlow.jumpsInto(instruction) && now.get(Registers.PC) != instruction.next()) {
      int target = now.get(Registers.PC);
      landings.computeIfAbsent(target, t -> new Landing(instruction.next(), new Count()));
      landings.get(target).count.all++;
      current = ~target;
    }
  }

  private void enter(int address) {
    Count count = counts.computeIfAbsent(address, a -> new Count());
    count.all++;
    count.again += current == address ? 1 : 0;
    Landing landing = landings.get(~current);
    if (landing != null && landing.round == address) {
      landing.count.again++;
    }
    current = address;
  }

  private void classify(Instruction instruction) {
    if (instruction.dataReads() + instruction.dataWrites() == 0) {
      return;
    }
    boolean source = isFram(instruction.source());
    boolean destination = isFram(instruction.destination());
    if (source || destination) {
      readers.add(instruction.address());
    }
    if (destination) {
      writers.add(instruction.address());
    }
  }

  private boolean isFram(Operand operand) {
    return operand.isMemory() && memory.kind(address(operand)) == MemoryKind.FRAM;
  }

  private int address(Operand operand) {
    return switch (operand.mode()) {
      case INDEXED -> (registers[operand.register()] + operand.value()) & wrap(operand);
      case INDIRECT, AUTOINCREMENT -> registers[operand.register()];
      default -> operand.value();
    };
  }

  /** An index on an address below 64 KB stays there (SLAU367 4.4.2.1). */
  private int wrap(Operand operand) {
    return registers[operand.register()] < 0x10000 ? 0xFFFF : 0xFFFFF;
  }

  /** How often a stretch was entered. */
  Count of(int beginning) {
    return counts.getOrDefault(beginning, new Count());
  }

  /** Where computed jumps led, and how often. */
  Map<Integer, Landing> landings() {
    return landings;
  }

  /** Whether an instruction reads data from FRAM; unseen ones are taken to. */
  boolean readsFram(Instruction instruction) {
    return readers.contains(instruction.address()) || !seen.contains(instruction.address());
  }

  /** Whether an instruction writes data to FRAM; unseen ones are taken to. */
  boolean writesFram(Instruction instruction) {
    return writers.contains(instruction.address()) || !seen.contains(instruction.address());
  }
}

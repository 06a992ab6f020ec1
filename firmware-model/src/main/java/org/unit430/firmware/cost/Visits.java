package org.unit430.firmware.cost;

import java.util.Collection;
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
 * Watches a run: how often each routine and each round of a loop was entered, where computed jumps
 * led, how many products were made, and which instructions touched data in FRAM.
 */
final class Visits implements StepListener {
  private final ControlFlow flow;
  private final MemoryMap memory;
  private final Set<Integer> productsAt;
  private final Map<Integer, Long> counts = new HashMap<>();
  private final Map<Integer, Long> products = new HashMap<>();
  private final Map<Integer, Map<Integer, Long>> landings = new HashMap<>();
  private final Set<Integer> seen = new HashSet<>();
  private final Set<Integer> readers = new HashSet<>();
  private final Set<Integer> writers = new HashSet<>();
  private int[] registers = new int[16];

  /**
   * Nothing seen yet.
   *
   * @param products addresses of the instructions that make a product
   */
  Visits(ControlFlow flow, MemoryMap memory, Set<Integer> products) {
    this.flow = flow;
    this.memory = memory;
    this.productsAt = products;
  }

  /** Says what the registers hold before the first instruction. */
  void begin(Registers now) {
    registers = now.toArray();
  }

  @Override
  public void retired(long cycle, Instruction instruction, Registers now) {
    int address = instruction.address();
    if (flow.begins(address)) {
      counts.merge(address, 1L, Long::sum);
    }
    if (productsAt.contains(address)) {
      products.merge(address, 1L, Long::sum);
    }
    seen.add(address);
    classify(instruction);
    registers = now.toArray();
    int target = now.get(Registers.PC);
    if (ControlFlow.jumpsInto(instruction) && target != instruction.next()) {
      landings.computeIfAbsent(address, a -> new TreeMap<>()).merge(target, 1L, Long::sum);
    }
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

  /** How often a routine or a round of a loop was entered, by its first address. */
  long of(int beginning) {
    return counts.getOrDefault(beginning, 0L);
  }

  /** The same for all that were entered, by first address. */
  Map<Integer, Long> counts() {
    return counts;
  }

  /** Whether an instruction makes a product. */
  boolean isProduct(int address) {
    return productsAt.contains(address);
  }

  /** Addresses of the instructions that make a product. */
  Set<Integer> productsAt() {
    return productsAt;
  }

  /** How many products some code made. */
  long products(Collection<Integer> code) {
    return code.stream().mapToLong(address -> products.getOrDefault(address, 0L)).sum();
  }

  /** Where a computed jump led, the code right behind it apart, and how often. */
  Map<Integer, Long> landings(int jump) {
    return landings.getOrDefault(jump, Map.of());
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

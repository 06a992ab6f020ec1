package org.unit430.simulator.translate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.memory.FetchEvents;

/**
 * What the counters of a region mean. Translated code counts only how often each block was executed
 * and what cannot be known beforehand (how often what a register points to was in FRAM, whether a
 * line was in the cache); the events of every instruction follow from that when somebody looks. All
 * of them are sums of counters, each times a constant.
 */
final class Account {
  /** Where data accesses go. */
  enum Place {
    SRAM,
    FRAM,
    /** SRAM or FRAM; a counter of the block has how often it was FRAM. */
    EITHER,
    MULTIPLIER,
    /** OP2 of the multiplier, written. */
    MULTIPLIER_START
  }

  /** Stands for retired instructions in place of an event. */
  private static final Event RETIRED = null;

  /**
   * How a counter is charged.
   *
   * @param row of the ledger
   * @param event what is charged there, or {@link #RETIRED}
   */
  private record Charge(int counter, int row, Event event) {}

  private final Map<Charge, Long> times = new LinkedHashMap<>();
  private final Map<Integer, Integer> readMisses = new HashMap<>();
  private final Map<Integer, Integer> fetchMisses = new HashMap<>();
  private final int waitStates;
  private int counters;

  // Of the present block and instruction.
  private int executions;
  private int row;

  /** {@link #times} in arrays, made when first used. */
  private Charge[] charges = {};

  private long[] factors = {};

  Account(int waitStates) {
    this.waitStates = waitStates;
  }

  /** How many counters there are. */
  int counters() {
    return counters;
  }

  int newCounter() {
    return counters++;
  }

  private void add(int counter, Event event, long factor) {
    times.merge(new Charge(counter, row, event), factor, Long::sum);
  }

  /** A block begins. Returns the counter of its executions. */
  int beginBlock() {
    executions = newCounter();
    readMisses.clear();
    fetchMisses.clear();
    return executions;
  }

  /** The next instruction of the block begins. */
  void begin(Step step, MemoryKind codeKind) {
    row = step.row();
    add(executions, RETIRED, 1);
    if (step.internalCycles() > 0) {
      add(executions, Event.INTERNAL_CYCLE, step.internalCycles());
    } else if (step.internalCycles() < 0) {
      add(executions, Event.OVERLAPPED_ACCESS, -step.internalCycles());
    }
    if (step.instruction().dataReads() > 0) {
      add(executions, Event.MEMORY_OPERAND, 1);
    }
    // In FRAM a word is a hit unless it is the first of a line that is not there.
    boolean isFram = codeKind == MemoryKind.FRAM;
    Event fetch = isFram ? Event.FRAM_FETCH_HIT : FetchEvents.of(codeKind);
    add(executions, fetch, step.instruction().words());
  }

  /** A line that the present instruction fetches is never in the cache. */
  void missFetch() {
    addMiss(executions, Event.FRAM_FETCH_HIT, Event.FRAM_FETCH_MISS);
  }

  /**
   * A line that the present instruction fetches may be in the cache. Returns its misses' counter.
   */
  int fetch() {
    return misses(row, Event.FRAM_FETCH_HIT, Event.FRAM_FETCH_MISS);
  }

  private void addMiss(int counter, Event hit, Event miss) {
    add(counter, hit, -1);
    add(counter, miss, 1);
    add(counter, Event.FRAM_WAIT_CYCLE, waitStates);
  }

  /** The present instruction accesses a word. */
  void access(Place place, boolean write) {
    switch (place) {
      case SRAM -> accessSram(executions, write, 1);
      case FRAM -> accessFram(executions, write);
      case EITHER -> throw new IllegalArgumentException("it has to be counted how often in FRAM");
      case MULTIPLIER -> add(executions, write ? Event.PERIPHERAL_WRITE : Event.PERIPHERAL_READ, 1);
      case MULTIPLIER_START -> {
        add(executions, Event.PERIPHERAL_WRITE, 1);
        add(executions, Event.MULTIPLY_16, 1);
      }
    }
  }

  /**
   * The present instruction accesses a word in SRAM or FRAM.
   *
   * @param inFram the counter of the block's executions with it in FRAM
   */
  void accessEither(boolean write, int inFram) {
    accessSram(executions, write, 1);
    accessSram(inFram, write, -1);
    accessFram(inFram, write);
  }

  private void accessSram(int counter, boolean write, int factor) {
    add(counter, write ? Event.SRAM_WRITE : Event.SRAM_READ, factor);
  }

  /** Reads are hits here, see {@link #readMisses}. */
  private void accessFram(int counter, boolean write) {
    add(counter, write ? Event.FRAM_WRITE : Event.FRAM_READ_HIT, 1);
    if (write) {
      add(counter, Event.FRAM_WAIT_CYCLE, waitStates);
    }
  }

  /** The counter for misses of the block's reads of data for a row of the ledger. */
  int readMisses(int chargedRow) {
    return readMisses.computeIfAbsent(
        chargedRow, r -> misses(r, Event.FRAM_READ_HIT, Event.FRAM_READ_MISS));
  }

  /** The counter for misses of several of its fetches. */
  int fetchMisses(int chargedRow) {
    return fetchMisses.computeIfAbsent(
        chargedRow, r -> misses(r, Event.FRAM_FETCH_HIT, Event.FRAM_FETCH_MISS));
  }

  private int misses(int chargedRow, Event hit, Event miss) {
    int present = row;
    row = chargedRow;
    int misses = newCounter();
    addMiss(misses, hit, miss);
    row = present;
    return misses;
  }

  /**
   * Charges everything counted so far, and sets the counters to zero.
   *
   * @return how many instructions have retired
   */
  long charge(long[] counts, EventLedger ledger) {
    if (charges.length != times.size()) {
      charges = times.keySet().toArray(Charge[]::new);
      factors = times.values().stream().mapToLong(factor -> factor).toArray();
    }
    long retired = 0;
    for (int i = 0; i < charges.length; i++) {
      Charge charge = charges[i];
      long count = counts[charge.counter] * factors[i];
      if (count != 0) {
        ledger.open(charge.row);
        if (charge.event == RETIRED) {
          ledger.retire(count);
          retired += count;
        } else {
          ledger.count(charge.event, count);
        }
      }
    }
    Arrays.fill(counts, 0);
    return retired;
  }
}

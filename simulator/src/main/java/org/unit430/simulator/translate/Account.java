package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.List;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventLedger;

/**
 * What the counters of a region mean. Translated code counts only how often each block was entered,
 * how often it was left early, and what cannot be known beforehand (which kind of memory an address
 * was in, whether a line was in the cache); the events of every instruction follow from that when
 * somebody looks.
 */
final class Account {
  /** A data access of an instruction. */
  record Access(Place place, boolean write, int site) {
    /** Where it goes. */
    enum Place {
      /** SRAM, at an address known beforehand. */
      SRAM,
      /** FRAM, at an address known beforehand; the site counts misses of reads. */
      FRAM,
      /** SRAM or FRAM; the site counts those to FRAM, the one behind it misses of reads. */
      ANY,
      /** A register of the multiplier. */
      MULTIPLIER,
      /** OP2 of the multiplier, written; the site counts wide operations. */
      MULTIPLIER_START
    }
  }

  private static final int NONE = -1;

  /** The account of one instruction. */
  private static final class Line {
    private final Step step;
    private final MemoryKind codeKind;
    private final List<Integer> fetchMisses = new ArrayList<>();
    private final List<Access> accesses = new ArrayList<>();
    private int entries = NONE;
    private int exits = NONE;

    private Line(Step step, MemoryKind codeKind) {
      this.step = step;
      this.codeKind = codeKind;
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final int waitStates;
  private int counters;

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

  /** A block begins: the next instruction is its first. Returns the counter of its entries. */
  int beginBlock() {
    pendingEntries = newCounter();
    return pendingEntries;
  }

  private int pendingEntries = NONE;

  void begin(Step step, MemoryKind codeKind) {
    Line line = new Line(step, codeKind);
    line.entries = pendingEntries;
    pendingEntries = NONE;
    lines.add(line);
  }

  private Line current() {
    return lines.get(lines.size() - 1);
  }

  /** The counter of times that the block was left before the present instruction. */
  int exitCounter() {
    if (current().exits == NONE) {
      current().exits = newCounter();
    }
    return current().exits;
  }

  /** The counter of a line's misses that the present instruction is charged with. */
  int fetchMissCounter() {
    int counter = newCounter();
    current().fetchMisses.add(counter);
    return counter;
  }

  /** A data access of the present instruction. Returns the first of its two counters. */
  int access(Access.Place place, boolean write) {
    int site = newCounter();
    newCounter();
    current().accesses.add(new Access(place, write, site));
    return site;
  }

  /**
   * Charges everything counted so far, and sets the counters to zero.
   *
   * @return how many instructions have retired
   */
  long charge(long[] counts, EventLedger ledger) {
    long retired = 0;
    long executions = 0;
    for (Line line : lines) {
      if (line.entries != NONE) {
        executions = counts[line.entries];
      }
      if (line.exits != NONE) {
        executions -= counts[line.exits];
      }
      if (executions != 0) {
        retired += executions;
        charge(line, executions, counts, ledger);
      }
    }
    java.util.Arrays.fill(counts, 0);
    return retired;
  }

  private void charge(Line line, long executions, long[] counts, EventLedger ledger) {
    Step step = line.step;
    ledger.open(step.row());
    ledger.retire(executions);
    if (step.internalCycles() > 0) {
      ledger.count(Event.INTERNAL_CYCLE, step.internalCycles() * executions);
    } else if (step.internalCycles() < 0) {
      ledger.count(Event.OVERLAPPED_ACCESS, -step.internalCycles() * executions);
    }
    if (step.instruction().dataReads() > 0) {
      ledger.count(Event.MEMORY_OPERAND, executions);
    }
    long words = step.instruction().words() * executions;
    if (line.codeKind == MemoryKind.FRAM) {
      long misses = 0;
      for (int counter : line.fetchMisses) {
        misses += counts[counter];
      }
      ledger.count(Event.FRAM_FETCH_MISS, misses);
      ledger.count(Event.FRAM_FETCH_HIT, words - misses);
      ledger.count(Event.FRAM_WAIT_CYCLE, misses * waitStates);
    } else {
      ledger.count(
          switch (line.codeKind) {
            case SRAM -> Event.SRAM_FETCH;
            case FLASH -> Event.FLASH_FETCH;
            default -> Event.ROM_FETCH;
          },
          words);
    }
    for (Access access : line.accesses) {
      charge(access, executions, counts, ledger);
    }
  }

  private void charge(Access access, long executions, long[] counts, EventLedger ledger) {
    long first = counts[access.site];
    long second = counts[access.site + 1];
    switch (access.place) {
      case SRAM -> ledger.count(access.write ? Event.SRAM_WRITE : Event.SRAM_READ, executions);
      case FRAM -> chargeFram(access.write, executions, first, ledger);
      case ANY -> {
        ledger.count(access.write ? Event.SRAM_WRITE : Event.SRAM_READ, executions - first);
        chargeFram(access.write, first, second, ledger);
      }
      case MULTIPLIER ->
          ledger.count(access.write ? Event.PERIPHERAL_WRITE : Event.PERIPHERAL_READ, executions);
      case MULTIPLIER_START -> {
        ledger.count(Event.PERIPHERAL_WRITE, executions);
        ledger.count(Event.MULTIPLY_16, executions - first);
        ledger.count(Event.MULTIPLY_32, first);
      }
    }
  }

  private void chargeFram(boolean write, long accesses, long misses, EventLedger ledger) {
    if (write) {
      ledger.count(Event.FRAM_WRITE, accesses);
      ledger.count(Event.FRAM_WAIT_CYCLE, accesses * waitStates);
    } else {
      ledger.count(Event.FRAM_READ_HIT, accesses - misses);
      ledger.count(Event.FRAM_READ_MISS, misses);
      ledger.count(Event.FRAM_WAIT_CYCLE, misses * waitStates);
    }
  }
}

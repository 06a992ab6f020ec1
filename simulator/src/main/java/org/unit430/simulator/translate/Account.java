package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.memory.FetchEvents;

/**
 * What the counters of a region mean. Translated code counts only how often each block was executed
 * and what cannot be known beforehand (how often what a register points to was in FRAM, whether a
 * line was in the cache); the events of every instruction follow from that when somebody looks.
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

  private record Access(Place place, boolean write, int framCounter) {}

  /** The account of one instruction. */
  private static final class Line {
    private final Step step;
    private final MemoryKind codeKind;
    private int knownFetchMisses;
    private final List<Integer> fetchMisses = new ArrayList<>();
    private final List<Access> accesses = new ArrayList<>();

    private Line(Step step, MemoryKind codeKind) {
      this.step = step;
      this.codeKind = codeKind;
    }
  }

  private static final class BlockAccount {
    private final int executions;
    private final List<Line> lines = new ArrayList<>();

    /** By row of the ledger, the counter of reads of data that missed. */
    private final Map<Integer, Integer> readMisses = new TreeMap<>();

    private BlockAccount(int executions) {
      this.executions = executions;
    }

    private Line current() {
      return lines.get(lines.size() - 1);
    }
  }

  private final List<BlockAccount> blocks = new ArrayList<>();
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

  private BlockAccount block() {
    return blocks.get(blocks.size() - 1);
  }

  /** A block begins. Returns the counter of its executions. */
  int beginBlock() {
    BlockAccount block = new BlockAccount(newCounter());
    blocks.add(block);
    return block.executions;
  }

  /** The next instruction of the block begins. */
  void begin(Step step, MemoryKind codeKind) {
    block().lines.add(new Line(step, codeKind));
  }

  /** A line that the present instruction fetches is never in the cache. */
  void missFetch() {
    block().current().knownFetchMisses++;
  }

  /**
   * A line that the present instruction fetches may be in the cache. Returns its misses' counter.
   */
  int fetch() {
    int counter = newCounter();
    block().current().fetchMisses.add(counter);
    return counter;
  }

  /** The present instruction accesses a word. */
  void access(Place place, boolean write) {
    access(place, write, 0);
  }

  /**
   * As the other one.
   *
   * @param framCounter for {@link Place#EITHER}, the counter of the block's executions with FRAM
   */
  void access(Place place, boolean write, int framCounter) {
    block().current().accesses.add(new Access(place, write, framCounter));
  }

  /** The counter for misses of the block's reads of data for a row of the ledger. */
  int readMisses(int row) {
    return block().readMisses.computeIfAbsent(row, r -> newCounter());
  }

  /**
   * Charges everything counted so far, and sets the counters to zero.
   *
   * @return how many instructions have retired
   */
  long charge(long[] counts, EventLedger ledger) {
    long retired = 0;
    for (BlockAccount block : blocks) {
      long executions = counts[block.executions];
      if (executions != 0) {
        retired += executions * block.lines.size();
        charge(block, executions, counts, ledger);
      }
    }
    Arrays.fill(counts, 0);
    return retired;
  }

  private void charge(BlockAccount block, long executions, long[] counts, EventLedger ledger) {
    Map<Integer, Long> framReads = new TreeMap<>();
    for (Line line : block.lines) {
      ledger.open(line.step.row());
      charge(line, executions, counts, ledger);
      long reads = 0;
      for (Access access : line.accesses) {
        reads += charge(access, executions, counts, ledger);
      }
      framReads.merge(line.step.row(), reads, Long::sum);
    }
    framReads.forEach(
        (row, reads) -> {
          Integer counter = block.readMisses.get(row);
          long misses = counter == null ? 0 : counts[counter];
          ledger.open(row);
          ledger.count(Event.FRAM_READ_HIT, reads - misses);
          ledger.count(Event.FRAM_READ_MISS, misses);
          ledger.count(Event.FRAM_WAIT_CYCLE, misses * waitStates);
        });
  }

  private void charge(Line line, long executions, long[] counts, EventLedger ledger) {
    Step step = line.step;
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
      long misses = line.knownFetchMisses * executions;
      for (int counter : line.fetchMisses) {
        misses += counts[counter];
      }
      ledger.count(Event.FRAM_FETCH_MISS, misses);
      ledger.count(Event.FRAM_FETCH_HIT, words - misses);
      ledger.count(Event.FRAM_WAIT_CYCLE, misses * waitStates);
    } else {
      ledger.count(FetchEvents.of(line.codeKind), words);
    }
  }

  /** Returns how many reads of FRAM there were, which are charged by hits and misses. */
  private long charge(Access access, long executions, long[] counts, EventLedger ledger) {
    long inFram =
        switch (access.place) {
          case SRAM -> 0;
          case FRAM -> executions;
          case EITHER -> counts[access.framCounter];
          case MULTIPLIER, MULTIPLIER_START -> {
            ledger.count(access.write ? Event.PERIPHERAL_WRITE : Event.PERIPHERAL_READ, executions);
            if (access.place == Place.MULTIPLIER_START) {
              ledger.count(Event.MULTIPLY_16, executions);
            }
            yield -1;
          }
        };
    if (inFram < 0) {
      return 0;
    }
    ledger.count(access.write ? Event.SRAM_WRITE : Event.SRAM_READ, executions - inFram);
    if (!access.write) {
      return inFram;
    }
    ledger.count(Event.FRAM_WRITE, inFram);
    ledger.count(Event.FRAM_WAIT_CYCLE, inFram * waitStates);
    return 0;
  }
}

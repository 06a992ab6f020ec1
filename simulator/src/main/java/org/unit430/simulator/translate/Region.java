package org.unit430.simulator.translate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToLongFunction;
import org.unit430.simulator.event.EventLedger;

/** A translated region of one machine: its code, its counters, and where it came from. */
public final class Region {
  // How often it may be entered for nothing. Beyond that, of how many entries one may be for
  // nothing
  // if the region was made by guesses, which may be wrong; if not, one has to be for something.
  private static final int MOST_REFUSALS = 100;
  private static final int RUNS_PER_REFUSAL = 4;
  private static final int RUNS_PER_SUCCESS = 16;

  // In one run, so that an int can count them.
  private static final int MOST_CYCLES = 1 << 30;

  private final RegionCode code;
  private final Account account;
  private final long[] counts;
  private final BitSet words = new BitSet();
  private final int[] entries;
  private final long[] entryCosts;
  private final int waitStates;
  private final boolean multiplies;
  private final boolean guesses;
  private final boolean isLoop;
  private boolean ran;
  private long refusals;
  private long runs;

  Region(
      RegionCode code,
      Account account,
      List<Block> blocks,
      ToLongFunction<Block> costs,
      int waitStates,
      boolean multiplies,
      boolean guesses) {
    this.code = code;
    this.account = account;
    this.counts = new long[account.counters()];
    List<Block> entered = blocks.stream().filter(block -> block.isEntry).toList();
    this.entries = entered.stream().mapToInt(block -> block.start).toArray();
    this.entryCosts = entered.stream().mapToLong(costs).toArray();
    this.waitStates = waitStates;
    this.multiplies = multiplies;
    this.guesses = guesses;
    // To its first block, or to a copy of that.
    int first = blocks.get(0).start;
    this.isLoop =
        blocks.stream()
            .flatMap(block -> block.successors.stream())
            .anyMatch(next -> next.start == first);
    for (Block block : blocks) {
      for (Step step : block.steps) {
        int word = step.address() >> 1;
        words.set(word, word + step.instruction().words());
      }
    }
  }

  /** Addresses at which it can be entered; callers name an entry by its index. */
  public int[] entries() {
    return entries.clone();
  }

  /** Whether it can be entered at an address. */
  boolean isEntry(int address) {
    return Arrays.stream(entries).anyMatch(entry -> entry == address);
  }

  /** Whether it can be entered wherever another one can. */
  boolean replaces(Region other) {
    return Arrays.stream(other.entries).allMatch(this::isEntry);
  }

  /** Whether control can come back to where it begins. */
  boolean isLoop() {
    return isLoop;
  }

  /** MCLK cycles that must be left before anything else happens for it to be entered there. */
  public long entryCost(int entry) {
    return entryCosts[entry];
  }

  /**
   * It was entered and executed nothing.
   *
   * @return whether that is too often
   */
  public boolean refuse() {
    refusals++;
    long tolerated = guesses ? runs / RUNS_PER_REFUSAL : runs - runs / RUNS_PER_SUCCESS;
    return refusals >= MOST_REFUSALS && refusals > tolerated;
  }

  int waitStates() {
    return waitStates;
  }

  /** Whether it uses the multiplier. */
  public boolean multiplies() {
    return multiplies;
  }

  boolean contains(int address) {
    return words.get(address >> 1);
  }

  long run(RegionContext context, int entry, long cycle, long bound) {
    runs++;
    ran = true;
    return code.run(context, entry, cycle, Math.min(bound, cycle + MOST_CYCLES), counts);
  }

  /** Charges what it did since the last time. Returns how many instructions have retired. */
  long charge(EventLedger ledger) {
    if (!ran) {
      return 0;
    }
    ran = false;
    return account.charge(counts, ledger);
  }
}

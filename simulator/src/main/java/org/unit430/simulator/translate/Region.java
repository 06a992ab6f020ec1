package org.unit430.simulator.translate;

import java.util.BitSet;
import java.util.List;
import org.unit430.simulator.event.EventLedger;

/** A translated region of one machine: its code, its counters, and where it came from. */
public final class Region {
  private final RegionCode code;
  private final Account account;
  private final long[] counts;
  private final BitSet words = new BitSet();
  private final long entryCost;
  private final int waitStates;
  private final boolean multiplies;
  private final int entry;
  private boolean ran;

  Region(
      RegionCode code,
      Account account,
      List<Block> blocks,
      long entryCost,
      int waitStates,
      boolean multiplies) {
    this.code = code;
    this.account = account;
    this.counts = new long[account.counters()];
    this.entryCost = entryCost;
    this.waitStates = waitStates;
    this.multiplies = multiplies;
    this.entry = blocks.get(0).start;
    for (Block block : blocks) {
      for (Step step : block.steps) {
        int word = step.address() >> 1;
        words.set(word, word + step.instruction().words());
      }
    }
  }

  /** Address of its first instruction. */
  public int entry() {
    return entry;
  }

  /** MCLK cycles that must be left before anything else happens for it to be entered. */
  long entryCost() {
    return entryCost;
  }

  int waitStates() {
    return waitStates;
  }

  /** Whether it uses the multiplier. */
  boolean multiplies() {
    return multiplies;
  }

  boolean contains(int address) {
    return words.get(address >> 1);
  }

  long run(RegionContext context, long cycle, long bound) {
    context.counts = counts;
    ran = true;
    return code.run(context, cycle, bound);
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

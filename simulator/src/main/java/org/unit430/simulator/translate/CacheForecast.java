package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.translate.Account.Place;
import org.unit430.simulator.translate.BlockPlan.Read;

/**
 * What the FRAM cache does in the rest of a block, known as soon as the alignment of a pointer is:
 * where the block reads data from FRAM by one register only. Once two lines have been read in each
 * set, nothing from before the block is left in the cache, so all that follows is the same each
 * time, but for where the data's lines begin.
 */
final class CacheForecast {
  /** Reads that are worth it. */
  private static final int FEWEST_READS = 4;

  /** Bytes after which lines are in the same sets again. */
  private static final int PERIOD = 2 * FramCache.LINE_BYTES;

  /** A line behind all that an address can name, of set 0. */
  private static final int DATA = RegionContext.ADDRESS_SPACE >> FramCache.LINE_SHIFT;

  /**
   * A read of a line, in the order of the block.
   *
   * @param step of the block
   * @param isCode whether it is a fetch
   * @param where line of code, or offset of data from the first byte that is read by the register
   */
  private record Event(int step, boolean isCode, int where) {}

  /** What the misses are of that are counted together: words of data or of code, by row. */
  record Kind(boolean isCode, int row) {}

  /**
   * What happens with one alignment.
   *
   * @param misses of each kind
   * @param missesBehind how many of them are behind the last start of the multiplier
   * @param lines at the block's end, as {@link FramCache#lines}: a line of code, or one of data if
   *     {@link #isData} says so
   */
  record Outcome(Map<Kind, Integer> misses, int missesBehind, List<Integer> lines) {
    /** Of all kinds, up to the last start of the multiplier. */
    int missesBefore() {
      return misses.values().stream().mapToInt(count -> count).sum() - missesBehind;
    }
  }

  private final Block block;
  private final AccessBase base;
  private final List<Event> events;
  private final int firstStep;
  private final int stepped;
  private final List<Outcome> outcomes = new ArrayList<>();

  private CacheForecast(Block block, AccessBase base, List<Event> events) {
    this.block = block;
    this.base = base;
    this.events = events;
    int first = 0;
    for (int alignment = leastAlignment(); alignment < PERIOD; alignment += stride()) {
      first = Math.max(first, determined(alignment));
    }
    int determined = first;
    Optional<Read> next =
        block.plan.reads().stream()
            .filter(read -> read.base() == base.number() && read.step() >= determined)
            .findFirst();
    this.firstStep = next.map(Read::step).orElse(Integer.MAX_VALUE);
    this.stepped = next.map(Read::stepped).orElse(0);
    for (int alignment = leastAlignment(); alignment < PERIOD; alignment += stride()) {
      outcomes.add(outcome(alignment));
    }
  }

  /**
   * The forecast for a block, if one can be made that is worth it.
   *
   * @param places for each base, where what is accessed by it is
   */
  static Optional<CacheForecast> of(Block block, Place[] places, byte[] kinds) {
    List<AccessBase> bases =
        block.plan.bases().stream()
            .filter(base -> base.isRead() && places[base.number()] != Place.SRAM)
            .toList();
    List<Read> reads = block.plan.reads();
    boolean readsFixed =
        reads.stream()
            .anyMatch(
                read ->
                    read.base() == Read.FIXED && kinds[read.address() >> 1] == RegionContext.FRAM);
    if (bases.size() != 1 || readsFixed || places[bases.get(0).number()] != Place.FRAM) {
      return Optional.empty();
    }
    AccessBase base = bases.get(0);
    CacheForecast forecast = new CacheForecast(block, base, events(block, base, kinds));
    return forecast.readsAhead() >= FEWEST_READS ? Optional.of(forecast) : Optional.empty();
  }

  private static List<Event> events(Block block, AccessBase base, byte[] kinds) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < block.steps.size(); i++) {
      Step step = block.steps.get(i);
      if (kinds[step.address() >> 1] == RegionContext.FRAM) {
        events.add(new Event(i, true, step.firstLine()));
        events.add(new Event(i, true, step.lastLine()));
      }
      for (Read read : block.plan.reads()) {
        if (read.step() == i && read.base() == base.number()) {
          for (int word = 0; word < read.words(); word++) {
            events.add(new Event(i, false, read.address() + 2 * word - base.first()));
          }
        }
      }
    }
    return events;
  }

  private long readsAhead() {
    return events.stream().filter(event -> !event.isCode && event.step >= firstStep).count();
  }

  /** The base by which data is read. */
  AccessBase base() {
    return base;
  }

  /** Whether the block starts the multiplier. */
  boolean startsMultiplier() {
    return block.plan.lastStartStep() >= 0;
  }

  /** By how much the base's register has been stepped when that step begins. */
  int stepped() {
    return stepped;
  }

  /** The step from which on everything is known, which reads data. */
  int firstStep() {
    return firstStep;
  }

  /** What happens, for each alignment of the first byte that is read, in steps of a stride. */
  List<Outcome> outcomes() {
    return outcomes;
  }

  /** Words are even, so it is known whether the first byte is, if only one of a word. */
  private int leastAlignment() {
    return base.needsEven() ? (base.oddness() + base.first()) & 1 : 0;
  }

  /** By how many bytes alignments differ. */
  int stride() {
    return base.needsEven() ? 2 : 1;
  }

  /** Whether a line of an outcome is one of data. */
  static boolean isData(int line) {
    return line >= DATA;
  }

  /** Of a line of data, how many lines it is behind the one that begins a period. */
  static int lineOfData(int line) {
    return line - DATA;
  }

  /** An event happens to a cache. Returns whether the line was there. */
  private static boolean read(FramCache cache, Event event, int alignment) {
    int data = DATA + ((alignment + event.where) >> FramCache.LINE_SHIFT);
    return cache.read(event.isCode ? event.where : data);
  }

  /** The first step before which two lines have been read in each set. */
  private int determined(int alignment) {
    FramCache cache = new FramCache();
    for (Event event : events) {
      read(cache, event, alignment);
      if (Arrays.stream(cache.lines()).allMatch(line -> line >= 0)) {
        return event.step + 1;
      }
    }
    return Integer.MAX_VALUE;
  }

  private Outcome outcome(int alignment) {
    Map<Kind, Integer> misses = new LinkedHashMap<>();
    int missesBehind = 0;
    int lastStart = block.plan.lastStartStep();
    FramCache cache = new FramCache();
    for (Event event : events) {
      boolean hit = read(cache, event, alignment);
      if (!hit && event.step >= firstStep) {
        int row = block.steps.get(event.step).row();
        misses.merge(new Kind(event.isCode, row), 1, Integer::sum);
        missesBehind += lastStart >= 0 && event.step > lastStart ? 1 : 0;
      }
    }
    return new Outcome(misses, missesBehind, Arrays.stream(cache.lines()).boxed().toList());
  }
}

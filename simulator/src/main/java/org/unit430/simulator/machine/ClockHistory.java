package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.unit430.simulator.event.EventCounts;

/** At which frequencies of MCLK a machine ran, what it did at each, and so how long it took. */
public final class ClockHistory {
  /**
   * All that was done at one frequency.
   *
   * @param mclkHertz frequency of MCLK, Hz
   * @param cycles MCLK cycles that passed, those asleep among them
   * @param events what the CPU did; its cycles are those that the CPU was awake
   */
  public record Stretch(long mclkHertz, long cycles, EventCounts events) {
    /** Time it took, in seconds. */
    public double seconds() {
      return (double) cycles / mclkHertz;
    }
  }

  private final LongSupplier cycle;
  private final LongSupplier accessCycle;
  private final Supplier<EventCounts> total;
  private final Map<Long, Stretch> past = new LinkedHashMap<>();
  private long mclkHertz;
  private long sinceCycle;
  private EventCounts since;

  /**
   * A history that begins now.
   *
   * @param cycle of the machine, between instructions
   * @param accessCycle in which the bus access happens that changes a clock
   */
  ClockHistory(
      LongSupplier cycle, LongSupplier accessCycle, Supplier<EventCounts> total, long mclkHertz) {
    this.cycle = cycle;
    this.accessCycle = accessCycle;
    this.total = total;
    this.mclkHertz = mclkHertz;
    this.sinceCycle = cycle.getAsLong();
    this.since = total.get();
  }

  void clockIs(long newMclkHertz) {
    if (newMclkHertz != mclkHertz) {
      long now = accessCycle.getAsLong();
      past.put(mclkHertz, upTo(now));
      sinceCycle = now;
      since = total.get();
      mclkHertz = newMclkHertz;
    }
  }

  /** One entry a frequency, in the order in which they were first left; the present one last. */
  public List<Stretch> stretches() {
    List<Stretch> stretches = new ArrayList<>(past.values());
    stretches.removeIf(stretch -> stretch.mclkHertz() == mclkHertz);
    stretches.add(upTo(cycle.getAsLong()));
    return List.copyOf(stretches);
  }

  /** Simulated time, in seconds. */
  public double seconds() {
    return stretches().stream().mapToDouble(Stretch::seconds).sum();
  }

  /** The present frequency's sum. */
  private Stretch upTo(long now) {
    Stretch before = past.getOrDefault(mclkHertz, new Stretch(mclkHertz, 0, EventCounts.NONE));
    return new Stretch(
        mclkHertz,
        before.cycles() + now - sinceCycle,
        before.events().plus(total.get().minus(since)));
  }
}

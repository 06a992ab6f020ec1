package org.unit430.simulator.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unit430.simulator.peripheral.PowerMode;

/** How long a machine slept, in which low-power mode and at which SMCLK, and how often it woke. */
public final class SleepHistory {
  /**
   * All sleep of a kind.
   *
   * @param mode the mode that the device was really in: a clock request keeps it out of deeper ones
   * @param smclkHertz SMCLK, Hz; 0 where it does not run
   * @param seconds how long
   * @param wakeUps how often an interrupt or a reset ended it
   * @param wakeUpSeconds how long the wake-ups took, which is not part of {@code seconds}
   */
  public record Stretch(
      PowerMode mode, long smclkHertz, double seconds, long wakeUps, double wakeUpSeconds) {}

  private record Key(PowerMode mode, long smclkHertz) {}

  private final Map<Key, Stretch> stretches = new LinkedHashMap<>();
  private Key last;

  SleepHistory() {}

  void slept(PowerMode mode, long smclkHertz, double seconds) {
    last = key(mode, smclkHertz);
    add(seconds, 0, 0);
  }

  /** The CPU wakes; if no time passed asleep, from the mode given. */
  void woke(PowerMode mode, long smclkHertz, double seconds) {
    if (last == null) {
      last = key(mode, smclkHertz);
    }
    add(0, 1, seconds);
    last = null;
  }

  private static Key key(PowerMode mode, long smclkHertz) {
    return new Key(mode, mode.smclkRuns() ? smclkHertz : 0);
  }

  private void add(double seconds, long wakeUps, double wakeUpSeconds) {
    Stretch before =
        stretches.getOrDefault(last, new Stretch(last.mode(), last.smclkHertz(), 0, 0, 0));
    stretches.put(
        last,
        new Stretch(
            last.mode(),
            last.smclkHertz(),
            before.seconds() + seconds,
            before.wakeUps() + wakeUps,
            before.wakeUpSeconds() + wakeUpSeconds));
  }

  /** One entry a mode and frequency, in the order in which they first occurred. */
  public List<Stretch> stretches() {
    return List.copyOf(stretches.values());
  }

  /** Seconds with the CPU off. */
  public double seconds() {
    return stretches.values().stream().mapToDouble(Stretch::seconds).sum();
  }
}

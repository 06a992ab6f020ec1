package org.unit430.simulator.device;

/**
 * How long a device takes from an interrupt request in a low-power mode until MCLK runs again.
 *
 * @param seconds fixed part
 * @param dcoPeriods the part that is a number of periods of the DCO
 */
public record WakeUpTime(double seconds, double dcoPeriods) {
  /** Checks that neither part is negative. */
  public WakeUpTime {
    if (!(seconds >= 0) || !(dcoPeriods >= 0)) {
      throw new IllegalArgumentException("a wake-up takes no negative time");
    }
  }

  /** Seconds with the DCO at a frequency, Hz. */
  public double seconds(long dcoHertz) {
    return seconds + dcoPeriods / dcoHertz;
  }
}

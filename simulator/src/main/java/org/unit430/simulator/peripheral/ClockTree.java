package org.unit430.simulator.peripheral;

import java.util.ArrayList;
import java.util.List;

/**
 * The clocks of a device, whichever module's registers set them: MCLK, whose cycles are the unit of
 * time, and the signals that modules count. In a low-power mode a signal stops unless a module
 * requests it (SLAU367 3.2.12).
 */
public final class ClockTree {
  private final EventScheduler scheduler;
  private final List<ClockListener> listeners = new ArrayList<>();
  private final ClockSignal smclk = new ClockSignal(this::updateGates);
  private final ClockSignal aclk = new ClockSignal(this::updateGates);
  private final ClockSignal vloclk = new ClockSignal(this::updateGates);
  private final ClockSignal lfmodclk = new ClockSignal(this::updateGates);

  private ClockRate mclkRate;
  private ClockRate smclkRate;
  private ClockRate aclkRate;
  private final ClockRate vloclkRate;
  private final ClockRate lfmodclkRate;
  private PowerMode mode = PowerMode.ACTIVE;
  private long dcoHertz;
  private boolean smclkRequestable = true;
  private boolean aclkRequestable = true;

  /**
   * Clocks that all run at the frequency of VLO until a clock module sets them.
   *
   * @param vloHertz the internal very-low-power oscillator
   * @param lfmodHertz the module oscillator divided by 128, or that of VLO on devices without
   */
  public ClockTree(EventScheduler scheduler, long vloHertz, long lfmodHertz) {
    this.scheduler = scheduler;
    this.vloclkRate = new ClockRate(vloHertz, 1);
    this.lfmodclkRate = new ClockRate(lfmodHertz, 1);
    this.mclkRate = vloclkRate;
    this.smclkRate = vloclkRate;
    this.aclkRate = vloclkRate;
    this.dcoHertz = vloHertz;
    updateSignals();
  }

  /** Adds somebody to tell of changes, and tells the present frequencies. */
  public void addListener(ClockListener listener) {
    listeners.add(listener);
    tell(listener);
  }

  /** The subsystem clock. */
  public ClockSignal smclk() {
    return smclk;
  }

  /** The auxiliary clock. */
  public ClockSignal aclk() {
    return aclk;
  }

  /** The clock of the very-low-power oscillator. */
  public ClockSignal vloclk() {
    return vloclk;
  }

  /** The clock of the module oscillator divided by 128. */
  public ClockSignal lfmodclk() {
    return lfmodclk;
  }

  /** Frequency of MCLK, rounded to whole hertz. */
  public long mclkHertz() {
    return mclkRate.hertz();
  }

  /** Frequency of SMCLK, rounded to whole hertz, whether it runs or not. */
  public long smclkHertz() {
    return smclkRate.hertz();
  }

  /** Frequency of ACLK, rounded to whole hertz, whether it runs or not. */
  public long aclkHertz() {
    return aclkRate.hertz();
  }

  /** Frequency of the DCO, Hz; that of VLO until a clock module says what it is. */
  public long dcoHertz() {
    return dcoHertz;
  }

  void setDcoHertz(long hertz) {
    dcoHertz = hertz;
  }

  /** Sets the frequencies of a device whose clock module is not modelled, Hz. */
  public void fix(long mclkHertz, long smclkHertz, long aclkHertz) {
    configure(
        new ClockRate(mclkHertz, 1), new ClockRate(smclkHertz, 1), new ClockRate(aclkHertz, 1));
  }

  /** A clock module's registers ask for these frequencies from the present cycle on. */
  void configure(ClockRate mclk, ClockRate smclkNow, ClockRate aclkNow) {
    if (mclk.equals(mclkRate) && smclkNow.equals(smclkRate) && aclkNow.equals(aclkRate)) {
      return;
    }
    scheduler.catchUp();
    mclkRate = mclk;
    smclkRate = smclkNow;
    aclkRate = aclkNow;
    updateSignals();
    listeners.forEach(this::tell);
  }

  /** Whether requests of modules keep SMCLK and ACLK running in low-power modes. */
  void setRequestable(boolean smclkNow, boolean aclkNow) {
    smclkRequestable = smclkNow;
    aclkRequestable = aclkNow;
    updateGates();
  }

  /** The CPU enters or leaves a low-power mode. Listeners are told if clocks stop or start. */
  public void enter(PowerMode newMode) {
    scheduler.catchUp();
    mode = newMode;
    updateGates();
  }

  /**
   * The mode that the device is really in: a requested SMCLK leaves nothing deeper than LPM1, a
   * requested ACLK nothing deeper than LPM3 (hardware.md 8.8).
   */
  public PowerMode effectiveMode() {
    if (!mode.smclkRuns() && smclk.isRunning()) {
      return PowerMode.LPM1;
    }
    return !mode.aclkRuns() && aclk.isRunning() ? PowerMode.LPM3 : mode;
  }

  private boolean smclkRuns() {
    return mode.smclkRuns() || (smclkRequestable && smclk.isRequested());
  }

  private boolean aclkRuns() {
    return mode.aclkRuns() || (aclkRequestable && aclk.isRequested());
  }

  private void updateGates() {
    if (smclk.isRunning() != smclkRuns() || aclk.isRunning() != aclkRuns()) {
      updateSignals();
      listeners.forEach(this::tell);
    }
  }

  private void updateSignals() {
    long cycle = scheduler.cycle();
    smclk.change(cycle, smclkRate, mclkRate, smclkRuns());
    aclk.change(cycle, aclkRate, mclkRate, aclkRuns());
    vloclk.change(cycle, vloclkRate, mclkRate, true);
    lfmodclk.change(cycle, lfmodclkRate, mclkRate, true);
  }

  private void tell(ClockListener listener) {
    listener.clocksChanged(mclkRate.hertz(), smclkRate.hertz(), aclkRate.hertz());
  }

  private List<ClockSignal> signals() {
    return List.of(smclk, aclk, vloclk, lfmodclk);
  }

  /** Everything the clocks remember, for a snapshot. */
  public long[] save() {
    long[] saved = new long[9 + signals().size() * ClockSignal.SAVED];
    ClockRate[] rates = {mclkRate, smclkRate, aclkRate};
    for (int i = 0; i < rates.length; i++) {
      saved[2 * i] = rates[i].oscillatorHertz();
      saved[2 * i + 1] = rates[i].divider();
    }
    saved[6] = mode.ordinal();
    saved[7] = smclkRequestable ? 1 : 0;
    saved[8] = aclkRequestable ? 1 : 0;
    int at = 9;
    for (ClockSignal signal : signals()) {
      signal.save(saved, at);
      at += ClockSignal.SAVED;
    }
    return saved;
  }

  /** Puts back what {@link #save} returned and tells the listeners; to be done before modules. */
  public void restore(long[] saved) {
    mclkRate = new ClockRate(saved[0], (int) saved[1]);
    smclkRate = new ClockRate(saved[2], (int) saved[3]);
    aclkRate = new ClockRate(saved[4], (int) saved[5]);
    mode = PowerMode.values()[(int) saved[6]];
    smclkRequestable = saved[7] != 0;
    aclkRequestable = saved[8] != 0;
    int at = 9;
    for (ClockSignal signal : signals()) {
      signal.restore(saved, at);
      at += ClockSignal.SAVED;
    }
    listeners.forEach(this::tell);
  }
}

package org.unit430.simulator.peripheral;

/**
 * The watchdog timer: WDT_A of FRAM devices and F5xx (SLAU445 chapter 12), WDT of the x1xx and x2xx
 * (SLAU049 chapter 10). Its counter counts ticks of the selected clock; the interval passes each
 * time the counter's lower bits overflow. The NMI function of the RST pin in the older one's
 * register is not modelled.
 */
public final class Watchdog extends RegisterBlock implements ClockListener {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x02;

  private static final int WRITE_PASSWORD = 0x5A;
  private static final int READ_PASSWORD = 0x6900;

  private static final int WDTHOLD = 1 << 7;
  private static final int WDTTMSEL = 1 << 4;
  private static final int WDTCNTCL = 1 << 3;

  /** log2 of the ticks in an interval, by WDTIS (SLAU445 table 12-2). */
  private static final int[] WDT_A_INTERVAL_BITS = {31, 27, 23, 19, 15, 13, 9, 6};

  /** The same of the older one (SLAU049 10.3). */
  private static final int[] WDT_INTERVAL_BITS = {15, 13, 9, 6};

  /** Which registers there are; both begin in watchdog mode, with SMCLK / 2^15. */
  public enum Variant {
    /** FRAM devices and F5xx. */
    WDT_A(0x04, 5, 3),
    /** x1xx and x2xx. */
    WDT(0x00, 2, 1);

    private final int resetValue;
    private final int sourceShift;
    private final int sourceMask;

    Variant(int resetValue, int sourceShift, int sourceMask) {
      this.resetValue = resetValue;
      this.sourceShift = sourceShift;
      this.sourceMask = sourceMask;
    }
  }

  private final Variant variant;
  private final int[] intervalBits;
  private final ClockSignal[] sources;
  private final EventScheduler scheduler;
  private final Runnable intervalPassed;
  private final ResetLine resetLine;
  private final ScheduledEvent expiry;

  private int control;
  private ClockSignal clock;

  // While it counts: the tick at which the counter was 0. While it is held: the counter, negated.
  private long zeroTick;

  /**
   * A watchdog that counts, as after a reset. It has to be added to the clocks' listeners.
   *
   * @param base address of WDTCTL
   * @param clocks the clocks to choose from; X_CLK is LFMODCLK
   * @param intervalPassed sets WDTIFG
   * @param resetLine pulled at a time-out in watchdog mode and by a wrong password
   */
  public Watchdog(
      Variant variant,
      int base,
      ClockTree clocks,
      EventScheduler scheduler,
      Runnable intervalPassed,
      ResetLine resetLine) {
    super(base, SIZE);
    this.variant = variant;
    this.intervalBits = variant == Variant.WDT_A ? WDT_A_INTERVAL_BITS : WDT_INTERVAL_BITS;
    this.sources =
        new ClockSignal[] {clocks.smclk(), clocks.aclk(), clocks.vloclk(), clocks.lfmodclk()};
    this.scheduler = scheduler;
    this.intervalPassed = intervalPassed;
    this.resetLine = resetLine;
    this.expiry = scheduler.newEvent(this::expire);
    this.control = WDTHOLD;
    this.clock = sources[0];
    reset();
  }

  @Override
  int peek(int offset) {
    return READ_PASSWORD | control;
  }

  @Override
  void write(int offset, int value) {
    if (value >> 8 != WRITE_PASSWORD) {
      resetLine.reset(ResetCause.WATCHDOG_PASSWORD);
      return;
    }
    setControl(value & 0xFF);
  }

  /** Both bytes read the lower one (SLAU445 12.3.1). */
  @Override
  public int readByte(int address) {
    return control;
  }

  /** Without the password in the same word it is a violation. */
  @Override
  public void writeByte(int address, int value) {
    resetLine.reset(ResetCause.WATCHDOG_PASSWORD);
  }

  private void setControl(int value) {
    scheduler.catchUp();
    long counter = (value & WDTCNTCL) != 0 ? 0 : counter();
    boolean wasCounting = isCounting();
    ClockSignal oldClock = clock;
    control = value & ~WDTCNTCL;
    clock = sources[(control >> variant.sourceShift) & variant.sourceMask];
    // A watchdog keeps its clock alive in low-power modes.
    if (isCounting() && !(wasCounting && clock == oldClock)) {
      clock.request();
    }
    if (wasCounting && !(isCounting() && clock == oldClock)) {
      oldClock.release();
    }
    zeroTick = isCounting() ? clock.ticks(scheduler.cycle()) - counter : -counter;
    scheduleExpiry();
  }

  private boolean isCounting() {
    return (control & WDTHOLD) == 0;
  }

  private long counter() {
    return (isCounting() ? clock.ticks(scheduler.cycle()) : 0) - zeroTick;
  }

  private void scheduleExpiry() {
    if (!isCounting()) {
      expiry.cancel();
      return;
    }
    int bits = intervalBits[control & (intervalBits.length - 1)];
    long intervals = (counter() >> bits) + 1;
    expiry.schedule(clock.cycleOf(zeroTick + (intervals << bits)));
  }

  private void expire() {
    intervalPassed.run();
    if ((control & WDTTMSEL) == 0) {
      resetLine.reset(ResetCause.WATCHDOG_TIMEOUT);
    }
    scheduleExpiry();
  }

  @Override
  public void clocksChanged(long mclkHertz, long smclkHertz, long aclkHertz) {
    scheduleExpiry();
  }

  /** It is stopped then, and counts again only when the device wakes. */
  @Override
  public boolean survivesRegulatorOff() {
    return true;
  }

  @Override
  public boolean mayReset() {
    return isCounting() && (control & WDTTMSEL) == 0;
  }

  /** Watchdog mode, counting SMCLK from 0 for 2^15 ticks. */
  @Override
  public void reset() {
    setControl(variant.resetValue | WDTCNTCL);
  }

  @Override
  public long[] save() {
    return new long[] {control, zeroTick, expiry.cycle()};
  }

  /** The request for the clock is restored by the clocks. */
  @Override
  public void restore(long[] saved) {
    control = (int) saved[0];
    clock = sources[(control >> variant.sourceShift) & variant.sourceMask];
    zeroTick = saved[1];
    expiry.schedule(saved[2]);
  }
}

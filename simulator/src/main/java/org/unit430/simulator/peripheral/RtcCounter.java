package org.unit430.simulator.peripheral;

/**
 * The real-time clock counter of FR4xx/FR2xx devices (SLAU445, chapter "RTC Counter"; register
 * layout from general knowledge, unconfirmed): a 16-bit counter with a predivider that begins anew
 * after RTCMOD. A new RTCMOD counts from the next overflow, or from RTCSR, on.
 */
public final class RtcCounter extends RegisterBlock implements ClockListener {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x10;

  private static final int RTCCTL = 0x00;
  private static final int RTCIV = 0x04;
  private static final int RTCMOD = 0x08;
  private static final int RTCCNT = 0x0C;

  private static final int RTCSS_SHIFT = 12;
  private static final int RTCPS_SHIFT = 8;
  private static final int RTCSR = 1 << 6;
  private static final int RTCIE = 1 << 1;
  private static final int RTCIFG = 1;
  private static final int WRITABLE = 0x3703;

  private static final int[] PREDIVIDERS = {1, 10, 100, 1000, 16, 64, 256, 1024};

  private final EventScheduler scheduler;
  private final ClockTree clocks;
  private final InterruptLine interrupt;
  private final ScheduledEvent overflow;

  private int control;
  private int modulo;
  private int shadowModulo;

  /** The tick of the source clock at which the counter was 0. */
  private long zeroTick;

  /** The counter while no clock is selected. */
  private long stoppedCount;

  /**
   * A module at its reset values. It has to be added to the clocks' listeners.
   *
   * @param base address of RTCCTL
   * @param vector address of its interrupt vector
   */
  public RtcCounter(
      int base,
      ClockTree clocks,
      EventScheduler scheduler,
      InterruptController interrupts,
      int vector) {
    super(base, SIZE);
    this.clocks = clocks;
    this.scheduler = scheduler;
    this.interrupt = interrupts.line(vector);
    this.overflow = scheduler.newEvent(this::overflow);
    this.modulo = 0xFFFF;
    this.shadowModulo = 0xFFFF;
  }

  @Override
  int read(int offset) {
    scheduler.catchUp();
    int value = peek(offset);
    if (offset == RTCIV) {
      clearFlag();
    }
    return value;
  }

  @Override
  int peek(int offset) {
    return switch (offset) {
      case RTCCTL -> control;
      case RTCIV -> isRequesting() ? 2 : 0;
      case RTCMOD -> modulo;
      case RTCCNT -> (int) count();
      default -> 0;
    };
  }

  @Override
  void write(int offset, int value) {
    scheduler.catchUp();
    switch (offset) {
      case RTCCTL -> writeControl(value);
      case RTCIV -> clearFlag();
      case RTCMOD -> modulo = value;
      default -> {
        // RTCCNT is read-only.
      }
    }
  }

  private void writeControl(int value) {
    long count = (value & RTCSR) != 0 ? 0 : count();
    if ((value & RTCSR) != 0) {
      shadowModulo = modulo;
    }
    ClockSignal oldClock = clock();
    control = value & WRITABLE;
    ClockSignal newClock = clock();
    if (newClock != oldClock) {
      if (newClock != null) {
        newClock.request();
      }
      if (oldClock != null) {
        oldClock.release();
      }
    }
    stoppedCount = count;
    zeroTick = newClock == null ? 0 : newClock.ticks(scheduler.cycle()) - count * predivider();
    update();
  }

  /** RTCSS: 1 SMCLK, 2 XT1CLK (here ACLK, which it normally drives), 3 VLOCLK. */
  private ClockSignal clock() {
    return switch ((control >> RTCSS_SHIFT) & 3) {
      case 1 -> clocks.smclk();
      case 2 -> clocks.aclk();
      case 3 -> clocks.vloclk();
      default -> null;
    };
  }

  private long predivider() {
    return PREDIVIDERS[(control >> RTCPS_SHIFT) & 7];
  }

  private long count() {
    ClockSignal clock = clock();
    return clock == null
        ? stoppedCount
        : (clock.ticks(scheduler.cycle()) - zeroTick) / predivider();
  }

  private void overflow() {
    zeroTick += (shadowModulo + 1L) * predivider();
    shadowModulo = modulo;
    control |= RTCIFG;
    update();
  }

  private boolean isRequesting() {
    return (control & (RTCIE | RTCIFG)) == (RTCIE | RTCIFG);
  }

  private void clearFlag() {
    control &= ~RTCIFG;
    update();
  }

  private void update() {
    interrupt.set(isRequesting());
    ClockSignal clock = clock();
    if (clock == null) {
      overflow.cancel();
    } else {
      overflow.schedule(clock.cycleOf(zeroTick + (shadowModulo + 1L) * predivider()));
    }
  }

  @Override
  public boolean survivesRegulatorOff() {
    return true;
  }

  /** Whether it counts. */
  public boolean isRunning() {
    return clock() != null;
  }

  @Override
  public void clocksChanged(long mclkHertz, long smclkHertz, long aclkHertz) {
    update();
  }

  @Override
  public void reset() {
    scheduler.catchUp();
    modulo = 0xFFFF;
    writeControl(RTCSR);
  }

  @Override
  public long[] save() {
    return new long[] {control, modulo, shadowModulo, zeroTick, stoppedCount, overflow.cycle()};
  }

  /** The request for the clock is restored by the clocks. */
  @Override
  public void restore(long[] saved) {
    control = (int) saved[0];
    modulo = (int) saved[1];
    shadowModulo = (int) saved[2];
    zeroTick = saved[3];
    stoppedCount = saved[4];
    interrupt.set(isRequesting());
    overflow.schedule(saved[5]);
  }
}

package org.unit430.simulator.peripheral;

/**
 * Timer_A or Timer_B (SLAU445 chapters 13 and 14; hardware.md 8.5). Nothing happens tick by tick:
 * the counter is computed when somebody looks, and one event waits for the next tick at which a
 * flag or an output changes.
 *
 * <p>A register write takes effect in the cycle of its access, and a tick belongs to the cycle in
 * which it happens. With SMCLK = MCLK and no dividers two reads of TxR therefore differ by the MCLK
 * cycles between them.
 */
public final class Timer extends RegisterBlock implements ClockListener {
  /** Bytes of address space that the timer of an FRAM device or F5xx takes. */
  public static final int SIZE = 0x30;

  /** The same without TxEX0 and TxIV, which x1xx and x2xx do not have or have elsewhere. */
  public static final int CLASSIC_SIZE = 0x20;

  private static final int CTL = 0x00;
  private static final int CCTL = 0x02;
  private static final int R = 0x10;
  private static final int CCR = 0x12;
  private static final int EX0 = 0x20;
  private static final int IV = 0x2E;
  private static final int TBCLGRP_SHIFT = 13;
  private static final int CNTL_SHIFT = 11;
  private static final int SSEL_SHIFT = 8;
  private static final int ID_SHIFT = 6;
  private static final int MC_SHIFT = 4;
  private static final int CLR = 1 << 2;
  private static final int IE = 1 << 1;
  private static final int IFG = 1;
  private static final int WRITABLE_A = 0x03F3;
  private static final int WRITABLE_B = 0x7BF3;

  /** What TxIV reads for the counter's own flag. */
  private static final int IV_OVERFLOW = 0x0E;

  /** The same for a Timer_A of the x1xx and x2xx (SLAU049 table 11-5). */
  private static final int IV_OVERFLOW_CLASSIC_A = 0x0A;

  /** Bits of Timer_B's counter, by CNTL. */
  private static final int[] COUNTER_BITS = {16, 12, 10, 8};

  private final boolean isTimerB;
  private final int overflowCode;
  private final EventScheduler scheduler;
  private final ClockTree clocks;
  private final ScheduledEvent event;
  private final InterruptLine lineUnit0;
  private final InterruptLine lineOthers;
  private final TimerCounter counter = new TimerCounter();
  private final CaptureCompareUnit[] units;
  private final CompareLatches latches;
  private final InterruptLine[] dmaLines;

  private int control;
  private int expansion;

  // The counter has been advanced to this tick; tick 0 was at this tick of the source clock.
  private long tick;
  private long sourceTickAtZero;
  private long eventTick;

  /** A timer at its reset values. It has to be added to the clocks' listeners. */
  public Timer(
      TimerWiring wiring,
      ClockTree clocks,
      EventScheduler scheduler,
      InterruptController interrupts) {
    super(wiring.base(), wiring.classic() ? CLASSIC_SIZE : SIZE);
    this.isTimerB = wiring.kind() == TimerWiring.Kind.B;
    this.overflowCode = wiring.classic() && !isTimerB ? IV_OVERFLOW_CLASSIC_A : IV_OVERFLOW;
    this.clocks = clocks;
    this.scheduler = scheduler;
    this.units = new CaptureCompareUnit[wiring.units()];
    this.dmaLines = new InterruptLine[wiring.units()];
    for (int i = 0; i < units.length; i++) {
      units[i] = new CaptureCompareUnit(isTimerB);
      dmaLines[i] = requested -> {};
    }
    this.latches = new CompareLatches(units);
    this.event = scheduler.newEvent(this::fire);
    this.lineUnit0 = interrupts.line(wiring.vectorUnit0(), () -> clearFlag(0));
    this.lineOthers = interrupts.line(wiring.vectorOthers());
  }

  /** Tells a listener the output of a unit, now and whenever it changes. */
  public void watchOutput(int unit, LevelListener listener) {
    units[unit].setOutputListener(listener);
    reschedule();
  }

  /**
   * Connects the flag of a unit to a DMA trigger. The DMA controller clears the flag by {@link
   * #clearFlag} when it takes the trigger.
   */
  public void connectDma(int unit, InterruptLine trigger) {
    dmaLines[unit] = trigger;
  }

  /** Clears CCIFG of a unit, as interrupt acceptance and DMA do. */
  public void clearFlag(int unit) {
    synchronize();
    units[unit].clearFlag();
    update();
  }

  /**
   * Drives a capture input.
   *
   * @param second CCIxB rather than CCIxA
   */
  public void setInput(int unit, boolean second, boolean high) {
    synchronize();
    if (units[unit].setInput(second, high)) {
      units[unit].capture(counter.value());
    }
    update();
  }

  @Override
  int read(int offset) {
    synchronize();
    if (offset == R) {
      return counter.value();
    }
    int value = peek(offset);
    if (offset == IV) {
      clearHighest(value);
    } else if (isRegister(offset, CCR)) {
      units[(offset - CCR) >> 1].readRegister();
    }
    return value;
  }

  @Override
  int peek(int offset) {
    if (isRegister(offset, CCTL)) {
      return units[(offset - CCTL) >> 1].readControl();
    }
    if (isRegister(offset, CCR)) {
      return units[(offset - CCR) >> 1].register();
    }
    return switch (offset) {
      case CTL -> control;
      case R -> counter.valueAfter(tickNow() - tick);
      case EX0 -> expansion;
      case IV -> highestRequest();
      default -> 0;
    };
  }

  /** Reads TxIV, which clears the flag that it names. */
  int readVector() {
    synchronize();
    int value = highestRequest();
    clearHighest(value);
    return value;
  }

  /** What {@link #readVector} would give. */
  int peekVector() {
    return highestRequest();
  }

  private boolean isRegister(int offset, int first) {
    return offset >= first && offset < first + 2 * units.length;
  }

  @Override
  void write(int offset, int value) {
    synchronize();
    if (isRegister(offset, CCTL)) {
      CaptureCompareUnit unit = units[(offset - CCTL) >> 1];
      if (unit.writeControl(value)) {
        unit.capture(counter.value());
      }
      latches.loadAtOnce(latchGrouping());
    } else if (isRegister(offset, CCR)) {
      units[(offset - CCR) >> 1].writeRegister(value);
      latches.loadAtOnce(latchGrouping());
    } else {
      switch (offset) {
        case CTL -> writeControl(value);
        case R -> counter.setValue(value);
        case EX0 -> {
          expansion = value & 7;
          restartTicks();
        }
        case IV -> clearHighest(highestRequest());
        default -> {
          // Nothing there.
        }
      }
    }
    update();
  }

  private void writeControl(int value) {
    ClockSignal oldClock = activeClock();
    int oldControl = control;
    control = value & (isTimerB ? WRITABLE_B : WRITABLE_A);
    ClockSignal newClock = activeClock();
    if (newClock != oldClock) {
      if (newClock != null) {
        newClock.request();
      }
      if (oldClock != null) {
        oldClock.release();
      }
    }
    int dividing = (3 << SSEL_SHIFT) | (3 << ID_SHIFT);
    if (((oldControl ^ control) & dividing) != 0 || newClock != oldClock || (value & CLR) != 0) {
      restartTicks();
    }
    counter.setMode(mode());
    if (isTimerB) {
      counter.setTop((1 << COUNTER_BITS[(control >> CNTL_SHIFT) & 3]) - 1);
    }
    if ((value & CLR) != 0) {
      counter.clear();
    }
  }

  private int mode() {
    return (control >> MC_SHIFT) & 3;
  }

  /** TBCLGRP; 0 in Timer_A. */
  private int latchGrouping() {
    return (control >> TBCLGRP_SHIFT) & 3;
  }

  /** The clock that the timer counts, or null: stopped, or an external clock without signal. */
  private ClockSignal activeClock() {
    if (mode() == TimerCounter.STOP) {
      return null;
    }
    return switch ((control >> SSEL_SHIFT) & 3) {
      case 1 -> clocks.aclk();
      case 2 -> clocks.smclk();
      default -> null;
    };
  }

  private long divider() {
    return (1L << ((control >> ID_SHIFT) & 3)) * (expansion + 1);
  }

  /** The dividers begin anew, and so does the numbering of ticks. */
  private void restartTicks() {
    ClockSignal clock = activeClock();
    tick = 0;
    sourceTickAtZero = clock == null ? 0 : clock.ticks(scheduler.cycle());
  }

  private long tickNow() {
    ClockSignal clock = activeClock();
    return clock == null
        ? tick
        : ClockSignal.quotient(clock.ticks(scheduler.cycle()) - sourceTickAtZero, divider());
  }

  /** Fires what is due and brings the counter to the present cycle. */
  private void synchronize() {
    scheduler.catchUp();
    long now = tickNow();
    counter.advance(now - tick);
    tick = now;
  }

  private void fire() {
    counter.advance(eventTick - tick);
    tick = eventTick;
    arrive(counter.value());
    update();
  }

  /** The counter has just counted to a value. */
  private void arrive(int value) {
    if (value == 0) {
      control |= IFG;
    }
    // In up mode EQU0 acts on outputs when the counter rolls over (SLAU445 figure 13-12), so that a
    // duty cycle is CCRn / (CCR0 + 1).
    boolean isUp = mode() == TimerCounter.UP;
    if (isUp ? value == 0 : value == units[0].compareValue()) {
      for (CaptureCompareUnit unit : units) {
        unit.matchOfUnit0();
      }
    }
    for (CaptureCompareUnit unit : units) {
      if (unit.compareValue() == value) {
        unit.match();
      }
    }
    if (isTimerB) {
      latches.load(latchGrouping(), value, mode() == TimerCounter.UP_DOWN);
    }
  }

  /** Brings interrupts, DMA triggers and the next event into line with the registers. */
  private void update() {
    counter.setPeriod(units[0].compareValue());
    lineUnit0.set(units[0].requestsInterrupt());
    lineOthers.set(highestRequest() != 0);
    for (int i = 0; i < units.length; i++) {
      dmaLines[i].set(units[i].triggersDma());
    }
    reschedule();
  }

  private void reschedule() {
    ClockSignal clock = activeClock();
    long ticks = clock == null ? ScheduledEvent.NEVER : ticksToNextChange();
    if (ticks == ScheduledEvent.NEVER) {
      event.cancel();
    } else {
      eventTick = tick + ticks;
      event.schedule(clock.cycleOf(sourceTickAtZero + eventTick * divider()));
    }
  }

  private long ticksToNextChange() {
    boolean watchesZero = (control & IFG) == 0;
    boolean watchesUnit0 = false;
    long ticks = ScheduledEvent.NEVER;
    for (int i = 0; i < units.length; i++) {
      CaptureCompareUnit unit = units[i];
      if (unit.awaitsMatchOfUnit0()) {
        watchesZero |= mode() == TimerCounter.UP;
        watchesUnit0 = true;
      }
      if (unit.awaitsLoad()) {
        watchesZero = true;
        watchesUnit0 = true;
        ticks =
            Math.min(
                ticks, counter.ticksUntil(latches.leaderOf(latchGrouping(), i).compareValue()));
      }
      if (unit.awaitsMatch()) {
        ticks = Math.min(ticks, counter.ticksUntil(unit.compareValue()));
      }
    }
    if (watchesZero) {
      ticks = Math.min(ticks, counter.ticksUntil(0));
    }
    if (watchesUnit0) {
      ticks = Math.min(ticks, counter.ticksUntil(units[0].compareValue()));
    }
    return ticks;
  }

  /** What TxIV reads: the enabled flag of the highest priority (SLAU445 table 13-9). */
  private int highestRequest() {
    for (int i = 1; i < units.length; i++) {
      if (units[i].requestsInterrupt()) {
        return 2 * i;
      }
    }
    return (control & (IE | IFG)) == (IE | IFG) ? overflowCode : 0;
  }

  private void clearHighest(int code) {
    if (code == overflowCode) {
      control &= ~IFG;
    } else if (code != 0) {
      units[code / 2].clearFlag();
    }
    update();
  }

  @Override
  public void clocksChanged(long mclkHertz, long smclkHertz, long aclkHertz) {
    reschedule();
  }

  @Override
  public void reset() {
    scheduler.catchUp();
    writeControl(CLR);
    expansion = 0;
    for (CaptureCompareUnit unit : units) {
      unit.reset();
    }
    update();
  }

  @Override
  public long[] save() {
    long[] saved = new long[6 + TimerCounter.SAVED + units.length * CaptureCompareUnit.SAVED];
    saved[0] = control;
    saved[1] = expansion;
    saved[2] = tick;
    saved[3] = sourceTickAtZero;
    saved[4] = eventTick;
    saved[5] = event.cycle();
    counter.save(saved, 6);
    for (int i = 0; i < units.length; i++) {
      units[i].save(saved, 6 + TimerCounter.SAVED + i * CaptureCompareUnit.SAVED);
    }
    return saved;
  }

  /** The request for the clock is restored by the clocks. */
  @Override
  public void restore(long[] saved) {
    control = (int) saved[0];
    expansion = (int) saved[1];
    tick = saved[2];
    sourceTickAtZero = saved[3];
    eventTick = saved[4];
    counter.restore(saved, 6);
    for (int i = 0; i < units.length; i++) {
      units[i].restore(saved, 6 + TimerCounter.SAVED + i * CaptureCompareUnit.SAVED);
    }
    event.schedule(saved[5]);
  }
}

package org.unit430.simulator.peripheral;

import java.util.OptionalInt;

/**
 * Two digital ports of an FRAM device or F5xx that share a block of registers: P1 and P2 (together
 * PA), P3 and P4, ... or PJ alone. The odd port has the lower bytes. SLAU367 chapter 12.
 */
public final class PortPair extends RegisterBlock {
  /** Bytes of address space that the ports take. */
  public static final int SIZE = 0x20;

  private static final int IN = 0x00;
  private static final int OUT = 0x02;
  private static final int DIR = 0x04;
  private static final int REN = 0x06;
  private static final int SEL0 = 0x0A;
  private static final int SEL1 = 0x0C;
  private static final int IV_ODD = 0x0E;
  private static final int SELC = 0x16;
  private static final int IES = 0x18;
  private static final int IE = 0x1A;
  private static final int IFG = 0x1C;
  private static final int IV_EVEN = 0x1E;

  /** Told which function the pins have. */
  @FunctionalInterface
  public interface FunctionListener {
    /** PxSEL0 and PxSEL1 of both ports, the odd one in the lower byte. */
    void functionsSelected(int select0, int select1);
  }

  private final EventScheduler scheduler;
  private final PortPins odd;
  private final PortPins even;
  private final InterruptLine oddLine;
  private final InterruptLine evenLine;
  private FunctionListener functionListener = (select0, select1) -> {};
  private int select0;
  private int select1;

  /**
   * Ports at their reset values.
   *
   * @param base address of the first register
   * @param oddVector address of the odd port's interrupt vector, if it has one
   * @param evenVector address of the even port's interrupt vector, if it has one
   */
  public PortPair(
      int base,
      EventScheduler scheduler,
      InterruptController interrupts,
      OptionalInt oddVector,
      OptionalInt evenVector) {
    super(base, SIZE);
    this.scheduler = scheduler;
    this.oddLine = line(interrupts, oddVector);
    this.evenLine = line(interrupts, evenVector);
    this.odd = new PortPins(this::update);
    this.even = new PortPins(this::update);
  }

  private static InterruptLine line(InterruptController interrupts, OptionalInt vector) {
    return vector.isPresent() ? interrupts.line(vector.getAsInt()) : requested -> {};
  }

  /** The pins of P1, P3, ... or PJ. */
  public PortPins odd() {
    return odd;
  }

  /** The pins of P2, P4, ... */
  public PortPins even() {
    return even;
  }

  /** Sets who is told which function the pins have. */
  public void setFunctionListener(FunctionListener listener) {
    functionListener = listener;
    listener.functionsSelected(select0, select1);
  }

  /** LOCKLPM5 of the power management module. */
  public void setLocked(boolean locked) {
    odd.setLocked(locked);
    even.setLocked(locked);
  }

  private void update() {
    oddLine.set(odd.requestsInterrupt());
    evenLine.set(even.requestsInterrupt());
  }

  private static int pair(int odd, int even) {
    return odd | (even << 8);
  }

  @Override
  int read(int offset) {
    scheduler.catchUp();
    int value = peek(offset);
    if (offset == IV_ODD) {
      odd.clearVector(value);
    } else if (offset == IV_EVEN) {
      even.clearVector(value);
    }
    return value;
  }

  @Override
  int peek(int offset) {
    return switch (offset) {
      case IN -> pair(odd.levels(), even.levels());
      case OUT -> pair(odd.out(), even.out());
      case DIR -> pair(odd.direction(), even.direction());
      case REN -> pair(odd.resistor(), even.resistor());
      case SEL0 -> select0;
      case SEL1 -> select1;
      case IV_ODD -> odd.vector();
      case IES -> pair(odd.edge(), even.edge());
      case IE -> pair(odd.enables(), even.enables());
      case IFG -> pair(odd.flags(), even.flags());
      case IV_EVEN -> even.vector();
      // SELC reads 0.
      default -> 0;
    };
  }

  @Override
  void write(int offset, int value) {
    scheduler.catchUp();
    write(offset, value & 0xFF, odd);
    write(offset, value >> 8, even);
    switch (offset) {
      case SEL0 -> select(value, select1);
      case SEL1 -> select(select0, value);
      // Toggles both selections at once where a bit is set (SLAU367 12.2.6).
      case SELC -> select(select0 ^ value, select1 ^ value);
      case IV_ODD -> odd.clearVector(odd.vector());
      case IV_EVEN -> even.clearVector(even.vector());
      default -> {
        // Done above, or nothing there.
      }
    }
  }

  private static void write(int offset, int value, PortPins pins) {
    switch (offset) {
      case OUT -> pins.setOut(value);
      case DIR -> pins.setDirection(value);
      case REN -> pins.setResistor(value);
      case IES -> pins.setEdge(value);
      case IE -> pins.setEnables(value);
      case IFG -> pins.setFlags(value);
      default -> {
        // Common to both ports.
      }
    }
  }

  /** A write to one port leaves the other alone, although they share words. */
  @Override
  public void writeByte(int address, int value) {
    scheduler.catchUp();
    int offset = address - start();
    boolean isEven = (offset & 1) != 0;
    switch (offset & ~1) {
      case OUT, DIR, REN, IES, IE, IFG -> write(offset & ~1, value & 0xFF, isEven ? even : odd);
      default -> super.writeByte(address, value);
    }
  }

  private void select(int newSelect0, int newSelect1) {
    select0 = newSelect0;
    select1 = newSelect1;
    functionListener.functionsSelected(select0, select1);
  }

  /** Pins keep their state, and those with interrupts wake the device. */
  @Override
  public boolean survivesRegulatorOff() {
    return true;
  }

  @Override
  public void reset() {
    odd.reset();
    even.reset();
    select(0, 0);
  }

  @Override
  public long[] save() {
    long[] saved = new long[2 + 2 * PortPins.SAVED];
    saved[0] = select0;
    saved[1] = select1;
    odd.save(saved, 2);
    even.save(saved, 2 + PortPins.SAVED);
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    odd.restore(saved, 2);
    even.restore(saved, 2 + PortPins.SAVED);
    select((int) saved[0], (int) saved[1]);
  }
}

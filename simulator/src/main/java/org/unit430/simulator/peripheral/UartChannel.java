package org.unit430.simulator.peripheral;

import java.util.function.Supplier;

/**
 * The two buffers and shift registers that every UART of the family has, whatever its registers
 * look like (SLAU049 chapter 13, SLAU208 chapter 36). Characters take their exact time; the line
 * has no noise, so parity and framing errors do not occur.
 */
final class UartChannel {
  /** What the registers around the channel do with what happens on the line. */
  interface Flags {
    /** The transmit buffer is empty, or no longer. */
    void transmitReady(boolean ready);

    /** A character has arrived, or has been read. */
    void received(boolean available);

    /** Whether the last character has not been read. */
    boolean isUnread();

    /** A character overwrote one that had not been read. */
    void overrun();
  }

  private final EventScheduler scheduler;
  private final Supplier<ClockSignal> bitClock;
  private final Supplier<UartFormat> format;
  private final Flags flags;
  private final UartShifter transmitter;
  private final UartShifter receiver;
  private UartSink sink = (value, startCycle, endCycle) -> {};
  private UartSource source = receiverReady -> UartSource.NOTHING;

  private boolean on;
  private boolean loopBack;
  private boolean waiting;
  private int dataMask = 0xFF;
  private int transmitBuffer;
  private int shiftedOut;
  private int shiftedIn;
  private int receiveBuffer;

  /**
   * A channel that is off.
   *
   * @param bitClock the clock selected now
   * @param format the length of a character as set now
   */
  UartChannel(
      EventScheduler scheduler,
      Supplier<ClockSignal> bitClock,
      Supplier<UartFormat> format,
      Flags flags) {
    this.scheduler = scheduler;
    this.bitClock = bitClock;
    this.format = format;
    this.flags = flags;
    this.transmitter = new UartShifter(scheduler, this::transmitted);
    this.receiver = new UartShifter(scheduler, this::arrived);
  }

  /** Sets where transmitted characters go. */
  void setSink(UartSink sink) {
    this.sink = sink;
  }

  /** Sets where received characters come from, and asks it. */
  void setSource(UartSource source) {
    this.source = source;
    poll();
  }

  /** Asks the source for a character, if the receiver is on and the line is free. */
  void poll() {
    if (on && !receiver.isBusy()) {
      int next = source.next(!flags.isUnread());
      if (next != UartSource.NOTHING) {
        shiftedIn = next & dataMask;
        receiver.start(bitClock.get(), format.get());
      }
    }
  }

  /** The software reset is released, or set, which stops both directions. */
  void setOn(boolean nowOn) {
    boolean wasOn = on;
    on = nowOn;
    if (!on) {
      transmitter.stop();
      receiver.stop();
      waiting = false;
      flags.transmitReady(true);
      flags.received(false);
    } else if (!wasOn) {
      poll();
    }
  }

  /** Characters of seven bits rather than eight. */
  void setSevenBits(boolean seven) {
    dataMask = seven ? 0x7F : 0xFF;
  }

  /** Transmitted characters are received, too. */
  void setLoopBack(boolean nowLoopBack) {
    loopBack = nowLoopBack;
  }

  boolean isBusy() {
    return transmitter.isBusy() || receiver.isBusy();
  }

  boolean isTransmitting() {
    return transmitter.isBusy();
  }

  int transmitBuffer() {
    return transmitBuffer;
  }

  void writeTransmitBuffer(int value) {
    transmitBuffer = value;
    if (!on) {
      return;
    }
    waiting = true;
    flags.transmitReady(false);
    if (!transmitter.isBusy()) {
      startTransmitting();
    }
  }

  int peekReceiveBuffer() {
    return receiveBuffer;
  }

  int readReceiveBuffer() {
    int value = receiveBuffer;
    flags.received(false);
    poll();
    return value;
  }

  /** The clocks' frequencies have changed. */
  void reschedule() {
    transmitter.reschedule();
    receiver.reschedule();
  }

  /** The buffer moves to the shift register, which leaves it empty. */
  private void startTransmitting() {
    waiting = false;
    shiftedOut = transmitBuffer & dataMask;
    flags.transmitReady(true);
    long start = scheduler.cycle();
    sink.transmitted(shiftedOut, start, transmitter.start(bitClock.get(), format.get()));
  }

  private void transmitted() {
    if (loopBack) {
      receive(shiftedOut);
    }
    if (waiting) {
      startTransmitting();
    }
  }

  private void arrived() {
    receive(shiftedIn);
    poll();
  }

  private void receive(int value) {
    if (flags.isUnread()) {
      flags.overrun();
    }
    receiveBuffer = value;
    flags.received(true);
  }

  /** Longs that {@link #save} fills. */
  static final int SAVED = 8 + 2 * UartShifter.SAVED;

  void save(long[] to, int at) {
    to[at] = on ? 1 : 0;
    to[at + 1] = loopBack ? 1 : 0;
    to[at + 2] = waiting ? 1 : 0;
    to[at + 3] = dataMask;
    to[at + 4] = transmitBuffer;
    to[at + 5] = shiftedOut;
    to[at + 6] = shiftedIn;
    to[at + 7] = receiveBuffer;
    transmitter.save(to, at + 8);
    receiver.save(to, at + 8 + UartShifter.SAVED);
  }

  /** Puts back the state, the registers of the selected clock being restored already. */
  void restore(long[] from, int at) {
    on = from[at] != 0;
    loopBack = from[at + 1] != 0;
    waiting = from[at + 2] != 0;
    dataMask = (int) from[at + 3];
    transmitBuffer = (int) from[at + 4];
    shiftedOut = (int) from[at + 5];
    shiftedIn = (int) from[at + 6];
    receiveBuffer = (int) from[at + 7];
    transmitter.restore(from, at + 8, bitClock.get());
    receiver.restore(from, at + 8 + UartShifter.SAVED, bitClock.get());
  }
}

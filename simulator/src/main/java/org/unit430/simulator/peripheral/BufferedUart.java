package org.unit430.simulator.peripheral;

/**
 * What the UARTs of the x1xx, x2xx and F5xx have in common: a channel with one buffer each way, the
 * flags of its receiver and transmitter, and error bits that are cleared when the receive buffer is
 * read.
 */
abstract class BufferedUart extends RegisterBlock implements ClockListener, Uart {
  /** The receiver's flag. */
  static final int RX = 1;

  /** The transmitter's flag. */
  static final int TX = 1 << 1;

  final EventScheduler scheduler;
  final FlagRegister flags;
  final UartChannel channel;

  /** The register that has the error bits. */
  int status;

  private final ClockTree clocks;
  private final int overrunBits;

  /**
   * A module. It has to be added to the clocks' listeners.
   *
   * @param base address of the block
   * @param size of the block in bytes
   * @param flags {@link #RX} and {@link #TX} with their enables
   * @param overrunBits of {@link #status}, that say that a character was lost
   */
  BufferedUart(
      int base,
      int size,
      ClockTree clocks,
      EventScheduler scheduler,
      FlagRegister flags,
      int overrunBits) {
    super(base, size);
    this.clocks = clocks;
    this.scheduler = scheduler;
    this.flags = flags;
    this.overrunBits = overrunBits;
    this.channel = new UartChannel(scheduler, this::brclk, this::format, new LineFlags());
  }

  /** The field SSEL, 0 to 3. */
  abstract int clockSelect();

  /** How characters are sent. */
  abstract UartFormat format();

  /** SSEL: 1 is ACLK; 0, an external clock, is taken for SMCLK like 2 and 3. */
  private ClockSignal brclk() {
    return clockSelect() == 1 ? clocks.aclk() : clocks.smclk();
  }

  /** The line's events as flags of this module. */
  private final class LineFlags implements UartChannel.Flags {
    @Override
    public void transmitReady(boolean ready) {
      flags.set(TX, ready);
    }

    @Override
    public void received(boolean available) {
      flags.set(RX, available);
      if (!available) {
        status &= ~overrunBits;
      }
    }

    @Override
    public boolean isUnread() {
      return (flags.flags() & RX) != 0;
    }

    @Override
    public void overrun() {
      status |= overrunBits;
    }
  }

  @Override
  public void setSink(UartSink sink) {
    channel.setSink(sink);
  }

  @Override
  public void setSource(UartSource source) {
    channel.setSource(source);
  }

  @Override
  public void poll() {
    channel.poll();
  }

  @Override
  public void clocksChanged(long mclkHertz, long smclkHertz, long aclkHertz) {
    channel.reschedule();
  }
}

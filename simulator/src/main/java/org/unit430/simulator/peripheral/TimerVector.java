package org.unit430.simulator.peripheral;

/**
 * The interrupt vector register of a timer of the x1xx or x2xx, which lies apart from the others
 * (TAIV at 12Eh, TBIV at 11Eh: SLAU049 11.3).
 */
public final class TimerVector extends RegisterBlock {
  /** Bytes of address space that the register takes. */
  public static final int SIZE = 0x02;

  private final Timer timer;

  /** The register at an address. */
  public TimerVector(int address, Timer timer) {
    super(address, SIZE);
    this.timer = timer;
  }

  @Override
  int read(int offset) {
    return timer.readVector();
  }

  @Override
  int peek(int offset) {
    return timer.peekVector();
  }

  @Override
  void write(int offset, int value) {
    timer.readVector();
  }

  /** The timer resets itself. */
  @Override
  public void reset() {
    // Nothing of its own.
  }

  @Override
  public long[] save() {
    return new long[0];
  }

  @Override
  public void restore(long[] saved) {
    // The timer remembers.
  }
}

package org.unit430.simulator.peripheral;

/** A receiver's and a transmitter's flag that share one interrupt vector, and DMA triggers. */
public final class OwnFlags implements FlagRegister {
  private final InterruptLine interrupt;
  private InterruptLine receiveTrigger = requested -> {};
  private InterruptLine transmitTrigger = requested -> {};
  private int flags;
  private int enables;

  /** Flags that are clear. */
  public OwnFlags(InterruptLine interrupt) {
    this.interrupt = interrupt;
  }

  /** Connects the flags to DMA triggers, which each sets only while it does not interrupt. */
  public void connectDma(InterruptLine receive, InterruptLine transmit) {
    receiveTrigger = receive;
    transmitTrigger = transmit;
    update();
  }

  @Override
  public int flags() {
    return flags;
  }

  @Override
  public int enables() {
    return enables;
  }

  @Override
  public void setFlags(int value) {
    flags = value;
    update();
  }

  @Override
  public void setEnables(int value) {
    enables = value;
    update();
  }

  private void update() {
    interrupt.set((flags & enables) != 0);
    int silent = flags & ~enables;
    receiveTrigger.set((silent & UsciA.RXIFG) != 0);
    transmitTrigger.set((silent & UsciA.TXIFG) != 0);
  }
}

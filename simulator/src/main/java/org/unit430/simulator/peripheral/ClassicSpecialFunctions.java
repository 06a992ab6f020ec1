package org.unit430.simulator.peripheral;

import java.util.ArrayList;
import java.util.List;

/**
 * The special function registers of the x1xx and x2xx at addresses 0 to 5: IE1, IE2, IFG1, IFG2,
 * ME1 and ME2 (SLAU049 chapter 2). Bits are numbered through both registers of a pair: bit 8 is bit
 * 0 of the second one. Modules own flags here.
 */
public final class ClassicSpecialFunctions extends RegisterBlock {
  /** Bytes of address space that the registers take. */
  public static final int SIZE = 0x06;

  /** Flag and enable of the watchdog. */
  public static final int WDTIFG = 1;

  private static final int OFIFG = 1 << 1;
  private static final int NMIIFG = 1 << 4;
  private static final int ACCVIE = 1 << 5;

  private record Owner(int mask, InterruptLine line) {}

  private final List<Owner> owners = new ArrayList<>();
  private final List<Owner> triggers = new ArrayList<>();
  private int enables;
  private int flags;
  private int moduleEnables;
  private boolean oscillatorFault;

  /**
   * Registers at their reset values.
   *
   * @param base address of IE1
   * @param watchdogVector address of the watchdog's interrupt vector
   * @param nmiVector address of the vector of NMI and faults
   */
  public ClassicSpecialFunctions(
      int base, InterruptController interrupts, int watchdogVector, int nmiVector) {
    super(base, SIZE);
    connect(WDTIFG, interrupts.line(watchdogVector, () -> clear(WDTIFG)));
    // Accepting an NMI clears the enables of all its sources, not their flags (SLAU049 2.2.2).
    connect(OFIFG | NMIIFG, interrupts.line(nmiVector, this::acceptNmi));
    reset();
  }

  /** Requests an interrupt while a flag of the mask and its enable are set. */
  private void connect(int mask, InterruptLine line) {
    owners.add(new Owner(mask, line));
  }

  /**
   * Connects a flag to a DMA trigger, which it sets only while it does not interrupt (SLAU049 table
   * 8-2). When DMA takes the trigger it {@linkplain #clear clears} the flag.
   */
  public void triggerDma(int mask, InterruptLine trigger) {
    triggers.add(new Owner(mask, trigger));
  }

  private void acceptNmi() {
    enables &= ~(OFIFG | NMIIFG | ACCVIE);
    update();
  }

  /** Sets flags, as the hardware does. */
  public void raise(int mask) {
    flags |= mask;
    update();
  }

  /** Clears flags, as accepting an interrupt does for some modules. */
  public void clear(int mask) {
    flags &= ~mask;
    update();
  }

  /** Sets OFIFG, and keeps it set however often software clears it while the fault lasts. */
  public void setOscillatorFault(boolean fault) {
    oscillatorFault = fault;
    update();
  }

  /**
   * Two neighbouring bits as the flags of a module.
   *
   * @param receiveBit number of the lower one, which is the receiver's
   * @param receive requested while the receiver's flag and enable are set
   * @param transmit the same for the transmitter
   */
  public FlagRegister pair(int receiveBit, InterruptLine receive, InterruptLine transmit) {
    connect(1 << receiveBit, receive);
    connect(2 << receiveBit, transmit);
    int mask = 3 << receiveBit;
    return new FlagRegister() {
      @Override
      public int flags() {
        return (flags & mask) >> receiveBit;
      }

      @Override
      public int enables() {
        return (enables & mask) >> receiveBit;
      }

      @Override
      public void setFlags(int value) {
        flags = (flags & ~mask) | (value << receiveBit & mask);
        update();
      }

      @Override
      public void setEnables(int value) {
        enables = (enables & ~mask) | (value << receiveBit & mask);
        update();
      }
    };
  }

  /** Whether ME1 or ME2 switches a module on. */
  public boolean isEnabled(int bit) {
    return (moduleEnables >> bit & 1) != 0;
  }

  @Override
  int peek(int offset) {
    return switch (offset) {
      case 0 -> enables;
      case 2 -> flags;
      default -> moduleEnables;
    };
  }

  @Override
  void write(int offset, int value) {
    switch (offset) {
      case 0 -> enables = value;
      case 2 -> flags = value;
      default -> moduleEnables = value;
    }
    update();
  }

  private void update() {
    flags |= oscillatorFault ? OFIFG : 0;
    int requested = enables & flags;
    for (Owner owner : owners) {
      owner.line.set((requested & owner.mask) != 0);
    }
    for (Owner trigger : triggers) {
      trigger.line.set((flags & ~enables & trigger.mask) != 0);
    }
  }

  /**
   * A PUC: WDTIFG stays, so that software finds out that the watchdog reset it; the flags of
   * modules are theirs to set.
   */
  @Override
  public void reset() {
    enables = 0;
    flags = OFIFG | (flags & WDTIFG);
    moduleEnables = 0;
    update();
  }

  @Override
  public long[] save() {
    return new long[] {enables, flags, moduleEnables, oscillatorFault ? 1 : 0};
  }

  @Override
  public void restore(long[] saved) {
    enables = (int) saved[0];
    flags = (int) saved[1];
    moduleEnables = (int) saved[2];
    oscillatorFault = saved[3] != 0;
    update();
  }
}

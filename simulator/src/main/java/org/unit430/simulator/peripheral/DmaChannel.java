package org.unit430.simulator.peripheral;

/** Registers of one DMA channel and the transfer it is in the middle of (SLAU367 11.3). */
final class DmaChannel {
  private static final int DT_SHIFT = 12;
  private static final int DSTINCR_SHIFT = 10;
  private static final int SRCINCR_SHIFT = 8;
  private static final int DSTBYTE = 1 << 7;
  private static final int SRCBYTE = 1 << 6;
  private static final int LEVEL = 1 << 5;
  private static final int EN = 1 << 4;
  private static final int IFG = 1 << 3;
  private static final int IE = 1 << 2;
  private static final int REQ = 1;
  private static final int ADDRESS_MASK = 0xFFFFF;

  /** How much one trigger transfers. */
  enum Extent {
    SINGLE,
    BLOCK,
    BURST
  }

  private int control;
  private int source;
  private int destination;
  private int size;

  // The copies that the transfer counts with.
  private int nextSource;
  private int nextDestination;
  private int reloadSize;
  private boolean requested;

  int control() {
    return control;
  }

  int source() {
    return source;
  }

  int destination() {
    return destination;
  }

  int size() {
    return size;
  }

  void writeControl(int value) {
    boolean wasEnabled = isEnabled();
    control = value & ~REQ & 0x7FFF;
    if (isEnabled() && !wasEnabled) {
      reload();
    }
    if (!isEnabled()) {
      requested = false;
    }
  }

  /** Whether the value written to the control register asks for a transfer by software. */
  static boolean asksForTransfer(int value) {
    return (value & REQ) != 0;
  }

  private void reload() {
    nextSource = source;
    nextDestination = destination;
    reloadSize = size;
  }

  /** Writes bits 15:0 and clears bits 19:16, as every word access to a 20-bit register does. */
  void writeSourceLow(int value) {
    source = value;
  }

  void writeSourceHigh(int value) {
    source = ((value << 16) | (source & 0xFFFF)) & ADDRESS_MASK;
  }

  /** Writes bits 15:0 and clears bits 19:16. */
  void writeDestinationLow(int value) {
    destination = value;
  }

  void writeDestinationHigh(int value) {
    destination = ((value << 16) | (destination & 0xFFFF)) & ADDRESS_MASK;
  }

  void writeSize(int value) {
    size = value;
  }

  boolean isEnabled() {
    return (control & EN) != 0;
  }

  boolean isLevelSensitive() {
    return (control & LEVEL) != 0;
  }

  private boolean repeats() {
    return control >> DT_SHIFT >= 4;
  }

  Extent extent() {
    return switch ((control >> DT_SHIFT) & 3) {
      case 0 -> Extent.SINGLE;
      case 1 -> Extent.BLOCK;
      default -> Extent.BURST;
    };
  }

  void request() {
    requested = isEnabled() && size != 0;
  }

  boolean isRequested() {
    return requested;
  }

  /** The trigger is used up; from now on another one may come. */
  void endRequest() {
    requested = false;
  }

  boolean requestsInterrupt() {
    return (control & (IE | IFG)) == (IE | IFG);
  }

  boolean hasFlag() {
    return (control & IFG) != 0;
  }

  void clearFlag() {
    control &= ~IFG;
  }

  /**
   * Moves one byte or word.
   *
   * @return whether it was the last of the block
   */
  boolean transfer(DmaBus bus) {
    boolean fromByte = (control & SRCBYTE) != 0;
    boolean toByte = (control & DSTBYTE) != 0;
    bus.write(nextDestination, bus.read(nextSource, fromByte), toByte);
    nextSource = stepped(nextSource, control >> SRCINCR_SHIFT, fromByte);
    nextDestination = stepped(nextDestination, control >> DSTINCR_SHIFT, toByte);
    size--;
    if (size != 0) {
      return false;
    }
    control |= IFG;
    size = reloadSize;
    if (repeats()) {
      reload();
    } else {
      control &= ~EN;
    }
    // A repeated burst goes on without a trigger until software ends it.
    requested = repeats() && (requested || extent() == Extent.BURST);
    return true;
  }

  private static int stepped(int address, int increment, boolean isByte) {
    int step = isByte ? 1 : 2;
    return switch (increment & 3) {
      case 2 -> (address - step) & ADDRESS_MASK;
      case 3 -> (address + step) & ADDRESS_MASK;
      default -> address;
    };
  }

  void reset() {
    restore(new long[SAVED], 0);
  }

  /** Longs that {@link #save} fills. */
  static final int SAVED = 8;

  void save(long[] to, int at) {
    to[at] = control;
    to[at + 1] = source;
    to[at + 2] = destination;
    to[at + 3] = size;
    to[at + 4] = nextSource;
    to[at + 5] = nextDestination;
    to[at + 6] = reloadSize;
    to[at + 7] = requested ? 1 : 0;
  }

  void restore(long[] from, int at) {
    control = (int) from[at];
    source = (int) from[at + 1];
    destination = (int) from[at + 2];
    size = (int) from[at + 3];
    nextSource = (int) from[at + 4];
    nextDestination = (int) from[at + 5];
    reloadSize = (int) from[at + 6];
    requested = from[at + 7] != 0;
  }
}

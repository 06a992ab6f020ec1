package org.unit430.simulator.peripheral;

/**
 * One capture/compare unit of Timer_A or Timer_B with its output unit (SLAU445 13.2.4, 13.2.5). The
 * timer tells it when the counter gets where it matters; the unit keeps the registers.
 */
final class CaptureCompareUnit {
  private static final int CM_SHIFT = 14;
  private static final int RISING = 1;
  private static final int FALLING = 2;
  private static final int CCIS_SHIFT = 12;
  private static final int SCCI = 1 << 10;
  private static final int CLLD_SHIFT = 9;
  private static final int CAP = 1 << 8;
  private static final int OUTMOD_SHIFT = 5;
  private static final int CCIE = 1 << 4;
  private static final int CCI = 1 << 3;
  private static final int OUT = 1 << 2;
  private static final int COV = 1 << 1;
  private static final int CCIFG = 1;

  /** Everything but the read-only bits CCI and SCCI (bits 10:9 are CLLD in Timer_B). */
  private static final int WRITABLE_A = 0xF9F7;

  private static final int WRITABLE_B = 0xFFF7;

  private final boolean isTimerB;
  private int control;
  private int register;

  /** What the counter is compared with: Timer_B loads it later from the register. */
  private int latch;

  /** The last level of CCI when the counter matched (Timer_A's SCCI). */
  private boolean synchronizedInput;

  /** Timer_B: the register was written and the latch has not taken its value yet. */
  private boolean awaitsLoad;

  private boolean captureUnread;
  private boolean inputA;
  private boolean inputB;
  private boolean output;
  private LevelListener outputListener;

  CaptureCompareUnit(boolean isTimerB) {
    this.isTimerB = isTimerB;
  }

  void setOutputListener(LevelListener listener) {
    outputListener = listener;
    listener.levelChanged(output);
  }

  int readControl() {
    return control | (input() ? CCI : 0) | (!isTimerB && synchronizedInput ? SCCI : 0);
  }

  /**
   * Writes CCTL.
   *
   * @return whether the write makes the unit capture, by switching its input between GND and VCC
   */
  boolean writeControl(int value) {
    boolean before = input();
    boolean wasCapturing = isCapture();
    control = value & (isTimerB ? WRITABLE_B : WRITABLE_A);
    if (outputMode() == 0) {
      drive((control & OUT) != 0);
    }
    return wasCapturing && captures(before);
  }

  /** Whether a change of the input from a level to the present one is to be captured. */
  private boolean captures(boolean before) {
    int edge = input() == before ? 0 : before ? FALLING : RISING;
    return isCapture() && ((control >> CM_SHIFT) & edge) != 0;
  }

  /**
   * Drives CCIxA or CCIxB.
   *
   * @return whether the unit captures
   */
  boolean setInput(boolean second, boolean high) {
    boolean before = input();
    if (second) {
      inputB = high;
    } else {
      inputA = high;
    }
    return captures(before);
  }

  private boolean input() {
    return switch ((control >> CCIS_SHIFT) & 3) {
      case 0 -> inputA;
      case 1 -> inputB;
      case 2 -> false;
      default -> true;
    };
  }

  boolean isCapture() {
    return (control & CAP) != 0;
  }

  /** Takes the counter's value; COV shows that the one before was not read. */
  void capture(int counter) {
    if (captureUnread) {
      control |= COV;
    }
    captureUnread = true;
    register = counter;
    load();
    control |= CCIFG;
  }

  /** TxCCRn, without the side effect of reading. */
  int register() {
    return register;
  }

  int readRegister() {
    captureUnread = false;
    return register;
  }

  /** Writes the register; the compare value follows with {@link #load}. */
  void writeRegister(int value) {
    register = value;
    awaitsLoad = true;
  }

  /** CLLD: when Timer_B's latch takes the register's value; Timer_A's does at once. */
  int loadMode() {
    return isTimerB ? (control >> CLLD_SHIFT) & 3 : 0;
  }

  /** Whether the register was written since the last load. */
  boolean awaitsLoad() {
    return awaitsLoad;
  }

  /** The compare value becomes that of the register. */
  void load() {
    latch = register;
    awaitsLoad = false;
  }

  /** What the counter is compared with. */
  int compareValue() {
    return latch;
  }

  boolean isFlagged() {
    return (control & CCIFG) != 0;
  }

  void clearFlag() {
    control &= ~CCIFG;
  }

  /** Whether the unit requests an interrupt. */
  boolean requestsInterrupt() {
    return (control & (CCIFG | CCIE)) == (CCIFG | CCIE);
  }

  /** Whether the flag triggers DMA, which it does only while it does not interrupt. */
  boolean triggersDma() {
    return (control & (CCIFG | CCIE)) == CCIFG;
  }

  /** Whether a match would change anything: a flag, or an output that somebody watches. */
  boolean awaitsMatch() {
    return !isCapture() && (!isFlagged() || drivesOutput());
  }

  /** Whether matches of unit 0 would change anything here. */
  boolean awaitsMatchOfUnit0() {
    int mode = outputMode();
    return drivesOutput() && (mode == 2 || mode == 3 || mode == 6 || mode == 7);
  }

  private boolean drivesOutput() {
    return outputListener != null && outputMode() != 0;
  }

  /** The counter reached the compare value (EQUn). */
  void match() {
    if (isCapture()) {
      return;
    }
    control |= CCIFG;
    synchronizedInput = input();
    switch (outputMode()) {
      case 1, 3 -> drive(true);
      case 2, 4, 6 -> drive(!output);
      case 5, 7 -> drive(false);
      default -> {
        // Mode 0: the OUT bit drives the output.
      }
    }
  }

  /** The counter reached the compare value of unit 0 (EQU0). */
  void matchOfUnit0() {
    switch (outputMode()) {
      case 2, 3 -> drive(false);
      case 6, 7 -> drive(true);
      default -> {
        // The other modes do not look at EQU0.
      }
    }
  }

  private int outputMode() {
    return (control >> OUTMOD_SHIFT) & 7;
  }

  private void drive(boolean high) {
    if (output != high) {
      output = high;
      if (outputListener != null) {
        outputListener.levelChanged(high);
      }
    }
  }

  void reset() {
    control = 0;
    register = 0;
    latch = 0;
    synchronizedInput = false;
    awaitsLoad = false;
    captureUnread = false;
    drive(false);
  }

  /** Longs that {@link #save} fills. */
  static final int SAVED = 4;

  void save(long[] to, int at) {
    to[at] = control;
    to[at + 1] = register;
    to[at + 2] = latch;
    to[at + 3] =
        (synchronizedInput ? 1 : 0)
            | (captureUnread ? 2 : 0)
            | (inputA ? 4 : 0)
            | (inputB ? 8 : 0)
            | (output ? 16 : 0)
            | (awaitsLoad ? 32 : 0);
  }

  void restore(long[] from, int at) {
    control = (int) from[at];
    register = (int) from[at + 1];
    latch = (int) from[at + 2];
    int bits = (int) from[at + 3];
    synchronizedInput = (bits & 1) != 0;
    captureUnread = (bits & 2) != 0;
    inputA = (bits & 4) != 0;
    inputB = (bits & 8) != 0;
    output = (bits & 16) != 0;
    awaitsLoad = (bits & 32) != 0;
  }
}

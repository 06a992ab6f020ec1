package org.unit430.simulator.peripheral;

/** Active mode and the low-power modes that the status register selects (SLAU367 table 1-2). */
public enum PowerMode {
  /** The CPU runs. */
  ACTIVE(true, true),
  /** CPU and MCLK off. */
  LPM0(true, true),
  /** As LPM0; on devices with an FLL also its regulation off. */
  LPM1(true, true),
  /** Only ACLK runs. */
  LPM2(false, true),
  /** Only ACLK runs, slower wake-up. */
  LPM3(false, true),
  /** No clock runs. */
  LPM4(false, false);

  private static final int CPUOFF = 0x10;
  private static final int OSCOFF = 0x20;
  private static final int SCG0 = 0x40;
  private static final int SCG1 = 0x80;

  private final boolean smclkRuns;
  private final boolean aclkRuns;

  PowerMode(boolean smclkRuns, boolean aclkRuns) {
    this.smclkRuns = smclkRuns;
    this.aclkRuns = aclkRuns;
  }

  /** The mode that a value of SR selects. */
  public static PowerMode of(int statusRegister) {
    if ((statusRegister & CPUOFF) == 0) {
      return ACTIVE;
    }
    if ((statusRegister & OSCOFF) != 0) {
      return LPM4;
    }
    if ((statusRegister & SCG1) != 0) {
      return (statusRegister & SCG0) != 0 ? LPM3 : LPM2;
    }
    return (statusRegister & SCG0) != 0 ? LPM1 : LPM0;
  }

  /** Whether SMCLK runs without anybody requesting it. */
  public boolean smclkRuns() {
    return smclkRuns;
  }

  /** Whether ACLK runs without anybody requesting it. */
  public boolean aclkRuns() {
    return aclkRuns;
  }
}

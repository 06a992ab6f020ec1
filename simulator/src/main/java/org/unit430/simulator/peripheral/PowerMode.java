package org.unit430.simulator.peripheral;

/**
 * Active mode and the low-power modes: LPM0 to LPM4 as the status register selects them (SLAU367
 * table 1-2), and LPMx.5, which LPM3 and LPM4 become with PMMREGOFF (table 1-3).
 */
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
  LPM4(false, false),
  /** LPM3.5: the core's regulator is off, an RTC counts on. */
  LPM3_5(false, true),
  /** LPM4.5: the core's regulator is off and no clock runs. */
  LPM4_5(false, false);

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

  /** Its name in TI's documents: LPM3.5 has a point. */
  public String label() {
    return name().replace('_', '.');
  }

  /** Whether RAM, registers and most modules are without power. */
  public boolean isRegulatorOff() {
    return this == LPM3_5 || this == LPM4_5;
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

package org.unit430.simulator.peripheral;

/**
 * Why a device was reset, with the value that SYSRSTIV reports. Codes and order are those of the
 * FR59xx (SLASE54 table 6-8); the lower code has the higher priority.
 */
public enum ResetCause {
  /** Power came back: the value SYSRSTIV has after a brownout reset (SLAU367 table 1-16). */
  BROWNOUT(0x02, Level.BROWNOUT),
  /** The RST/NMI pin was pulled low. */
  RESET_PIN(0x04, Level.BROWNOUT),
  /** Software set PMMSWBOR. */
  SOFTWARE_BROWNOUT(0x06, Level.BROWNOUT),
  /** Wake-up from LPM3.5 or LPM4.5. */
  WAKE_UP_FROM_LPMX5(0x08, Level.BROWNOUT),
  /** Software set PMMSWPOR. */
  SOFTWARE_POWER_ON(0x14, Level.POWER_ON),
  /** The watchdog's interval passed in watchdog mode. */
  WATCHDOG_TIMEOUT(0x16, Level.POWER_UP_CLEAR),
  /** WDTCTL was written without its password. */
  WATCHDOG_PASSWORD(0x18, Level.POWER_UP_CLEAR),
  /** A register of the FRAM or flash controller was written without its password. */
  MEMORY_PASSWORD(0x1A, Level.POWER_UP_CLEAR),
  /** An instruction was fetched from the peripheral area. */
  PERIPHERAL_FETCH(0x1E, Level.POWER_UP_CLEAR),
  /** PMMCTL0 was written without its password. */
  PMM_PASSWORD(0x20, Level.POWER_UP_CLEAR),
  /** An MPU register was written without its password. */
  MPU_PASSWORD(0x22, Level.POWER_UP_CLEAR),
  /** CSCTL0 was written without its password. */
  CLOCK_PASSWORD(0x24, Level.POWER_UP_CLEAR),
  /**
   * Information memory was accessed against its rights. The order of this code and the next three
   * is that of TI's headers.
   */
  MPU_INFORMATION(0x28, Level.POWER_UP_CLEAR),
  /** Segment 1 of main memory was accessed against its rights. */
  MPU_SEGMENT_1(0x2A, Level.POWER_UP_CLEAR),
  /** Segment 2 of main memory was accessed against its rights. */
  MPU_SEGMENT_2(0x2C, Level.POWER_UP_CLEAR),
  /** Segment 3 of main memory was accessed against its rights. */
  MPU_SEGMENT_3(0x2E, Level.POWER_UP_CLEAR),
  /**
   * FRAM was accessed with too few wait states, on devices whose controller answers with a reset
   * (SLAU367 7.5). The code is from TI's FR5969 header and unconfirmed.
   */
  FRAM_ACCESS_TIME(0x30, Level.POWER_UP_CLEAR);

  /** How deep a reset goes (SLAU367 1.2): each level includes those after it. */
  public enum Level {
    /** BOR: as if power had been removed. */
    BROWNOUT,
    /** POR. */
    POWER_ON,
    /** PUC: the CPU starts anew and modules return to their reset values. */
    POWER_UP_CLEAR
  }

  private final int code;
  private final Level level;

  ResetCause(int code, Level level) {
    this.code = code;
    this.level = level;
  }

  /** What SYSRSTIV reads. */
  public int code() {
    return code;
  }

  /** How deep the reset goes. */
  public Level level() {
    return level;
  }
}

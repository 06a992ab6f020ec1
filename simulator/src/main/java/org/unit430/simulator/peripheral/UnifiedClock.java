package org.unit430.simulator.peripheral;

import java.util.OptionalLong;

/** The unified clock system UCS of the F5xx (SLAU208 chapter 5): UCSCTL0 to UCSCTL8. */
public final class UnifiedClock extends FllClock {
  private static final int[] RESET = {
    0x0000, 0x0020, 0x101F, 0x0000, 0x0044, 0x0000, 0xC1CD, 0x0703, 0x0707
  };
  private static final int[] WRITABLE = {
    0x1FF8, 0x0071, 0x73FF, 0x0077, 0x0777, 0x7777, 0xFFFF, 0x001F, 0x070F
  };
  private static final int DCOFFG = 1;
  private static final int XT1LFOFFG = 1 << 1;
  private static final int XT2OFFG = 1 << 3;
  private static final int XT1 = 0;
  private static final int XT2 = 5;

  private final OptionalLong xt2Hertz;

  /** A clock module at its reset values: MCLK and SMCLK 32 times REFO. */
  public UnifiedClock(
      int base,
      long vloHertz,
      OptionalLong xt1Hertz,
      OptionalLong xt2Hertz,
      ClockTree clocks,
      InterruptLine oscillatorFault) {
    super(base, RESET, WRITABLE, vloHertz, xt1Hertz, clocks, oscillatorFault);
    this.xt2Hertz = xt2Hertz;
    reset();
  }

  @Override
  Rates rates() {
    return new Rates(rate(0), rate(4), rate(8));
  }

  /** The clock whose fields in UCSCTL4 and UCSCTL5 begin at a bit. */
  private ClockRate rate(int shift) {
    long divided = dividedDcoHertz(registers[2], registers[3] & 7, referenceHertz());
    long hertz =
        switch (source(shift)) {
          case XT1 -> xt1Hertz.orElse(REFO_HERTZ);
          case 1 -> vloHertz;
          case 2 -> REFO_HERTZ;
          case 3 -> undividedDcoHertz(divided, registers[2]);
          case 4 -> divided;
          // 6 and 7 are reserved and taken for 5, as SLAU208 says.
          default -> xt2Hertz.orElse(divided);
        };
    return new ClockRate(hertz, 1 << Math.min(registers[5] >> shift & 7, 5));
  }

  private int source(int shift) {
    return registers[4] >> shift & 7;
  }

  private long referenceHertz() {
    return switch (registers[3] >> 4 & 7) {
      case XT1 -> xt1Hertz.orElse(REFO_HERTZ);
      case XT2 -> xt2Hertz.orElse(REFO_HERTZ);
      default -> REFO_HERTZ;
    };
  }

  private boolean uses(int oscillator) {
    return source(0) == oscillator
        || source(4) == oscillator
        || source(8) == oscillator
        || (registers[3] >> 4 & 7) == oscillator;
  }

  @Override
  int faults() {
    return (uses(XT1) && xt1Hertz.isEmpty() ? XT1LFOFFG : 0)
        | (uses(XT2) && xt2Hertz.isEmpty() ? XT2OFFG : 0);
  }

  @Override
  int faultRegister() {
    return 7;
  }

  @Override
  int faultMask() {
    return DCOFFG | XT1LFOFFG | XT2OFFG;
  }
}

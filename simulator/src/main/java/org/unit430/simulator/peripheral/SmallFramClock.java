package org.unit430.simulator.peripheral;

import java.util.OptionalLong;

/** The clock system CS of the FR2xx and FR4xx (SLAU445 chapter 3): CSCTL0 to CSCTL8. */
public final class SmallFramClock extends FllClock {
  private static final int[] RESET = {
    0x0000, 0x0033, 0x101F, 0x0000, 0x0100, 0x1000, 0x08C1, 0x0740, 0x0007
  };
  private static final int[] WRITABLE = {
    0x3FFF, 0x00FF, 0x73FF, 0x0037, 0x0307, 0x1137, 0xFFFF, 0x3F5F, 0x000F
  };
  private static final int DCOFFG = 1;
  private static final int XT1OFFG = 1 << 1;
  private static final int FLLUNLOCK = 3 << 8;
  private static final int LARGEST_DIVM = 7;

  /** A clock module at its reset values: MCLK and SMCLK 32 times REFO. */
  public SmallFramClock(
      int base,
      long vloHertz,
      OptionalLong xt1Hertz,
      ClockTree clocks,
      InterruptLine oscillatorFault) {
    super(base, RESET, WRITABLE, vloHertz, xt1Hertz, clocks, oscillatorFault);
    reset();
  }

  /** FLLUNLOCK reads locked: the loop settles at once. */
  @Override
  int peek(int offset) {
    int value = super.peek(offset);
    return offset == 2 * faultRegister() ? value & ~FLLUNLOCK : value;
  }

  @Override
  Rates rates() {
    long low = xt1Hertz.orElse(REFO_HERTZ);
    long reference = (registers[3] >> 4 & 3) == 0 ? low : REFO_HERTZ;
    long main =
        switch (registers[4] & 7) {
          case 1 -> REFO_HERTZ;
          case 2 -> low;
          case 3 -> vloHertz;
          default -> dividedDcoHertz(registers[2], registers[3] & 7, reference);
        };
    int mclkDivider = 1 << Math.min(registers[5] & 7, LARGEST_DIVM);
    int smclkDivider = mclkDivider << (registers[5] >> 4 & 3);
    boolean aclkFromXt1 = (registers[4] >> 8 & 3) == 0;
    return new Rates(
        new ClockRate(main, mclkDivider),
        new ClockRate(main, smclkDivider),
        new ClockRate(aclkFromXt1 ? low : REFO_HERTZ, 1));
  }

  @Override
  int faults() {
    boolean uses =
        (registers[3] >> 4 & 3) == 0 || (registers[4] & 7) == 2 || (registers[4] >> 8 & 3) == 0;
    return uses && xt1Hertz.isEmpty() ? XT1OFFG : 0;
  }

  @Override
  int faultRegister() {
    return 7;
  }

  @Override
  int faultMask() {
    return DCOFFG | XT1OFFG;
  }
}

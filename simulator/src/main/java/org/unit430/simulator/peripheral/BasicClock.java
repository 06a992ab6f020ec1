package org.unit430.simulator.peripheral;

import java.util.List;
import java.util.OptionalLong;

/**
 * The basic clock module of the x1xx (SLAU049 chapter 4) and, as the basic clock module+, of the
 * x2xx (SLAU144 chapter 5): DCOCTL, BCSCTL1, BCSCTL2 and, there, BCSCTL3. Frequencies change at
 * once; crystals, where fitted, start without delay.
 *
 * <p>The DCO: each value of RSELx has its frequency at DCOx = 3; a step of DCOx multiplies it by a
 * ratio, and MODx mixes in the next step for MODx of 32 cycles (SLAU049 4.2.5). Both are data sheet
 * typicals: silicon scatters by tens of percent. The settings of the calibration constants are
 * exact.
 */
public final class BasicClock extends RegisterBlock {
  /** Which registers there are. */
  public enum Variant {
    /** x1xx: from DCOCTL on; three bits of RSELx. */
    X1XX(0x04, 0, 7, 0x84),
    /** x2xx: from the byte before BCSCTL3 on; four bits of RSELx, and VLO. */
    X2XX(0x08, 4, 15, 0x87);

    private final int size;
    private final int dcoctl;
    private final int rangeMask;
    private final int control1Reset;

    Variant(int size, int dcoctl, int rangeMask, int control1Reset) {
      this.size = size;
      this.dcoctl = dcoctl;
      this.rangeMask = rangeMask;
      this.control1Reset = control1Reset;
    }

    /** Bytes of address space. */
    public int size() {
      return size;
    }

    /** Settings of RSELx. */
    public int ranges() {
      return rangeMask + 1;
    }
  }

  /**
   * A setting that TI has measured in the factory and put into information memory.
   *
   * @param dcoctl value of DCOCTL
   * @param bcsctl1 value of BCSCTL1
   * @param hertz what it gives
   */
  public record Calibration(int dcoctl, int bcsctl1, long hertz) {}

  private static final int DCOCTL_RESET = 0x60;
  private static final int CONTROL3_RESET = 0x05;
  private static final int CONTROL3_OFFSET = 1;
  private static final int LFXT1OF = 1;
  private static final int XT2OF = 1 << 1;
  private static final int TYPICAL_TAP = 3;
  private static final int LAST_TAP = 7;
  private static final int MODULATOR_CYCLES = 32;

  private final Variant variant;
  private final List<Long> rangeHertz;
  private final double tapRatio;
  private final List<Calibration> calibrations;
  private final OptionalLong lfxtHertz;
  private final OptionalLong xt2Hertz;
  private final OptionalLong vloHertz;
  private final ClockTree clocks;
  private final InterruptLine oscillatorFault;

  private int dcoControl;
  private int control1;
  private int control2;
  private int control3;

  /**
   * A clock module at its reset values.
   *
   * @param base address of DCOCTL, or of the byte before BCSCTL3
   * @param rangeHertz frequency of each RSELx at DCOx = 3, Hz
   * @param tapRatio by which a step of DCOx multiplies the frequency
   * @param oscillatorFault set while a crystal is selected that is not there
   */
  public BasicClock(
      Variant variant,
      int base,
      List<Long> rangeHertz,
      double tapRatio,
      List<Calibration> calibrations,
      OptionalLong lfxtHertz,
      OptionalLong xt2Hertz,
      OptionalLong vloHertz,
      ClockTree clocks,
      InterruptLine oscillatorFault) {
    super(base, variant.size);
    if (rangeHertz.size() != variant.ranges()) {
      throw new IllegalArgumentException(
          "RSEL has " + variant.ranges() + " settings, not " + rangeHertz.size());
    }
    this.variant = variant;
    this.rangeHertz = List.copyOf(rangeHertz);
    this.tapRatio = tapRatio;
    this.calibrations = List.copyOf(calibrations);
    this.lfxtHertz = lfxtHertz;
    this.xt2Hertz = xt2Hertz;
    this.vloHertz = vloHertz;
    this.clocks = clocks;
    this.oscillatorFault = oscillatorFault;
    reset();
  }

  @Override
  int peek(int offset) {
    return peekByte(offset) | peekByte(offset + 1) << 8;
  }

  private int peekByte(int offset) {
    int register = offset - variant.dcoctl;
    if (offset == CONTROL3_OFFSET && variant == Variant.X2XX) {
      return control3;
    }
    return switch (register) {
      case 0 -> dcoControl;
      case 1 -> control1;
      case 2 -> control2;
      default -> 0;
    };
  }

  @Override
  void write(int offset, int value) {
    writeByte(start() + offset, value & 0xFF);
    writeByte(start() + offset + 1, value >> 8);
  }

  @Override
  public void writeByte(int address, int value) {
    int offset = address - start();
    if (offset == CONTROL3_OFFSET && variant == Variant.X2XX) {
      control3 = (value & ~(LFXT1OF | XT2OF)) | (control3 & (LFXT1OF | XT2OF));
    } else {
      switch (offset - variant.dcoctl) {
        case 0 -> dcoControl = value;
        case 1 -> control1 = value;
        case 2 -> control2 = value;
        default -> {
          // Nothing there.
        }
      }
    }
    update();
  }

  private void update() {
    long dco = dcoHertz();
    long low = lowHertz();
    boolean hasXt2 = xt2Hertz.isPresent();
    // Without XT2 its place is LFXT1's (SLAU049 4.3, BCSCTL2).
    long second = hasXt2 ? xt2Hertz.getAsLong() : low;
    long mclk =
        switch (control2 >> 6 & 3) {
          case 0, 1 -> dco;
          case 2 -> second;
          default -> low;
        };
    long smclk = (control2 & 1 << 3) == 0 ? dco : second;
    clocks.configure(
        new ClockRate(mclk, 1 << (control2 >> 4 & 3)),
        new ClockRate(smclk, 1 << (control2 >> 1 & 3)),
        new ClockRate(low, 1 << (control1 >> 4 & 3)));
    boolean missing = crystalSelected() && lfxtHertz.isEmpty();
    control3 = (control3 & ~(LFXT1OF | XT2OF)) | (missing ? LFXT1OF : 0);
    // The x1xx detects no fault of a watch crystal (SLAU049 4.2.6).
    oscillatorFault.set(missing && variant == Variant.X2XX);
  }

  /** LFXT1Sx = 2 selects VLO, which the x1xx does not have. */
  private boolean crystalSelected() {
    return variant == Variant.X1XX || (control3 >> 4 & 3) != 2;
  }

  private long lowHertz() {
    // A crystal that is missing leaves ACLK without ticks; the slowest oscillator stands in for it,
    // so that nothing divides by zero, and the fault flag says so.
    return crystalSelected()
        ? lfxtHertz.orElse(vloHertz.orElse(1))
        : vloHertz.orElse(lfxtHertz.orElse(1));
  }

  private long dcoHertz() {
    int range = control1 & variant.rangeMask;
    for (Calibration calibration : calibrations) {
      if (calibration.dcoctl() == dcoControl
          && (calibration.bcsctl1() & variant.rangeMask) == range) {
        return calibration.hertz();
      }
    }
    int tap = dcoControl >> 5;
    int modulation = tap == LAST_TAP ? 0 : dcoControl & (MODULATOR_CYCLES - 1);
    double lower = rangeHertz.get(range) * Math.pow(tapRatio, tap - TYPICAL_TAP);
    double upper = lower * tapRatio;
    double seconds = (MODULATOR_CYCLES - modulation) / lower + modulation / upper;
    return Math.round(MODULATOR_CYCLES / seconds);
  }

  @Override
  public void reset() {
    dcoControl = DCOCTL_RESET;
    control1 = variant.control1Reset;
    control2 = 0;
    control3 = CONTROL3_RESET;
    update();
  }

  @Override
  public long[] save() {
    return new long[] {dcoControl, control1, control2, control3};
  }

  @Override
  public void restore(long[] saved) {
    dcoControl = (int) saved[0];
    control1 = (int) saved[1];
    control2 = (int) saved[2];
    control3 = (int) saved[3];
    update();
  }
}

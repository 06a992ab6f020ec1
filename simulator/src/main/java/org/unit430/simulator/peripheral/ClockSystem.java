package org.unit430.simulator.peripheral;

import java.util.OptionalLong;

/**
 * The clock module CS of the FR58xx/FR59xx/FR6xx families (SLAU367 chapter 3): CSCTL0 to CSCTL6.
 * Frequencies change at once; crystals, where fitted, start without delay.
 */
public final class ClockSystem extends RegisterBlock {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x10;

  private static final int CSCTL0 = 0x00;

  // Index of each register behind CSCTL0.
  private static final int CSCTL1 = 1;
  private static final int CSCTL2 = 2;
  private static final int CSCTL3 = 3;
  private static final int CSCTL5 = 5;
  private static final int CSCTL6 = 6;

  /** CSCTL0 to CSCTL6, hardware.md 8.1; CSCTL0 keeps nothing but its password. */
  private static final int[] RESET = {0, 0x000C, 0x0033, 0x0033, 0xCDC9, 0x00C5, 0x0007};

  private static final int[] WRITABLE = {0, 0x004E, 0x0777, 0x0777, 0xFDFB, 0x00C3, 0x000F};

  private static final int DCORSEL = 1 << 6;
  private static final int LFXTOFFG = 1;
  private static final int HFXTOFFG = 1 << 1;
  private static final int ACLKREQEN = 1;
  private static final int SMCLKREQEN = 1 << 2;

  private final Oscillators oscillators;
  private final ClockTree clocks;
  private final SpecialFunctionRegisters specialFunctions;
  private final PasswordLock lock;
  private final int[] registers = new int[RESET.length];
  private boolean lfxtPinsSelected;

  /**
   * A clock module at its reset values: MCLK and SMCLK 1 MHz.
   *
   * @param base address of CSCTL0
   * @param clocks what the registers set
   * @param specialFunctions where OFIFG shows a missing crystal
   * @param resetLine pulled by a wrong password
   */
  public ClockSystem(
      int base,
      Oscillators oscillators,
      ClockTree clocks,
      SpecialFunctionRegisters specialFunctions,
      ResetLine resetLine) {
    super(base, SIZE);
    this.oscillators = oscillators;
    this.clocks = clocks;
    this.specialFunctions = specialFunctions;
    this.lock = new PasswordLock(resetLine, ResetCause.CLOCK_PASSWORD);
    reset();
  }

  /** The port's function selection gives the LFXT pins to the crystal, or takes them away. */
  public void selectLfxtPins(boolean selected) {
    if (selected != lfxtPinsSelected) {
      lfxtPinsSelected = selected;
      update();
    }
  }

  @Override
  int peek(int offset) {
    if (offset == CSCTL0) {
      return PasswordLock.READ_PASSWORD;
    }
    int index = offset >> 1;
    return index < registers.length ? registers[index] : 0;
  }

  @Override
  void write(int offset, int value) {
    if (offset == CSCTL0) {
      lock.acceptWord(value);
      return;
    }
    int index = offset >> 1;
    if (!lock.isOpen() || index >= registers.length) {
      return;
    }
    registers[index] = (registers[index] & ~WRITABLE[index]) | (value & WRITABLE[index]);
    update();
  }

  @Override
  public void writeByte(int address, int value) {
    int offset = address - start();
    if (offset == CSCTL0 + 1) {
      lock.acceptByte(value);
    } else if (offset != CSCTL0) {
      super.writeByte(address, value);
    }
  }

  private void update() {
    ClockRate mclk = rate(0);
    ClockRate smclk = rate(4);
    ClockRate aclk = rate(8);
    clocks.setDcoHertz(dcoHertz());
    clocks.configure(mclk, smclk, aclk);
    clocks.setRequestable(
        (registers[CSCTL6] & SMCLKREQEN) != 0, (registers[CSCTL6] & ACLKREQEN) != 0);
    registers[CSCTL5] |= faults();
    specialFunctions.setOscillatorFault((registers[CSCTL5] & (LFXTOFFG | HFXTOFFG)) != 0);
  }

  /** Fault flags of crystals that are selected and do not run: they cannot be cleared. */
  private int faults() {
    return (isSelected(0) && lfxt().isEmpty() ? LFXTOFFG : 0)
        | (isSelected(5) && oscillators.hfxtHertz().isEmpty() ? HFXTOFFG : 0);
  }

  private boolean isSelected(int source) {
    return source(0) == source || source(4) == source || source(8) == source;
  }

  private OptionalLong lfxt() {
    return lfxtPinsSelected ? oscillators.lfxtHertz() : OptionalLong.empty();
  }

  private int source(int shift) {
    return (registers[CSCTL2] >> shift) & 7;
  }

  /** The rate of the clock whose fields in CSCTL2 and CSCTL3 begin at a bit. */
  private ClockRate rate(int shift) {
    // 6 and 7 are reserved; the divider's text says 5 is the largest.
    int divider = 1 << Math.min((registers[CSCTL3] >> shift) & 7, 5);
    return new ClockRate(sourceHertz(source(shift)), divider);
  }

  /** SLAU367 table 3-5: SELM, SELS and SELA with their replacements for absent crystals. */
  private long sourceHertz(int source) {
    return switch (source) {
      case 0 -> lfxt().orElse(oscillators.vloHertz());
      case 1 -> oscillators.vloHertz();
      case 2 -> Math.max(1, oscillators.modHertz() / 128);
      case 4 -> oscillators.modHertz();
      case 5 -> oscillators.hfxtHertz().orElse(dcoHertz());
      // 3 is the DCO; the reserved codes 6 and 7 default to it.
      default -> dcoHertz();
    };
  }

  private long dcoHertz() {
    int control = registers[CSCTL1];
    int setting = ((control >> 1) & 7) | ((control & DCORSEL) != 0 ? 8 : 0);
    return oscillators.dcoHertz().get(setting);
  }

  @Override
  public void reset() {
    System.arraycopy(RESET, 0, registers, 0, RESET.length);
    lock.setOpen(false);
    update();
  }

  @Override
  public long[] save() {
    long[] saved = new long[registers.length + 1];
    for (int i = 1; i < registers.length; i++) {
      saved[i] = registers[i];
    }
    saved[0] = lock.isOpen() ? 1 : 0;
    saved[registers.length] = lfxtPinsSelected ? 1 : 0;
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    for (int i = 1; i < registers.length; i++) {
      registers[i] = (int) saved[i];
    }
    lock.setOpen(saved[0] != 0);
    lfxtPinsSelected = saved[registers.length] != 0;
    clocks.setDcoHertz(dcoHertz());
    specialFunctions.setOscillatorFault((registers[CSCTL5] & (LFXTOFFG | HFXTOFFG)) != 0);
  }
}

package org.unit430.simulator.peripheral;

import java.util.OptionalLong;

/**
 * The clock modules whose DCO a frequency-locked loop holds at a multiple of a reference: UCS of
 * the F5xx (SLAU208 chapter 5) and CS of the FR2xx and FR4xx (SLAU445 chapter 3). DCOCLKDIV is
 * (FLLN + 1) x reference / FLLREFDIV, DCOCLK is that times FLLD. The loop settles at once, whatever
 * range is selected: DCOFFG is never set by itself, and the frequency of an unlocked DCO is not
 * modelled.
 */
public abstract class FllClock extends RegisterBlock {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x12;

  static final int REFO_HERTZ = 32_768;
  private static final int[] REFERENCE_DIVIDERS = {1, 2, 4, 8, 12, 16, 16, 16};
  private static final int FLLN_MASK = 0x3FF;
  private static final int FLLD_SHIFT = 12;
  private static final int LARGEST_FLLD = 5;

  /** The registers, by their number. */
  final int[] registers = new int[SIZE / 2];

  private final int[] resetValues;
  private final int[] writable;
  private final ClockTree clocks;
  private final InterruptLine oscillatorFault;
  final long vloHertz;
  final OptionalLong xt1Hertz;

  /**
   * A clock module that {@link #reset} has still to bring to its reset values.
   *
   * @param base address of the first register
   * @param resetValues of each register
   * @param writable bits of each register that firmware can write
   * @param oscillatorFault set while a fault flag of a selected oscillator is
   */
  FllClock(
      int base,
      int[] resetValues,
      int[] writable,
      long vloHertz,
      OptionalLong xt1Hertz,
      ClockTree clocks,
      InterruptLine oscillatorFault) {
    super(base, SIZE);
    this.resetValues = resetValues.clone();
    this.writable = writable.clone();
    this.vloHertz = vloHertz;
    this.xt1Hertz = xt1Hertz;
    this.clocks = clocks;
    this.oscillatorFault = oscillatorFault;
  }

  /** Rates that the registers select. */
  record Rates(ClockRate mclk, ClockRate smclk, ClockRate aclk) {}

  /** What the registers select now. */
  abstract Rates rates();

  /**
   * Fault flags of oscillators that are selected and absent, in the place of {@link
   * #faultRegister}.
   */
  abstract int faults();

  /** Number of the register with the fault flags. */
  abstract int faultRegister();

  /** Fault flags that make OFIFG stay set. */
  abstract int faultMask();

  /** DCOCLKDIV, Hz. */
  final long dividedDcoHertz(int multiplier, int referenceDivider, long referenceHertz) {
    return Math.max(
        1,
        referenceHertz * ((multiplier & FLLN_MASK) + 1) / REFERENCE_DIVIDERS[referenceDivider & 7]);
  }

  /** DCOCLK, Hz: DCOCLKDIV times FLLD. */
  static long undividedDcoHertz(long dividedHertz, int multiplier) {
    return dividedHertz << Math.min(multiplier >> FLLD_SHIFT & 7, LARGEST_FLLD);
  }

  @Override
  int peek(int offset) {
    return registers[offset >> 1];
  }

  @Override
  void write(int offset, int value) {
    int number = offset >> 1;
    registers[number] = (registers[number] & ~writable[number]) | (value & writable[number]);
    update();
  }

  private void update() {
    Rates rates = rates();
    clocks.configure(rates.mclk(), rates.smclk(), rates.aclk());
    registers[faultRegister()] |= faults();
    oscillatorFault.set((registers[faultRegister()] & faultMask()) != 0);
  }

  @Override
  public void reset() {
    System.arraycopy(resetValues, 0, registers, 0, registers.length);
    update();
  }

  @Override
  public long[] save() {
    long[] saved = new long[registers.length];
    for (int i = 0; i < saved.length; i++) {
      saved[i] = registers[i];
    }
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    for (int i = 0; i < saved.length; i++) {
      registers[i] = (int) saved[i];
    }
    update();
  }
}

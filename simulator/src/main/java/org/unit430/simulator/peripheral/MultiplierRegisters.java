package org.unit430.simulator.peripheral;

/**
 * A multiplier's registers while somebody else multiplies with them, in operations of 16 bits that
 * neither saturate nor are fractional.
 */
public final class MultiplierRegisters {
  /** The mode of the next operation, see {@link HardwareMultiplier#mode}. */
  public int mode;

  /** What was written to MPY, MPYS, MAC or MACS, 16 bits. */
  public int operand1;

  /** What was written to OP2, 16 bits. */
  public int operand2;

  /** The mode of the last operation. */
  public int operationMode;

  /** What the last operation added to. */
  public long accumulator;

  /** What the last operation added. */
  public long product;

  /** The result registers; as many bits as the multiplier has, the others are of no account. */
  public long result;

  /**
   * The MCLK cycle in which the last operation started: all there is in time for reads of RESLO and
   * RESHI {@link HardwareMultiplier#RESULT_CYCLES} later, and all of it {@link
   * HardwareMultiplier#settlingCycles} later. Unchanged if none has started since they were lent.
   */
  public long started;
}

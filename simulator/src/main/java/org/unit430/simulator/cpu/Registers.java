package org.unit430.simulator.cpu;

import java.util.Arrays;
import org.unit430.simulator.isa.CpuCore;

/**
 * The sixteen CPU registers: 20 bits each on CPUX, of which SR has 16 (SLAU367 4.3); 16 bits on the
 * old core (SLAU049 3.2).
 */
public final class Registers {
  /** Number of the program counter. */
  public static final int PC = 0;

  /** Number of the stack pointer. */
  public static final int SP = 1;

  /** Number of the status register. */
  public static final int SR = 2;

  /** Number of constant generator 2, which reads as 0 and cannot be written. */
  public static final int CG2 = 3;

  /** General interrupt enable, SR bit 3. */
  public static final int GIE = 0x008;

  /** CPU off, SR bit 4. */
  public static final int CPUOFF = 0x010;

  private final int[] values = new int[16];
  private final int mask;

  /** Registers of a core, all zero. */
  public Registers(CpuCore core) {
    this.mask = core.addressMask();
  }

  /** A register's value, 16 or 20 bits. */
  public int get(int register) {
    return values[register];
  }

  /** Sets a register as an instruction does: PC and SP stay even, SR has 16 bits, R3 keeps 0. */
  public void set(int register, int value) {
    if (register > CG2) {
      values[register] = value & mask;
    } else {
      switch (register) {
        case PC, SP -> values[register] = value & mask & ~1;
        case SR -> values[register] = value & 0xFFFF;
        default -> {
          // CG2 discards what is written.
        }
      }
    }
  }

  /** Replaces the status bits C, Z, N and V. */
  void setFlags(int flags) {
    values[SR] = (values[SR] & ~Alu.FLAGS) | flags;
  }

  /** The carry bit, 0 or 1. */
  int carry() {
    return values[SR] & Alu.CARRY;
  }

  /** All values, R0 first. */
  public int[] toArray() {
    return values.clone();
  }

  /** The values themselves, R0 first: whoever writes them sees to what {@link #set} sees to. */
  public int[] values() {
    return values;
  }

  /** Sets all values, R0 first. */
  public void setAll(int[] all) {
    System.arraycopy(all, 0, values, 0, values.length);
  }

  /** All zero, as this model has them after a power-up. */
  public void clear() {
    Arrays.fill(values, 0);
  }
}

package org.unit430.simulator.isa;

/** Operation size, SLAU367 4.4.1. */
public enum Size {
  /** 8 bits, suffix {@code .B}. */
  BYTE(8, ".B"),
  /** 16 bits, suffix {@code .W}. */
  WORD(16, ".W"),
  /** 20 bits, suffix {@code .A}; two words in memory. */
  ADDRESS(20, ".A");

  private final int bits;
  private final String suffix;

  Size(int bits, String suffix) {
    this.bits = bits;
    this.suffix = suffix;
  }

  /** Width in bits: 8, 16 or 20. */
  public int bits() {
    return bits;
  }

  /** All ones in the width: 0FFh, 0FFFFh or 0FFFFFh. */
  public int mask() {
    return (1 << bits) - 1;
  }

  /** The most significant bit: 80h, 8000h or 80000h. */
  public int signBit() {
    return 1 << (bits - 1);
  }

  /** Bytes an operand of this size takes in memory: 1, 2 or 4. */
  public int bytes() {
    return this == ADDRESS ? 4 : bits / 8;
  }

  /** 16-bit bus accesses that reading or writing one operand in memory takes: 1 or 2. */
  public int busAccesses() {
    return this == ADDRESS ? 2 : 1;
  }

  /** The assembler suffix, with its dot. */
  public String suffix() {
    return suffix;
  }
}

package org.unit430.firmware.build;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In what numbers a firmware computes. */
public enum Arithmetic {
  /** 16-bit fixed point with a power-of-two scale for each tensor, sums of 32 bits. */
  Q15,
  /** IEEE 754 single precision, by routines: the CPU has none. */
  FLOAT32;

  /** The word for it in options and reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return label();
  }

  /** The one with a label. */
  public static Optional<Arithmetic> byLabel(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }
}

package org.unit430.firmware.network;

/** Checks shared by the layers; all of them name the layer that is wrong. */
final class Tensors {
  private static final int LONGEST_NAME = 255;

  private Tensors() {}

  /** Names appear in reports, symbols and files: 1 to 255 visible ASCII characters. */
  static void requireName(String name) {
    boolean visible = name.chars().allMatch(c -> c > ' ' && c < 0x7F);
    if (name.isEmpty() || name.length() > LONGEST_NAME || !visible) {
      throw new IllegalArgumentException(
          "name '"
              + name.replaceAll("[^ -~]", "?")
              + "': 1 to 255 visible ASCII characters without blanks are needed");
    }
  }

  static void requirePositive(String layer, String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "layer " + layer + ": " + what + " must be at least 1, not " + value);
    }
  }

  /** Returns how many values a tensor of these extents has; at most 2^31 - 1. */
  static int count(String layer, int... extents) {
    try {
      int count = 1;
      for (int extent : extents) {
        count = Math.multiplyExact(count, extent);
      }
      return count;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("layer " + layer + ": more than 2^31 - 1 weights", e);
    }
  }

  /** Returns a copy of the values after checking that there are so many and all are finite. */
  static float[] copyOf(String layer, String what, float[] values, int expected) {
    if (values.length != expected) {
      throw new IllegalArgumentException(
          "layer " + layer + ": " + expected + " " + what + " are needed, not " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "layer " + layer + ": " + what + "[" + i + "] is " + values[i]);
      }
    }
    return values.clone();
  }
}

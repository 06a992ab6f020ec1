package org.unit430.simulator.asm;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Names of the registers, in any case: r0 to r15, pc, sp, sr, cg. SLAU367 4.3. */
final class Registers {
  private static final Map<String, Integer> BY_NAME = new HashMap<>();

  static {
    for (int register = 0; register < 16; register++) {
      BY_NAME.put("r" + register, register);
    }
    BY_NAME.put("pc", 0);
    BY_NAME.put("sp", 1);
    BY_NAME.put("sr", 2);
    BY_NAME.put("cg", 3);
    BY_NAME.put("cg1", 2);
    BY_NAME.put("cg2", 3);
  }

  private Registers() {}

  static OptionalInt byName(String name) {
    Integer register = BY_NAME.get(name.toLowerCase(Locale.ROOT));
    return register == null ? OptionalInt.empty() : OptionalInt.of(register);
  }

  /** Whether a symbol cannot have that name. */
  static boolean isReserved(String name) {
    return byName(name).isPresent() || name.equals(".") || name.equals("$");
  }

  static String name(int register) {
    return switch (register) {
      case 0 -> "pc";
      case 1 -> "sp";
      case 2 -> "sr";
      default -> "r" + register;
    };
  }
}

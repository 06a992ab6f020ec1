package org.unit430.simulator.device;

import java.util.Map;
import java.util.OptionalInt;

/**
 * A peripheral module of a device.
 *
 * @param name as in the data sheet, for example TA0
 * @param type which module it is
 * @param base address of its first register, even
 * @param vectors addresses of its interrupt vectors, by the names that the type has for them
 * @param options numbers that tell it from others of its type, by the type's names
 */
public record ModuleSpec(
    String name,
    ModuleType type,
    int base,
    Map<String, Integer> vectors,
    Map<String, Integer> options) {
  /** Copies the maps. */
  public ModuleSpec {
    vectors = Map.copyOf(vectors);
    options = Map.copyOf(options);
  }

  /** First address behind its registers. */
  public int end() {
    int blocks = type == ModuleType.DMA ? 1 + options.get(ModuleType.CHANNELS) : 1;
    return base + blocks * type.size();
  }

  /** An interrupt vector's address. */
  public OptionalInt vector(String vectorName) {
    return optional(vectors.get(vectorName));
  }

  /** An option's number. */
  public OptionalInt option(String optionName) {
    return optional(options.get(optionName));
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}

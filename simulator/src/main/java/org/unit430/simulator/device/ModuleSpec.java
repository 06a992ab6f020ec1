package org.unit430.simulator.device;

import java.util.ArrayList;
import java.util.List;
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
  private static final int VECTOR_REGISTER_SIZE = 2;
  private static final int CHANNEL_SIZE_OF_X1XX = 8;

  /** Copies the maps. */
  public ModuleSpec {
    vectors = Map.copyOf(vectors);
    options = Map.copyOf(options);
  }

  /**
   * Addresses that registers take.
   *
   * @param first address of the first one, even
   * @param end first address behind them, even
   */
  public record Block(int first, int end) {}

  /** Where its registers are: from its base on, and where else it has some. */
  public List<Block> blocks() {
    int channels = option(ModuleType.CHANNELS).orElse(0);
    int sizes = type == ModuleType.DMA ? 1 + channels : 1;
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block(base, base + sizes * type.size()));
    option(ModuleType.VECTOR_REGISTER)
        .ifPresent(address -> blocks.add(new Block(address, address + VECTOR_REGISTER_SIZE)));
    option(ModuleType.CHANNEL_BASE)
        .ifPresent(
            address -> blocks.add(new Block(address, address + channels * CHANNEL_SIZE_OF_X1XX)));
    return blocks;
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

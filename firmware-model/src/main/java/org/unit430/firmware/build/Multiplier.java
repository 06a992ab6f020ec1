package org.unit430.firmware.build;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.ModuleSpec;
import org.unit430.simulator.device.ModuleType;

/**
 * What kernels multiply on. All give the same results; multiplier.inc says how each is used. A
 * device has what its kernels may use: a smaller unit is a part of a larger one, and software runs
 * everywhere.
 */
public enum Multiplier {
  /** None: routines shift and add, as on an MSP430G2553. */
  SOFTWARE(0, "software", "no hardware multiplier", List.of()),
  /** The 32-bit hardware multiplier (SLAU367 chapter 5). */
  MPY32(1, "mpy32", "MPY32", List.of(ModuleType.MPY32)),
  /**
   * The 16-bit hardware multiplier of older devices (SLAU049 chapter 7), or the registers of MPY32
   * that correspond to it.
   */
  MPY16(2, "mpy16", "16-bit multiplier", List.of(ModuleType.MPY16, ModuleType.MPY32));

  /**
   * The end of a label in the program that stands in front of one instruction, executed once for
   * each product: where there are no events of a multiplier, its retirements count products.
   */
  static final String PRODUCT_LABEL = ".one_product";

  // RESLO and RESHI of the software unit.
  private static final int ACCUMULATOR_BYTES = 4;
  // Calls and saved registers of library.inc and of the routines below it.
  private static final int ROUTINE_STACK_BYTES = 16;

  private final int code;
  private final String label;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed.
  private final List<ModuleType> modules;

  Multiplier(int code, String label, String description, List<ModuleType> modules) {
    this.code = code;
    this.label = label;
    this.description = description;
    this.modules = modules;
  }

  /** The word for it in options and reports. */
  public String label() {
    return label;
  }

  /** What it is, for reports. */
  public String description() {
    return description;
  }

  @Override
  public String toString() {
    return label;
  }

  /** The one with a label. */
  public static Optional<Multiplier> byLabel(String label) {
    return Arrays.stream(values()).filter(unit -> unit.label.equals(label)).findFirst();
  }

  /** The best that a device has. */
  public static Multiplier bestOf(DeviceProfile device) {
    if (MPY32.module(device).isPresent()) {
      return MPY32;
    }
    return MPY16.module(device).isPresent() ? MPY16 : SOFTWARE;
  }

  /**
   * Refuses a device that has no such unit.
   *
   * @throws FirmwareDoesNotFitException naming both, and what the device has
   */
  public Multiplier requireOn(DeviceProfile device) {
    if (!modules.isEmpty() && module(device).isEmpty()) {
      Multiplier best = bestOf(device);
      throw new FirmwareDoesNotFitException(
          "%s has no %s: %s"
              .formatted(
                  device.name(),
                  label,
                  best == SOFTWARE
                      ? "it has no hardware multiplier; use software"
                      : "its hardware multiplier is " + best.label + "; use that"));
    }
    return this;
  }

  private Optional<ModuleSpec> module(DeviceProfile device) {
    return modules.stream().flatMap(type -> device.modules(type).stream()).findFirst();
  }

  /** SRAM that it needs in front of the kernels' scratch. */
  int scratchBytes() {
    return this == SOFTWARE ? ACCUMULATOR_BYTES : 0;
  }

  /** Stack that its routines need. */
  int stackBytes() {
    return this == SOFTWARE ? ROUTINE_STACK_BYTES : 0;
  }

  /**
   * Symbols by which a source chooses the unit.
   *
   * @param scratch address of {@link #scratchBytes} bytes of SRAM
   */
  Map<String, Integer> definitions(DeviceProfile device, int scratch) {
    int base = module(device).map(ModuleSpec::base).orElse(scratch);
    return Map.of("MULTIPLIER", code, "MULTIPLIER_BASE", base);
  }

  /** What kernels call for a product: nothing where there is a unit. */
  List<AssemblyUnit> routines(DeviceProfile device, int scratch) {
    return this == SOFTWARE
        ? List.of(FirmwareBuilder.unit("multiply", "multiply.s43", definitions(device, scratch)))
        : List.of();
  }
}

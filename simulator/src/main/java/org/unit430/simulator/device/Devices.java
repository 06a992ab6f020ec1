package org.unit430.simulator.device;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Devices by name. */
public final class Devices {
  private static final String FAMILY = "MSP430";

  private Devices() {}

  /** Every device, those of TI in order of name. */
  public static List<DeviceProfile> all() {
    return List.of(DeviceProfile.msp430fr5994(), DeviceProfile.sim());
  }

  /**
   * A device.
   *
   * @param name in any case, with or without {@code MSP430}, for example {@code fr5994}
   */
  public static Optional<DeviceProfile> byName(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    return all().stream()
        .filter(
            device -> {
              String known = device.name().toUpperCase(Locale.ROOT);
              return known.equals(wanted) || known.equals(FAMILY + wanted);
            })
        .findFirst();
  }
}

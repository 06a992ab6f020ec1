package org.unit430.cli.device;

import java.nio.file.Path;
import java.util.Locale;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.DeviceProfileException;

/** What {@code --device} means: a device of the catalog, or a profile in a YAML file. */
public final class DeviceOption {
  private DeviceOption() {}

  /**
   * The profile that a user names.
   *
   * @param nameOrFile a device's name, or a file whose name ends in .yaml or .yml
   * @throws CommandFailure if there is none, or if the file holds none
   */
  public static DeviceProfile profile(String nameOrFile) {
    String lower = nameOrFile.toLowerCase(Locale.ROOT);
    boolean isFile = lower.endsWith(".yaml") || lower.endsWith(".yml");
    try {
      return isFile ? DeviceCatalog.load(Path.of(nameOrFile)) : DeviceCatalog.byName(nameOrFile);
    } catch (DeviceProfileException e) {
      throw new CommandFailure(
          isFile ? ExitCode.UNSUPPORTED_INPUT : ExitCode.USAGE,
          isFile ? e.getMessage() : "--device: " + e.getMessage() + ", or name a .yaml file",
          e);
    }
  }
}

package org.unit430.cli.device;

import java.nio.file.Path;
import java.util.Locale;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.DeviceProfileException;
import picocli.CommandLine.Option;

/** The option by which commands let users choose the device that is simulated. */
public final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "NAME|FILE",
      defaultValue = "MSP430FR5994",
      description =
          "Device that 'unit430 devices' lists, or a profile of your own as *.yaml; sim is for"
              + " programs linked with -msim (default: ${DEFAULT-VALUE}).")
  private String device = "";

  /**
   * The profile that the user named.
   *
   * @throws CommandFailure if there is none, or if the file holds none
   */
  public DeviceProfile profile() {
    return profile(device);
  }

  /**
   * The profile that a name means.
   *
   * @param device a device's name, or a file whose name ends in .yaml or .yml
   * @throws CommandFailure if there is none, or if the file holds none
   */
  static DeviceProfile profile(String device) {
    String lower = device.toLowerCase(Locale.ROOT);
    boolean isFile = lower.endsWith(".yaml") || lower.endsWith(".yml");
    try {
      return isFile ? DeviceCatalog.load(Path.of(device)) : DeviceCatalog.byName(device);
    } catch (DeviceProfileException e) {
      throw new CommandFailure(
          isFile ? ExitCode.UNSUPPORTED_INPUT : ExitCode.USAGE,
          isFile ? e.getMessage() : "--device: " + e.getMessage() + ", or name a .yaml file",
          e);
    }
  }
}

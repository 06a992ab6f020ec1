package org.unit430.simulator.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Finds and reads device profiles. Reading is strict: errors name the file and the place in it. */
public final class DeviceCatalog {
  /** The flat machine of programs that msp430-elf-gcc links with {@code -msim}. */
  public static final String SIM = "sim";

  private static final String PREFIX = "MSP430";

  /** Each is a resource of its name in lower case. */
  private static final List<String> NAMES =
      List.of(
          "MSP430FR5994",
          "MSP430FR5969",
          "MSP430FR6989",
          "MSP430FR2433",
          "MSP430F5529",
          "MSP430F1611",
          "MSP430G2553",
          SIM);

  private DeviceCatalog() {}

  /** Devices that {@link #byName} knows. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The profile that comes with this program.
   *
   * @param name in any case, with or without {@code MSP430}, for example {@code fr5994}
   * @throws DeviceProfileException if there is none; the message names those there are
   */
  public static DeviceProfile byName(String name) {
    for (String known : NAMES) {
      if (known.equalsIgnoreCase(name) || known.equalsIgnoreCase(PREFIX + name)) {
        return bundled(known.toLowerCase(Locale.ROOT) + ".yaml");
      }
    }
    throw new DeviceProfileException(
        "there is no device " + name + "; known are " + String.join(", ", NAMES));
  }

  private static DeviceProfile bundled(String file) {
    try (InputStream stream = DeviceCatalog.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("the program was built without " + file);
      }
      return DeviceProfileReader.read(file, stream.readAllBytes());
    } catch (IOException e) {
      throw new DeviceProfileException(file, "", "cannot be read: " + e.getMessage());
    }
  }

  /**
   * Reads a profile from a file.
   *
   * @throws DeviceProfileException if it cannot be read or is no valid profile
   */
  public static DeviceProfile load(Path file) {
    try {
      return DeviceProfileReader.read(file.toString(), Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new DeviceProfileException(file.toString(), "", "there is no such file");
    } catch (IOException e) {
      throw new DeviceProfileException(file.toString(), "", "cannot be read: " + e.getMessage());
    }
  }
}

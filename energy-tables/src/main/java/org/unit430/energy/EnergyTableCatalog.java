package org.unit430.energy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.unit430.energy.data.DataFileException;
import org.unit430.energy.data.StrictYaml;

/** Finds and reads energy tables. Reading is strict: errors name the file and the place in it. */
public final class EnergyTableCatalog {
  /** Devices that a table comes with, as file names under {@code tables/}. */
  private static final List<String> DEVICES =
      List.of(
          "MSP430FR5994",
          "MSP430FR5969",
          "MSP430FR2433",
          "MSP430F5529",
          "MSP430F1611",
          "MSP430G2553");

  private EnergyTableCatalog() {}

  /** Devices that {@link #forDevice} knows. */
  public static List<String> devices() {
    return DEVICES;
  }

  /**
   * The table that comes with this program.
   *
   * @param device its name in any case, with or without {@code MSP430}, for example {@code fr5994}
   * @throws OutsideTableException if there is none
   */
  public static EnergyTable forDevice(String device) {
    String wanted = device.toUpperCase(Locale.ROOT);
    for (String known : DEVICES) {
      if (known.equals(wanted) || known.equals("MSP430" + wanted)) {
        String name = known.toLowerCase(Locale.ROOT) + ".yaml";
        try (InputStream stream = EnergyTableCatalog.class.getResourceAsStream("tables/" + name)) {
          if (stream == null) {
            throw new IllegalStateException("the program was built without tables/" + name);
          }
          return parse(name, stream.readAllBytes());
        } catch (IOException e) {
          throw new DataFileException(name, "", "cannot be read: " + e.getMessage());
        }
      }
    }
    throw new OutsideTableException(
        "no energy table for " + device + "; there are tables for " + String.join(", ", DEVICES));
  }

  /**
   * Reads a table from a file.
   *
   * @throws DataFileException if it cannot be read or is not a valid table
   */
  public static EnergyTable load(Path file) {
    try {
      return parse(file.toString(), Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new DataFileException(file.toString(), "", "there is no such file");
    } catch (IOException e) {
      throw new DataFileException(file.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  private static EnergyTable parse(String file, byte[] content) {
    return StrictYaml.read(file, content, TableDocument.class).toTable(file, sha256(content));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package org.unit430.energy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.unit430.energy.data.DataFileException;
import org.unit430.energy.data.StrictYaml;

/**
 * What a device draws while its CPU is off, and the charge of waking it, from its data sheet:
 * typical values at 25 degrees Celsius. Currents are taken to be the same at every supply voltage,
 * as the data sheets show for all modes within a few percent.
 *
 * @param schema version of the document, {@value #SCHEMA}
 * @param device its name
 * @param source document and section
 * @param smclkHertz frequencies of SMCLK to which the rows of LPM0 and LPM1 belong, rising, Hz
 * @param smclkMicroamperes current in LPM0 and LPM1 at each of them, uA
 * @param microamperes current in LPM2 and deeper modes, uA
 * @param wakeUpNanocoulombs charge of a wake-up from each mode, nAs
 * @param spread by which factor a device may draw more, or less, than the typical value
 * @param spreadSource where the spread comes from
 */
public record SleepCurrents(
    String schema,
    String device,
    String source,
    List<Long> smclkHertz,
    Map<String, List<Double>> smclkMicroamperes,
    Map<String, Double> microamperes,
    Map<String, Double> wakeUpNanocoulombs,
    double spread,
    String spreadSource) {
  /**
   * An energy with the range in which that of a given device lies.
   *
   * @param mean best estimate
   * @param low lower end
   * @param high upper end
   */
  public record Joules(double mean, double low, double high) {}

  private static final String SCHEMA = "unit430-sleep-1";
  private static final double MICRO = 1e-6;
  private static final double NANO = 1e-9;

  /** Devices that there is a document for, as file names under {@code tables/}. */
  private static final List<String> DEVICES =
      List.of(
          "MSP430FR5994",
          "MSP430FR5969",
          "MSP430FR2433",
          "MSP430F5529",
          "MSP430F1611",
          "MSP430G2553");

  /** Checks that the document is complete. */
  public SleepCurrents {
    if (!SCHEMA.equals(schema) || !(spread >= 1)) {
      throw new IllegalArgumentException("schema must be " + SCHEMA + " and spread 1 or more");
    }
    smclkHertz = List.copyOf(smclkHertz);
    smclkMicroamperes = Map.copyOf(smclkMicroamperes);
    microamperes = Map.copyOf(microamperes);
    wakeUpNanocoulombs = Map.copyOf(wakeUpNanocoulombs);
  }

  /** The currents of a device; empty if there are none. */
  public static Optional<SleepCurrents> forDevice(String device) {
    if (!DEVICES.contains(device)) {
      return Optional.empty();
    }
    String name = "sleep-" + device.toLowerCase(Locale.ROOT) + ".yaml";
    try (InputStream stream = SleepCurrents.class.getResourceAsStream("tables/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("the program was built without tables/" + name);
      }
      return Optional.of(StrictYaml.read(name, stream.readAllBytes(), SleepCurrents.class));
    } catch (IOException e) {
      throw new DataFileException(name, "", "cannot be read: " + e.getMessage());
    }
  }

  /**
   * Current in a mode, in amperes. Between two frequencies of SMCLK it is interpolated, outside of
   * them the nearest row holds.
   *
   * @param mode for example {@code LPM3}
   * @param hertz frequency of SMCLK, where the mode leaves it running
   * @throws IllegalArgumentException if the data sheet has no such mode
   */
  public double amperes(String mode, long hertz) {
    List<Double> row = smclkMicroamperes.get(mode);
    if (row != null) {
      return interpolated(row, hertz) * MICRO;
    }
    Double single = microamperes.get(mode);
    if (single == null) {
      throw new IllegalArgumentException(device + ": no current is known for " + mode);
    }
    return single * MICRO;
  }

  private double interpolated(List<Double> row, long hertz) {
    if (hertz <= smclkHertz.get(0)) {
      return row.get(0);
    }
    for (int i = 1; i < smclkHertz.size(); i++) {
      if (hertz <= smclkHertz.get(i)) {
        long below = smclkHertz.get(i - 1);
        double part = (hertz - below) / (double) (smclkHertz.get(i) - below);
        return row.get(i - 1) + part * (row.get(i) - row.get(i - 1));
      }
    }
    return row.get(row.size() - 1);
  }

  /** Charge of a wake-up from a mode, in coulombs. */
  public double wakeUpCoulombs(String mode) {
    return wakeUpNanocoulombs.getOrDefault(mode, 0.0) * NANO;
  }

  /**
   * Energy of a stretch of sleep and of the wake-ups that ended it.
   *
   * @param mode for example {@code LPM3}
   * @param hertz frequency of SMCLK
   * @param seconds how long
   * @param wakeUps how many wake-ups
   * @param supplyVolts supply voltage, V
   */
  public Joules price(String mode, long hertz, double seconds, long wakeUps, double supplyVolts) {
    double joules = supplyVolts * (amperes(mode, hertz) * seconds + wakeUps * wakeUpCoulombs(mode));
    return new Joules(joules, joules / spread, joules * spread);
  }
}

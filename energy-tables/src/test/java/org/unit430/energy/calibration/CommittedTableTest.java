package org.unit430.energy.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The committed table and the committed report are what the calibration makes, byte for byte. With
 * {@code -Dunit430.regenerate=true} they are written instead.
 */
class CommittedTableTest {
  private static final Path TABLE =
      Path.of("src/main/resources/org/unit430/energy/tables/msp430fr5994.yaml");
  private static final Path REPORT = Path.of("../docs/accuracy-fr5994.md");

  private static final Path RESIDUALS = Path.of("../docs/accuracy-fr5994-residuals.csv");

  private static final Calibration CALIBRATION = Calibration.ofFr5994();

  @Test
  void tableIsWhatTheCalibrationMakes() throws IOException {
    assertIsOrWrite(TABLE, TableWriter.write(CALIBRATION.table()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FR5969", "FR2433"})
  void tableOfADataSheetIsWhatTheCalibrationMakes(String device) throws IOException {
    Path file = TABLE.resolveSibling("msp430" + device.toLowerCase(Locale.ROOT) + ".yaml");
    assertIsOrWrite(file, TableWriter.write(DataSheetCalibration.of(device).table()));
  }

  @Test
  void reportIsWhatTheCalibrationMakes() throws IOException {
    assertIsOrWrite(REPORT, CalibrationReport.write(CALIBRATION));
  }

  @Test
  void residualsAreWhatTheCalibrationLeaves() throws IOException {
    assertIsOrWrite(RESIDUALS, Residuals.write(CALIBRATION));
  }

  private static void assertIsOrWrite(Path file, String content) throws IOException {
    if (Boolean.getBoolean("unit430.regenerate")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }
    assertThat(file).exists();
    assertThat(Files.readString(file)).isEqualTo(content);
  }
}

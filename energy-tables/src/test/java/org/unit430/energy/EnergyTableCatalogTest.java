package org.unit430.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.energy.data.DataFileException;
import org.unit430.simulator.event.Event;

class EnergyTableCatalogTest {
  private static String valid;

  @TempDir Path directory;

  @BeforeAll
  static void readCommittedTable() throws IOException {
    try (InputStream stream =
        EnergyTableCatalog.class.getResourceAsStream("tables/msp430fr5994.yaml")) {
      valid = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("table.yaml"), content);
  }

  /** The committed table with one thing changed, which must be there to be changed. */
  private static String with(String old, String replacement) {
    assertThat(valid).contains(old);
    int at = valid.indexOf(old);
    return valid.substring(0, at) + replacement + valid.substring(at + old.length());
  }

  @ParameterizedTest
  @CsvSource({"MSP430FR5994", "msp430fr5994", "FR5994", "fr5994"})
  void findsATableByTheDevicesName(String device) {
    assertThat(EnergyTableCatalog.forDevice(device).device()).isEqualTo("MSP430FR5994");
  }

  @Test
  void everyDeviceOfTheCatalogHasATable() {
    assertThat(EnergyTableCatalog.devices())
        .isNotEmpty()
        .allSatisfy(
            device -> assertThat(EnergyTableCatalog.forDevice(device).device()).isEqualTo(device));
  }

  @Test
  void namesTheDevicesThereAreWhenAskedForAnother() {
    assertThatThrownBy(() -> EnergyTableCatalog.forDevice("msp432"))
        .isInstanceOf(OutsideTableException.class)
        .hasMessage(
            "no energy table for msp432; there are tables for MSP430FR5994, MSP430FR5969,"
                + " MSP430FR2433, MSP430F5529, MSP430F1611, MSP430G2553");
  }

  @Test
  void hashIsThatOfTheFile() throws Exception {
    Path file = write(valid);

    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    assertThat(EnergyTableCatalog.load(file).sha256()).isEqualTo(HexFormat.of().formatHex(hash));
  }

  @Test
  void pricesEveryEventOrSaysWhyNot() {
    EnergyTable table = EnergyTableCatalog.forDevice("fr5994");

    assertThat(table.structure().events()).containsOnlyKeys(Event.values());
    assertThat(table.structure().events().values())
        .allSatisfy(p -> assertThat(p.why()).isNotBlank());
  }

  @Test
  void everyCoefficientSaysWhereItHoldsAndWhereItComesFrom() {
    assertThat(EnergyTableCatalog.forDevice("fr5994").coefficients())
        .isNotEmpty()
        .allSatisfy(
            coefficient -> {
              assertThat(coefficient.conditions()).isNotBlank();
              assertThat(coefficient.source()).isNotBlank();
              assertThat(coefficient.standardUncertainty()).isPositive();
            });
  }

  @Test
  void refusesAnUnknownKey() throws IOException {
    assertRefused(with("device:", "colour: red\ndevice:"), "colour", "unknown key");
  }

  @Test
  void refusesAMissingKey() throws IOException {
    assertRefused(with("device: MSP430FR5994\n", ""), "device", "missing key");
  }

  @Test
  void refusesAMissingNumber() throws IOException {
    assertRefused(
        valid.replaceFirst("    value: .*\n", ""), "coefficients[0].value", "missing key");
  }

  @Test
  void refusesANull() throws IOException {
    assertRefused(with("device: MSP430FR5994", "device: null"), "device", "has no value");
  }

  @Test
  void refusesAKeyThatStandsTwice() throws IOException {
    assertRefused(with("device:", "device: X\ndevice:"), "line 6", "Duplicate field 'device'");
  }

  @Test
  void refusesATextForANumber() throws IOException {
    assertRefused(
        valid.replaceFirst("    value: .*\n", "    value: \"35.8\"\n"),
        "coefficients[0].value",
        "Cannot coerce String value");
  }

  @Test
  void refusesANumberForAText() throws IOException {
    assertRefused(with("device: MSP430FR5994", "device: 5994"), "device", "Cannot coerce Integer");
  }

  @Test
  void refusesAMissingEvent() throws IOException {
    assertRefused(
        valid.replaceFirst("  FRAM_WRITE: .*\n", ""), "events", "no price for FRAM_WRITE");
  }

  @Test
  void refusesAStrangerEvent() throws IOException {
    assertRefused(
        with("events:\n", "events:\n  TEA_BREAK: {kind: zero, coefficients: [], why: free}\n"),
        "events",
        "TEA_BREAK");
  }

  @Test
  void refusesAnEventWithoutReason() throws IOException {
    assertRefused(
        with("why: \"the CPU is held\"", "why: \"\""), "events.FRAM_WAIT_CYCLE", "says nothing");
  }

  @Test
  void refusesAnEventWithoutCoefficientsThatDoesNotSayItIsFree() throws IOException {
    assertRefused(with("[framWait]", "[]"), "events.FRAM_WAIT_CYCLE", "no coefficient");
  }

  @Test
  void refusesAnEventOfAnUnknownCoefficient() throws IOException {
    assertRefused(with("[framWait]", "[framWeight]"), "", "no coefficient named framWeight");
  }

  @Test
  void refusesAnEventPricedWithACurrent() throws IOException {
    assertRefused(with("[framWait]", "[clock1MHz]"), "", "clock1MHz is in uA, not in pC");
  }

  @Test
  void refusesANegativeCoefficient() throws IOException {
    assertRefused(
        valid.replaceFirst("    value: .*\n", "    value: -1.0\n"),
        "coefficients[0]",
        "value must not be negative");
  }

  @Test
  void refusesANegativeUncertainty() throws IOException {
    assertRefused(
        valid.replaceFirst("    standardUncertainty: .*\n", "    standardUncertainty: -1.0\n"),
        "coefficients[0]",
        "standardUncertainty must be 0 or more");
  }

  @Test
  void refusesAnUnknownUnit() throws IOException {
    assertRefused(with("unit: pC", "unit: nJ"), "coefficients[0]", "unknown unit nJ");
  }

  @Test
  void refusesACorrelationThatIsNotSymmetric() throws IOException {
    assertRefused(
        valid.replaceFirst("  - \\[1, [-0-9.]+", "  - [1, 0.123456"),
        "correlation",
        "not symmetric at [1][0]");
  }

  @Test
  void refusesACorrelationThatIsNotPositive() throws IOException {
    // 2 between the first two coefficients: the determinant of that block is 1 - 4 < 0.
    String changed =
        valid
            .replaceFirst("  - \\[1, [-0-9.]+", "  - [1, 2")
            .replaceFirst("(  - \\[1, 2.*\n  - \\[)[-0-9.]+", "$12");
    assertRefused(changed, "correlation", "not positive semidefinite");
  }

  @Test
  void refusesACorrelationOfAnotherSize() throws IOException {
    int last = valid.lastIndexOf("  - [");
    assertRefused(valid.substring(0, last), "correlation", "numbers, not");
  }

  @Test
  void refusesClocksThatDoNotRise() throws IOException {
    assertRefused(with("mclkHertz: 4000000", "mclkHertz: 900000"), "", "mclkHertz must rise");
  }

  @Test
  void refusesAnEmptyRange() throws IOException {
    assertRefused(with("highVolts: 3.6", "highVolts: 1"), "range", "no supply range");
  }

  @Test
  void refusesAnotherFormat() throws IOException {
    assertRefused(with("energy-table-1", "energy-table-2"), "schema", "unit430-energy-table-2");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    assertThatThrownBy(() -> EnergyTableCatalog.load(write("")))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("table.yaml");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> EnergyTableCatalog.load(directory.resolve("none.yaml")))
        .isInstanceOf(DataFileException.class)
        .hasMessageEndingWith("none.yaml: there is no such file");
  }

  private void assertRefused(String content, String place, String problem) throws IOException {
    assertThat(content).isNotEqualTo(valid);
    Path file = write(content);
    assertThatThrownBy(() -> EnergyTableCatalog.load(file))
        .isInstanceOf(DataFileException.class)
        .hasMessageStartingWith(file + ": " + place)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }
}

package org.unit430.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong in a profile is refused, with the file and the place in it. */
class DeviceProfileReaderTest {
  private static final String VALID =
      """
      schema: unit430-device-1
      name: Toy
      documents:
        D1: "a data sheet"
      core: {type: cpux, source: "D1 1"}
      memory:
        - {name: Registers, first: 0x0000, last: 0x0FFF, kind: peripheral, source: "D1 2"}
        - {name: RAM, first: 0x1C00, last: 0x1DFF, kind: sram, source: "D1 2"}
        - {name: Again, first: 0x2000, last: 0x21FF, kind: mirror, of: 0x1C00, source: "D1 2"}
        - {name: FRAM, first: 0xC000, last: 0xFFFF, kind: fram, source: "D1 2"}
      vectors:
        source: "D1 3"
        non-maskable: [NMI]
        addresses: {Reset: 0xFFFE, NMI: 0xFFFC, UNMI: 0xFFFA, WDT: 0xFFF8}
      clocks:
        after-reset: {mclk-hertz: 8, smclk-hertz: 4, aclk-hertz: 2, source: "D1 4"}
      supply: {minimum-volts: 1.8, maximum-volts: 3.6, source: "D1 5"}
      speed-limits:
        - {mclk-hertz: 16, minimum-volts: 2, source: "D1 5"}
      modules:
        - {name: MPY32, type: mpy32, base: 0x04C0, source: "D1 6"}
        - {name: SYS, type: sys, base: 0x0180, vectors: {system-nmi: 0xFFFC, user-nmi: 0xFFFA},
           options: {ram-vector-top: 0x1DFE}, source: "D1 6"}
        - {name: SFR, type: sfr, base: 0x0100, vectors: {watchdog: 0xFFF8}, source: "D1 6"}
      """;

  private static DeviceProfile read(String text) {
    return DeviceProfileReader.read("toy.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aValidProfileHoldsWhatTheDocumentSays() {
    DeviceProfile device = read(VALID);

    assertThat(device.name()).isEqualTo("Toy");
    assertThat(device.bytes(MemoryKind.FRAM)).isEqualTo(0x4000);
    assertThat(device.memory().origin(0x2010)).isEqualTo(0x1C10);
    assertThat(device.clocks().resetAclkHertz()).isEqualTo(2);
    assertThat(device.modules().get(0).blocks().get(0).end()).isEqualTo(0x4F0);
    assertThat(device.systemCalls()).isFalse();
    assertThat(device.provenance()).containsKey("modules[2]");
  }

  static List<Arguments> mistakes() {
    return List.of(
        // Documents that are no profile at all.
        arguments("name: Toy", "nickname: Toy", "name: missing key"),
        arguments("core:", "colour: red\ncore:", "colour: unknown key"),
        arguments("name: Toy", "name: Toy\nname: Toy", "Duplicate field 'name'"),
        arguments("name: Toy", "name: 12", "name: must be a text"),
        arguments("name: Toy", "name: [", "line"),
        arguments("unit430-device-1", "unit430-device-2", "schema: must be unit430-device-1"),
        arguments("name: RAM", "name: RAM, name: ROM", "Duplicate field 'name'"),
        // The core, and sources.
        arguments("type: cpux", "type: arm", "core.type: unknown: arm; known are msp430, cpux"),
        arguments(
            "source: \"D1 1\"", "source: \"D2 1\"", "core.source: D2 is none of the documents: D1"),
        arguments("type: cpux, source: \"D1 1\"", "type: cpux", "core.source: missing key"),
        // Memory.
        arguments(
            "first: 0x1C00", "first: 0x0F00", "memory[1]: region RAM overlaps region Registers"),
        arguments("last: 0x1DFF", "last: 0x1BFF", "memory[1]: memory region RAM: bad bounds"),
        arguments("first: 0x1C00", "first: 0x1C01", "memory[1].first: 01C01h is not even"),
        arguments("first: 0x1C00", "first: 7168.5", "memory[1].first: must be a whole number"),
        arguments("first: 0x1C00", "first: '0x1C00'", "memory[1].first: must be a whole number"),
        arguments("last: 0xFFFF", "last: 0x100000", "memory[3].last: must be from 0 to 1048575"),
        arguments(
            "kind: sram", "kind: dram", "memory[1].kind: unknown: dram; known are sram, fram"),
        arguments("kind: mirror, of: 0x1C00", "kind: mirror", "memory[2]: missing key of"),
        arguments("of: 0x1C00", "of: 0x1D00", "memory: memory region Again mirrors 01E00h"),
        arguments("kind: fram", "kind: fram, of: 0x1C00", "memory[3].of: only a mirror"),
        arguments("kind: fram", "kind: fram, speed: 3", "memory[3].speed: unknown key"),
        // Vectors.
        arguments("[NMI]", "[MNI]", "vectors.non-maskable[0]: there is no vector MNI"),
        arguments("WDT: 0xFFF8", "WDT: 0xFFFA", "vectors.addresses.WDT: FFFAh is that of UNMI"),
        arguments("WDT: 0xFFF8", "WDT: 0xFEF8", "vectors.addresses.WDT: FEF8h is no even address"),
        // Clocks, supply and limits.
        arguments(
            "mclk-hertz: 8", "mclk-hertz: 0", "clocks.after-reset.mclk-hertz: must be from 1"),
        arguments(
            "minimum-volts: 1.8",
            "minimum-volts: 4",
            "supply: the supply goes from 4.0 V to 3.6 V"),
        arguments(
            "minimum-volts: 2",
            "minimum-volts: two",
            "speed-limits[0].minimum-volts: must be a number"),
        // Modules.
        arguments(
            "type: mpy32",
            "type: fpu",
            "modules[0].type: unknown module type fpu; known are sys, sfr"),
        arguments("base: 0x04C0", "base: 0x1C00", "modules[0].base: MPY32 would be at 01C00h"),
        arguments("base: 0x04C0", "base: 0x0FF0", "modules[0].base: MPY32 would be at 01000h"),
        arguments(
            "base: 0x04C0", "base: 0x00E0", "modules[2].base: MPY32 and SFR are both at 00100h"),
        arguments(
            "{watchdog: 0xFFF8}",
            "{watchdog: 0xFFF6}",
            "modules[2].vectors.watchdog: FFF6h is none"),
        arguments(
            "{watchdog: 0xFFF8}", "{watchdog: 0xFFFA}", "watchdog: FFFAh is that of SYS user-nmi"),
        arguments(
            "{watchdog: 0xFFF8}", "{watchdog: 0xFFFE}", "watchdog: FFFEh is that of the reset"),
        arguments(
            "{watchdog: 0xFFF8}", "{dog: 0xFFF8}", "modules[2].vectors.watchdog: missing key"),
        arguments(
            "vectors: {watchdog: 0xFFF8},", "", "modules[2]: missing key vectors with watchdog"),
        arguments(
            "options: {ram-vector-top: 0x1DFE},",
            "",
            "modules[1]: missing key options with ram-vector"),
        arguments(
            "type: mpy32",
            "type: mpy32, options: {bits: 3}",
            "modules[0].options.bits: unknown key"),
        arguments(
            "type: mpy32",
            "type: timer-a, vectors: {ccr0: 0xFFF8, others: 0xFFFC}, options: {units: 9}",
            "modules[0].options.units: must be from 2 to 7, not 9"),
        arguments(
            "type: mpy32",
            "type: eusci-a, vectors: {uart: 0xFFF8}, options: {dma-receive: 32}",
            "modules[0].options.dma-receive: must be from 1 to 31"),
        arguments(
            "type: mpy32", "type: sfr, vectors: {watchdog: 0xFFFE}", "FFFEh is that of the reset"),
        arguments(
            "type: mpy32",
            "type: cs",
            "modules[0]: module type cs needs clocks vlo, mod, and dco"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void whatIsWrongIsRefusedWithItsPlace(String valid, String wrong, String message) {
    String text = VALID.replaceFirst(quote(valid), replacement(wrong));
    assertThat(text).isNotEqualTo(VALID);

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DeviceProfileException.class)
        .hasMessageStartingWith("toy.yaml: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private static String quote(String text) {
    return Pattern.quote(text);
  }

  private static String replacement(String text) {
    return Matcher.quoteReplacement(text);
  }

  @Test
  void aModuleWithoutTheOneItNeedsIsRefused() {
    String text = VALID.replaceFirst("(?s)  - \\{name: SYS.*?\\}, source: \"D1 6\"\\}\n", "");

    assertThatThrownBy(() -> read(text))
        .hasMessage("toy.yaml: modules[1]: module type sfr needs one of type sys");
  }

  @Test
  void dmaTriggersWithoutDmaAreRefused() {
    String text =
        VALID
            .replace(
                "type: mpy32", "type: eusci-a, vectors: {uart: 0xFFF4}, options: {dma-receive: 14}")
            .replace("WDT: 0xFFF8", "WDT: 0xFFF8, UART: 0xFFF4");

    assertThatThrownBy(() -> read(text))
        .hasMessage("toy.yaml: modules[0]: DMA triggers need a module of type dma or dma-x1xx");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channels: 4, channel-base: 0x1E0 | 3 | modules[0]: an x1xx has at most 3 DMA channels",
        "channels: 3, channel-base: 0xFF0 | 3 | modules[0].base: DMA would be at 01000h, which is"
            + " in no peripheral region",
        "channels: 3, channel-base: 0xF0 | 3 | modules[2].base: DMA and SFR are both at 00100h",
        "channels: 3, channel-base: 0x1E0 | 14 | modules[3]: modules of an x1xx have DMA triggers 1"
            + " to 13",
      })
  void dmaOfAnX1xxHasItsPlaceAndItsTriggers(String options, int trigger, String message) {
    String dma =
        "name: DMA, type: dma-x1xx, base: 0x0122, vectors: {dma: 0xFFF6}, options: {%s}"
            .formatted(options);
    String serial =
        "  - {name: UART, type: eusci-a, base: 0x05C0, vectors: {uart: 0xFFF4},"
            + " options: {dma-receive: %d}, source: \"D1 6\"}\n".formatted(trigger);
    String text =
        VALID
                .replaceFirst("name: MPY32, type: mpy32, base: 0x04C0", replacement(dma))
                .replace("WDT: 0xFFF8", "WDT: 0xFFF8, DMA: 0xFFF6, UART: 0xFFF4")
            + serial;

    assertThatThrownBy(() -> read(text)).hasMessage("toy.yaml: " + message);
  }

  @Test
  void anEmptyDocumentIsRefused() {
    assertThatThrownBy(() -> read("")).hasMessage("toy.yaml: must be a mapping");
  }

  @Test
  void aFileOfOnesOwnIsRead(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("toy.yaml"), VALID);

    assertThat(DeviceCatalog.load(file).name()).isEqualTo("Toy");
  }

  @Test
  void aFileThatIsNotThereIsNamed(@TempDir Path directory) {
    Path file = directory.resolve("toy.yaml");

    assertThatThrownBy(() -> DeviceCatalog.load(file))
        .isInstanceOf(DeviceProfileException.class)
        .hasMessage(file + ": there is no such file");
  }
}

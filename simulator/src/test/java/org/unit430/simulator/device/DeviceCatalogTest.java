package org.unit430.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.peripheral.Peripheral;

/**
 * The bundled profiles against the tables of the data sheets, as hardware.md transcribes them; the
 * section is named at each.
 */
class DeviceCatalogTest {
  static List<String> devices() {
    return DeviceCatalog.names();
  }

  @Test
  void allDevicesOfTheIssueAreThere() {
    assertThat(DeviceCatalog.names())
        .containsExactly(
            "MSP430FR5994",
            "MSP430FR5969",
            "MSP430FR6989",
            "MSP430FR2433",
            "MSP430F5529",
            "MSP430F1611",
            "MSP430G2553",
            "sim");
  }

  @ParameterizedTest
  @MethodSource("devices")
  void aProfileSaysItsOwnName(String name) {
    assertThat(DeviceCatalog.byName(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"fr5994", "FR5994", "msp430fr5994", "Msp430FR5994"})
  void caseAndPrefixDoNotMatter(String name) {
    assertThat(DeviceCatalog.byName(name).name()).isEqualTo("MSP430FR5994");
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> DeviceCatalog.byName("FR4711"))
        .isInstanceOf(DeviceProfileException.class)
        .hasMessage(
            "there is no device FR4711; known are MSP430FR5994, MSP430FR5969, MSP430FR6989,"
                + " MSP430FR2433, MSP430F5529, MSP430F1611, MSP430G2553, sim");
  }

  /** Section 1.1. */
  @ParameterizedTest
  @CsvSource({
    "FR5994, CPUX, MPY32",
    "FR5969, CPUX, MPY32",
    "FR6989, CPUX, MPY32",
    "FR2433, CPUX, MPY32",
    "F5529, CPUX, MPY32",
    "F1611, MSP430, MPY16",
    "G2553, MSP430,",
  })
  void coreAndMultiplierAreThoseOfTheDevice(String name, CpuCore core, ModuleType multiplier) {
    DeviceProfile device = DeviceCatalog.byName(name);

    assertThat(device.core()).isEqualTo(core);
    List<ModuleType> multipliers =
        device.modules().stream()
            .map(ModuleSpec::type)
            .filter(type -> type == ModuleType.MPY16 || type == ModuleType.MPY32)
            .toList();
    assertThat(multipliers).isEqualTo(Optional.ofNullable(multiplier).stream().toList());
  }

  /** Section 4.1, transcribed: kind, first and last address; neighbours of a kind are one. */
  @ParameterizedTest
  @CsvSource({
    "FR5994, SRAM 000A-001F | PERIPHERAL 0020-0FFF | ROM 1000-17FF | FRAM 1800-19FF"
        + " | ROM 1A00-1AFF | SRAM 1C00-3BFF | FRAM 4000-43FFF",
    "FR5969, PERIPHERAL 0000-0FFF | ROM 1000-17FF | FRAM 1800-19FF | ROM 1A00-1AFF"
        + " | SRAM 1C00-23FF | FRAM 4400-13FFF",
    "FR6989, SRAM 0006-001F | PERIPHERAL 0020-0FFF | ROM 1000-17FF | FRAM 1800-19FF"
        + " | ROM 1A00-1AFF | SRAM 1C00-23FF | FRAM 4400-23FFF",
    "FR2433, PERIPHERAL 0000-0FFF | ROM 1000-17FF | FRAM 1800-19FF | ROM 1A00-1AFF"
        + " | SRAM 2000-2FFF | FRAM C400-FFFF | ROM FFC00-FFFFF",
    "F5529, PERIPHERAL 0000-0FFF | FLASH 1000-19FF | SRAM 1C00-43FF | FLASH 4400-243FF",
    "F1611, PERIPHERAL 0000-01FF | MIRROR 0200-09FF | ROM 0C00-0FFF | FLASH 1000-10FF"
        + " | SRAM 1100-38FF | FLASH 4000-FFFF",
    "G2553, PERIPHERAL 0000-01FF | SRAM 0200-03FF | ROM 0C00-0FFF | FLASH 1000-10FF"
        + " | FLASH C000-FFFF",
    // Section 11.3; peripherals are the two multipliers of section 6.1.
    "sim, SRAM 0000-001F | PERIPHERAL 0130-013F | PERIPHERAL 04C0-04EF | SRAM 0500-FFFFF",
  })
  void theMemoryMapIsThatOfTheDataSheet(String name, String expected) {
    assertThat(layout(DeviceCatalog.byName(name).memory())).isEqualTo(expected);
  }

  private static String layout(MemoryMap map) {
    StringBuilder layout = new StringBuilder();
    int address = 0;
    while (address < map.end()) {
      MemoryKind kind = map.kind(address);
      int first = address;
      while (map.kind(address) == kind && address < map.end()) {
        address += 2;
      }
      if (kind != MemoryKind.VACANT) {
        layout
            .append(layout.isEmpty() ? "" : " | ")
            .append(String.format("%s %04X-%04X", kind, first, address - 1));
      }
    }
    return layout.toString();
  }

  /** Section 4.2: the lowest used vector, and how many there are including the reset. */
  @ParameterizedTest
  @CsvSource({
    "FR5994, 0xFFB4, 38",
    "FR5969, 0xFFCC, 26",
    "FR6989, 0xFFC6, 29",
    "FR2433, 0xFFDA, 19",
    "F5529, 0xFFD2, 23",
    "F1611, 0xFFE0, 16",
  })
  void vectorsRunFromTheResetDownToTheLowest(String name, String lowest, int count) {
    List<Integer> addresses =
        DeviceCatalog.byName(name).vectors().stream().map(InterruptVector::address).toList();

    assertThat(addresses).hasSize(count).first().isEqualTo(0xFFFE);
    assertThat(addresses).last().isEqualTo(Integer.decode(lowest));
    assertThat(0xFFFE - 2 * (count - 1)).isEqualTo(Integer.decode(lowest));
  }

  /** Section 4.2: FFE2h and FFE8h are unused; TI's header of the G2553 has none at FFE0h either. */
  @Test
  void theG2553LeavesVectorsUnused() {
    assertThat(DeviceCatalog.byName("G2553").vectors().stream().map(InterruptVector::address))
        .hasSize(13)
        .doesNotContain(0xFFE0, 0xFFE2, 0xFFE8);
  }

  @Test
  void onlyNmisAreNotMaskable() {
    assertThat(DeviceCatalog.byName("FR5994").nonMaskableVectors())
        .containsExactlyInAnyOrder(0xFFFC, 0xFFFA);
    assertThat(DeviceCatalog.byName("F1611").nonMaskableVectors()).containsExactly(0xFFFC);
  }

  /** Section 9.1. */
  @ParameterizedTest
  @CsvSource({
    "FR5994, 8 MHz 1.8 V 0 WS | 16 MHz 1.8 V 1 WS",
    "FR5969, 8 MHz 1.8 V 0 WS | 16 MHz 1.8 V 1 WS",
    "FR2433, 8 MHz 1.8 V 0 WS | 16 MHz 1.8 V 1 WS",
    "F5529, 8 MHz 1.8 V 0 WS | 12 MHz 2.0 V 0 WS | 20 MHz 2.2 V 0 WS | 25 MHz 2.4 V 0 WS",
    "F1611, 4.15 MHz 1.8 V 0 WS | 8 MHz 3.6 V 0 WS",
    "G2553, 6 MHz 1.8 V 0 WS | 12 MHz 2.7 V 0 WS | 16 MHz 3.3 V 0 WS",
  })
  void speedLimitsAreThoseOfTheDataSheet(String name, String expected) {
    List<String> limits =
        DeviceCatalog.byName(name).speedLimits().stream()
            .map(
                limit ->
                    String.format(
                        "%s MHz %s V %d WS",
                        String.valueOf(limit.mclkHertz() / 1e6).replaceFirst("\\.0$", ""),
                        limit.minimumVolts(),
                        limit.framWaitStates()))
            .toList();

    assertThat(String.join(" | ", limits)).isEqualTo(expected);
    assertThat(DeviceCatalog.byName(name).supply()).contains(new SupplyRange(1.8, 3.6));
  }

  /** Sections 5, 6.1, 8.1, 8.2, 8.4: base addresses. */
  @ParameterizedTest
  @CsvSource({
    "FR5994, SFR 100 PMM 120 FRCTL_A 140 WDT_A 15C CS 160 SYS 180 TA0 340 TA1 380 TB0 3C0 TA2 400"
        + " TA3 440 TA4 7C0 MPY32 4C0 DMA 500 eUSCI_A0 5C0 eUSCI_A1 5E0 eUSCI_A2 600 eUSCI_A3 620",
    "FR5969, FRCTL 140 WDT_A 15C MPY32 4C0",
    "FR6989, FRCTL 140 WDT_A 15C MPY32 4C0",
    "FR2433, SYS 140 FRCTL 1A0 WDT_A 1CC TA0 380 TA1 3C0 TA2 400 TA3 440 MPY32 4C0 eUSCI_A0 500"
        + " eUSCI_A1 520",
    "F5529, WDT_A 15C TA0 340 MPY32 4C0",
    "F1611, Multiplier 130",
    "sim, Multiplier 130 MPY32 4C0",
  })
  void modulesAreAtTheirBaseAddresses(String name, String expected) {
    TreeMap<String, String> bases = new TreeMap<>();
    for (ModuleSpec module : DeviceCatalog.byName(name).modules()) {
      bases.put(module.name(), String.format("%X", module.base()));
    }
    String[] words = expected.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      assertThat(bases).containsEntry(words[i], words[i + 1]);
    }
  }

  /** Section 8.3 and 8.4: MCLK after a reset; the machine's registers agree with the profile. */
  @ParameterizedTest
  @CsvSource({
    "FR5994, 1000000",
    "FR5969, 1000000",
    "FR6989, 1000000",
    "FR2433, 1048576",
    "F1611, 800000",
  })
  void aMachineStartsWithTheClockOfItsProfile(String name, long mclkHertz) {
    DeviceProfile device = DeviceCatalog.byName(name);

    assertThat(device.clocks().resetMclkHertz()).isEqualTo(mclkHertz);
    assertThat(MachineFactory.create(device).mclkHertz()).isEqualTo(mclkHertz);
  }

  /** What a profile says a module takes of the address space is what the module takes. */
  @ParameterizedTest
  @MethodSource("devices")
  void modulesTakeTheAddressesThatTheProfileSays(String name) {
    DeviceProfile device = DeviceCatalog.byName(name);
    Machine machine = MachineFactory.create(device);

    Set<Integer> modelled = new HashSet<>();
    for (Peripheral module : machine.modules(Peripheral.class)) {
      modelled.add(module.start() << 12 | module.end());
    }
    Set<Integer> listed = new HashSet<>();
    for (ModuleSpec module : device.modules()) {
      for (ModuleSpec.Block block : module.blocks()) {
        assertThat(listed.add(block.first() << 12 | block.end())).isTrue();
      }
    }
    assertThat(modelled).isEqualTo(listed);
  }

  /** Section 4.1 marks it so. */
  @Test
  void whatNoDocumentConfirmsIsMarked() {
    DeviceProfile device = DeviceCatalog.byName("FR6989");

    assertThat(device.provenance().get("memory[4]").unconfirmed()).contains("the region");
    assertThat(device.provenance().get("memory[5]"))
        .isEqualTo(new Provenance("lnk_msp430fr6989.cmd; msp430-periph", Optional.empty()));
  }
}

package org.unit430.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.unit430.cli.run.FirmwareRun.program;
import static org.unit430.cli.run.FirmwareRun.simProgram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.EnergyTableCatalog;

class RunCommandTest {
  private static final String STOP_WATCHDOG = " mov #0x5a80, &0x15c";
  private static final String[] ENDLESS = {STOP_WATCHDOG, "loop: inc r5", " jmp loop"};

  @TempDir private Path directory;

  /** Prints "ok" by write(1, text, 2), then exit(3). */
  private Path printsOkAndExitsWith3() throws IOException {
    return simProgram(
        directory,
        "ok.elf",
        " mov #0x2000, sp",
        " mov #1, r12",
        " mov #text, r13",
        " mov #2, r14",
        " call #0x185",
        " mov #3, r12",
        " call #0x181",
        "text: .ascii \"ok\"");
  }

  @Test
  void firmwareOutputGoesToStandardOutputAndNothingElseDoes() throws IOException {
    FirmwareRun run = FirmwareRun.of("--device", "sim", printsOkAndExitsWith3().toString());
    assertThat(run.console()).isEqualTo("ok");
    assertThat(run.report()).isEmpty();
    assertThat(run.err()).contains("ok.elf: exited: exit(3)");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void theFirmwaresStatusIsTheProcesssWhenAskedFor() throws IOException {
    String file = printsOkAndExitsWith3().toString();
    assertThat(FirmwareRun.of("--device", "sim", "--exit-from-firmware", file).exitCode())
        .isEqualTo(3);
  }

  @Test
  void sleepIsTimedAndPricedByItsMode() throws IOException {
    // Timer_A counts VLO (9.4 kHz) up to 9399, which takes a second, and wakes the CPU from LPM3.
    Path file =
        program(
            directory,
            "sleep.elf",
            STOP_WATCHDOG,
            " mov #0x2000, sp",
            " mov #wake, &0xffea",
            " mov #9399, &0x352",
            " mov #0x10, &0x342",
            " mov #0x0114, &0x340",
            " bis #0xd8, sr",
            " nop",
            " jmp $",
            "wake: bic #0xd0, 0(sp)",
            " clr &0x340",
            " reti");

    JsonNode document = FirmwareRun.of("--json", file.toString()).json();

    JsonNode sleep = document.get("sleep");
    assertThat(sleep).hasSize(1);
    assertThat(sleep.at("/0/mode").asText()).isEqualTo("LPM3");
    assertThat(sleep.at("/0/wakeUps").asInt()).isEqualTo(1);
    assertThat(sleep.at("/0/timeMs").asDouble()).isEqualTo(1000, within(1.0));
    // SLASE54: 1.0 uA in LPM3 and 25 nAs to wake up, at 3 V: 3.075 uJ. The few instructions around
    // it take less than 0.1 uJ: 100 cycles at 1 MHz and 225 uA.
    EnergyTable table = EnergyTableCatalog.forDevice("MSP430FR5994");
    assertThat(document.get("energyTable").asText()).isEqualTo(table.id());
    assertThat(document.get("energyTableSha256").asText()).isEqualTo(table.sha256());
    assertThat(document.at("/energyUj/mean").asDouble()).isBetween(3.075, 3.175);
    assertThat(document.get("energyReason").asText())
        .isEqualTo("energy of the CPU's work and sleep");
  }

  @Test
  void jsonHoldsOutputAndEverythingThatTheIssueNames() throws IOException {
    FirmwareRun run =
        FirmwareRun.of("--device", "sim", "--json", printsOkAndExitsWith3().toString());
    assertThat(run.console()).isEmpty();
    assertThat(run.report()).endsWith("}\n").hasLineCount(1);
    JsonNode document = run.json();
    assertThat(document.get("status").asText()).isEqualTo("exited");
    assertThat(document.get("exitCode").asInt()).isEqualTo(3);
    assertThat(document.get("output").asText()).isEqualTo("ok");
    assertThat(document.get("instructions").asInt()).isEqualTo(7);
    // SLAU367 tables 4-8 and 4-10: MOV #N,Rn takes 2 cycles, 1 where a constant generator makes N
    // (1 and 2); CALL #N takes 4.
    assertThat(document.get("cycles").asInt()).isEqualTo(2 + 1 + 2 + 1 + 4 + 2 + 4);
    assertThat(document.get("timeMs").asDouble()).isEqualTo(0.016, within(1e-12));
    assertThat(document.get("wallMs").asDouble()).isPositive();
    assertThat(document.get("energyUj").isNull()).isTrue();
    assertThat(document.get("energyReason").asText()).contains("no energy table for sim");
    assertThat(document.get("registers").size()).isEqualTo(16);
    assertThat(document.at("/registers/r1").asInt()).isEqualTo(0x2000);
    assertThat(document.at("/events/SRAM_FETCH").asInt()).isEqualTo(12);
    assertThat(document.get("reason").asText()).isEqualTo("exit(3)");
  }

  @Test
  void energyIsPricedOnADeviceWithATable() throws IOException {
    Path file = program(directory, "stop.elf", STOP_WATCHDOG, " jmp $");
    JsonNode document = FirmwareRun.of("--json", file.toString()).json();
    assertThat(document.get("status").asText()).isEqualTo("stopped");
    double mean = document.at("/energyUj/mean").asDouble();
    assertThat(document.at("/energyUj/low").asDouble()).isPositive().isLessThan(mean);
    assertThat(document.at("/energyUj/high").asDouble()).isGreaterThan(mean);
    assertThat(document.get("source").asText()).isEqualTo("simulated");
    assertThat(document.get("exitCode").isNull()).isTrue();
    EnergyTable table = EnergyTableCatalog.forDevice("MSP430FR5994");
    assertThat(FirmwareRun.of(file.toString()).err())
        .containsPattern("[0-9.]+ uJ \\([0-9.]+ to [0-9.]+\\) by table " + table.id())
        .contains(", sha256 " + table.sha256().substring(0, 12));
    assertThat(FirmwareRun.of("--mhz", "24", "--max-cycles", "9", file.toString()).err())
        .contains("energy unknown: ");
  }

  @Test
  void jumpToItselfGoesOnWhileTheWatchdogWillResetTheDevice() throws IOException {
    Path file = program(directory, "dog.elf", " inc &0x1c00", " jmp $");
    FirmwareRun run = FirmwareRun.of("--json", "--max-cycles", "100000", file.toString());
    assertThat(run.exitCode()).isEqualTo(42);
    // 32,768 ticks of SMCLK, which runs at MCLK's rate, between resets: four starts in 100,000.
    assertThat(run.json().at("/events/SRAM_WRITE").asInt()).isEqualTo(4);
  }

  @Test
  void sleepThatNothingEndsIsAStopEvenUnderALimit() throws IOException {
    Path file = program(directory, "sleep.elf", STOP_WATCHDOG, " bis #0xf8, sr", " nop");
    FirmwareRun run = FirmwareRun.of("--max-cycles", "1000000", file.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("stopped: the CPU sleeps");
  }

  @Test
  void theCycleLimitEndsARunWith42() throws IOException {
    Path file = program(directory, "endless.elf", ENDLESS);
    FirmwareRun run = FirmwareRun.of("--json", "--max-cycles", "5000", file.toString());
    assertThat(run.exitCode()).isEqualTo(42);
    assertThat(run.json().get("status").asText()).isEqualTo("limit");
    // At the first end of an instruction at or behind it; the longest here takes 4 cycles.
    assertThat(run.json().get("cycles").asInt()).isBetween(5000, 5003);
    assertThat(run.json().get("reason").asText()).contains("5000 cycles");
  }

  @Test
  void theWallTimeOutEndsARunWith42() throws IOException {
    Path file = program(directory, "endless.elf", ENDLESS);
    FirmwareRun run = FirmwareRun.of("--timeout", "0.001", file.toString());
    assertThat(run.exitCode()).isEqualTo(42);
    assertThat(run.err()).contains("limit: time-out of 0.001 s");
  }

  @Test
  void aFaultIsReportedWithItsPlaceAndEndsWith5() throws IOException {
    // 3C00h to 3FFFh is vacant on the FR5994 (SLASE54 table 6-41).
    Path file = program(directory, "astray.elf", STOP_WATCHDOG, "away: br #0x3c00");
    FirmwareRun run = FirmwareRun.of("--json", file.toString());
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.json().get("status").asText()).isEqualTo("fault");
    assertThat(run.json().get("reason").asText()).contains("03C00h", "no memory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"there", "0x4406", "4406h"})
  void untilStopsBeforeASymbolOrAddress(String where) throws IOException {
    Path file = program(directory, "until.elf", STOP_WATCHDOG, "there: mov #7, r5", " jmp $");
    FirmwareRun run = FirmwareRun.of("--json", "--until", where, file.toString());
    assertThat(run.json().get("status").asText()).isEqualTo("stopped");
    assertThat(run.json().at("/registers/r0").asInt()).isEqualTo(0x4406);
    assertThat(run.json().at("/registers/r5").asInt()).isZero();
  }

  @Test
  void untilAnUnknownSymbolIsAUsageError() throws IOException {
    FirmwareRun run =
        FirmwareRun.of("--until", "nowhere", program(directory, "a.elf", " jmp $").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no symbol 'nowhere'").hasLineCount(1);
  }

  @Test
  void textsDecideTheExitCode() throws IOException {
    String file = printsOkAndExitsWith3().toString();
    assertThat(FirmwareRun.of("--device", "sim", "--expect-text", "ok", file).exitCode()).isZero();
    FirmwareRun missing = FirmwareRun.of("--device", "sim", "--expect-text", "PASS", file);
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.err()).contains("does not hold 'PASS'");
    assertThat(FirmwareRun.of("--device", "sim", "--fail-text", "ok", file).exitCode())
        .isEqualTo(3);
    assertThat(FirmwareRun.of("--device", "sim", "--fail-text", "bad", file).exitCode()).isZero();
  }

  @Test
  void mhzSetsTheClockThatTimeIsCountedBy() throws IOException {
    String file = program(directory, "clock.elf", STOP_WATCHDOG, " jmp $").toString();
    JsonNode reset = FirmwareRun.of("--json", file).json();
    JsonNode fast = FirmwareRun.of("--json", "--mhz", "8", file).json();
    // 1 MHz after a reset: 1,000 cycles a millisecond.
    assertThat(reset.get("timeMs").asDouble())
        .isEqualTo(reset.get("cycles").asInt() / 1e3, within(1e-12));
    assertThat(fast.get("timeMs").asDouble())
        .isEqualTo(fast.get("cycles").asInt() / 8e3, within(1e-12));
    assertThat(fast.get("cycles")).isEqualTo(reset.get("cycles"));
  }

  @Test
  void mhzOf16WaitsForFram() throws IOException {
    String file = program(directory, "clock.elf", STOP_WATCHDOG, " jmp $").toString();
    // MOV #N,&EDE is 6 bytes from 4400h: one line of 8, so one fill, with one wait state above
    // 8 MHz (SLAU367 table 8-1).
    JsonNode document = FirmwareRun.of("--json", "--mhz", "16", file).json();
    assertThat(document.at("/events/FRAM_WAIT_CYCLE").asInt()).isEqualTo(1);
  }

  @Test
  void mhzThatTheDeviceCannotHaveIsAUsageError() throws IOException {
    String file = program(directory, "clock.elf", " jmp $").toString();
    FirmwareRun run = FirmwareRun.of("--mhz", "9.9", file);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot have MCLK at 9.9 MHz").hasLineCount(1);
  }

  @Test
  void anUnmodelledRegisterIsReportedOnceAndIsAFaultWhenStrict() throws IOException {
    // 0A00h: no module of the FR5994 lies there.
    String file =
        program(directory, "io.elf", STOP_WATCHDOG, " mov #1, &0xa00", " mov #2, &0xa00", " jmp $")
            .toString();
    FirmwareRun lenient = FirmwareRun.of("--json", file);
    assertThat(lenient.exitCode()).isZero();
    assertThat(lenient.json().get("warnings")).hasSize(1);
    assertThat(lenient.json().at("/warnings/0").asText()).contains("write of 00A00h");
    FirmwareRun strict = FirmwareRun.of("--strict", "--json", file);
    assertThat(strict.exitCode()).isEqualTo(5);
    assertThat(strict.json().get("status").asText()).isEqualTo("fault");
  }

  @Test
  void theFirstLostStoreIsReportedAndIsAFaultWhenStrict() throws IOException {
    // WPROT of FRCTL0 protects all FRAM.
    String file =
        program(
                directory,
                "lost.elf",
                STOP_WATCHDOG,
                " mov #0xA501, &0x140",
                " mov #1, &0x5000",
                " mov #2, &0x5002",
                " jmp $")
            .toString();
    FirmwareRun lenient = FirmwareRun.of("--json", file);
    assertThat(lenient.exitCode()).isZero();
    assertThat(lenient.json().get("warnings")).hasSize(1);
    // Behind 4400h two instructions of six bytes and one of four: 1 comes from the constant
    // generator.
    assertThat(lenient.json().at("/warnings/0").asText())
        .contains("write to 05000h by the instruction before 04410h is lost");
    FirmwareRun strict = FirmwareRun.of("--strict", "--json", file);
    assertThat(strict.exitCode()).isEqualTo(5);
    assertThat(strict.json().get("reason").asText()).contains("FRAM is protected");
  }

  @Test
  void severalFilesGiveOneLineEachAndTheWorstDecides() throws IOException {
    Path good = program(directory, "good.elf", STOP_WATCHDOG, " jmp $");
    Path endless = program(directory, "endless.elf", ENDLESS);
    Path bad = Files.writeString(directory.resolve("bad.elf"), "no program");
    FirmwareRun run =
        FirmwareRun.of(
            "--json", "--max-cycles", "9", good.toString(), endless.toString(), good.toString());
    assertThat(run.exitCode()).isEqualTo(42);
    List<String> lines = run.report().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(new ObjectMapper().readTree(lines.get(1)).get("status").asText()).isEqualTo("limit");
    FirmwareRun withBad =
        FirmwareRun.of("--json", "--max-cycles", "9", bad.toString(), good.toString());
    assertThat(withBad.exitCode()).isEqualTo(4);
    assertThat(withBad.report().lines()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a program", "", "@4400\n31 4", ":00000001"})
  void aBadFileEndsWith4AndOneLine(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("bad"), content);
    FirmwareRun run = FirmwareRun.of(file.toString());
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).hasLineCount(1).contains("bad");
    assertThat(FirmwareRun.of(directory.resolve("absent").toString()).err())
        .hasLineCount(1)
        .contains("no such file");
  }

  @Test
  void aProgramForAnotherMapEndsWith4() throws IOException {
    // 500h is RAM on sim, and registers on the FR5994.
    FirmwareRun run = FirmwareRun.of(simProgram(directory, "sim.elf", " jmp $").toString());
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).hasLineCount(1).contains("00500h", "--device");
  }

  @Test
  void anUnknownDeviceIsAUsageErrorThatNamesTheKnownOnes() throws IOException {
    String file = program(directory, "a.elf", " jmp $").toString();
    FirmwareRun run = FirmwareRun.of("--device", "fr9999", file);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("MSP430G2553, sim").hasLineCount(1);
  }
}

package org.unit430.cli.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.CommandLineRun;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.EnergyTableCatalog;
import org.unit430.firmware.network.Sha256;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.microbench.Microbenchmark;
import org.unit430.simulator.microbench.MicrobenchmarkProgram;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Conditions;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;
import org.unit430.simulator.microbench.MicrobenchmarkSuite;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.program.ProgramLoader;

/**
 * From the programs to a table: measurements are those of a board that follows the FR5994's table.
 */
class CalibrateCommandTest {
  private static final double VOLTS = 3.0;

  @TempDir static Path programs;
  private static List<String> form;

  @BeforeAll
  static void writeProgramsAndMeasureThem() throws IOException {
    CommandLineRun run = CommandLineRun.of("microbench", "-o", programs.toString());
    assertThat(run.exitCode()).isZero();
    EnergyTable truth = EnergyTableCatalog.forDevice("FR5994");
    EnergyModel mixed = EnergyModel.ofMeasuredBoard(truth);
    form = new ArrayList<>();
    for (String line : Files.readAllLines(programs.resolve("measurements.csv"))) {
      if (line.startsWith("#") || line.startsWith("benchmark")) {
        form.add(line);
        continue;
      }
      String[] cells = line.split(",", -1);
      double hertz = Double.parseDouble(cells[1]);
      Conditions conditions = Conditions.at(hertz);
      Microbenchmark benchmark = MicrobenchmarkSuite.byName(cells[0]).orElseThrow();
      Measurement event = new MicrobenchmarkProgram(benchmark, conditions).run();
      EnergyModel model =
          MicrobenchmarkSuite.isRepeated(benchmark) ? mixed.ofRepeatedCopies() : mixed;
      OperatingPoint point = new OperatingPoint(hertz, VOLTS, conditions.framWaitStates());
      double clock =
          truth.coefficient("clock%.0fMHz".formatted(hertz / 1e6)).quantity().inBaseUnits();
      double joules =
          model.price(event.event(), point).meanJoules() + VOLTS * clock * event.sleepSeconds();
      form.add(
          String.format(
              Locale.ROOT,
              "%s,%s,%s,%s,%s,%.3f,%s",
              cells[0],
              cells[1],
              cells[2],
              cells[3],
              VOLTS,
              joules * 1e9,
              cells[3]));
    }
  }

  private static Path filled(Path directory, Predicate<String> keeps) throws IOException {
    Path file = directory.resolve("board.csv");
    Files.write(file, form.stream().filter(keeps).toList());
    return file;
  }

  @Test
  void programsCanBeFlashedAndSetTheirClock() throws IOException {
    byte[] elf = Files.readAllBytes(programs.resolve("read-16mhz.elf"));
    ProgramImage fromElf = ProgramLoader.load(elf, "read-16mhz.elf");
    ProgramImage fromText =
        ProgramLoader.load(Files.readAllBytes(programs.resolve("read-16mhz.txt")), "read.txt");
    assertThat(fromText.segments().get(0).bytes()).isEqualTo(fromElf.segments().get(0).bytes());
    try (var files = Files.list(programs)) {
      // An ELF and a TI-TXT of each at two clocks, the manifest and the form.
      assertThat(files).hasSize(4 * MicrobenchmarkSuite.all().size() + 2);
    }
  }

  @Test
  void theManifestHasTheHashAndTheCyclesOfEachProgram() throws IOException {
    JsonNode manifest = new ObjectMapper().readTree(programs.resolve("manifest.json").toFile());
    assertThat(manifest.get("device").asText()).isEqualTo("MSP430FR5994");
    assertThat(manifest.get("programs")).hasSize(2 * MicrobenchmarkSuite.all().size());
    for (JsonNode program : manifest.get("programs")) {
      for (String suffix : List.of("elf", "txt")) {
        Path file = programs.resolve(program.get(suffix).asText());
        assertThat(program.get(suffix + "Sha256").asText())
            .isEqualTo(Sha256.hex(Files.readAllBytes(file)));
      }
      double awake = program.get("eventCycles").asLong() / program.get("mclkHz").asDouble() * 1e6;
      assertThat(program.get("expectedUs").asDouble())
          .isCloseTo(awake + program.get("eventSleepUs").asDouble(), within(1e-6));
    }
    // 400 passes of 100 times MOV Rn,Rm (1 cycle) without wait states, and about 6 for the pass.
    JsonNode register = manifest.get("programs").get(0);
    assertThat(register.get("benchmark").asText()).isEqualTo("register");
    assertThat(register.get("framWaitStates").asInt()).isZero();
    assertThat(register.get("eventCycles").asLong()).isBetween(400 * 105L, 400 * 107L);
    assertThat(register.get("shows").toString())
        .isEqualTo("[\"cacheHit\",\"framWait\",\"lineFillRepeated\"]");
  }

  @Test
  void aTableComesBackFromItsOwnMeasurements(@TempDir Path directory) throws IOException {
    Path table = directory.resolve("table.yaml");
    CommandLineRun run =
        CommandLineRun.of(
            "calibrate",
            "--measured",
            filled(directory, line -> true).toString(),
            "-o",
            table.toString(),
            "--id",
            "board-7",
            "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.get("schema").asText()).isEqualTo("unit430.calibration/1");
    // Energies are written to a thousandth of a nJ.
    assertThat(document.get("leaveOneOut").get("worstAbsErrorPct").asDouble()).isLessThan(0.01);
    assertThat(document.get("leaveOneOut").get("of").asInt())
        .isEqualTo(document.get("rows").size());
    EnergyTable fitted = EnergyTableCatalog.load(table);
    assertThat(document.get("tableSha256").asText()).isEqualTo(fitted.sha256());
    JsonNode input = document.get("inputs").get(0);
    String hash = Sha256.hex(Files.readAllBytes(Path.of(input.get("file").asText())));
    assertThat(input.get("sha256").asText()).isEqualTo(hash);
    assertThat(document.get("source").asText()).isEqualTo("measured");
    // The table itself says which measurements it is of, and what it has not from them.
    assertThat(fitted.coefficient("lineFill").source())
        .isEqualTo("fit to rows of board.csv (sha256 %s)".formatted(hash.substring(0, 12)));
    assertThat(coefficient(document, "lineFill").get("basis").asText()).isEqualTo("fitted");
    assertThat(coefficient(document, "romFetch").get("basis").asText()).isEqualTo("lent");
    assertThat(fitted.id()).isEqualTo("board-7");
    double fill = EnergyTableCatalog.forDevice("FR5994").coefficient("lineFill").quantity().value();
    assertThat(fitted.coefficient("lineFill").quantity().value()).isCloseTo(fill, within(0.5));

    CommandLineRun priced =
        CommandLineRun.of(
            "run",
            "--json",
            "--mhz",
            "8",
            "--max-cycles",
            "100000",
            "--energy-table",
            table.toString(),
            programs.resolve("register-8mhz.elf").toString());
    assertThat(new ObjectMapper().readTree(priced.out()).get("energyTable").asText())
        .isEqualTo("board-7");

    CommandLineRun validated =
        CommandLineRun.of("validate", "--energy-table", table.toString(), "--json");
    // The board follows the FR5994's table, so it tells the data sheet's currents as that does; its
    // line fills are those of mixed code on one board, and 1 MHz was not measured.
    JsonNode hits = row(validated, "IAM,FRAM(100%) 8 MHz 3.0 V");
    assertThat(hits.get("errorPct").asDouble()).isCloseTo(0, within(4.0));
    assertThat(hits.get("low").asDouble()).isLessThan(hits.get("measured").asDouble());
    assertThat(hits.get("high").asDouble()).isGreaterThan(hits.get("measured").asDouble());
    assertThat(row(validated, "IAM,FRAM(100%) 1 MHz 3.0 V").get("notBuilt").asText())
        .isEqualTo("energy table board-7 has no clock1MHz");
  }

  private static JsonNode coefficient(JsonNode document, String name) {
    for (JsonNode coefficient : document.get("coefficients")) {
      if (coefficient.get("name").asText().equals(name)) {
        return coefficient;
      }
    }
    throw new AssertionError("no coefficient " + name);
  }

  private static JsonNode row(CommandLineRun run, String key) throws IOException {
    for (JsonNode row : new ObjectMapper().readTree(run.out()).get("rows")) {
      if (row.get("key").asText().equals(key)) {
        return row;
      }
    }
    throw new AssertionError("no row " + key);
  }

  @Test
  void saysWhichMicrobenchmarksAreMissing(@TempDir Path directory) throws IOException {
    Path file = filled(directory, line -> !line.startsWith("multiply,"));
    CommandLineRun run = CommandLineRun.of("calibrate", "--measured", file.toString());
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .contains("do not determine multiply16")
        .contains("add multiply at 8 MHz, multiply at 16 MHz");
  }

  /** What docs/calibrate.md tells users to do with the exports of Otii and EnergyTrace. */
  @Test
  void theConversionsOfThePageGiveEnergyAndDuration(@TempDir Path directory) throws Exception {
    // 50,000 samples a second: three events of 5 ms at 1.5 mA and 3 V, 2 ms at 0.5 mA around them.
    List<String> otii = new ArrayList<>(List.of("Time (s),Current (A),Voltage (V),GPI 1"));
    for (int i = 0; i < 3 * 350 + 100; i++) {
      boolean high = i % 350 >= 100;
      otii.add(
          String.format(
              Locale.ROOT, "%.6f,%s,3.0,%d", i * 20e-6, high ? "0.0015" : "0.0005", high ? 1 : 0));
    }
    // 4.5 mW, the cumulative energy in units of 0.1 uJ every 270 us.
    List<String> trace =
        new ArrayList<>(List.of("Time (ns),Current (nA),Voltage (mV),Energy (0.1uJ)"));
    for (int i = 0; i < 4000; i++) {
      trace.add(
          "%d,1500000,3000,%d".formatted(i * 270_000L, Math.round(i * 270e-6 * 4.5e-3 * 1e7)));
    }
    List<String> commands =
        Pattern.compile("(?m)^    (awk [^\\n]*\\n(?: {4,}[^\\n]*\\n)+)")
            .matcher(Files.readString(Path.of("..", "docs", "calibrate.md")))
            .results()
            .map(command -> command.group(1))
            .toList();
    assertThat(commands).hasSize(2);

    Files.write(directory.resolve("read-16mhz.csv"), otii);
    // 1.5 mA x 3 V x 5 ms.
    assertThat(shell(directory, commands.get(0))).isEqualTo("22500.0 nJ, 5000.0 us\n");
    Files.write(directory.resolve("read-16mhz.csv"), trace);
    // 4.5 mW; the column's grid allows one in ten thousand.
    assertThat(shell(directory, commands.get(1))).matches("4\\.50\\d+ nJ a us\n");
  }

  private static String shell(Path directory, String command) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void refusesARowOfAnotherClock(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("board.csv");
    // 40,000 moves at 8 MHz take 5 ms and more, not 2.5.
    Files.write(
        file,
        List.of(
            "benchmark,mclk_hz,voltage_v,energy_nj,duration_us",
            "register,8000000,3.0,12000,2500"));
    CommandLineRun run = CommandLineRun.of("calibrate", "--measured", file.toString());
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains(file + ": row 1: register took 2500.0 us, and takes 5");
  }

  @Test
  void refusesWhatIsNoForm(@TempDir Path directory) throws IOException {
    for (String text :
        List.of(
            "",
            "a,b\n1,2\n",
            "benchmark,mclk_hz,voltage_v,energy_nj,duration_us\nnone,8000000,3,1,1\n",
            "benchmark,mclk_hz,voltage_v,energy_nj,duration_us\nregister,8000000,3\n",
            "benchmark,mclk_hz,voltage_v,energy_nj,duration_us\nregister,8000000,-3,1,1\n",
            "benchmark,mclk_hz,voltage_v,energy_nj,duration_us\nregister,9000000,3,1,1\n",
            "benchmark,mclk_hz,voltage_v,energy_nj,duration_us\n\"register,8000000,3,1,1\n")) {
      Path file = directory.resolve("board.csv");
      Files.writeString(file, text);
      CommandLineRun run = CommandLineRun.of("calibrate", "--measured", file.toString());
      assertThat(run.exitCode()).as(text).isEqualTo(4);
      assertThat(run.err().strip()).as(text).startsWith("unit430: " + file).doesNotContain("\n");
    }
  }

  @Test
  void withoutMeasurementsItRepeatsTheCommittedFit(@TempDir Path directory) throws IOException {
    Path table = directory.resolve("again.yaml");
    CommandLineRun run = CommandLineRun.of("calibrate", "-o", table.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(Files.readString(Path.of("..", "docs", "accuracy-fr5994.md")));
    assertThat(EnergyTableCatalog.load(table).sha256())
        .isEqualTo(EnergyTableCatalog.forDevice("FR5994").sha256());
  }

  @Test
  void theDocumentOfTheCommittedFitHasItsInputsErrorsCorrelationAndPictures(@TempDir Path directory)
      throws IOException {
    CommandLineRun run = CommandLineRun.of("calibrate", "--json", "--plots", directory.toString());

    JsonNode document = new ObjectMapper().readTree(run.out());
    EnergyTable table = EnergyTableCatalog.forDevice("FR5994");
    assertThat(document.get("tableSha256").asText()).isEqualTo(table.sha256());
    assertThat(document.get("source").asText()).isEqualTo("measured and published");
    Path files = Path.of("../energy-tables/src/main/resources/org/unit430/energy/calibration");
    assertThat(document.get("inputs")).hasSize(2);
    for (JsonNode input : document.get("inputs")) {
      assertThat(input.get("sha256").asText())
          .isEqualTo(Sha256.hex(Files.readAllBytes(files.resolve(input.get("file").asText()))));
    }
    // As docs/accuracy-fr5994.md: 136 rows, three of which decide a coefficient alone.
    assertThat(document.get("rows")).hasSize(136);
    assertThat(document.get("leaveOneOut").get("rows").asInt()).isEqualTo(133);
    long leftOut = 0;
    for (JsonNode row : document.get("rows")) {
      leftOut += row.get("leftOutErrorPct").isNull() ? 0 : 1;
      assertThat(row.get("source").asText())
          .isEqualTo(row.get("unit").asText().equals("uA") ? "published" : "measured");
    }
    assertThat(leftOut).isEqualTo(133);
    int size = table.coefficients().size();
    assertThat(document.get("correlation")).hasSize(size);
    assertThat(document.get("correlation").get(1).get(0).asDouble())
        .isEqualTo(table.correlation().get(1, 0));
    assertThat(coefficient(document, "multiply32").get("basis").asText()).isEqualTo("derived");
    for (String name : List.of(AccuracyPlots.PREDICTED, AccuracyPlots.RESIDUALS)) {
      String picture = Files.readString(directory.resolve(name));
      assertThat(picture).isEqualTo(Files.readString(Path.of("..", "docs", name)));
      // A point for each of the 133 rows that can be left out, and the legend's eight.
      assertThat(picture.split("<circle", -1)).hasSize(1 + 133 + 8);
    }
  }
}

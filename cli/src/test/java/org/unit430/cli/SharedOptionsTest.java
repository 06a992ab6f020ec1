package org.unit430.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.firmware.dataset.Workloads;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options that several commands have mean, take and refuse the same in all of them. */
class SharedOptionsTest {
  /** What is said of these differs for a reason. */
  private static final Map<String, List<String>> OWN =
      Map.ofEntries(
          Map.entry("--workload", List.of("shift")), // has to be named, and has domains
          Map.entry(
              "--data",
              List.of("shift", "reproduce")), // has to be given; data of several workloads
          Map.entry("--inputs", List.of("shift", "estimate")), // a domain's; a file
          Map.entry("--seed", List.of("estimate")), // generates inputs
          Map.entry("--calibration", List.of("estimate")), // of the inputs given
          Map.entry("--mhz", List.of("run")), // any clock, not those that kernels are built for
          Map.entry("--division", List.of("compare", "reproduce")), // a list; one
          Map.entry("--measured", List.of("calibrate", "validate")), // forms; rows
          Map.entry("--vcc", List.of("gdb")), // for energy alone
          Map.entry("--methods", List.of("compare", "estimate", "card")), // defaults
          Map.entry("--json", List.of("run")), // a document a program
          Map.entry("--out", List.of("export", "validate", "microbench"))); // files of other names

  @Test
  void everyCommandDescribesAnOptionInTheSameWords() {
    Map<String, Map<String, List<String>>> commandsByWords =
        new CommandLine(new Unit430())
            .getSubcommands().entrySet().stream()
                .flatMap(
                    command ->
                        command.getValue().getCommandSpec().options().stream()
                            .filter(option -> !isOwn(option, command.getKey()))
                            .map(option -> Map.entry(command.getKey(), option)))
                .collect(
                    Collectors.groupingBy(
                        entry -> entry.getValue().longestName(),
                        Collectors.groupingBy(
                            entry -> words(entry.getValue()),
                            Collectors.mapping(Map.Entry::getKey, Collectors.toList()))));
    assertThat(commandsByWords).containsKeys("--workload", "--percentile", "--out", "--device");
    assertThat(commandsByWords).allSatisfy((name, words) -> assertThat(words).hasSize(1));
  }

  private static boolean isOwn(OptionSpec option, String command) {
    return OWN.getOrDefault(option.longestName(), List.of()).contains(command)
        || option.longestName().equals("--output"); // what is written differs
  }

  private static String words(OptionSpec option) {
    String words = String.join(" ", option.description());
    return option.paramLabel() + option.defaultValue() + words.replaceAll("\\w+\\.(json|txt)", "");
  }

  @ParameterizedTest
  @CsvSource({
    "compare --inputs 0, '--inputs must be 1 or more, not 0'",
    "division --inputs 0, '--inputs must be 1 or more, not 0'",
    "export --inputs 0, '--inputs must be 1 or more, not 0'",
    "reproduce --inputs 0, '--inputs must be 1 or more, not 0'",
    "run no.elf --vcc 250, '--vcc must be above 0 and below 100 V, not 250.0'",
    "compare --vcc 0, '--vcc must be above 0 and below 100 V, not 0.0'",
    "shift --workload mnist --data . --vcc -3, '--vcc must be above 0 and below 100 V, not -3.0'",
    "estimate model.onnx --vcc NaN, '--vcc must be above 0 and below 100 V, not NaN'",
    "reproduce --division foo, '--division: there is no division ''foo''; there are exact, shift'",
    "compare --percentile 101, '--percentile must be 0 to 100, not 101.0'",
    "division --percentile -1, '--percentile must be 0 to 100, not -1.0'",
    "reproduce --percentile NaN, '--percentile must be 0 to 100, not NaN'",
    "estimate model.onnx --percentile 101, '--percentile must be 0 to 100, not 101.0'",
    "card --calibration 0, '--calibration must be 1 or more, not 0'",
    "compare --calibration 0, '--calibration must be 1 or more, not 0'",
    "division --calibration 0, '--calibration must be 1 or more, not 0'",
    "export --calibration 0, '--calibration must be 1 or more, not 0'",
    "reproduce --calibration 0, '--calibration must be 1 or more, not 0'",
    "card --workload cats, 'there is no workload ''cats'''",
    "compare --workload cats, 'there is no workload ''cats'''",
    "division --workload cats, 'there is no workload ''cats'''",
    "export --workload cats, 'there is no workload ''cats'''",
    "estimate model.onnx --device cats, --device: ",
    "run firmware.elf --device cats, --device: "
  })
  void theSameIsRefusedEverywhere(String arguments, String complaint) {
    CommandLineRun run = CommandLineRun.of(arguments.split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("unit430: " + complaint);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void everyDescriptionIsAFormatAsPicocliTakesIt() {
    // One that is not gets a warning on standard error above the help.
    new CommandLine(new Unit430())
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(command.getCommandSpec().usageMessage().description())
                  .allSatisfy(text -> assertThat(text.formatted()).isNotEmpty());
              assertThat(command.getCommandSpec().options())
                  .flatExtracting(option -> List.of(option.description()))
                  .allSatisfy(text -> assertThat(text.formatted()).isNotEmpty());
            });
  }

  @Test
  void aFileInThePlaceOfADirectoryIsNamedAsSuch(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("taken"));
    CommandLineRun run =
        CommandLineRun.of("export", "--inputs", "1", "--calibration", "1", "--out", "" + file);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            "unit430: cannot write %s: there is a file of that name; choose another --out\n"
                .formatted(file));
  }

  @Test
  void aCandidateThatCannotBeReadEndsADivisionBeforeAnyWork() {
    CommandLineRun run = CommandLineRun.of("division", "--candidate", "missing.s43");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_INPUT);
    assertThat(run.err()).isEqualTo("unit430: missing.s43: there is no such file\n");
  }

  @Test
  void helpNamesEveryWorkload() {
    assertThat(help("export")).contains(String.join(", ", Workloads.names()) + " (default: digits");
  }

  @Test
  void reportsAreFiledUnderTheNameOfTheirCommand(@TempDir Path directory) throws Exception {
    String out = directory.toString();
    CommandLineRun run =
        CommandLineRun.of(
            "compare", "--inputs", "1", "--calibration", "4", "--methods", "dense", "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(directory.resolve("compare.txt")).hasContent(run.out());
    assertThat(Files.readString(directory.resolve("compare.json"))).contains("\"rows\"");
    assertThat(help("compare")).contains("Write compare.json and compare.txt there too.");
    assertThat(help("shift")).contains("Write shift.json and shift.txt there too.");
  }

  private static String help(String command) {
    CommandLineRun run = CommandLineRun.of(command, "--help");
    return run.out().replaceAll("\\s+", " ");
  }
}

package org.unit430.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class Unit430Test {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A subcommand that ends in every way a command can. */
  @Command(name = "probe")
  static final class Probe implements Callable<Integer> {
    @Option(names = "--end")
    private String end = "";

    @Override
    public Integer call() {
      switch (end) {
        case "failure" ->
            throw new CommandFailure(
                ExitCode.UNSUPPORTED_INPUT, "a.elf: not for an MSP430; name another file");
        case "defect" -> throw new IllegalStateException("first line\n  second line");
        case "nameless" -> throw new UnsupportedOperationException();
        case "memory" -> throw new OutOfMemoryError("Java heap space");
        default -> {
          return ExitCode.GATE_FAILED;
        }
      }
    }
  }

  private int run(String... arguments) {
    CommandLine root = new CommandLine(new Unit430()).addSubcommand(new Probe());
    return Unit430.run(root, new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void versionNamesTheReleaseAndTheCommitOnStandardOutput() {
    assertThat(run("--version")).isEqualTo(ExitCode.OK);

    assertThat(out.toString())
        .matches("unit430 \\d+\\.\\d+\\.\\d+\\S* \\(commit (unknown|[0-9a-f]{12,}(-dirty)?)\\)\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpGoesToStandardOutput() {
    assertThat(run("--help")).isEqualTo(ExitCode.OK);

    assertThat(out.toString()).startsWith("Usage: unit430").contains("probe", "--stacktrace");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void withoutACommandTheUsageGoesToStandardError() {
    assertThat(run()).isEqualTo(ExitCode.USAGE);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("Usage: unit430");
  }

  @Test
  void theResultOfACommandIsTheExitCode() {
    assertThat(run("probe")).isEqualTo(ExitCode.GATE_FAILED);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anUnknownOptionIsOneLineNamingTheNearestAndTheHelp() {
    assertThat(run("probe", "--ends=x")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString())
        .isEqualTo(
            "unit430: Unknown option: '--ends=x'; did you mean --end?"
                + " (see 'unit430 probe --help')\n");
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    assertThat(run("probee")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString())
        .isEqualTo(
            "unit430: Unmatched argument at index 0: 'probee'; did you mean probe or"
                + " microbench or reproduce? (see 'unit430 --help')\n");
  }

  @Test
  void aCommandFailureIsOneLineAndItsOwnExitCode() {
    assertThat(run("probe", "--end=failure")).isEqualTo(4);

    assertThat(err.toString()).isEqualTo("unit430: a.elf: not for an MSP430; name another file\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aDefectIsOneLineNamingTheExceptionAndHowToSeeMore() {
    assertThat(run("probe", "--end=defect")).isEqualTo(1);

    assertThat(err.toString())
        .isEqualTo(
            "unit430: internal error: java.lang.IllegalStateException: first line; second line"
                + " (rerun with --stacktrace to see where)\n");
  }

  @Test
  void anExceptionWithoutMessageIsStillNamed() {
    assertThat(run("probe", "--end=nameless")).isEqualTo(1);

    assertThat(err.toString())
        .startsWith("unit430: internal error: java.lang.UnsupportedOperationException (");
  }

  @Test
  void anErrorOfTheVirtualMachineIsReportedLikeADefect() {
    assertThat(run("probe", "--end=memory")).isEqualTo(1);

    assertThat(err.toString())
        .startsWith("unit430: internal error: java.lang.OutOfMemoryError: Java heap space (");
  }

  @Test
  void theStackTraceIsPrintedOnRequestBeforeOrAfterTheCommand() {
    assertThat(run("probe", "--end=defect", "-v")).isEqualTo(1);
    assertThat(run("--stacktrace", "probe", "--end=failure")).isEqualTo(4);

    assertThat(err.toString())
        .contains("at org.unit430.cli.Unit430Test$Probe.call", "CommandFailure: a.elf")
        .doesNotContain("rerun with");
  }
}

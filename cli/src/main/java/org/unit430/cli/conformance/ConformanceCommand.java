package org.unit430.cli.conformance;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.cli.JsonOption;
import org.unit430.simulator.conformance.Conformance;
import org.unit430.simulator.conformance.ConformanceReport;
import org.unit430.simulator.conformance.VectorFormatException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unit430 conformance}: runs a file of single-instruction vectors. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = {
      "Runs single instructions recorded from another simulator and compares all registers, the"
          + " status bits and all of memory.",
      "A vector that breaks TI's manual in a way that GDB's simulator is known to is excluded,"
          + " naming the rule and the manual's section; any other disagreement fails (exit code 3)."
    })
public final class ConformanceCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = {
        "Vectors, plain or gzipped: group, pc, code words, SR mask, memory seed, R0-R15 before,"
            + " R0-R15 after, changed bytes; tab-separated, hexadecimal."
      })
  private Path file;

  @Mixin private JsonOption json = new JsonOption();

  @Spec private CommandSpec spec;

  ConformanceCommand() {}

  @Override
  public Integer call() {
    ConformanceReport report = run();
    json.print(spec, () -> ConformanceJson.document(report), () -> ConformanceText.render(report));
    return report.failed() == 0 ? ExitCode.OK : ExitCode.GATE_FAILED;
  }

  private ConformanceReport run() {
    try {
      return Conformance.run(file);
    } catch (VectorFormatException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT, file + ": no such file; name a file of vectors", e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT, file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}

package org.unit430.cli.program;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.asm.Listing;
import org.unit430.simulator.program.ProgramFormatException;
import org.unit430.simulator.program.ProgramLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unit430 disasm}: lists a program. */
@Command(
    name = "disasm",
    mixinStandardHelpOptions = true,
    description =
        "Lists a program (ELF, TI-TXT or Intel HEX): symbols, and for each instruction its address,"
            + " words, cycles without wait states, and text.")
public final class DisasmCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The program.")
  private Path program;

  @Mixin private CoreOption core = new CoreOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      PrintWriter out = spec.commandLine().getOut();
      out.print(Listing.of(ProgramLoader.load(program), core.core()));
      out.flush();
    } catch (ProgramFormatException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, program + ": there is no such file", e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT, program + ": cannot be read: " + e.getMessage(), e);
    }
    return ExitCode.OK;
  }
}

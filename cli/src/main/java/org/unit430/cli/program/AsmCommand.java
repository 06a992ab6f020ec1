package org.unit430.cli.program;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblerException;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.program.ProgramWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unit430 asm}: assembles a source into a program file. */
@Command(
    name = "asm",
    mixinStandardHelpOptions = true,
    description =
        "Assembles a source for MSP430 or CPUX and writes a program. Each error is a line"
            + " file:line:column on standard error; the exit code is then 4.")
public final class AsmCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The source.")
  private Path source;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "The program: .elf or .out (ELF), .txt (TI-TXT) or .hex (Intel HEX).")
  private Path output;

  @Mixin private CoreOption core = new CoreOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ProgramImage image;
    try {
      image =
          new Assembler(core.core())
              .includes(this::include)
              .add(AssemblyUnit.of(source.toString(), read(source)))
              .assemble();
    } catch (AssemblerException e) {
      // A line a problem, as compilers have it, so that editors find the places.
      e.problems().forEach(problem -> spec.commandLine().getErr().println(problem));
      spec.commandLine().getErr().flush();
      return ExitCode.UNSUPPORTED_INPUT;
    }
    try {
      ProgramWriter.write(output, image);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "cannot write %s: %s; choose another -o".formatted(output, e.getMessage()),
          e);
    }
    return ExitCode.OK;
  }

  /** Includes are looked for beside the source. */
  private Optional<String> include(String name) {
    Path file = source.resolveSibling(name);
    return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, file + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, file + ": is no text in UTF-8", e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT, file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}

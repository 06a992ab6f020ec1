package org.unit430.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.unit430.cli.card.CardCommand;
import org.unit430.cli.compare.CompareCommand;
import org.unit430.cli.conformance.ConformanceCommand;
import org.unit430.cli.device.DevicesCommand;
import org.unit430.cli.division.DivisionCommand;
import org.unit430.cli.energy.CalibrateCommand;
import org.unit430.cli.energy.MicrobenchCommand;
import org.unit430.cli.estimate.EstimateCommand;
import org.unit430.cli.estimate.ExportCommand;
import org.unit430.cli.estimate.OpsCommand;
import org.unit430.cli.program.AsmCommand;
import org.unit430.cli.program.DisasmCommand;
import org.unit430.cli.reproduce.ReproduceCommand;
import org.unit430.cli.run.GdbCommand;
import org.unit430.cli.run.RunCommand;
import org.unit430.cli.shift.ShiftCommand;
import org.unit430.cli.validate.ValidateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code unit430} command. Results go to standard output, everything else to standard error;
 * {@link ExitCode} lists what the process returns.
 */
@Command(
    name = "unit430",
    mixinStandardHelpOptions = true,
    versionProvider = Unit430.Version.class,
    description = "Says what a pruned neural network costs on an MSP430: cycles, time and energy.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CompareCommand.class,
      ShiftCommand.class,
      CardCommand.class,
      DivisionCommand.class,
      ReproduceCommand.class,
      EstimateCommand.class,
      OpsCommand.class,
      ExportCommand.class,
      CalibrateCommand.class,
      MicrobenchCommand.class,
      ConformanceCommand.class,
      ValidateCommand.class,
      RunCommand.class,
      GdbCommand.class,
      DevicesCommand.class,
      DisasmCommand.class,
      AsmCommand.class
    })
public final class Unit430 implements Callable<Integer> {
  @Option(
      names = {"-v", "--stacktrace"},
      scope = ScopeType.INHERIT,
      description = "Print the stack trace when a command fails.")
  private boolean stackTrace;

  @Spec private CommandSpec spec;

  Unit430() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // The same input gives the same bytes, whatever locale the user works in.
    Locale.setDefault(Locale.ROOT);
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = run(new CommandLine(new Unit430()), out, err, arguments);
    System.out.flush();
    System.exit(exitCode);
  }

  /**
   * Runs a command line whose root is a {@link Unit430}.
   *
   * @return the exit code; see {@link ExitCode}
   */
  static int run(CommandLine root, PrintWriter out, PrintWriter err, String... arguments) {
    Unit430 options = root.getCommand();
    root.setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, rejected) -> reportUsage(e))
        .setExecutionExceptionHandler((e, command, parsed) -> options.report(e, err));
    try {
      return root.execute(arguments);
    } catch (Error e) { // such as no memory left; picocli hands on exceptions only
      return options.report(e, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** No subcommand was named. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  private static int reportUsage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    StringBuilder line = new StringBuilder(oneLine(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        line.append("; did you mean ").append(String.join(" or ", suggestions)).append('?');
      }
    }
    String help = command.getCommandSpec().qualifiedName() + " --help";
    command.getErr().println("unit430: " + line + " (see '" + help + "')");
    return ExitCode.USAGE;
  }

  private int report(Throwable thrown, PrintWriter err) {
    if (stackTrace) {
      thrown.printStackTrace(err);
    }
    if (thrown instanceof CommandFailure failure) {
      err.println("unit430: " + oneLine(failure.getMessage()));
      return failure.exitCode();
    }
    String hint = stackTrace ? "" : " (rerun with --stacktrace to see where)";
    err.println("unit430: internal error: " + oneLine(thrown.toString()) + hint);
    return ExitCode.INTERNAL_ERROR;
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Tells picocli what {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {BuildInfo.current().toString()};
    }
  }
}

package org.unit430.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * A run of the command line within the test's process.
 *
 * @param exitCode of the process
 * @param out what went to standard output
 * @param err what went to standard error
 */
public record CommandLineRun(int exitCode, String out, String err) {
  /** Runs {@code unit430} with arguments. */
  public static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Unit430.run(
            new CommandLine(new Unit430()), new PrintWriter(out), new PrintWriter(err), arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }
}

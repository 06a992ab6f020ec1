package org.unit430.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.unit430.cli.CommandLineRun;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramWriter;

/**
 * A run of {@code unit430 run} within the test's process.
 *
 * @param exitCode of the process
 * @param console what the program printed
 * @param report what the command printed to standard output
 * @param err what it printed to standard error
 */
record FirmwareRun(int exitCode, String console, String report, String err) {
  /** Runs the command with arguments. */
  static FirmwareRun of(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "run";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    PrintStream before = System.out;
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
    try {
      CommandLineRun run = CommandLineRun.of(all);
      return new FirmwareRun(
          run.exitCode(), console.toString(StandardCharsets.UTF_8), run.out(), run.err());
    } finally {
      System.setOut(before);
    }
  }

  /** The report as a document. */
  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(report);
  }

  /** Assembles a program for the FR5994 whose code begins at 4400h with the label start. */
  static Path program(Path directory, String name, String... lines) throws IOException {
    return assemble(directory, name, "0x4400", lines);
  }

  /** Assembles a program for sim. */
  static Path simProgram(Path directory, String name, String... lines) throws IOException {
    return assemble(directory, name, "0x500", lines);
  }

  private static Path assemble(Path directory, String name, String origin, String... lines)
      throws IOException {
    String source =
        " .org "
            + origin
            + "\nstart:\n"
            + String.join("\n", lines)
            + "\n .org 0xfffe\n .word start\n";
    Path file = directory.resolve(name);
    ProgramWriter.write(file, Assembler.assemble(CpuCore.CPUX, "test.s43", source));
    return file;
  }
}

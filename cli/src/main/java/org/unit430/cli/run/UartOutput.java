package org.unit430.cli.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.peripheral.Uart;

/** What the UARTs of a device transmit, all of them in the order of their characters. */
final class UartOutput implements AutoCloseable {
  private final Optional<OutputStream> file;
  private final ConsoleOutput output;

  /**
   * Output of a machine's UARTs.
   *
   * @param console where to if no file is named
   * @throws CommandFailure if the file cannot be written
   */
  UartOutput(Optional<Path> file, ConsoleOutput console, Machine machine) {
    try {
      this.file =
          file.isPresent() ? Optional.of(Files.newOutputStream(file.get())) : Optional.empty();
    } catch (IOException e) {
      throw unwritable(e);
    }
    this.output = this.file.isPresent() ? new ConsoleOutput(this.file) : console;
    for (Uart uart : machine.modules(Uart.class)) {
      uart.setSink((value, startCycle, endCycle) -> write(value));
    }
  }

  private void write(int value) {
    try {
      output.write(value);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Whether a text was transmitted, or printed if no file was named. */
  boolean contains(String text) {
    return output.text().contains(text);
  }

  private static CommandFailure unwritable(IOException e) {
    return new CommandFailure(
        ExitCode.USAGE, "cannot write %s; choose another --uart".formatted(e.getMessage()), e);
  }

  @Override
  public void close() {
    if (file.isPresent()) {
      try {
        file.get().close();
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }
}

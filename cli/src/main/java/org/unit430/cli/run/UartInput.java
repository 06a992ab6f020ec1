package org.unit430.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.peripheral.Uart;
import org.unit430.simulator.peripheral.UartSource;

/**
 * Characters that a terminal types into a device's first UART, one behind the other at the baud
 * rate that the firmware has set. The terminal waits until the firmware has read a character before
 * it sends the next one, as one with hardware flow control does, so that none is lost.
 */
final class UartInput implements UartSource {
  /** The name that means standard input. */
  static final String STANDARD_INPUT = "-";

  private final byte[] bytes;
  private int next;

  private UartInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads all input, so that a run does not depend on when it arrived, and connects it.
   *
   * @param file a file's name, or {@value #STANDARD_INPUT}
   * @throws CommandFailure if the file cannot be read, or the machine has no UART
   */
  static void connect(String file, InputStream standardInput, Machine machine) {
    List<Uart> uarts = machine.modules(Uart.class);
    if (uarts.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--uart-in: the %s has no UART that is modelled".formatted(machine.device().name()));
    }
    try {
      byte[] bytes =
          file.equals(STANDARD_INPUT)
              ? standardInput.readAllBytes()
              : Files.readAllBytes(Path.of(file));
      uarts.get(0).setSource(new UartInput(bytes));
    } catch (NoSuchFileException e) {
      throw new CommandFailure(ExitCode.USAGE, "--uart-in: there is no file " + file, e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "--uart-in: %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public int next(boolean receiverReady) {
    return receiverReady && next < bytes.length ? bytes[next++] & 0xFF : NOTHING;
  }
}

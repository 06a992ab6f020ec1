package org.unit430.simulator.environment;

import java.util.Optional;
import java.util.function.Consumer;
import org.unit430.simulator.memory.Bus;
import org.unit430.simulator.program.ProgramImage;

/**
 * TI's C I/O protocol: a program puts a command into {@code __CIOBUF__} and runs through the label
 * {@code C$$IO$$}, where a debugger looks at it (hardware.md 11.3). Served is what GDB's simulator
 * serves, writing to the standard streams.
 */
public final class CioConsole {
  private static final String LABEL = "C$$IO$$";
  private static final int WRITE = 0xF3;
  private static final int COMMAND = 2;
  private static final int DESCRIPTOR = 3;
  private static final int LENGTH = 5;
  private static final int DATA = 11;

  private final int label;
  private final int buffer;
  private final HostFiles files;
  private final Consumer<String> warnings;
  private boolean warned;

  private CioConsole(int label, int buffer, HostFiles files, Consumer<String> warnings) {
    this.label = label;
    this.buffer = buffer;
    this.files = files;
    this.warnings = warnings;
  }

  /** The console of a program; empty if it has not the two symbols. */
  public static Optional<CioConsole> of(
      ProgramImage program, HostFiles files, Consumer<String> warnings) {
    Optional<ProgramImage.Symbol> label = program.symbol(LABEL);
    Optional<ProgramImage.Symbol> buffer =
        program.symbol("__CIOBUF__").or(() -> program.symbol("_CIOBUF_"));
    return label.isPresent() && buffer.isPresent()
        ? Optional.of(
            new CioConsole(label.get().address(), buffer.get().address(), files, warnings))
        : Optional.empty();
  }

  /** Where the program has to be watched. */
  int label() {
    return label;
  }

  /** The program has reached the label. */
  void serve(Bus bus) {
    ProgramMemory memory = new ProgramMemory(bus);
    int command = bus.peekByte(buffer + COMMAND & 0xFFFFF);
    if (command == WRITE) {
      files.write(
          word(memory, buffer + DESCRIPTOR),
          memory.bytes(buffer + DATA, word(memory, buffer + LENGTH)));
    } else if (!warned) {
      warned = true;
      warnings.accept(
          String.format("C I/O command %02Xh is not served; only write (F3h) is", command));
    }
  }

  /** A word at any address, also an odd one. */
  private static int word(ProgramMemory memory, int address) {
    byte[] bytes = memory.bytes(address, 2);
    return (bytes[0] & 0xFF) | (bytes[1] & 0xFF) << 8;
  }
}

package org.unit430.simulator.environment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.machine.Environment;
import org.unit430.simulator.memory.Bus;

/** Answers system calls and C I/O with the host's files. */
public final class HostEnvironment implements Environment {
  private static final int FIRST_CALL = 0x180;
  private static final int LAST_CALL = 0x1BF;
  private static final int DUMP_REGISTERS = 0x160;
  // GDB's simulator ends a program whose PC falls below (hardware.md 11.3).
  private static final int LOWEST_CODE = 0x10;

  private final Optional<SystemCalls> calls;
  private final Optional<CioConsole> console;
  private final Consumer<String> warnings;

  private HostEnvironment(
      Optional<SystemCalls> calls, Optional<CioConsole> console, Consumer<String> warnings) {
    this.calls = calls;
    this.console = console;
    this.warnings = warnings;
  }

  /**
   * For the machine {@code sim}: system calls, and the console if the program has one.
   *
   * @param arguments argv of the program, its name first
   * @param microseconds simulated time since power-up
   * @param warnings told, once each, of what is not served, and of register dumps
   */
  public static Environment ofSim(
      HostFiles files,
      Optional<CioConsole> console,
      List<String> arguments,
      LongSupplier microseconds,
      Consumer<String> warnings) {
    return new HostEnvironment(
        Optional.of(new SystemCalls(files, arguments, microseconds, warnings)), console, warnings);
  }

  /** For a device: the console only, if the program has one. */
  public static Environment ofDevice(Optional<CioConsole> console, Consumer<String> warnings) {
    return console.isPresent()
        ? new HostEnvironment(Optional.empty(), console, warnings)
        : Environment.NONE;
  }

  @Override
  public int lowestCode() {
    return calls.isPresent() ? LOWEST_CODE : 0;
  }

  @Override
  public boolean answers(int target) {
    return calls.isPresent()
        && (target == DUMP_REGISTERS || (target >= FIRST_CALL && target <= LAST_CALL));
  }

  @Override
  public OptionalInt call(int target, Registers registers, Bus bus) {
    if (target == DUMP_REGISTERS) {
      StringBuilder dump = new StringBuilder("registers:");
      for (int register = 0; register < 16; register++) {
        dump.append(String.format(" R%d=%05X", register, registers.get(register)));
      }
      warnings.accept(dump.toString());
      return OptionalInt.empty();
    }
    return calls.orElseThrow().call(target - FIRST_CALL, registers, bus);
  }

  @Override
  public boolean watches(int address) {
    return console.isPresent() && console.get().label() == address;
  }

  @Override
  public void reached(int address, Bus bus) {
    console.orElseThrow().serve(bus);
  }
}

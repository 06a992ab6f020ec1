package org.unit430.simulator.gdb;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.Profile;
import org.unit430.simulator.peripheral.ResetCause;

/**
 * What GDB's {@code monitor} understands beyond the protocol. Only {@code reset} moves anything.
 */
public final class MonitorCommands {
  private static final String HELP =
      """
      monitor commands:
        reset    reset the device (RST pin); memory keeps its content
        cycles   cycles and instructions since power-up
        energy   energy since power-up
        events   what the CPU did since power-up, by kind
        help     this text
      """;

  private static final int RESET_VECTOR = 0xFFFE;
  private static final int ERASED = 0xFFFF;

  private final Machine machine;
  private final OptionalInt entry;
  private final Function<Profile, String> energy;

  /**
   * Commands for a machine.
   *
   * @param entry of its program, where a reset goes if there is no reset vector
   * @param energy says what a profile's events cost, in lines for people
   */
  public MonitorCommands(Machine machine, OptionalInt entry, Function<Profile, String> energy) {
    this.machine = machine;
    this.entry = entry;
    this.energy = energy;
  }

  /** The answer to a command, in lines for people. */
  String answer(String command) {
    return switch (command.strip().toLowerCase(Locale.ROOT)) {
      case "reset" -> reset();
      case "cycles" -> cycles();
      case "energy" -> line(energy.apply(machine.profile()));
      case "events" -> events();
      case "help", "" -> HELP;
      default -> "unknown command; 'monitor help' lists those there are\n";
    };
  }

  private static String line(String text) {
    return text.endsWith("\n") ? text : text + "\n";
  }

  private String reset() {
    machine.reset(ResetCause.RESET_PIN);
    int vector = machine.bus().peekWord(RESET_VECTOR);
    if (vector == 0 || vector == ERASED) {
      entry.ifPresent(address -> machine.registers().set(Registers.PC, address));
    }
    return "reset; PC is %05Xh\n".formatted(machine.registers().get(Registers.PC));
  }

  private String cycles() {
    Profile profile = machine.profile();
    return "%d cycles, %d with the CPU awake; %d instructions; MCLK %d Hz now\n"
        .formatted(machine.cycle(), profile.cycles(), profile.instructions(), machine.mclkHertz());
  }

  private String events() {
    EventCounts total = machine.profile().total();
    StringBuilder lines = new StringBuilder();
    for (Event event : Event.values()) {
      if (total.get(event) != 0) {
        String name = event.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        lines.append("%14d  %s\n".formatted(total.get(event), name));
      }
    }
    return lines.isEmpty() ? "no events yet\n" : lines.toString();
  }
}

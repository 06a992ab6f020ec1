package org.unit430.simulator.gdb;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.MachineState;
import org.unit430.simulator.program.ProgramImage;

/** A program that counts for ever, on a machine, with a session to ask. */
final class Debuggee {
  static final ProgramImage PROGRAM =
      Assembler.assemble(
          CpuCore.CPUX,
          "count.s43",
          """
                  .org 0x4400
          main:   mov #0x5A80, &0x15C     ; 4400: hold the watchdog
                  mov #0x2C00, sp         ; 4406
                  clr r4                  ; 440A
          loop:   inc r4                  ; 440C
                  mov r4, &0x1C00         ; 440E
                  mov &0x1C00, r5         ; 4412
                  jmp loop                ; 4416
                  .org 0xFFFE
                  .word main
          """);

  final Machine machine;
  final MonitorCommands monitor;
  final GdbSession session;

  /** Packets sent before the reply to the last question. */
  final List<String> console = new ArrayList<>();

  Debuggee() {
    machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    machine.load(PROGRAM);
    monitor = monitor(machine);
    session = new GdbSession(machine, monitor);
  }

  /**
   * A session that soon looks for an interrupt.
   *
   * @param used a machine of other sessions, to be brought back into a state
   */
  Debuggee(Machine used, MachineState fresh, long sliceCycles) {
    machine = used;
    machine.restore(fresh);
    monitor = monitor(machine);
    session = new GdbSession(machine, monitor, sliceCycles);
  }

  private static MonitorCommands monitor(Machine machine) {
    return new MonitorCommands(
        machine, OptionalInt.empty(), profile -> profile.instructions() + " instructions' worth");
  }

  /** The reply to a command; a program that it starts is interrupted at the first look. */
  String ask(String command) {
    console.clear();
    return session.handle(command, () -> true, console::add);
  }

  /** Starts a program and lets it run until it stops by itself. */
  String go(String command) {
    console.clear();
    return session.handle(command, () -> false, console::add);
  }
}

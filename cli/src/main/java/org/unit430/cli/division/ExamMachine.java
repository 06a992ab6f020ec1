package org.unit430.cli.division;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.firmware.build.DivisionRoutine;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramImage;

/** A machine that calls a division routine, CALL and RET included in what it counts. */
final class ExamMachine {
  static final int TABLE = 0x10000;

  private static final int STACK_TOP = 0x3C00;
  private static final int START_UP_CYCLES = 10;
  private static final int LONGEST_CALL = 20_000;
  private static final int FIRST_KEPT = 4;
  private static final int LAST_KEPT = 10;
  private static final int MARK = 0x5A00;
  private static final String CALLER =
      """
      hold:     mov  #0x5A80, &0x15C        ; hold the watchdog
      held:     jmp  held
      call_it:  call #divide.run
      returned: jmp  returned
      """;

  private final String name;
  private final Machine machine;
  private final ProgramImage image;
  private final int call;
  private final int returned;

  ExamMachine(DeviceProfile device, String name, AssemblyUnit routine) {
    this.name = name;
    machine = MachineFactory.create(device);
    image =
        DivisionRoutine.assembler(device)
            .add(new AssemblyUnit("", "caller.s43", CALLER, Map.of()))
            .add(routine)
            .assemble();
    machine.load(image);
    call = image.address("call_it");
    returned = image.address("returned");
    machine.setBreakpoint(image.address("held"));
    machine.setBreakpoint(returned);
    machine.registers().set(0, image.address("hold"));
    machine.run(RunLimits.cycles(START_UP_CYCLES));
  }

  /** A machine for one of the divisions that come with the program. */
  static ExamMachine of(
      DeviceProfile device, ThresholdDivision division, Multiplier multiplier, int product) {
    ExamMachine exam =
        new ExamMachine(
            device,
            division.label(),
            DivisionRoutine.alone(division, multiplier, device, product, TABLE));
    if (division == ThresholdDivision.TABLE) {
      exam.machine.bus().poke(TABLE, DivisionRoutine.table(product));
    }
    return exam;
  }

  /**
   * Calls the routine.
   *
   * @throws CommandFailure with {@link ExitCode#FIRMWARE_FAULT} if it does not come back, or not
   *     with what a caller relies on
   */
  int threshold(int product, int magnitude) {
    machine.registers().set(0, call);
    machine.registers().set(1, STACK_TOP);
    for (int register = FIRST_KEPT; register <= LAST_KEPT; register++) {
      machine.registers().set(register, MARK + register);
    }
    machine.registers().set(12, product & 0xFFFF);
    machine.registers().set(13, product >> 16);
    machine.registers().set(14, magnitude);
    StopReason reason = machine.run(RunLimits.cycles(LONGEST_CALL));
    if (!(reason instanceof StopReason.Breakpoint stop) || stop.address() != returned) {
      throw fault(
          product,
          magnitude,
          "does not return (%s)".formatted(reason.description()),
          "RET, with the stack as it was");
    }
    for (int register = FIRST_KEPT; register <= LAST_KEPT; register++) {
      if (machine.registers().get(register) != MARK + register) {
        throw fault(product, magnitude, "changes R" + register, "R11 to R15 only");
      }
    }
    if (machine.registers().get(1) != STACK_TOP) {
      throw fault(
          product, magnitude, "returns with another stack pointer", "balanced PUSH and POP");
    }
    int threshold = machine.registers().get(12);
    if (threshold > ThresholdDivision.LARGEST_THRESHOLD) {
      throw fault(product, magnitude, "gives " + threshold, "a result of 0 to 32767 in R12");
    }
    return threshold;
  }

  /** What was assembled: bytes by address. */
  Map<Integer, ByteBuffer> code() {
    Map<Integer, ByteBuffer> code = new TreeMap<>();
    image
        .segments()
        .forEach(segment -> code.put(segment.address(), ByteBuffer.wrap(segment.bytes())));
    return code;
  }

  /** All that has happened so far. */
  EventCounts counts() {
    return machine.profile().total();
  }

  long cycle() {
    return machine.cycle();
  }

  private CommandFailure fault(int product, int magnitude, String what, String use) {
    return new CommandFailure(
        ExitCode.FIRMWARE_FAULT,
        "%s: with T = %d and magnitude %d it %s; use %s"
            .formatted(name, product, magnitude, what, use));
  }
}

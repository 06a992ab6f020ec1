package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

class MachineTest {
  private static final RunLimits ENOUGH = RunLimits.cycles(10_000);

  private final Machine machine = new Machine(DeviceProfile.flatRam(CpuCore.CPUX));

  // Code that changes.

  @Test
  void codeThatWritesTheNextInstructionRunsTheNewOne() {
    // The NOP has been executed before, so it is known in decoded form: 4305h is MOV #0,R5.
    run(
        """
         MOV #2, R10
        again:
         MOV #1, R5
        target: NOP
         MOV #4305h, &target
         SUB #1, R10
         JNE again
        done: NOP
        """);

    assertThat(machine.registers().get(5)).isZero();
  }

  @Test
  void codeThatWritesTheOperandOfAnInstructionUsesTheNewOne() {
    // The third word of the four-word instruction holds its immediate.
    run(
        """
         MOV #2, R10
        again:
        target: MOVX.A #12345h, &2000h
         MOV #6789h, &target+4
         SUB #1, R10
         JNE again
        done: NOP
        """);

    assertThat(machine.bus().peekWord(0x2000)).isEqualTo(0x6789);
    assertThat(machine.bus().peekWord(0x2002)).isEqualTo(1);
  }

  @Test
  void aByteWrittenIntoCodeIsSeen() {
    // 4315h, MOV #1,R5, becomes 4325h, MOV #2,R5.
    run(
        """
         MOV #2, R10
        again:
        target: MOV #1, R5
         MOV.B #25h, &target
         SUB #1, R10
         JNE again
        done: NOP
        """);

    assertThat(machine.registers().get(5)).isEqualTo(2);
  }

  @Test
  void codeChangedByADebuggerOrALoaderIsSeen() {
    run(" MOV #1, R5\ndone: NOP\n");
    machine.bus().pokeWord(0x5000, 0x4325);
    machine.registers().set(Registers.PC, 0x5000);

    machine.run(RunLimits.instructions(1));

    assertThat(machine.registers().get(5)).isEqualTo(2);
  }

  // Where runs end.

  @Test
  void aRunStopsBeforeTheInstructionAtABreakpointAndGoesOnFromThere() {
    StopReason reason = run(" MOV #1, R5\ndone: MOV #2, R5\n MOV #3, R5\n");

    assertThat(reason).isEqualTo(new StopReason.Breakpoint(0x5002));
    assertThat(machine.registers().get(5)).isEqualTo(1);

    assertThat(machine.run(RunLimits.instructions(1)))
        .isEqualTo(new StopReason.InstructionLimit(1));
    assertThat(machine.registers().get(5)).isEqualTo(2);
  }

  @Test
  void aBreakpointThatWasClearedStopsNothing() {
    run(" MOV #1, R5\ndone: MOV #2, R5\n MOV #3, R5\n JMP $\n");
    machine.clearBreakpoint(0x5002);
    machine.registers().set(Registers.PC, 0x5000);

    assertThat(machine.run(RunLimits.instructions(3)))
        .isInstanceOf(StopReason.InstructionLimit.class);
    assertThat(machine.registers().get(5)).isEqualTo(3);
  }

  @Test
  void aBreakpointOutlivesTheCodeUnderIt() {
    run(" MOV #1, R5\ndone: MOV #2, R5\n");
    machine.bus().pokeWord(0x5002, 0x4303);
    machine.registers().set(Registers.PC, 0x5000);

    assertThat(machine.run(ENOUGH)).isEqualTo(new StopReason.Breakpoint(0x5002));
  }

  @Test
  void theCycleLimitEndsARunAtTheFirstInstructionAtOrBehindIt() {
    load(" MOV #1234h, &2000h\n MOV #1234h, &2000h\n JMP $\n");

    assertThat(machine.run(RunLimits.cycles(5))).isEqualTo(new StopReason.CycleLimit(5));
    // Two instructions of four cycles: the limit falls into the second.
    assertThat(machine.cycle()).isEqualTo(8);
    assertThat(machine.profile().instructions()).isEqualTo(2);

    // Limits count from where a run starts.
    machine.run(RunLimits.cycles(2));
    assertThat(machine.cycle()).isEqualTo(10);
  }

  @Test
  void anUndefinedInstructionIsAFaultNamingAddressAndWord() {
    load(" NOP\n .word 13C5h\n");

    StopReason reason = machine.run(ENOUGH);

    assertThat(reason)
        .isEqualTo(new StopReason.Fault(0x5002, "undefined instruction 13C5h at 05002h"));
    assertThat(machine.registers().get(Registers.PC)).isEqualTo(0x5002);
    assertThat(machine.profile().instructions()).isEqualTo(1);
  }

  @Test
  void runningIntoVacantMemoryOrPeripheralsIsAFault() {
    Machine fr5994 = new Machine(DeviceCatalog.byName("MSP430FR5994"));
    fr5994.registers().set(Registers.PC, 0x3C00);
    assertThat(fr5994.run(ENOUGH))
        .isEqualTo(
            new StopReason.Fault(
                0x3C00, "the program counter ran to 03C00h, where there is no memory"));
    fr5994.registers().set(Registers.PC, 0x0200);
    assertThat(fr5994.run(ENOUGH))
        .isEqualTo(
            new StopReason.Fault(
                0x0200, "the program counter ran to 00200h, where there is a peripheral"));
  }

  @Test
  void aProgramOutsideMemoryIsNotLoadedInPart() {
    Machine fr5994 = new Machine(DeviceCatalog.byName("MSP430FR5994"));

    assertThatThrownBy(() -> fr5994.bus().poke(0x3BFE, new byte[] {1, 2, 3, 4}))
        .hasMessage("the device has no memory at 03C00h to hold the program's bytes");

    assertThat(fr5994.bus().peekWord(0x3BFE)).isZero();
  }

  @Test
  void aListenerIsToldOfEveryInstructionAndChangesNothing() {
    load(" MOV #3, R10\nloop: SUB #1, R10\n JNE loop\n NOP\n");
    List<String> told = new ArrayList<>();

    machine.run(
        RunLimits.instructions(8),
        (cycle, instruction, registers) ->
            told.add(cycle + " " + instruction.opcode() + " " + registers.get(10)));

    assertThat(told)
        .containsExactly(
            // #3 takes a word: 2 cycles; then SUB 1, JNE 2 each time round.
            "0 MOV 3",
            "2 SUB 2",
            "3 JNE 2",
            "5 SUB 1",
            "6 JNE 1",
            "8 SUB 0",
            "9 JNE 0",
            "11 MOV 0");
    long traced = machine.cycle();

    load(" MOV #3, R10\nloop: SUB #1, R10\n JNE loop\n NOP\n");
    machine.run(RunLimits.instructions(8));
    assertThat(machine.cycle()).isEqualTo(2 * traced);
  }

  // The account.

  @Test
  void thePartsOfAProfileAddUpToTheWhole() {
    long before = machine.cycle();
    run(
        """
         .operation load/store
        first: MOV #2000h, R6
         MOV #3, R10
         .operation accumulate
        second: ADD @R6+, R5
         .operation loop
         SUB #1, R10
         JNE second
         .operation other
        done: NOP
        """);
    Profile profile = machine.profile();

    assertThat(profile.cycles()).isEqualTo(machine.cycle() - before).isEqualTo(4 + 3 * (2 + 3));
    assertThat(profile.instructions()).isEqualTo(2 + 3 * 3);
    assertThat(profile.byOperation().values().stream().mapToLong(c -> c.events().cycles()).sum())
        .isEqualTo(profile.cycles());
    assertThat(profile.bySymbol().values().stream().mapToLong(c -> c.events().cycles()).sum())
        .isEqualTo(profile.cycles());
    assertThat(profile.byOperation().get(Operation.LOAD_STORE).events().cycles()).isEqualTo(4);
    assertThat(profile.byOperation().get(Operation.ACCUMULATE).events().cycles()).isEqualTo(3 * 2);
    assertThat(profile.byOperation().get(Operation.LOOP).events().cycles()).isEqualTo(3 * 3);
    assertThat(profile.byOperation().get(Operation.LOOP).instructions()).isEqualTo(6);
    assertThat(profile.byOperation()).containsOnlyKeys(Operation.values());
    assertThat(profile.bySymbol().get("first").events().cycles()).isEqualTo(4);
    assertThat(profile.bySymbol().get("second").events().cycles()).isEqualTo(15);
  }

  @Test
  void aProfileIsTheSameHoweverOftenOneWasTakenBefore() {
    String source = "first: MOV #3, R10\nsecond: ADD R10, R5\n SUB #1, R10\n JNE second\n JMP $\n";
    Machine seldom = new Machine(DeviceProfile.flatRam(CpuCore.CPUX));
    Machine often = new Machine(DeviceProfile.flatRam(CpuCore.CPUX));
    ProgramImage program =
        Assembler.assemble(CpuCore.CPUX, "profile.s43", " .org 5000h\n" + source);
    seldom.load(program);
    often.load(program);
    Profile before = often.profile();
    Profile parts = Profile.EMPTY;
    for (int i = 0; i < 12; i++) {
      often.run(RunLimits.instructions(1));
      parts = parts.plus(often.profile().minus(before));
      before = often.profile();
    }
    seldom.run(RunLimits.instructions(12));

    assertThat(often.profile()).isEqualTo(seldom.profile());
    assertThat(parts).isEqualTo(seldom.profile());
    assertThat(seldom.profile().instructions()).isEqualTo(12);
  }

  @Test
  void profilesAreAddedAndTakenApart() {
    run(" MOV #1, R5\ndone: ADD &2000h, R5\n JMP $\n");
    Profile first = machine.profile();
    machine.run(RunLimits.instructions(2));
    Profile both = machine.profile();
    Profile second = both.minus(first);

    // ADD &, R5: two words and a read; JMP: a word and an internal cycle.
    assertThat(second.total())
        .isEqualTo(
            EventCounts.of(Event.SRAM_FETCH, 3)
                .plus(EventCounts.of(Event.SRAM_READ, 1))
                .plus(EventCounts.of(Event.MEMORY_OPERAND, 1))
                .plus(EventCounts.of(Event.INTERNAL_CYCLE, 1)));
    assertThat(second.instructions()).isEqualTo(2);
    assertThat(first.plus(second).total()).isEqualTo(both.total());
    assertThat(first.plus(second).byOperation()).isEqualTo(both.byOperation());
    assertThat(both.minus(both).total()).isEqualTo(EventCounts.NONE);
    assertThat(Profile.EMPTY.plus(both).bySymbol()).isEqualTo(both.bySymbol());
  }

  private StopReason run(String source) {
    ProgramImage image = load(source);
    machine.setBreakpoint(image.address("done"));
    return machine.run(ENOUGH);
  }

  private ProgramImage load(String source) {
    ProgramImage image = Assembler.assemble(CpuCore.CPUX, "test.s43", " .org 5000h\n" + source);
    machine.load(image);
    machine.registers().set(Registers.PC, 0x5000);
    return image;
  }
}

package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

class LockStepTest {
  /**
   * How many random programs to run; a longer pass is a matter of minutes (see docs/engines.md).
   */
  private static final long PROGRAMS = Long.getLong("unit430.random-programs", 200);

  private static final long FIRST_SEED = Long.getLong("unit430.first-seed", 0);
  private static final long CYCLES_A_PROGRAM = Long.getLong("unit430.cycles-a-program", 60_000);

  private static Machine machine(ProgramImage program) {
    Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    machine.load(program);
    return machine;
  }

  private static Machine translating(String source) {
    Machine machine = machine(Assembler.assemble(CpuCore.CPUX, "test.s43", source));
    machine.setEngine(Engine.TRANSLATE, effort -> 10);
    return machine;
  }

  @Test
  void randomProgramsLeaveBothEnginesInTheSameState(TestReporter reporter) {
    long instructions = 0;
    long translated = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed++) {
      ProgramImage program = RandomProgram.of(seed);
      Machine first = machine(program);
      Machine second = machine(program);
      long slice = 200L + new Random(seed).nextInt(4000);
      LockStep.Outcome outcome = new LockStep(first, second).run(CYCLES_A_PROGRAM, slice);
      assertThat(outcome.difference())
          .as(
              "seed %d, slices of %d cycles, %s:%n%s",
              seed, slice, outcome.reason(), RandomProgram.text(seed))
          .isEmpty();
      instructions += first.profile().instructions();
      translated += second.translatedInstructions();
    }
    reporter.publishEntry("random instructions", Long.toString(instructions));
    reporter.publishEntry("of them translated", Long.toString(translated));
    // Sleep, faults and code that changes itself are left to the interpreter.
    assertThat(translated).isGreaterThan(instructions / 3);
  }

  @Test
  void whatIsChargedLaterIsWhatIsChargedAtOnce() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS / 4; seed++) {
      Machine atOnce = machine(RandomProgram.of(seed));
      Machine later = machine(RandomProgram.of(seed));
      RunLimits limits = RunLimits.cycles(CYCLES_A_PROGRAM);

      StopReason expected = atOnce.run(limits, (began, instruction, registers) -> {});

      assertThat(later.run(limits)).as("seed %d", seed).isEqualTo(expected);
      assertThat(later.save().differenceFrom(atOnce.save())).as("seed %d", seed).isEmpty();
    }
  }

  private static final String COUNTING_LOOP =
      """
              .org 0x4400
      main:   mov #0x5A80, &0x15C
      loop:   inc r5
              mov r5, &0x1C00
      place:  add #1, r6
              jmp loop
              .org 0xFFFE
              .word main
      """;

  @Test
  void aLimitOfInstructionsIsMetExactly() {
    Machine machine = translating(COUNTING_LOOP);

    assertThat(machine.run(RunLimits.instructions(100_001)))
        .isEqualTo(new StopReason.InstructionLimit(100_001));

    // One MOV, then rounds of four; INC is the first of a round.
    assertThat(machine.profile().instructions()).isEqualTo(100_001);
    assertThat(machine.registers().get(5)).isEqualTo(25_000);
    assertThat(machine.translatedInstructions()).isGreaterThan(99_000);
  }

  @Test
  void aBreakpointSetInTranslatedCodeStops() {
    Machine machine = translating(COUNTING_LOOP);
    machine.run(RunLimits.cycles(10_000));
    int place = machine.registers().get(0);

    machine.setBreakpoint(0x440C);

    assertThat(place).isBetween(0x4406, 0x4410);
    assertThat(machine.run(RunLimits.cycles(10_000))).isEqualTo(new StopReason.Breakpoint(0x440C));
  }

  @Test
  void codeThatADebuggerPatchesRunsAsPatched() {
    Machine machine = translating(COUNTING_LOOP);
    machine.run(RunLimits.cycles(10_000));

    // 440Ah is ADD #1, R6, which takes one word: 5316h. 8316h is SUB #1, R6.
    assertThat(machine.bus().peekWord(0x440C)).isEqualTo(0x5316);
    int before = machine.registers().get(6);
    machine.bus().pokeWord(0x440C, 0x8316);
    machine.run(RunLimits.instructions(4_000));

    assertThat(machine.registers().get(6)).isEqualTo((before - 1_000) & 0xFFFF);
  }
}

package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

/** The programs of benchmarks/ compute what they say, on both engines, in the same cycles. */
class BenchmarkProgramsTest {
  private static final int LENGTH = 128;
  private static final int X = 0x1100;

  private static Machine run(String name) {
    ProgramImage program = assemble(name);
    Machine interpreted = machine(program);
    Machine translated = machine(program);
    LockStep.Outcome outcome = new LockStep(interpreted, translated).run(5_000_000, 9_973);
    assertThat(outcome.difference()).isEmpty();
    assertThat(outcome.reason()).isInstanceOf(StopReason.EndlessLoop.class);
    // Only what runs first, before it is hot, and the end are interpreted.
    assertThat(translated.translatedInstructions())
        .isGreaterThan(translated.profile().instructions() * 9 / 10);
    return translated;
  }

  private static Machine machine(ProgramImage program) {
    Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430F1611"));
    machine.load(program);
    machine.stopAtEndlessLoops();
    return machine;
  }

  private static ProgramImage assemble(String name) {
    try {
      String source = Files.readString(Path.of("../benchmarks/programs", name));
      String shortened = source.replace("20000", "20");
      assertThat(shortened).isNotEqualTo(source);
      return Assembler.assemble(CpuCore.MSP430, name, shortened);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void macSumsProducts() {
    Machine machine = run("mac.s43");

    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += 2 * i * (2 * i + 1);
    }
    assertThat(machine.registers().get(9) << 16 | machine.registers().get(8)).isEqualTo(sum);
  }

  @Test
  void pruneSumsWhatReachesTheThreshold() {
    Machine machine = run("prune.s43");

    int sum = 0;
    int count = 0;
    for (int i = 0; i < LENGTH; i++) {
      int magnitude = Math.abs((short) (i * 0x9E37));
      if (magnitude >= 0x4000) {
        sum += magnitude;
        count++;
      }
    }
    assertThat(machine.registers().get(8)).isEqualTo(sum & 0xFFFF);
    assertThat(machine.registers().get(9)).isEqualTo(count);
  }

  @Test
  void muldivSumsQuotientsAndRemainders() {
    Machine machine = run("muldiv.s43");

    int quotients = 0;
    int remainders = 0;
    for (int i = 0; i < LENGTH; i++) {
      int product = i * (2 * i + 1) & 0xFFFF;
      quotients += product / (i | 1);
      remainders += product % (i | 1);
    }
    assertThat(machine.registers().get(8)).isEqualTo(quotients & 0xFFFF);
    assertThat(machine.registers().get(9)).isEqualTo(remainders & 0xFFFF);
  }

  @Test
  void memoryVisitsEveryWord() {
    Machine machine = run("memory.s43");

    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += X + 2 * i;
      assertThat(machine.bus().peekWord(0x1300 + 2 * i)).isEqualTo(X + 2 * ((i + 37) % LENGTH));
    }
    assertThat(machine.registers().get(8)).isEqualTo(sum & 0xFFFF);
  }
}

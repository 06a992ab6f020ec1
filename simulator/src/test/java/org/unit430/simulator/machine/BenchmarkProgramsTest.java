package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

/** The programs of benchmarks/ compute what they say, on both engines, in the same cycles. */
class BenchmarkProgramsTest {
  private static final int LENGTH = 128;
  private static final Path PROGRAMS = Path.of("../benchmarks/programs");

  /** A device, and where the programs' arrays are on it. */
  private enum Board {
    MSP430F1611(0x1100, 0x1300),
    MSP430FR5994(0x1C00, 0x9000);

    private final int x;
    private final int w;

    Board(int x, int w) {
      this.x = x;
      this.w = w;
    }
  }

  private static Machine run(String name, Board board) {
    ProgramImage program = assemble(name, board);
    Machine interpreted = machine(program, board);
    Machine translated = machine(program, board);
    LockStep.Outcome outcome = new LockStep(interpreted, translated).run(5_000_000, 9_973);
    assertThat(outcome.difference()).isEmpty();
    assertThat(outcome.reason()).isInstanceOf(StopReason.EndlessLoop.class);
    // Only what runs first, before it is hot, and the end are interpreted.
    assertThat(translated.translatedInstructions())
        .isGreaterThan(translated.profile().instructions() * 9 / 10);
    return translated;
  }

  private static Machine machine(ProgramImage program, Board board) {
    Machine machine = MachineFactory.create(DeviceCatalog.byName(board.name()));
    machine.load(program);
    machine.stopAtEndlessLoops();
    return machine;
  }

  private static ProgramImage assemble(String name, Board board) {
    try {
      String source = Files.readString(PROGRAMS.resolve(name));
      String shortened = source.replace("20000", "20");
      assertThat(shortened).isNotEqualTo(source);
      if (board == Board.MSP430F1611) {
        return Assembler.assemble(CpuCore.MSP430, name, shortened);
      }
      for (String definition : Files.readAllLines(PROGRAMS.resolve(board + ".equ"))) {
        String symbol = definition.substring(0, definition.indexOf(' '));
        shortened = shortened.replaceFirst("(?m)^" + symbol + " +[.]equ.*$", definition);
      }
      return Assembler.assemble(CpuCore.CPUX, name, shortened);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void macSumsProducts(Board board) {
    Machine machine = run("mac.s43", board);

    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += 2 * i * (2 * i + 1);
    }
    assertThat(machine.registers().get(9) << 16 | machine.registers().get(8)).isEqualTo(sum);
  }

  @ParameterizedTest
  @EnumSource
  void pruneSumsWhatReachesTheThreshold(Board board) {
    Machine machine = run("prune.s43", board);

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

  @ParameterizedTest
  @EnumSource
  void muldivSumsQuotientsAndRemainders(Board board) {
    Machine machine = run("muldiv.s43", board);

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

  @ParameterizedTest
  @EnumSource
  void memoryVisitsEveryWord(Board board) {
    Machine machine = run("memory.s43", board);

    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += board.x + 2 * i;
      assertThat(machine.bus().peekWord(board.w + 2 * i))
          .isEqualTo(board.x + 2 * ((i + 37) % LENGTH));
    }
    assertThat(machine.registers().get(8)).isEqualTo(sum & 0xFFFF);
  }

  @ParameterizedTest
  @EnumSource
  void callsComputeTheEleventhFibonacciNumber(Board board) {
    assertThat(run("calls.s43", board).registers().get(12)).isEqualTo(89);
  }

  /** The loop looks every 128 sums of some 6 cycles: another interrupt or two may have come. */
  @ParameterizedTest
  @EnumSource
  void interruptsAreCountedAndTheirNumbersSummed(Board board) {
    Machine machine = run("interrupts.s43", board);

    int count = machine.registers().get(10);
    assertThat(count).isBetween(16, 18);
    assertThat(machine.registers().get(9)).isEqualTo(count * (count - 1) / 2);
  }
}

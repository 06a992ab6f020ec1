package org.unit430.simulator.microbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.ClockHistory;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Conditions;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;

class MicrobenchmarkProgramTest {
  private static final Conditions FAST = Conditions.at(16e6);

  @ParameterizedTest
  @CsvSource({
    // Cycles of SLAU367 tables 4-8 to 4-10, 4-17 and 4-19, and one more for each line of 4 words.
    "mov,  register,      register,      '',         1, 1",
    "mov,  immediate,     register,      0x1357,     2, 2",
    "mov,  immediate,     symbolic,      const_gen,  3, 2",
    "add,  autoincrement, register,      '',         2, 1",
    "sub,  indexed,       indexed,       '',         6, 3",
    "mov,  register,      absolute(OP2), '',         3, 2",
    "mov,  absolute(RESLO), register,    '',         3, 2",
    "rla,  '',            indexed,       '',         6, 3",
    "rrc,  '',            symbolic,      '',         4, 2",
    "inv,  '',            register,      '',         1, 1",
    "clrc, '',            '',            '',         1, 1",
    "jnc,  pc_relative,   '',            '',         2, 1",
    "br,   indexed,       '',            '',         5, 2",
    "push, register,      '',            '',         3, 1",
    "pop,  '',            register,      '',         2, 1",
    "rlam, immediate,     register,      3,          3, 1",
    "pushm, immediate,    register,      4,          6, 1",
    "popm, immediate,     register,      4,          6, 1"
  })
  void straightLineCodeTakesTheTablesCyclesAndOneForEachLine(
      String opcode, String source, String destination, String constant, int cycles, int words) {
    Measurement measured =
        new MicrobenchmarkProgram(
                InstructionBenchmark.of(opcode, source, destination, constant), FAST)
            .run();

    // Where a pass begins in its line changes with the pointers that it resets.
    assertThat(measured.cyclesPerUnit()).isCloseTo(cycles + words / 4.0, within(0.005));
  }

  /** Erratum CS12 (SLAZ681): the DCO overshoots for 10 us when its frequency is changed. */
  @ParameterizedTest
  @CsvSource({"1, 1", "4, 4", "8, 8", "12, 24", "16, 16"})
  void mclkStaysDividedUntilTheDcoHasSettled(int megahertz, int dcoMegahertz) {
    MicrobenchmarkProgram program =
        new MicrobenchmarkProgram(
            InstructionBenchmark.of("nop", "", "", ""), Conditions.at(megahertz * 1e6));
    Machine machine = MachineFactory.create(DeviceCatalog.byName(MicrobenchmarkProgram.DEVICE));
    machine.load(program.image());
    ClockHistory clocks = machine.recordClocks();
    machine.setBreakpoint(program.image().address("measure_begin"));
    machine.run(RunLimits.cycles(100_000));

    assertThat(clocks.stretches())
        .anySatisfy(
            stretch -> {
              assertThat(stretch.mclkHertz()).isEqualTo(dcoMegahertz * 1_000_000L / 8);
              assertThat(stretch.seconds()).isGreaterThan(20e-6);
            });
    assertThat(machine.mclkHertz()).isEqualTo(megahertz * 1_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    // Measured on an FR5994, prior-art.md section 3.3 and measured-energy: cycles of a unit.
    "push_and_pop,     5.519, 0",
    "call_and_ret,    73.731, 2",
    "dint_nop_pair,    2.498, 0",
    "jl_symbolic,      2.256, 0",
    "mov_register_OP2, 3.511, 0",
    "loop_memset_1,    8.003, 0",
    "loop_memset_4,   20.270, 0",
    "loop_memset_8,   44.057, 2"
  })
  void labelsOfTheMeasuredSeriesTakeTheMeasuredCycles(
      String label, double measured, int placement) {
    Measurement run =
        new MicrobenchmarkProgram(InstructionBenchmark.ofLabel(label), FAST, placement).run();

    assertThat(run.cyclesPerUnit()).isCloseTo(measured, within(0.011 * measured));
  }

  @Test
  void aLibraryDivisionTakesTheMeasuredCyclesWhereItsLinesCollide() {
    List<Double> cycles =
        IntStream.range(0, MicrobenchmarkProgram.PLACEMENTS)
            .mapToObj(
                placement ->
                    new MicrobenchmarkProgram(
                            RoutineBenchmark.of("__mspabi_divu", "0xFFFF / 1"), FAST, placement)
                        .run()
                        .cyclesPerUnit())
            .toList();

    // 560 were measured, call site and loop included. Placement alone moves the cycles by 20 %.
    assertThat(cycles).anySatisfy(it -> assertThat(it).isCloseTo(560, within(8.0)));
    assertThat(cycles).anySatisfy(it -> assertThat(it).isLessThan(470));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e6, 4e6, 8e6, 12e6, 16e6})
  void theProgramSetsTheClockThatItIsAskedFor(double hertz) {
    MicrobenchmarkProgram program =
        new MicrobenchmarkProgram(InstructionBenchmark.of("nop", "", "", ""), Conditions.at(hertz));
    Machine machine = MachineFactory.create(DeviceCatalog.byName(MicrobenchmarkProgram.DEVICE));
    machine.load(program.image());
    machine.setBreakpoint(program.image().address("measure_begin"));

    machine.run(RunLimits.cycles(1000));

    assertThat(machine.mclkHertz()).isEqualTo((long) hertz);
    // GCCTL1 bit 3, access time error: the wait states suffice.
    assertThat(machine.bus().peekWord(0x146) & 8).isZero();
    // P1OUT bit 3.
    assertThat(machine.bus().peekByte(0x202) & 8).isEqualTo(8);
  }

  @Test
  void tooFewWaitStatesGiveFifteenForEachLine() {
    Measurement run =
        new MicrobenchmarkProgram(
                InstructionBenchmark.of("mov", "register", "register", ""), new Conditions(16e6, 0))
            .run();

    EventCounts events = run.unitEvents();
    assertThat(events.get(Event.FRAM_WAIT_CYCLE)).isEqualTo(15 * events.lineFills());
    assertThat(run.cyclesPerUnit()).isEqualTo(1 + 15 / 4.0);
  }

  @ParameterizedTest
  @CsvSource({
    "ret,   '',       '',       'straight-line'",
    "br,    register, '',       'before each copy'",
    "mov,   sideways, register, 'unknown addressing mode'",
    "frob,  register, register, 'does not assemble'"
  })
  void whatCannotBeBuiltSaysWhy(String opcode, String source, String destination, String why) {
    assertThatThrownBy(
            () ->
                new MicrobenchmarkProgram(
                    InstructionBenchmark.of(opcode, source, destination, ""), FAST))
        .isInstanceOf(UnbuildableException.class)
        .hasMessageContaining(why);
  }

  @Test
  void floatRoutinesAreNotComparedWithALibraryThatWorksInAnotherWay() {
    assertThatThrownBy(() -> RoutineBenchmark.of("__mspabi_addf", "1 + 2"))
        .isInstanceOf(UnbuildableException.class)
        .hasMessageContaining("another algorithm");
  }

  @Test
  void aClockThatTheDcoDoesNotHaveIsRefused() {
    assertThatThrownBy(
            () ->
                new MicrobenchmarkProgram(
                    InstructionBenchmark.of("nop", "", "", ""), Conditions.at(10e6)))
        .isInstanceOf(UnbuildableException.class)
        .hasMessageContaining("10000000 Hz");
  }
}

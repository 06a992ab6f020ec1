package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.testvectors.TestVectors;
import org.unit430.testvectors.TestVectors.Row;

/** What FRAM and its read cache cost, against measurements and by hand. */
class FramTimingTest {
  private static final int RAM = 0x1C00;
  private static final int FRAM = 0x4400;

  private final Machine machine = new Machine(DeviceCatalog.byName("MSP430FR5994"));

  /**
   * The probe that was measured on an FR5994: 300 passes of calls to 2-byte RET stubs; cycles at 16
   * MHz less those at 8 MHz. The caller runs from SRAM, so that only the stubs use the cache; the
   * stubs lie 16 bytes apart, so that all have address bit 3 clear and share one set of two ways;
   * and a first pass, not counted, fills the lines. Then A and A,B stay in their set; A,B,C misses
   * three times a pass, since each line is the one least recently used when its turn comes; A,B,A,C
   * misses for B and for C.
   */
  @ParameterizedTest
  @CsvSource({"A,       0, 0", "A B,     0, 0", "A B C,   900, 13500", "A B A C, 600, 9000"})
  void theCacheProbeCostsWhatWasMeasured(String calls, int extra, int extraUnderTheError) {
    long atNoWaitStates = probe(calls);

    machine.framCache().setWaitStates(1);
    assertThat(probe(calls) - atNoWaitStates).isEqualTo(extra);

    machine.framCache().setAccessTimeError(true);
    assertThat(probe(calls) - atNoWaitStates).isEqualTo(extraUnderTheError);
  }

  private long probe(String calls) {
    load(
        """
         .section text
        loop:
        %s
         SUB #1, R10
         JNE loop
        done: NOP
         .section stubs
        A: RET
         .space 14
        B: RET
         .space 14
        C: RET
        """
            .formatted(" CALL #" + calls.replace(" ", "\n CALL #")),
        RAM,
        FRAM);
    machine.framCache().flush();
    runFrom(RAM, 1);
    return runFrom(RAM, 300);
  }

  private long runFrom(int address, int passes) {
    machine.registers().set(10, passes);
    machine.registers().set(Registers.PC, address);
    return runToDone();
  }

  @Test
  void theErrorOfAClockThatIsTooFastCostsFifteenCyclesALine() {
    // As the LaunchPad that the probe was measured on: 16 MHz while NWAITS is still 0. The first
    // fetch from FRAM raises ACCTEIFG (SLAU367 8.2.3.4), and each line costs 15 cycles.
    Machine board = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    ProgramImage image =
        assemble(
            """
             .section text
             MOV #5A80h, &15Ch   ; watchdog off
             MOV #0A500h, &140h  ; NWAITS = 0
             MOV #0A500h, &160h
             MOV #0048h, &162h   ; DCO 16 MHz
             MOV #0, &166h       ; MCLK undivided
             MOV &4400h, R5
            ready: NOP
             MOV &4410h, R5
             MOV &4420h, R5
            done: NOP
             .section stubs
            """,
            RAM,
            FRAM);
    board.load(image);
    board.registers().set(Registers.PC, RAM);
    board.setBreakpoint(image.address("ready"));
    board.run(RunLimits.cycles(1000));
    assertThat(board.mclkHertz()).isEqualTo(16_000_000);
    // GCCTL1 bit 3.
    assertThat(board.bus().peekWord(0x146) & 8).isEqualTo(8);
    Profile before = board.profile();

    board.run(RunLimits.instructions(3));

    EventCounts events = board.profile().minus(before).total();
    assertThat(events.get(Event.FRAM_WAIT_CYCLE)).isEqualTo(2 * 15);
    assertThat(events.cycles()).isEqualTo(1 + 3 + 3 + 2 * 15);
  }

  static List<Row> measured() {
    return TestVectors.table("fr5994-measured-cycles.tsv");
  }

  @ParameterizedTest
  @MethodSource("measured")
  void straightLineCodeTakesWhatWasMeasured(Row row) {
    int copies = 400;
    String unit = " " + row.get("code").replace(" ; ", "\n ") + "\n";
    load(" .section text\n" + String.join("", Collections.nCopies(copies, unit)) + "done: NOP\n");
    machine.framCache().setWaitStates(1);
    machine.registers().set(Registers.SP, 0x2C00);
    machine.registers().set(6, 0x1C20);

    double cycles = (double) runToDone() / copies;

    // One sample of the measurement is 20 us: 320 cycles, over 10,000 copies.
    assertThat(cycles).isCloseTo(Double.parseDouble(row.get("cycles")), within(0.032));
  }

  @Test
  void aLineFetchedInOrderCostsOneCycleAtOneWaitState() {
    // 64 NOPs: 128 bytes in 16 lines.
    load(" .section text\n" + " NOP\n".repeat(64) + "done: NOP\n");
    machine.framCache().setWaitStates(1);

    assertThat(runToDone()).isEqualTo(64 + 16);
  }

  @ParameterizedTest
  @CsvSource({
    // 1, 4, 8 stores of 6 bytes and 4 cycles; then three words and 4 cycles. At 2 bytes into a line
    // the loops take 2, 4 and 7 lines; at 4 bytes 2, 5 and 8.
    "1, 8.003, 8",
    "4, 20.270, 20",
    "8, 44.057, 44"
  })
  void theMeasuredMemsetLoopsStayInTheCacheUpToFourLines(
      int stores, double measured, int cyclesAPass) {
    // Where the loop begins in its line decides 8 stores: 54 bytes take 8 lines from offset 4 on.
    int offset = stores == 8 ? 4 : 0;
    load(
        " .section text\n .space "
            + offset
            + "\nloop:\n"
            + " MOV.B #34h, &1C10h\n".repeat(stores)
            + " ADD #-1, R10\n CMP #0, R10\n JNE loop\ndone: NOP\n");
    machine.framCache().setWaitStates(1);
    // The first pass fills lines, and the last one fetches the line behind the loop.
    long passes1 = timeOfPasses(FRAM + offset, 1);
    long passes101 = timeOfPasses(FRAM + offset, 101);

    double perPass = (passes101 - passes1) / 100.0;

    assertThat(perPass).isEqualTo(cyclesAPass);
    // One sample of the measurement is 20 us: 320 cycles in 100 passes.
    assertThat(perPass).isCloseTo(measured, within(3.2));
  }

  private long timeOfPasses(int address, int passes) {
    machine.framCache().flush();
    return runFrom(address, passes);
  }

  @Test
  void theMeasuredCallOfFiftyNopsFetchesEveryLineAnew() {
    // CALL #f: 4 cycles, 50 NOPs, RET: 4 cycles. f has 102 bytes; from 4 bytes into a line they
    // take 14 lines, more than the cache holds, so that each CALL finds its line gone. Calls from 2
    // bytes into a line on: every other one straddles two lines. 58 + 14 + 1.5 = 73.5 cycles;
    // 73.731
    // were measured.
    int calls = 100;
    load(
        " .section text\n .space 2\nstart:\n"
            + " CALL #f\n".repeat(calls)
            + "done: NOP\n .space 512\n .align 8\n .space 4\nf:\n"
            + " NOP\n".repeat(50)
            + " RET\n");
    machine.framCache().setWaitStates(1);
    machine.registers().set(Registers.SP, 0x2C00);
    machine.registers().set(Registers.PC, FRAM + 2);

    assertThat((double) runToDone() / calls).isEqualTo(73.5);
    assertThat(73.5).isCloseTo(73.731, within(0.01 * 73.731));
  }

  @ParameterizedTest
  @CsvSource({
    // MOV #1234h, &1C00h: 3 words, 4 cycles. Bytes into its line, lines it takes.
    "0, 1",
    "2, 1",
    "4, 2",
    "6, 2"
  })
  void anInstructionThatStraddlesTwoLinesFillsBoth(int offset, int lines) {
    load(" .section text\n .space " + offset + "\n MOV #1234h, &1C00h\ndone: NOP\n");
    machine.framCache().setWaitStates(1);
    machine.registers().set(Registers.PC, FRAM + offset);

    assertThat(runToDone()).isEqualTo(4 + lines);
    EventCounts events = machine.profile().total();
    assertThat(events.get(Event.FRAM_FETCH_MISS)).isEqualTo(lines);
    assertThat(events.get(Event.FRAM_FETCH_HIT)).isEqualTo(3 - lines);
    assertThat(events.get(Event.FRAM_WAIT_CYCLE)).isEqualTo(lines);
  }

  @Test
  void aLoopOfFiveLinesMissesInTheSetThatThreeOfThemShare() {
    // 20 words from the start of a line: lines 0 to 4, of which 0, 2 and 4 share a set.
    load(" .section text\nloop:\n" + " NOP\n".repeat(18) + " SUB #1, R10\n JNE loop\ndone: NOP\n");
    machine.framCache().setWaitStates(1);
    long passes1 = timeOfPasses(FRAM, 1);
    long passes11 = timeOfPasses(FRAM, 11);

    assertThat(passes11 - passes1).isEqualTo(10 * (18 + 1 + 2 + 3));
  }

  @Test
  void dataAndCodeShareTheCache() {
    // Code from SRAM, data from FRAM: 4400h and 4406h lie in one line, 4408h in the next.
    load(
        """
         .section text
         MOV &4400h, R5
         MOV &4406h, R5
         MOV &4408h, R5
         MOV.B &4403h, R5
        done: NOP
         .section stubs
        """,
        RAM,
        FRAM);
    machine.framCache().setWaitStates(1);

    assertThat(runToDone()).isEqualTo(4 * 3 + 2);
    EventCounts events = machine.profile().total();
    assertThat(events.get(Event.FRAM_READ_MISS)).isEqualTo(2);
    assertThat(events.get(Event.FRAM_READ_HIT)).isEqualTo(2);
    assertThat(events.get(Event.SRAM_FETCH)).isEqualTo(8);
  }

  @Test
  void anAddressWordThatStraddlesTwoLinesFillsBoth() {
    load(" .section text\n MOVX.A &4406h, R5\ndone: NOP\n .section stubs\n", RAM, FRAM);
    machine.framCache().setWaitStates(1);

    // Table 4-18: 5 cycles.
    assertThat(runToDone()).isEqualTo(5 + 2);
  }

  @Test
  void aWriteWaitsEachTimeAndLeavesTheCacheAlone() {
    load(
        """
         .section text
         MOV &4400h, R5
         MOV #1234h, &4400h
         MOV #5678h, &4410h
         MOV #9ABCh, &4420h
         MOV &4400h, R5
        done: NOP
         .section stubs
        """,
        RAM,
        FRAM);
    machine.framCache().setWaitStates(1);

    assertThat(runToDone()).isEqualTo(3 + 3 * 4 + 3 + 1 + 3);
    assertThat(machine.registers().get(5)).isEqualTo(0x1234);
    EventCounts events = machine.profile().total();
    assertThat(events.get(Event.FRAM_WRITE)).isEqualTo(3);
    assertThat(events.get(Event.FRAM_READ_MISS)).isEqualTo(1);
    assertThat(events.get(Event.FRAM_READ_HIT)).isEqualTo(1);
  }

  @Test
  void underTheAccessTimeErrorAWriteWaitsFifteenCyclesAndIsLost() {
    load(" .section text\n MOV #1234h, &4400h\ndone: NOP\n .section stubs\n", RAM, FRAM);
    machine.framCache().setAccessTimeError(true);

    assertThat(runToDone()).isEqualTo(4 + 15);
    assertThat(machine.bus().peekWord(0x4400)).isZero();
  }

  @Test
  void sramAndPeripheralsNeverWait() {
    load(
        " .section text\n ADD &1C00h, &1C02h\n MOV &500h, &502h\ndone: NOP\n .section stubs\n",
        0x2000,
        FRAM);
    machine.framCache().setWaitStates(15);

    assertThat(runToDone()).isEqualTo(6 + 5);
    assertThat(machine.profile().total().get(Event.FRAM_WAIT_CYCLE)).isZero();
  }

  private void load(String source) {
    load(source, FRAM, RAM);
  }

  private void load(String source, int text, int stubs) {
    ProgramImage image = assemble(source, text, stubs);
    machine.load(image);
    machine.registers().set(Registers.PC, text);
    machine.registers().set(Registers.SP, 0x3C00);
    machine.setBreakpoint(image.address("done"));
  }

  private static ProgramImage assemble(String source, int text, int stubs) {
    return new Assembler(CpuCore.CPUX)
        .section("text", text, 0xFF00)
        .section("stubs", stubs, 0xFF00)
        .add(AssemblyUnit.of("test.s43", source))
        .assemble();
  }

  private long runToDone() {
    long start = machine.cycle();
    assertThat(machine.run(RunLimits.cycles(1_000_000))).isInstanceOf(StopReason.Breakpoint.class);
    return machine.cycle() - start;
  }
}

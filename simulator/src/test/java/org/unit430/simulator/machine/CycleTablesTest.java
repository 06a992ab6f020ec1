package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.CycleTable;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.testvectors.TestVectors;
import org.unit430.testvectors.TestVectors.Row;

/**
 * Executes every form of instruction that the manuals' cycle tables list and compares elapsed
 * cycles, the events' cycles and the length with the table's cell.
 */
class CycleTablesTest {
  private static final int CODE = 0x5000;
  private static final Pattern FEWER = Pattern.compile("(\\d): (.+)");
  private static final Pattern CYCLES = Pattern.compile("(?:(\\d+)\\+)?(\\d*)n|(\\d+)");

  /** How the modes of a table's header are written; the base registers point into memory. */
  private static final Map<String, String> SOURCES =
      Map.of(
          "Rn", "R5",
          "@Rn", "@R5",
          "@Rn+", "@R5+",
          "#N", "#34h",
          "x(Rn)", "4(R5)",
          "x(SP)", "4(SP)",
          "EDE", "2480h",
          "&EDE", "&2480h",
          "label", "5010h",
          "-", "");

  private static final Map<String, String> DESTINATIONS =
      Map.of("Rm", "R7", "PC", "PC", "x(Rm)", "4(R6)", "EDE", "2490h", "&EDE", "&2490h", "-", "");

  private static final Machine CPUX = new Machine(DeviceProfile.flatRam(CpuCore.CPUX));
  private static final Machine MSP430 = new Machine(DeviceProfile.flatRam(CpuCore.MSP430));

  static List<Row> cpuxCells() {
    return TestVectors.table("cycles-cpux.tsv");
  }

  static List<Row> msp430Cells() {
    return TestVectors.table("cycles-msp430.tsv");
  }

  @ParameterizedTest
  @MethodSource("cpuxCells")
  void everyFormOfACpuxCellTakesItsCyclesAndWords(Row cell) {
    check(CPUX, cell);
  }

  @ParameterizedTest
  @MethodSource("msp430Cells")
  void everyFormOfACellOfTheOldCoreTakesItsCyclesAndWords(Row cell) {
    check(MSP430, cell);
  }

  @Test
  void constantsOfTheGeneratorsTimeAsRegistersDo() {
    // They take no word of code and no access to memory, SLAU367 4.3.4.
    for (String constant : List.of("#0", "#1", "#2", "#4", "#8", "#-1")) {
      assertThat(run(CPUX, "MOV " + constant + ", R7", 1)).isEqualTo(1);
      assertThat(run(CPUX, "ADD.B " + constant + ", R7", 1)).isEqualTo(1);
      assertThat(run(CPUX, "MOV " + constant + ", 4(R6)", 2)).isEqualTo(3);
      assertThat(run(CPUX, "PUSH " + constant, 1)).isEqualTo(3);
      assertThat(run(CPUX, "ADDX.A " + constant + ", R7", 2)).isEqualTo(2);
      assertThat(run(MSP430, "MOV " + constant + ", R7", 1)).isEqualTo(1);
    }
  }

  @Test
  void aCountInARegisterTakesAsLongAsTheSameCountInTheInstruction() {
    for (int count = 1; count <= 16; count++) {
      // Bits 3:0 of the register hold the count less one; the others do not matter.
      int register = 0xABCD0 | (count - 1);
      assertThat(run(CPUX, "RPT R10 { ADDX R5, R7", 2, 10, register)).isEqualTo(1 + count);
      assertThat(run(CPUX, "RPT R10 { RRAX.A R5", 2, 10, register)).isEqualTo(1 + count);
      assertThat(CPUX.registers().get(10)).isEqualTo(register);
    }
  }

  @Test
  void takenAndUntakenJumpsTakeAsLong() {
    assertThat(run(CPUX, "JEQ 5010h", 1, Registers.SR, 2)).isEqualTo(2);
    assertThat(CPUX.registers().get(Registers.PC)).isEqualTo(0x5010);
    assertThat(run(CPUX, "JEQ 5010h", 1, Registers.SR, 0)).isEqualTo(2);
    assertThat(CPUX.registers().get(Registers.PC)).isEqualTo(CODE + 2);
  }

  private static void check(Machine machine, Row cell) {
    List<Form> forms = forms(cell);
    assertThat(forms).isNotEmpty();
    for (Form form : forms) {
      assertThat(run(machine, form.text(), cell.getInt("words")))
          .as("%s: cycles of %s", cell, form.text())
          .isEqualTo(form.cycles());
    }
  }

  private record Form(String text, int cycles) {}

  private static List<Form> forms(Row cell) {
    List<Form> forms = new ArrayList<>();
    for (String instruction : cell.get("instructions").split(" ", -1)) {
      for (String size : cell.get("sizes").split(" ", -1)) {
        String mnemonic = size.equals("-") ? instruction : instruction + "." + size;
        operands(cell)
            .forEach(
                operands ->
                    counts(cell, instruction)
                        .forEach(
                            count ->
                                forms.add(
                                    new Form(
                                        text(cell, mnemonic, operands, count),
                                        cycles(cell, count) - fewer(cell, instruction)))));
      }
    }
    return forms;
  }

  private static Stream<String> operands(Row cell) {
    boolean single = cell.get("source").equals("-");
    return Stream.of(cell.get("destination").split(" ", -1))
        .flatMap(
            destination ->
                single
                    ? Stream.of(known(SOURCES, destination))
                    : Stream.of(cell.get("source").split(" ", -1))
                        .map(
                            source ->
                                known(SOURCES, source) + ", " + known(DESTINATIONS, destination)));
  }

  private static String known(Map<String, String> modes, String mode) {
    assertThat(modes).containsKey(mode);
    return modes.get(mode);
  }

  /** Values of n; 1 where the cell does not speak of it. */
  private static Stream<Integer> counts(Row cell, String instruction) {
    if (!cell.get("cycles").contains("n")) {
      return Stream.of(1);
    }
    // RxxM shifts by at most 4; PUSHM and POPM are kept clear of PC, SP, SR and R3.
    int most = instruction.endsWith("X") ? 16 : instruction.startsWith("R") ? 4 : 12;
    return IntStream.rangeClosed(1, most).boxed();
  }

  private static String text(Row cell, String mnemonic, String operands, int count) {
    if (!cell.get("cycles").contains("n")) {
      return mnemonic + " " + operands;
    }
    if (cell.get("words").equals("2")) {
      return "RPT #" + count + " { " + mnemonic + " " + operands;
    }
    String register = mnemonic.startsWith("R") ? operands : "R15";
    return mnemonic + " #" + count + ", " + register;
  }

  private static int cycles(Row cell, int count) {
    Matcher cycles = CYCLES.matcher(cell.get("cycles"));
    assertThat(cycles.matches()).as("%s: cycles", cell).isTrue();
    if (cycles.group(3) != null) {
      return Integer.parseInt(cycles.group(3));
    }
    int fixed = cycles.group(1) == null ? 0 : Integer.parseInt(cycles.group(1));
    int each = cycles.group(2).isEmpty() ? 1 : Integer.parseInt(cycles.group(2));
    return fixed + each * count;
  }

  private static int fewer(Row cell, String instruction) {
    Matcher fewer = FEWER.matcher(cell.get("fewer"));
    return fewer.matches() && List.of(fewer.group(2).split(" ", -1)).contains(instruction)
        ? Integer.parseInt(fewer.group(1))
        : 0;
  }

  private static int run(Machine machine, String text, int words) {
    return run(machine, text, words, Registers.SR, 0);
  }

  /**
   * Executes one instruction with one register set, and checks the account that the machine gives
   * of it.
   *
   * @return elapsed cycles
   */
  private static int run(Machine machine, String text, int words, int register, int value) {
    CpuCore core = machine.device().core();
    ProgramImage image = Assembler.assemble(core, text, " .org 5000h\n " + text + "\n");
    machine.load(image);
    Registers registers = machine.registers();
    registers.clear();
    registers.set(Registers.PC, CODE);
    registers.set(Registers.SP, 0x2A00);
    registers.set(5, 0x2200);
    registers.set(6, 0x2300);
    registers.set(register, value);
    long cycle = machine.cycle();
    Profile before = machine.profile();
    StopReason reason = machine.run(RunLimits.instructions(1));
    assertThat(reason).as(text).isInstanceOf(StopReason.InstructionLimit.class);
    EventCounts events = machine.profile().minus(before).total();
    int elapsed = (int) (machine.cycle() - cycle);
    assertThat(events.cycles()).as("cycles of the events of %s", text).isEqualTo(elapsed);
    assertThat(events.get(Event.SRAM_FETCH)).as("words of %s", text).isEqualTo(words);
    var instruction = new Decoder(core).decode(CODE, machine.bus()::peekWord);
    assertThat(instruction.words()).as("length of %s", text).isEqualTo(words);
    if (!instruction.repeat().inRegister()) {
      assertThat(new CycleTable(core).cycles(instruction)).as(text).isEqualTo(elapsed);
    }
    return elapsed;
  }
}

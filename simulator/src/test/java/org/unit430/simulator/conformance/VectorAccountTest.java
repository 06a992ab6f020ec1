package org.unit430.simulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.CycleTable;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.Profile;
import org.unit430.testvectors.SharedData;

/** The account that the machine gives of each vector's instruction is consistent. */
class VectorAccountTest {
  @Test
  void cyclesEventsAndAccessesAgreeForEveryVector() throws IOException {
    VectorMachine runner = new VectorMachine();
    Machine machine = runner.machine();
    Decoder decoder = new Decoder(CpuCore.CPUX);
    CycleTable table = new CycleTable(CpuCore.CPUX);
    for (IsaVector vector : IsaVectorReader.read(SharedData.require("oracle/isa-vectors.tsv.gz"))) {
      Instruction instruction =
          decoder.decode(vector.pc(), a -> vector.code().get((a - vector.pc()) / 2));
      int repeats = repeats(vector, instruction);
      long cycle = machine.cycle();
      Profile before = machine.profile();

      runner.run(vector);

      EventCounts events = machine.profile().minus(before).total();
      long elapsed = machine.cycle() - cycle;
      String what = "line " + vector.line() + ": " + vector.codeText();
      assertThat(elapsed)
          .as(what)
          .isEqualTo(
              table.cycles(instruction)
                  + (long) (repeats - instruction.repeat().staticCount())
                      * CycleTable.cyclesPerRepeat(instruction));
      assertThat(events.cycles()).as(what).isEqualTo(elapsed);
      assertThat(events.get(Event.SRAM_FETCH)).as(what).isEqualTo(vector.code().size());
      assertThat(events.get(Event.SRAM_READ)).as(what).isEqualTo(instruction.dataReads());
      // A repeated PUSHX writes each time.
      assertThat(events.get(Event.SRAM_WRITE))
          .as(what)
          .isEqualTo((long) repeats * instruction.dataWrites());
      assertThat(events.get(Event.MEMORY_OPERAND))
          .as(what)
          .isEqualTo(instruction.dataReads() > 0 ? 1 : 0);
    }
  }

  private static int repeats(IsaVector vector, Instruction instruction) {
    return instruction.repeat().inRegister()
        ? (vector.before().get(instruction.repeat().field()) & 15) + 1
        : instruction.repeat().staticCount();
  }
}

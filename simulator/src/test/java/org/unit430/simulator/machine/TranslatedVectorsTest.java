package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.unit430.simulator.conformance.IsaVector;
import org.unit430.simulator.conformance.IsaVectorReader;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.testvectors.SharedData;

/**
 * The instructions of the ISA vectors, each translated as a region with a jump back behind it,
 * leave a machine as the interpreter does; that the interpreter agrees with the vectors is tested
 * elsewhere. Instructions that are not translated are compared all the same.
 */
class TranslatedVectorsTest {
  /** Every how many-th vector is run; all of them take a while. */
  private static final int STEP = Integer.getInteger("unit430.vector-step", 17);

  // As the vectors' reader documents them: where instructions may access memory.
  private static final int[] WINDOWS = {0x2000, 0x14000};
  private static final int WINDOW_BYTES = 0x1000;
  private static final int SIZE = 0x100000;
  // JMP $, which vacant memory reads as, too.
  private static final int REST = 0x3FFF;
  private static final int JUMP = 0x3C00;
  private static final int JUMP_CYCLES = 2;

  private final Machine interpreted = machine();
  private final Machine translated = machine();

  private static Machine machine() {
    Machine machine = new Machine(DeviceProfile.flatRam(CpuCore.CPUX));
    byte[] rest = new byte[SIZE];
    for (int i = 0; i < SIZE; i += 2) {
      rest[i] = (byte) REST;
      rest[i + 1] = (byte) (REST >> 8);
    }
    machine.bus().poke(0, rest);
    return machine;
  }

  @Test
  void translatedInstructionsDoWhatInterpretedOnesDo(TestReporter reporter) throws IOException {
    translated.setEngine(Engine.TRANSLATE, effort -> 1);
    List<IsaVector> vectors = IsaVectorReader.read(SharedData.require("oracle/isa-vectors.tsv.gz"));
    int compared = 0;
    int inRegions = 0;
    for (int i = 0; i < vectors.size(); i += STEP) {
      IsaVector vector = vectors.get(i);
      long before = translated.translatedInstructions();
      runTwice(interpreted, vector);
      runTwice(translated, vector);
      assertThat(translated.save().differenceFrom(interpreted.save()))
          .as("line %d: %s", vector.line(), vector.codeText())
          .isEmpty();
      compared++;
      if (translated.translatedInstructions() > before) {
        inRegions++;
      }
    }
    reporter.publishEntry("vectors", Integer.toString(compared));
    reporter.publishEntry("of them translated", Integer.toString(inRegions));
    // Repetitions and what changes more of SR than flags, but for RETI, are left to the
    // interpreter.
    assertThat(inRegions).isGreaterThan(compared / 2);
  }

  /** Once to be decoded, then by the jump back that makes it hot, and so from its region. */
  private static void runTwice(Machine machine, IsaVector vector) {
    int behind = vector.pc() + 2 * vector.code().size();
    for (int i = 0; i < vector.code().size(); i++) {
      machine.bus().pokeWord(vector.pc() + 2 * i, vector.code().get(i));
    }
    machine.bus().pokeWord(behind, JUMP | (((vector.pc() - behind - 2) >> 1) & 0x3FF));
    prepare(machine, vector, vector.pc());
    long begin = machine.cycle();
    machine.run(RunLimits.instructions(1));
    final long cycles = machine.cycle() - begin;
    prepare(machine, vector, behind);
    machine.run(RunLimits.instructions(1));
    prepare(machine, vector, vector.pc());
    machine.run(RunLimits.cycles(cycles + JUMP_CYCLES));
    for (int address = vector.pc(); address <= behind; address += 2) {
      machine.bus().pokeWord(address, REST);
    }
  }

  private static void prepare(Machine machine, IsaVector vector, int pc) {
    for (int window : WINDOWS) {
      byte[] bytes = new byte[WINDOW_BYTES];
      for (int i = 0; i < WINDOW_BYTES; i++) {
        bytes[i] = (byte) vector.memoryByte(window + i);
      }
      machine.bus().poke(window, bytes);
    }
    int register = 0;
    for (int value : vector.before()) {
      machine.registers().set(register++, value);
    }
    machine.registers().set(Registers.PC, pc);
  }
}

package org.unit430.simulator.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.unit430.simulator.asm.Disassembler;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.isa.Instruction;

/** Runs the vectors of a file and says which this simulator agrees with. */
public final class Conformance {
  /** How many mismatches of a group are told in full. */
  static final int MISMATCHES_PER_GROUP = 5;

  private final VectorMachine machine = new VectorMachine();
  private final Decoder decoder = new Decoder(CpuCore.CPUX);
  private final Disassembler disassembler = new Disassembler(Disassembler.Style.PLAIN);
  private final Map<String, Tally> groups = new TreeMap<>();
  private final Map<KnownDeviation, Integer> deviations = new EnumMap<>(KnownDeviation.class);

  private Conformance() {}

  /**
   * Runs every vector of a file.
   *
   * @throws VectorFormatException if the file is malformed
   * @throws IOException if it cannot be read
   */
  public static ConformanceReport run(Path file) throws IOException {
    return run(IsaVectorReader.read(file));
  }

  /** Runs vectors. */
  public static ConformanceReport run(List<IsaVector> vectors) {
    Conformance conformance = new Conformance();
    vectors.forEach(conformance::judge);
    return conformance.report();
  }

  private void judge(IsaVector vector) {
    Tally tally = groups.computeIfAbsent(vector.group(), group -> new Tally());
    VectorMachine.Outcome outcome = machine.run(vector);
    if (outcome.fault().isPresent()) {
      tally.fail(
          vector, "?", List.of(new Difference("run", "one instruction", outcome.fault().get())));
      return;
    }
    Instruction instruction =
        decoder.decode(vector.pc(), address -> vector.code().get((address - vector.pc()) / 2));
    OracleState state = new OracleState(vector, instruction, outcome, machine);
    List<Difference> differences = state.differences();
    if (differences.isEmpty()) {
      tally.passed++;
      return;
    }
    Set<KnownDeviation> bent = EnumSet.noneOf(KnownDeviation.class);
    for (KnownDeviation deviation : KnownDeviation.values()) {
      long before = state.fingerprint();
      deviation.bend(state);
      if (state.fingerprint() != before) {
        bent.add(deviation);
      }
    }
    if (state.differences().isEmpty()) {
      tally.excluded++;
      bent.forEach(deviation -> deviations.merge(deviation, 1, Integer::sum));
    } else {
      tally.fail(vector, disassembler.text(instruction), differences);
    }
  }

  private ConformanceReport report() {
    List<ConformanceReport.Group> results = new ArrayList<>();
    groups.forEach(
        (name, tally) ->
            results.add(
                new ConformanceReport.Group(
                    name, tally.passed, tally.failed, tally.excluded, tally.mismatches)));
    return new ConformanceReport(results, deviations);
  }

  private static final class Tally {
    private int passed;
    private int failed;
    private int excluded;
    private final List<ConformanceReport.Mismatch> mismatches = new ArrayList<>();

    void fail(IsaVector vector, String instruction, List<Difference> differences) {
      failed++;
      if (mismatches.size() < MISMATCHES_PER_GROUP) {
        mismatches.add(new ConformanceReport.Mismatch(vector, instruction, differences));
      }
    }
  }
}

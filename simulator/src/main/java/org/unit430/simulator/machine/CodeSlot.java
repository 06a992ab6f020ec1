package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.List;
import org.unit430.simulator.isa.CycleTable;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.translate.Region;
import org.unit430.simulator.translate.Step;

/** A decoded instruction at its place in memory, with all that is known of it before it runs. */
final class CodeSlot {
  final Instruction instruction;
  final int address;
  final int next;
  final int words;
  final int cycles;
  final int internalCycles;
  final int cyclesPerRepeat;
  final int row;
  final boolean readsMemory;
  final boolean changesFlow;

  /** Whether the target is not in the code. */
  final boolean computesTarget;

  /** Where it has been seen to go, if it computes its target. */
  final List<Integer> targets = new ArrayList<>(0);

  /** The translated region that can be entered here, or null. */
  Region region;

  /** Which of that region's entries this is. */
  int regionEntry;

  /** How often control has come here from behind, by a call or out of a region. */
  int heat;

  /** How hot it has to grow before it is translated; 0 while nobody has asked. */
  int visitsNeeded;

  /** Whether a run stops before this instruction. */
  boolean stops;

  /** Whether a run has to look twice: it stops here, or the instruction is more than itself. */
  boolean special;

  CodeSlot(Instruction instruction, CycleTable table, int row, boolean stops, boolean special) {
    this.instruction = instruction;
    this.address = instruction.address();
    this.next = instruction.next();
    this.words = instruction.words();
    this.cycles = table.cycles(instruction);
    this.internalCycles = table.internalCycles(instruction);
    this.cyclesPerRepeat = CycleTable.cyclesPerRepeat(instruction);
    this.row = row;
    this.readsMemory = instruction.dataReads() > 0;
    this.changesFlow = instruction.changesFlow();
    this.computesTarget = Step.computesTarget(instruction);
    this.stops = stops;
    this.special = stops || special;
  }
}

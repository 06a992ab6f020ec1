package org.unit430.simulator.machine;

import org.unit430.simulator.isa.CycleTable;
import org.unit430.simulator.isa.Instruction;

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
    this.stops = stops;
    this.special = stops || special;
  }
}

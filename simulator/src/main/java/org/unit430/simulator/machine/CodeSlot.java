package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.List;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.device.MemoryMap;
import org.unit430.simulator.isa.CycleTable;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Operand.Mode;
import org.unit430.simulator.memory.FetchEvents;
import org.unit430.simulator.translate.Region;
import org.unit430.simulator.translate.Step;

/** A decoded instruction at its place in memory, with all that is known of it before it runs. */
final class CodeSlot {
  final Instruction instruction;
  final int address;
  final int next;
  final int words;
  final int cycles;
  final int cyclesPerRepeat;
  final int row;
  final StaticCharge charge;
  final boolean changesFlow;

  /** Whether it leaves alone what decides between instructions: SR's other bits, and modules. */
  private final boolean ordinary;

  /** Whether the target is not in the code. */
  final boolean computesTarget;

  /** Where it has been seen to go, if it computes its target. */
  final List<Integer> targets = new ArrayList<>(0);

  /** The translated region that can be entered here, or null. */
  Region region;

  /** Which of that region's entries this is. */
  int regionEntry;

  /** How often control has come here from behind, by a call, an interrupt or out of a region. */
  int heat;

  /** How hot it has to grow before it is translated; 0 while nobody has asked. */
  int visitsNeeded;

  /** Whether a run stops before this instruction. */
  boolean stops;

  /** Whether a run has to look twice: it stops here, or the instruction is more than itself. */
  boolean special;

  /** Executions that have not been charged. */
  long executions;

  CodeSlot(
      Instruction instruction,
      CycleTable table,
      MemoryMap kinds,
      int row,
      boolean stops,
      boolean special) {
    this.instruction = instruction;
    this.address = instruction.address();
    this.next = instruction.next();
    this.words = instruction.words();
    this.cycles = table.cycles(instruction);
    this.cyclesPerRepeat = CycleTable.cyclesPerRepeat(instruction);
    this.row = row;
    this.charge =
        new StaticCharge(
            words,
            FetchEvents.of(kinds.kind(address)),
            table.internalCycles(instruction),
            instruction.dataReads() > 0);
    this.ordinary = isOrdinary(instruction, kinds);
    this.changesFlow = instruction.changesFlow();
    this.computesTarget = Step.computesTarget(instruction);
    this.stops = stops;
    this.special = stops || special;
  }

  /** Whether nothing has to be looked at before and after it, unless a module is accessed. */
  boolean isPlain() {
    return ordinary && !special;
  }

  private static boolean isOrdinary(Instruction instruction, MemoryMap kinds) {
    Operand destination = instruction.destination();
    boolean writesStatus =
        switch (instruction.opcode().format()) {
          case RETURN -> true;
          case DOUBLE_OPERAND, SINGLE_OPERAND, ADDRESS, ROTATE_MULTIPLE ->
              destination.is(Registers.SR);
          case PUSH_POP_MULTIPLE ->
              destination.register() - instruction.count() + 1 <= Registers.SR;
          case JUMP, CALL_ADDRESS -> false;
        };
    return !writesStatus
        && !stepsStatus(instruction.source())
        && !stepsStatus(destination)
        && !namesModule(instruction.source(), kinds)
        && !namesModule(destination, kinds);
  }

  /** MOVA and CALLA know no constants: for them @R2+ is what it says. */
  private static boolean stepsStatus(Operand operand) {
    return operand.mode() == Mode.AUTOINCREMENT && operand.register() == Registers.SR;
  }

  /** The multiplier does not count: it changes nothing but its own registers. */
  private static boolean namesModule(Operand operand, MemoryMap kinds) {
    return (operand.mode() == Mode.ABSOLUTE || operand.mode() == Mode.SYMBOLIC)
        && kinds.kind(operand.value()) == MemoryKind.PERIPHERAL
        && !ChargePlan.touchesMultiplier(operand);
  }
}

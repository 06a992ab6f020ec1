package org.unit430.simulator.isa;

import static org.unit430.simulator.isa.Opcode.ADD;
import static org.unit430.simulator.isa.Opcode.MOV;
import static org.unit430.simulator.isa.Opcode.SUB;

import org.unit430.simulator.isa.Operand.Mode;

/**
 * MCLK cycles of each instruction with no wait states. CPUX: SLAU367 tables 4-8, 4-9, 4-10, 4-17,
 * 4-18, 4-19; the old core: SLAU049 tables 3-14, 3-15, 3-16.
 */
public final class CycleTable {
  /**
   * From acceptance of an interrupt to the first instruction of its handler (SLAU367 1.3.4, SLAU049
   * 2.2.3).
   */
  public static final int INTERRUPT_CYCLES = 6;

  private static final int RETI_CYCLES = 5;
  private static final int JUMP_CYCLES = 2;

  // Rows: Rn, @Rn, @Rn+, #N, memory by word; columns: register, PC, memory. SLAU367 table 4-10.
  private static final int[][] FORMAT_1 = {{1, 3, 4}, {2, 4, 5}, {2, 4, 5}, {2, 3, 5}, {3, 5, 6}};

  // SLAU049 table 3-16, same rows and columns.
  private static final int[][] FORMAT_1_MSP430 = {
    {1, 2, 4}, {2, 2, 5}, {2, 3, 5}, {2, 3, 5}, {3, 3, 6}
  };

  // SLAU367 table 4-18; .B and .W, then .A.
  private static final int[][] FORMAT_1_EXTENDED = {
    {2, 4, 5}, {3, 5, 6}, {3, 5, 6}, {3, 4, 6}, {4, 6, 7}
  };
  private static final int[][] FORMAT_1_EXTENDED_ADDRESS = {
    {2, 4, 7}, {4, 6, 9}, {4, 6, 9}, {3, 4, 8}, {5, 7, 10}
  };

  // Columns: Rn, @Rn, @Rn+, #N, X(Rn), EDE, &EDE; 0 where the manual has no such form. SLAU367
  // table 4-9.
  private static final int[] ROTATE = {1, 3, 3, 0, 4, 4, 4};
  private static final int[] PUSH = {3, 3, 3, 3, 4, 4, 4};
  private static final int[] CALL = {4, 4, 4, 4, 5, 5, 6};

  // SLAU049 table 3-15.
  private static final int[] PUSH_MSP430 = {3, 4, 5, 4, 5, 5, 5};
  private static final int[] CALL_MSP430 = {4, 4, 5, 5, 5, 5, 5};

  // SLAU367 table 4-17.
  private static final int[] ROTATE_EXTENDED = {2, 4, 4, 0, 5, 5, 5};
  private static final int[] ROTATE_EXTENDED_ADDRESS = {2, 6, 6, 0, 7, 7, 7};
  private static final int[] PUSH_EXTENDED = {4, 4, 4, 4, 5, 5, 5};
  private static final int[] PUSH_EXTENDED_ADDRESS = {5, 6, 6, 5, 7, 7, 7};
  private static final int[] CALLA = {5, 6, 6, 5, 5, 7, 7};

  private final CpuCore core;

  /** The tables of one instruction set. */
  public CycleTable(CpuCore core) {
    this.core = core;
  }

  /**
   * Cycles of one execution. Where a register holds the repeat count, those of a count of 1: see
   * {@link #cyclesPerRepeat}.
   */
  public int cycles(Instruction instruction) {
    return switch (instruction.opcode().format()) {
      case JUMP -> JUMP_CYCLES;
      case RETURN -> RETI_CYCLES;
      case DOUBLE_OPERAND -> doubleOperand(instruction);
      case SINGLE_OPERAND -> singleOperand(instruction);
      case ADDRESS -> address(instruction);
      case ROTATE_MULTIPLE -> instruction.count();
      case PUSH_POP_MULTIPLE -> 2 + instruction.count() * instruction.size().busAccesses();
      case CALL_ADDRESS ->
          CALLA[column(instruction.destination())] + stackIndex(instruction.destination());
    };
  }

  /**
   * Cycles that each repetition beyond the first adds: 1 for a register instruction (SLAU367 tables
   * 4-17, 4-18). A repeated PUSHX, which the tables do not list, adds its bus accesses and its
   * internal cycle.
   */
  public static int cyclesPerRepeat(Instruction instruction) {
    return instruction.opcode() == Opcode.PUSH ? 1 + instruction.size().busAccesses() : 1;
  }

  /**
   * Cycles of {@link #cycles} in which the CPU uses no bus; -1 for CALLA X(Rn), which overlaps two
   * accesses.
   */
  public int internalCycles(Instruction instruction) {
    int repeats = instruction.repeat().staticCount() - 1;
    int accesses =
        instruction.words()
            + instruction.dataReads()
            + instruction.dataWrites()
            + (instruction.opcode() == Opcode.PUSH
                ? repeats * instruction.size().busAccesses()
                : 0);
    return cycles(instruction) - accesses;
  }

  private int doubleOperand(Instruction instruction) {
    Opcode opcode = instruction.opcode();
    Operand source = instruction.source();
    Operand destination = instruction.destination();
    int row = source.isRegisterLike() ? 0 : row(source.mode());
    int column = destination.isMemory() ? 2 : destination.is(0) ? 1 : 0;
    int size = instruction.size().busAccesses();
    boolean skipsAnAccess = opcode.ignoresDestination() || opcode.discardsResult();
    if (core == CpuCore.MSP430) {
      return FORMAT_1_MSP430[row][column];
    }
    if (!instruction.extended()) {
      return FORMAT_1[row][column] - (column == 2 && skipsAnAccess ? 1 : 0);
    }
    int cycles = (size == 2 ? FORMAT_1_EXTENDED_ADDRESS : FORMAT_1_EXTENDED)[row][column];
    if (column == 2 && skipsAnAccess) {
      cycles -= size;
    }
    boolean noteC = row >= 3 && column == 1 && (opcode == MOV || opcode == ADD || opcode == SUB);
    return cycles - (noteC ? 1 : 0) + repeats(instruction);
  }

  private static int repeats(Instruction instruction) {
    return (instruction.repeat().staticCount() - 1) * cyclesPerRepeat(instruction);
  }

  private int singleOperand(Instruction instruction) {
    Operand operand = instruction.destination();
    boolean address = instruction.size() == Size.ADDRESS;
    int column = column(operand);
    if (!instruction.extended()) {
      boolean old = core == CpuCore.MSP430;
      return switch (instruction.opcode()) {
        case PUSH -> (old ? PUSH_MSP430 : PUSH)[column];
        case CALL -> (old ? CALL_MSP430 : CALL)[column];
        default -> ROTATE[column];
      };
    }
    if (instruction.opcode() == Opcode.PUSH) {
      int cycles = (address ? PUSH_EXTENDED_ADDRESS : PUSH_EXTENDED)[column];
      return cycles + stackIndex(operand) + repeats(instruction);
    }
    // SWPBX and SXTX are not in table 4-17; they are taken to cost what RRAX does, as SWPB and SXT
    // cost what RRA does.
    return (address ? ROTATE_EXTENDED_ADDRESS : ROTATE_EXTENDED)[column] + repeats(instruction);
  }

  private static int address(Instruction instruction) {
    Operand source = instruction.source();
    boolean toPc = instruction.destination().is(0);
    if (instruction.opcode() != Opcode.MOVA) {
      return source.mode() == Mode.IMMEDIATE || toPc ? 3 : 1;
    }
    if (instruction.destination().isMemory()) {
      return 4;
    }
    return switch (source.mode()) {
      case REGISTER -> toPc ? 3 : 1;
      case IMMEDIATE -> toPc ? 3 : 2;
      case INDIRECT, AUTOINCREMENT -> toPc ? 5 : 3;
      default -> toPc ? 6 : 4;
    };
  }

  /** Note + of table 4-17: one more cycle when the base of X(Rn) is SP. */
  private static int stackIndex(Operand operand) {
    return operand.mode() == Mode.INDEXED && operand.register() == 1 ? 1 : 0;
  }

  private static int row(Mode mode) {
    return switch (mode) {
      case INDIRECT -> 1;
      case AUTOINCREMENT -> 2;
      case IMMEDIATE -> 3;
      case INDEXED, SYMBOLIC, ABSOLUTE -> 4;
      case REGISTER, CONSTANT -> 0;
      case NONE -> throw new IllegalArgumentException("no operand");
    };
  }

  private static int column(Operand operand) {
    return switch (operand.mode()) {
      case INDEXED -> 4;
      case SYMBOLIC -> 5;
      case ABSOLUTE -> 6;
      default -> row(operand.mode());
    };
  }
}

package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.program.ProgramImage;

/**
 * Says for each instruction which row of the ledger it is charged to. Programs assembled from
 * kernel sources declare their operations; for foreign ones the operation is inferred from the
 * opcode and the multiplier's registers.
 */
final class ChargePlan {
  // MPY32 of all FRAM and F5xx devices, then the 16-bit multiplier of F1xx (SLAU367 table 5-7,
  // SLAU049 table 7-4).
  private static final int MPY32_START = 0x4C0;
  private static final int MPY32_END = 0x4F0;
  private static final int MPY_START = 0x130;
  private static final int MPY_END = 0x140;

  private final NavigableMap<Integer, String> symbols = new TreeMap<>();
  private final NavigableMap<Integer, ProgramImage.OperationRegion> regions = new TreeMap<>();
  private final Map<ChargeKey, Integer> rows = new HashMap<>();
  private final List<ChargeKey> keys = new ArrayList<>();

  ChargePlan() {
    row(new ChargeKey("", Operation.OTHER));
  }

  void add(ProgramImage program) {
    for (ProgramImage.Symbol symbol : program.symbols()) {
      if (symbol.kind() == ProgramImage.Symbol.Kind.FUNCTION) {
        symbols.putIfAbsent(symbol.address(), symbol.name());
      }
    }
    for (ProgramImage.OperationRegion region : program.operations()) {
      regions.put(region.start(), region);
    }
  }

  /** The row of an instruction. */
  int row(Instruction instruction) {
    int address = instruction.address();
    Map.Entry<Integer, String> symbol = symbols.floorEntry(address);
    Map.Entry<Integer, ProgramImage.OperationRegion> region = regions.floorEntry(address);
    Operation operation =
        region != null && address < region.getValue().end()
            ? region.getValue().operation()
            : infer(instruction);
    return row(new ChargeKey(symbol == null ? "" : symbol.getValue(), operation));
  }

  private int row(ChargeKey key) {
    return rows.computeIfAbsent(
        key,
        added -> {
          keys.add(added);
          return keys.size() - 1;
        });
  }

  /** The key of each row. */
  List<ChargeKey> keys() {
    return List.copyOf(keys);
  }

  /** A plan as it was, for a snapshot. */
  record Saved(
      Map<Integer, String> symbols,
      Map<Integer, ProgramImage.OperationRegion> regions,
      List<ChargeKey> keys) {}

  /** Everything that decides which row an instruction gets. */
  Saved save() {
    return new Saved(Map.copyOf(symbols), Map.copyOf(regions), keys());
  }

  /** Puts back what {@link #save} returned. */
  void restore(Saved saved) {
    symbols.clear();
    symbols.putAll(saved.symbols());
    regions.clear();
    regions.putAll(saved.regions());
    rows.clear();
    keys.clear();
    saved.keys().forEach(this::row);
  }

  private static Operation infer(Instruction instruction) {
    if (touchesMultiplier(instruction.source()) || touchesMultiplier(instruction.destination())) {
      return Operation.MULTIPLY;
    }
    Opcode opcode = instruction.opcode();
    return switch (opcode.format()) {
      case JUMP, CALL_ADDRESS, RETURN -> Operation.LOOP;
      case ROTATE_MULTIPLE -> Operation.SHIFT;
      case PUSH_POP_MULTIPLE -> Operation.LOAD_STORE;
      case DOUBLE_OPERAND, ADDRESS ->
          switch (opcode) {
            case MOV, MOVA ->
                instruction.destination().is(0) ? Operation.LOOP : Operation.LOAD_STORE;
            case CMP, CMPA, BIT -> Operation.COMPARE;
            case ADD, ADDC, ADDA, SUB, SUBC, SUBA, DADD -> Operation.ACCUMULATE;
            default -> Operation.OTHER;
          };
      case SINGLE_OPERAND ->
          switch (opcode) {
            case RRA, RRC -> Operation.SHIFT;
            case PUSH -> Operation.LOAD_STORE;
            case CALL -> Operation.LOOP;
            default -> Operation.OTHER;
          };
    };
  }

  static boolean touchesMultiplier(Operand operand) {
    int address = operand.value();
    return operand.mode() == Operand.Mode.ABSOLUTE
        && ((address >= MPY32_START && address < MPY32_END)
            || (address >= MPY_START && address < MPY_END));
  }
}

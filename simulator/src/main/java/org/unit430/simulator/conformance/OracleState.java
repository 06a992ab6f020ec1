package org.unit430.simulator.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unit430.simulator.isa.Instruction;

/**
 * What the other simulator should have left behind: at first what the manual demands, then bent by
 * each {@link KnownDeviation} that applies.
 */
final class OracleState {
  private static final int SR = 2;
  private static final int ALL = 0xFFFFF;
  private static final String[] FLAG_NAMES = {"C", "Z", "N", null, null, null, null, null, "V"};
  private static final int FLAGS = 0x107;

  private final IsaVector vector;
  private final Instruction instruction;
  private final VectorMachine machine;
  private final int[] registers = new int[16];
  private final int[] unknownBits = new int[16];
  private List<Integer> code;
  private SortedMap<Integer, Integer> changedBytes;
  private boolean memoryUnknown;

  /**
   * Starts from what the manual demands.
   *
   * @param instruction the vector's code, decoded
   * @param outcome what the machine made of it
   * @param machine for {@link #executeInstead}
   */
  OracleState(
      IsaVector vector,
      Instruction instruction,
      VectorMachine.Outcome outcome,
      VectorMachine machine) {
    this.machine = machine;
    this.code = vector.code();
    this.vector = vector;
    this.instruction = instruction;
    accept(outcome);
  }

  private void accept(VectorMachine.Outcome outcome) {
    Arrays.setAll(registers, outcome.registers()::get);
    changedBytes = new TreeMap<>(outcome.changedBytes());
  }

  /** The other simulator does what this instruction of the same length should do. */
  void executeInstead(Integer... replacement) {
    code = List.of(replacement);
    accept(machine.run(vector, code));
  }

  /** A word of the code, as {@link #executeInstead} has left it. */
  int code(int index) {
    return code.get(index);
  }

  IsaVector vector() {
    return vector;
  }

  Instruction instruction() {
    return instruction;
  }

  int register(int number) {
    return registers[number];
  }

  void setRegister(int number, int value) {
    registers[number] = value & ALL;
  }

  /** Some bits of a register cannot be foretold. */
  void forget(int register, int bits) {
    unknownBits[register] |= bits;
  }

  /** What the instruction wrote to memory cannot be foretold. */
  void forgetMemory() {
    memoryUnknown = true;
  }

  /** A byte of memory as it is now. */
  int memoryByte(int address) {
    Integer changed = changedBytes.get(address);
    return changed != null ? changed : vector.memoryByte(address);
  }

  /** Writes a byte of memory. */
  void setMemoryByte(int address, int value) {
    if ((value & 0xFF) == vector.memoryByte(address)) {
      changedBytes.remove(address);
    } else {
      changedBytes.put(address, value & 0xFF);
    }
  }

  /** Takes back every write. */
  void undoWrites() {
    changedBytes = new TreeMap<>();
  }

  /** What the vector has otherwise. */
  List<Difference> differences() {
    List<Difference> differences = new ArrayList<>();
    for (int register = 0; register < registers.length; register++) {
      int compared = ALL & ~unknownBits[register];
      if (register == SR) {
        compared &= vector.statusMask() | ~FLAGS;
      }
      int expected = vector.after().get(register);
      int wrong = (expected ^ registers[register]) & compared;
      if (register == SR) {
        addStatus(differences, wrong, expected);
      } else if (wrong != 0) {
        differences.add(
            new Difference(
                "R" + register,
                String.format("%05x", expected),
                String.format("%05x", registers[register])));
      }
    }
    if (!memoryUnknown && !changedBytes.equals(vector.changedBytes())) {
      addMemory(differences);
    }
    return differences;
  }

  private void addStatus(List<Difference> differences, int wrong, int expected) {
    for (int bit = 0; bit < 20; bit++) {
      if ((wrong >> bit & 1) != 0) {
        String name = bit < FLAG_NAMES.length && FLAG_NAMES[bit] != null ? FLAG_NAMES[bit] : null;
        differences.add(
            new Difference(
                name == null ? "SR bit " + bit : "SR." + name,
                Integer.toString(expected >> bit & 1),
                Integer.toString(registers[SR] >> bit & 1)));
      }
    }
  }

  private void addMemory(List<Difference> differences) {
    SortedMap<Integer, Integer> addresses = new TreeMap<>(changedBytes);
    addresses.putAll(vector.changedBytes());
    for (Map.Entry<Integer, Integer> entry : addresses.entrySet()) {
      int address = entry.getKey();
      Integer expected = vector.changedBytes().get(address);
      Integer actual = changedBytes.get(address);
      if (expected == null || !expected.equals(actual)) {
        differences.add(
            new Difference(
                String.format("memory %05xh", address),
                expected == null ? "unchanged" : String.format("%02x", expected),
                actual == null ? "unchanged" : String.format("%02x", actual)));
      }
    }
  }

  /** Whether a bend changed anything, for naming those that explain a mismatch. */
  long fingerprint() {
    return 31L * (31L * Arrays.hashCode(registers) + Arrays.hashCode(unknownBits))
        + changedBytes.hashCode()
        + (memoryUnknown ? 1 : 0);
  }
}

package org.unit430.simulator.conformance;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One instruction with the state before and after it, as another simulator left it.
 *
 * @param line line of the file it stands in, from 1
 * @param group what kind of instruction it is
 * @param pc address of the instruction, even, 20 bits
 * @param code its words, 1 to 4
 * @param statusMask which of the bits C, Z, N and V the vector vouches for
 * @param seed what the memory windows are filled from
 * @param before R0 to R15 before it
 * @param after R0 to R15 after it
 * @param changedBytes what it changed in memory: address to new byte
 */
public record IsaVector(
    int line,
    String group,
    int pc,
    List<Integer> code,
    int statusMask,
    int seed,
    List<Integer> before,
    List<Integer> after,
    SortedMap<Integer, Integer> changedBytes) {

  /** The two windows of memory that a vector's instruction may access: first addresses. */
  static final int[] WINDOWS = {0x2000, 0x14000};

  /** Bytes in each window. */
  static final int WINDOW_BYTES = 0x1000;

  /** What stands behind the instruction: JMP $. */
  static final int FILLER = 0x3FFF;

  /** Copies the collections. */
  public IsaVector {
    code = List.copyOf(code);
    before = List.copyOf(before);
    after = List.copyOf(after);
    changedBytes = Collections.unmodifiableSortedMap(new TreeMap<>(changedBytes));
  }

  /** What a byte of the memory windows holds before the instruction, 0 to 255. */
  public int memoryByte(int address) {
    return ((address ^ seed) * 0x9E3779B1) >>> 24;
  }

  /** The code words as in the file. */
  public String codeText() {
    return code.stream().map(word -> String.format("%04x", word)).collect(Collectors.joining(" "));
  }
}

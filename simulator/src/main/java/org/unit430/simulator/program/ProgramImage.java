package org.unit430.simulator.program;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.unit430.simulator.event.Operation;

/**
 * A program as it is loaded: bytes, entry, symbols, and which operation each stretch of code is
 * charged to.
 *
 * @param segments bytes and where they go; they do not overlap
 * @param entry address of the first instruction; empty: the word at the reset vector 0FFFEh says
 * @param symbols labels in order of address
 * @param operations regions declared by the source, in order of address, not overlapping; empty for
 *     foreign programs
 */
public record ProgramImage(
    List<Segment> segments,
    OptionalInt entry,
    List<Symbol> symbols,
    List<OperationRegion> operations) {

  /** Copies the lists. */
  public ProgramImage {
    segments = List.copyOf(segments);
    symbols = List.copyOf(symbols);
    operations = List.copyOf(operations);
  }

  /**
   * Bytes at an address.
   *
   * @param name section name, or the empty string
   * @param address where the bytes are loaded (LMA), 0 to 0FFFFFh
   * @param bytes the content; owned by the record, not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // identity is enough; nobody compares segments
  public record Segment(String name, int address, byte[] bytes) {
    /** First address behind the segment. */
    public int end() {
      return address + bytes.length;
    }
  }

  /**
   * A label.
   *
   * @param name as in the source; {@code unit.label} where a unit was assembled under a name
   * @param address 20-bit address
   * @param size bytes up to the next label of its section, or as the object file says; 0 if unknown
   * @param kind what it labels
   */
  public record Symbol(String name, int address, int size, Kind kind) {
    /** What a label stands for. */
    public enum Kind {
      /** Executable code. */
      FUNCTION,
      /** Anything else. */
      DATA
    }
  }

  /**
   * A stretch of code charged to one operation.
   *
   * @param start first address
   * @param end first address behind it
   * @param operation what its instructions are for
   */
  public record OperationRegion(int start, int end, Operation operation) {}

  /** The address of a label, if the program has it. */
  public Optional<Symbol> symbol(String name) {
    return symbols.stream().filter(symbol -> symbol.name().equals(name)).findFirst();
  }

  /**
   * The address of a label that must be there.
   *
   * @throws IllegalArgumentException naming the label, if there is none
   */
  public int address(String name) {
    return symbol(name)
        .map(Symbol::address)
        .orElseThrow(
            () -> new IllegalArgumentException("the program has no symbol '" + name + "'"));
  }

  /** Label to address, of all symbols. */
  public Map<String, Integer> addresses() {
    return symbols.stream()
        .collect(
            java.util.stream.Collectors.toUnmodifiableMap(
                Symbol::name, Symbol::address, (first, second) -> first));
  }
}

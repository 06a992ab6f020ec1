package org.unit430.simulator.asm;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.unit430.simulator.asm.Section.Piece;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.program.ProgramImage.OperationRegion;
import org.unit430.simulator.program.ProgramImage.Segment;
import org.unit430.simulator.program.ProgramImage.Symbol;

/** The second pass: gives every piece its bytes and puts the image together. */
final class ImageBuilder {
  @SuppressWarnings("ArrayRecordComponent") // identity is enough; nobody compares pieces
  private record Placed(Section section, Piece piece, byte[] bytes) {
    int end() {
      return piece.address() + piece.size();
    }
  }

  private final Layout layout;
  private final SymbolTable symbols;
  private final List<Placed> placed = new ArrayList<>();

  ImageBuilder(Layout layout, SymbolTable symbols) {
    this.layout = layout;
    this.symbols = symbols;
  }

  /** Computes all bytes and checks that no piece lies on another. */
  void emit(Consumer<AssemblyError> errors) {
    for (Section section : layout.sections()) {
      for (Piece piece : section.pieces()) {
        try {
          byte[] bytes = piece.content() == null ? null : piece.content().bytes(piece.address());
          placed.add(new Placed(section, piece, bytes));
        } catch (AssemblyError error) {
          errors.accept(error);
        }
      }
    }
    // The sort is stable: what was written first stays first.
    placed.sort(Comparator.comparingInt(piece -> piece.piece().address()));
    for (int index = 1; index < placed.size(); index++) {
      Placed before = placed.get(index - 1);
      Placed piece = placed.get(index);
      if (piece.piece().address() < before.end()) {
        errors.accept(
            new AssemblyError(
                piece.piece().position(),
                String.format(
                    "0x%05x in section '%s' is already taken by section '%s' at %s",
                    piece.piece().address(),
                    piece.section().name(),
                    before.section().name(),
                    before.piece().position())));
        return;
      }
    }
  }

  ProgramImage build(OptionalInt entry) {
    return new ProgramImage(segments(), entry, symbols(), operations());
  }

  private List<Segment> segments() {
    List<Segment> segments = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Placed first = null;
    Placed last = null;
    for (Placed piece : placed) {
      if (piece.bytes() == null) {
        continue;
      }
      if (first != null
          && (piece.section() != first.section() || piece.piece().address() != last.end())) {
        segments.add(segment(first, bytes));
        first = null;
      }
      if (first == null) {
        bytes.reset();
        first = piece;
      }
      bytes.writeBytes(piece.bytes());
      last = piece;
    }
    if (first != null) {
      segments.add(segment(first, bytes));
    }
    return segments;
  }

  private static Segment segment(Placed first, ByteArrayOutputStream bytes) {
    return new Segment(first.section().name(), first.piece().address(), bytes.toByteArray());
  }

  private List<Symbol> symbols() {
    Set<Integer> instructions = new HashSet<>();
    Map<Integer, Integer> ends = new HashMap<>();
    for (Placed piece : placed) {
      if (piece.piece().instruction()) {
        instructions.add(piece.piece().address());
      }
      ends.merge(piece.piece().address(), piece.end(), Math::max);
    }
    List<SymbolTable.Label> labels =
        symbols.labels().stream()
            .filter(label -> !label.isLocal())
            .sorted(
                Comparator.comparingInt(SymbolTable.Label::address)
                    .thenComparing(SymbolTable.Label::name))
            .toList();
    List<Symbol> result = new ArrayList<>();
    for (int index = 0; index < labels.size(); index++) {
      SymbolTable.Label label = labels.get(index);
      Symbol.Kind kind =
          instructions.contains(label.address()) ? Symbol.Kind.FUNCTION : Symbol.Kind.DATA;
      int size = size(label, labels, index, ends);
      result.add(new Symbol(label.name(), label.address(), size, kind));
    }
    return result;
  }

  /** Up to the next label of its section, or to the end of what was put there without a gap. */
  private static int size(
      SymbolTable.Label label,
      List<SymbolTable.Label> labels,
      int index,
      Map<Integer, Integer> ends) {
    int next = Integer.MAX_VALUE;
    for (int later = index + 1; later < labels.size(); later++) {
      SymbolTable.Label candidate = labels.get(later);
      if (candidate.section() == label.section() && candidate.address() > label.address()) {
        next = candidate.address();
        break;
      }
    }
    int end = label.address();
    while (end < next && ends.containsKey(end)) {
      end = ends.get(end);
    }
    return Math.min(end, next) - label.address();
  }

  private List<OperationRegion> operations() {
    List<OperationRegion> regions = new ArrayList<>();
    for (Placed piece : placed) {
      Operation operation = piece.piece().operation();
      if (operation == null) {
        continue;
      }
      int last = regions.size() - 1;
      if (last >= 0
          && regions.get(last).operation() == operation
          && regions.get(last).end() == piece.piece().address()) {
        OperationRegion before = regions.get(last);
        regions.set(last, new OperationRegion(before.start(), piece.end(), operation));
      } else {
        regions.add(new OperationRegion(piece.piece().address(), piece.end(), operation));
      }
    }
    return regions;
  }
}

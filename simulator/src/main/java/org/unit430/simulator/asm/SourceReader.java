package org.unit430.simulator.asm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives the lines of a unit one by one: the file's, and those that macros, repetitions and included
 * files put in.
 */
final class SourceReader {
  private static final int DEEPEST = 60;
  private static final Pattern FIRST_WORD =
      Pattern.compile("^\\s*(?:[A-Za-z0-9_.$\\\\@]+\\s*:\\s*)*(\\.[A-Za-z0-9_.$]+)");
  private static final Set<String> MACRO = Set.of(".macro");
  private static final Set<String> REPEAT = Set.of(".rept");

  /** Lines that are read in order, as often as there are iterations. */
  private static final class Frame {
    private final List<SourceLine> lines;
    private final int iterations;
    private final IntFunction<Substitution> substitutions;
    private final Runnable atEnd;
    private int iteration;
    private int at;
    private int macroDepth;
    private int repeatDepth;
    private Substitution substitution;

    Frame(
        List<SourceLine> lines,
        int iterations,
        IntFunction<Substitution> substitutions,
        Runnable atEnd) {
      this.lines = lines;
      this.iterations = iterations;
      this.substitutions = substitutions;
      this.atEnd = atEnd;
      this.substitution = iterations == 0 ? null : substitutions.apply(0);
    }

    /** The next line, or null at the end. */
    SourceLine next() {
      if (iterations == 0 || lines.isEmpty()) {
        return null;
      }
      if (at == lines.size()) {
        iteration++;
        if (iteration == iterations) {
          return null;
        }
        at = 0;
        macroDepth = 0;
        repeatDepth = 0;
        substitution = substitutions.apply(iteration);
      }
      SourceLine line = lines.get(at++);
      String word = firstDirective(line.text());
      macroDepth -= word.equals(".endm") ? 1 : 0;
      repeatDepth -= word.equals(".endr") ? 1 : 0;
      SourceLine result =
          substitution == null ? line : substitution.apply(line, macroDepth > 0, repeatDepth > 0);
      macroDepth += MACRO.contains(word) ? 1 : 0;
      repeatDepth += REPEAT.contains(word) ? 1 : 0;
      return result;
    }

    boolean isAtEndOfIteration() {
      return at == lines.size() || lines.isEmpty();
    }
  }

  private final Deque<Frame> frames = new ArrayDeque<>();
  private final int mostLines;
  private int linesRead;

  SourceReader(List<SourceLine> lines, int mostLines, Runnable atEnd) {
    this.mostLines = mostLines;
    frames.push(new Frame(lines, 1, iteration -> null, atEnd));
  }

  /** The next line, or null at the end of the unit. */
  SourceLine next() {
    while (!frames.isEmpty()) {
      SourceLine line = frames.peek().next();
      if (line != null) {
        if (++linesRead > mostLines) {
          frames.clear();
          throw new AssemblyError(
              line.position(0), "the unit expands to more than " + mostLines + " lines");
        }
        return line;
      }
      frames.pop().atEnd.run();
    }
    return null;
  }

  /** Reads lines next that stand elsewhere; {@code atEnd} runs when they are used up. */
  void insert(
      SourcePosition position,
      List<SourceLine> lines,
      int iterations,
      IntFunction<Substitution> substitutions,
      Runnable atEnd) {
    if (frames.size() >= DEEPEST) {
      throw new AssemblyError(
          position, "macros and included files nest more than " + DEEPEST + " deep");
    }
    frames.push(new Frame(lines, iterations, substitutions, atEnd));
  }

  /** Takes the lines up to the directive that closes the block whose opening was just read. */
  List<SourceLine> takeBlock(SourcePosition opening, String open, String close) {
    List<SourceLine> block = new ArrayList<>();
    Frame frame = frames.peek();
    int depth = 1;
    while (!frame.isAtEndOfIteration()) {
      SourceLine line = frame.next();
      String word = firstDirective(line.text());
      if (word.equals(open)) {
        depth++;
      } else if (word.equals(close) && --depth == 0) {
        return block;
      }
      block.add(line);
    }
    throw new AssemblyError(opening, "'" + open + "' without '" + close + "'");
  }

  /** The directive that a line starts with, behind labels, in lower case; else empty. */
  static String firstDirective(String text) {
    Matcher matcher = FIRST_WORD.matcher(text);
    return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
  }
}

package org.unit430.simulator.asm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Puts arguments into the lines of a macro or a repeated block: {@code \name}, {@code \@} (a number
 * of its own for each expansion), {@code \+} (the iteration, from 0), {@code \()} (nothing; ends a
 * name).
 *
 * @param arguments values by name
 * @param expansion value of {@code \@}, or null
 * @param iteration value of {@code \+}, or null
 * @param trace how the lines come to be
 */
record Substitution(
    Map<String, String> arguments, String expansion, String iteration, List<String> trace) {

  /** Lines longer than this are refused, so that no recursion can fill memory. */
  static final int LONGEST_LINE = 100_000;

  /**
   * The line with its arguments put in.
   *
   * @param inMacro whether the line belongs to a macro defined within, whose {@code \@} waits
   * @param inRepeat whether it belongs to a block repeated within, whose {@code \+} waits
   */
  SourceLine apply(SourceLine line, boolean inMacro, boolean inRepeat) {
    String text = line.text();
    if (text.indexOf('\\') < 0) {
      return new SourceLine(line.file(), line.number(), text, line.columns(), trace);
    }
    StringBuilder result = new StringBuilder();
    int[] columns = new int[text.length() + 1];
    int at = 0;
    while (at < text.length()) {
      int end = at + 1;
      String replacement = text.substring(at, end);
      if (text.charAt(at) == '\\' && end < text.length()) {
        int nameEnd = endOfName(text, end);
        String argument = arguments.get(text.substring(end, nameEnd));
        if (argument != null && nameEnd > end) {
          replacement = argument;
          end = nameEnd;
        } else if (text.startsWith("@", end) && expansion != null && !inMacro) {
          replacement = expansion;
          end++;
        } else if (text.startsWith("+", end) && iteration != null && !inRepeat) {
          replacement = iteration;
          end++;
        } else if (text.startsWith("()", end)) {
          replacement = "";
          end += 2;
        } else {
          // An escape in a string, or an argument of something within.
          end = Math.max(end + 1, nameEnd);
          replacement = text.substring(at, end);
        }
      }
      int from = result.length();
      result.append(replacement);
      if (result.length() > LONGEST_LINE) {
        throw new AssemblyError(line.position(at), "line is too long after putting in arguments");
      }
      if (result.length() >= columns.length) {
        columns = Arrays.copyOf(columns, 2 * result.length() + 1);
      }
      Arrays.fill(columns, from, result.length(), line.column(at));
      at = end;
    }
    columns = Arrays.copyOf(columns, result.length() + 1);
    columns[result.length()] = line.column(text.length());
    return new SourceLine(line.file(), line.number(), result.toString(), columns, trace);
  }

  private static int endOfName(String text, int start) {
    int end = start;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return end;
  }
}

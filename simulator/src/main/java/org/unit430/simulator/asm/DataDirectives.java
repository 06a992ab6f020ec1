package org.unit430.simulator.asm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Directives that put values into the section or move its location. */
final class DataDirectives {
  /** What a section can hold at most. */
  private static final int ADDRESS_SPACE = 0x100000;

  private final UnitState state;

  DataDirectives(UnitState state) {
    this.state = state;
  }

  /** Carries out a directive; false if it is none of these. */
  boolean execute(String directive, Tokens tokens, SourcePosition position) {
    switch (directive) {
      case ".byte" -> values(tokens, position, 1);
      case ".word" -> values(tokens, position, 2);
      case ".long" -> values(tokens, position, 4);
      case ".ascii" -> strings(tokens, position, false);
      case ".asciz" -> strings(tokens, position, true);
      case ".space", ".skip" -> space(tokens, position);
      case ".fill" -> fill(tokens, position);
      case ".align" -> align(tokens, position);
      case ".even" -> alignTo(2, 0, position);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void values(Tokens tokens, SourcePosition position, int bytes) {
    if (bytes > 1 && (state.section().location(position) & 1) != 0) {
      throw new AssemblyError(
          position, "words lie at even addresses; put .even before this directive");
    }
    List<Expression> expressions = new ArrayList<>();
    do {
      expressions.add(state.expression(tokens));
    } while (tokens.accept(","));
    Scope scope = state.scope();
    add(
        position,
        (long) bytes * expressions.size(),
        address -> {
          byte[] content = new byte[bytes * expressions.size()];
          for (int index = 0; index < expressions.size(); index++) {
            put(content, index * bytes, bytes, expressions.get(index), scope);
          }
          return content;
        });
  }

  private static void put(byte[] content, int at, int bytes, Expression expression, Scope scope) {
    long value = InstructionSyntax.known(expression, scope);
    long limit = 1L << (8 * bytes);
    if (value < -limit / 2 || value >= limit) {
      throw new AssemblyError(
          expression.position(), "value " + value + " does not fit " + 8 * bytes + " bits");
    }
    for (int index = 0; index < bytes; index++) {
      content[at + index] = (byte) (value >> (8 * index));
    }
  }

  private void strings(Tokens tokens, SourcePosition position, boolean terminated) {
    StringBuilder text = new StringBuilder();
    do {
      text.append(tokens.expectString());
      if (terminated) {
        text.append('\0');
      }
    } while (tokens.accept(","));
    byte[] content = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    add(position, content.length, address -> content);
  }

  private void space(Tokens tokens, SourcePosition position) {
    long count = state.knownValue(tokens, "the number of bytes");
    int value = tokens.accept(",") ? byteValue(tokens) : 0;
    reserve(count, value, position);
  }

  private void fill(Tokens tokens, SourcePosition position) {
    long count = state.knownValue(tokens, "the number of repetitions");
    long size = tokens.accept(",") ? state.knownValue(tokens, "the size") : 1;
    long value = tokens.accept(",") ? state.knownValue(tokens, "the value") : 0;
    if (size < 1 || size > 4) {
      throw new AssemblyError(position, "the size in .fill is 1 to 4 bytes, not " + size);
    }
    checkCount(count, position);
    byte[] content = new byte[Math.toIntExact(Math.min(count, ADDRESS_SPACE) * size)];
    for (int index = 0; index < content.length; index++) {
      content[index] = (byte) (value >> (8 * (index % size)));
    }
    add(position, count * size, address -> content);
  }

  private void align(Tokens tokens, SourcePosition position) {
    long boundary = state.knownValue(tokens, "the boundary");
    int value = tokens.accept(",") ? byteValue(tokens) : 0;
    if (boundary < 1 || boundary > ADDRESS_SPACE || Long.bitCount(boundary) != 1) {
      throw new AssemblyError(position, ".align takes a power of two in bytes, not " + boundary);
    }
    alignTo((int) boundary, value, position);
  }

  private void alignTo(int boundary, int value, SourcePosition position) {
    int location = state.section().location(position);
    reserve(-location & (boundary - 1), value, position);
  }

  private int byteValue(Tokens tokens) {
    SourcePosition position = tokens.position();
    long value = state.knownValue(tokens, "the fill value");
    if (value < -128 || value > 255) {
      throw new AssemblyError(position, "value " + value + " does not fit 8 bits");
    }
    return (int) value;
  }

  private static void checkCount(long count, SourcePosition position) {
    if (count < 0 || count > ADDRESS_SPACE) {
      throw new AssemblyError(
          position, "a count of " + count + " is not within 0 to " + ADDRESS_SPACE);
    }
  }

  private void reserve(long count, int value, SourcePosition position) {
    checkCount(count, position);
    if (state.section().reserves() && value == 0) {
      state.section().add(position, count, false, null, null);
      return;
    }
    add(
        position,
        count,
        address -> {
          byte[] content = new byte[(int) count];
          Arrays.fill(content, (byte) value);
          return content;
        });
  }

  private void add(SourcePosition position, long size, Section.Content content) {
    state.section().add(position, size, false, null, content);
  }
}

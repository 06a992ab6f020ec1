package org.unit430.simulator.asm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts a line into tokens; comments ({@code ;} and {@code //}) end it. */
final class Lexer {
  private static final List<String> LONG_PUNCTUATION =
      List.of("<<", ">>", "<=", ">=", "==", "!=", "&&", "||");
  private static final String PUNCTUATION = "#&@+-*/%~!<>|^=?:,(){";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_.$][A-Za-z0-9_.$]*");
  private static final Pattern HEXADECIMAL_SUFFIX = Pattern.compile("[0-9][0-9A-Fa-f]*[hH]");
  private static final Pattern HEXADECIMAL_PREFIX = Pattern.compile("0[xX][0-9A-Fa-f]+");
  private static final Pattern BINARY = Pattern.compile("0[bB][01]+");
  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]*");
  private static final Pattern LOCAL_LABEL = Pattern.compile("[0-9]{1,6}[bf]");

  private final SourceLine line;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(SourceLine line) {
    this.line = line;
    this.text = line.text();
  }

  /** The tokens of a line; the last one is of kind END. */
  static List<Token> tokens(SourceLine line) {
    return new Lexer(line).run();
  }

  static boolean isIdentifier(String name) {
    return IDENTIFIER.matcher(name).matches();
  }

  private List<Token> run() {
    while (at < text.length()) {
      char character = text.charAt(at);
      if (character == ';' || text.startsWith("//", at)) {
        break;
      }
      if (character == ' ' || character == '\t' || character == '\f') {
        at++;
      } else if (isWordStart(character)) {
        add(Token.Kind.IDENTIFIER, endOfWord(), 0);
      } else if (isDigit(character)) {
        number();
      } else if (character == '"') {
        string();
      } else if (character == '\'') {
        character();
      } else {
        punctuation(character);
      }
    }
    tokens.add(new Token(Token.Kind.END, "", 0, at, at));
    return tokens;
  }

  private void add(Token.Kind kind, int end, long value) {
    tokens.add(new Token(kind, text.substring(at, end), value, at, end));
    at = end;
  }

  private void punctuation(char character) {
    for (String candidate : LONG_PUNCTUATION) {
      if (text.startsWith(candidate, at)) {
        add(Token.Kind.PUNCTUATION, at + 2, 0);
        return;
      }
    }
    if (PUNCTUATION.indexOf(character) >= 0) {
      add(Token.Kind.PUNCTUATION, at + 1, 0);
    } else if (character == '\\') {
      int start = at++;
      throw error(
          start, "no macro argument is called '" + text.substring(start, endOfWord()) + "'");
    } else {
      throw error(at, "unexpected character '" + printable(character) + "'");
    }
  }

  private void number() {
    int end = endOfWord();
    String word = text.substring(at, end);
    try {
      if (HEXADECIMAL_SUFFIX.matcher(word).matches()) {
        add(Token.Kind.NUMBER, end, Long.parseLong(word.substring(0, word.length() - 1), 16));
      } else if (HEXADECIMAL_PREFIX.matcher(word).matches()) {
        add(Token.Kind.NUMBER, end, Long.parseLong(word.substring(2), 16));
      } else if (BINARY.matcher(word).matches()) {
        add(Token.Kind.NUMBER, end, Long.parseLong(word.substring(2), 2));
      } else if (LOCAL_LABEL.matcher(word).matches()) {
        add(Token.Kind.LOCAL_LABEL, end, Long.parseLong(word.substring(0, word.length() - 1)));
      } else if (DECIMAL.matcher(word).matches()) {
        add(Token.Kind.NUMBER, end, Long.parseLong(word));
      } else {
        boolean octal = word.startsWith("0") && word.chars().allMatch(Character::isDigit);
        throw error(
            at,
            "'"
                + word
                + "' is no number"
                + (octal ? "; a leading 0 would mean octal in C: write it without, or 0x" : ""));
      }
    } catch (NumberFormatException tooLarge) {
      throw error(at, "number '" + word + "' is too large");
    }
  }

  private void string() {
    int start = at++;
    StringBuilder content = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw error(start, "string without closing quote");
      }
      if (text.charAt(at) == '"') {
        at++;
        break;
      }
      content.append(escaped());
    }
    tokens.add(new Token(Token.Kind.STRING, content.toString(), 0, start, at));
  }

  private void character() {
    int start = at++;
    if (at >= text.length() || text.charAt(at) == '\'') {
      throw error(start, "empty character constant");
    }
    char value = escaped();
    if (at >= text.length() || text.charAt(at) != '\'') {
      throw error(start, "character constant without closing quote");
    }
    at++;
    String shown = text.substring(start, at);
    tokens.add(new Token(Token.Kind.NUMBER, shown, value, start, at));
  }

  private char escaped() {
    int start = at;
    char character = text.charAt(at++);
    if (character < ' ' || character > '~') {
      throw error(start, "character '" + printable(character) + "' is not ASCII; write \\xHH");
    }
    if (character != '\\') {
      return character;
    }
    if (at >= text.length()) {
      throw error(start, "string ends within an escape");
    }
    char code = text.charAt(at++);
    return switch (code) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '0' -> '\0';
      case '\\', '"', '\'' -> code;
      case 'x' -> hexadecimalEscape(start);
      default -> throw error(start, "unknown escape '\\" + printable(code) + "'");
    };
  }

  private char hexadecimalEscape(int start) {
    int high = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
    if (high < 0 || low < 0) {
      throw error(start, "\\x needs two hexadecimal digits");
    }
    at += 2;
    return (char) (high << 4 | low);
  }

  private int endOfWord() {
    int end = at;
    while (end < text.length() && (isWordStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private AssemblyError error(int index, String message) {
    return new AssemblyError(line.position(index), message);
  }

  private static String printable(char character) {
    return character < ' ' || character > '~'
        ? String.format(Locale.ROOT, "\\u%04X", (int) character)
        : String.valueOf(character);
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isWordStart(char character) {
    return (character >= 'A' && character <= 'Z')
        || (character >= 'a' && character <= 'z')
        || character == '_'
        || character == '.'
        || character == '$';
  }
}

package org.unit430.simulator.asm;

import java.util.List;
import java.util.Locale;

/** A place in the tokens of a line. */
final class Tokens {
  private final SourceLine line;
  private final List<Token> tokens;
  private int at;

  Tokens(SourceLine line) {
    this.line = line;
    this.tokens = Lexer.tokens(line);
  }

  SourceLine line() {
    return line;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean atEnd() {
    return peek().kind() == Token.Kind.END;
  }

  boolean accept(String punctuation) {
    if (!peek().is(punctuation)) {
      return false;
    }
    at++;
    return true;
  }

  void expect(String punctuation) {
    if (!accept(punctuation)) {
      throw error("'" + punctuation + "' expected, found " + peek().described());
    }
  }

  String expectIdentifier(String what) {
    if (!peek().isIdentifier()) {
      throw error(what + " expected, found " + peek().described());
    }
    return next().text();
  }

  String expectString() {
    if (peek().kind() != Token.Kind.STRING) {
      throw error("a string in double quotes expected, found " + peek().described());
    }
    return next().text();
  }

  /** The next word in lower case, if it is a word. */
  String peekWord() {
    return peek().isIdentifier() ? peek().text().toLowerCase(Locale.ROOT) : "";
  }

  void expectEnd() {
    if (!atEnd()) {
      throw error("unexpected " + peek().described());
    }
  }

  SourcePosition position() {
    return position(peek());
  }

  SourcePosition position(Token token) {
    return line.position(token.start());
  }

  AssemblyError error(String message) {
    return new AssemblyError(position(), message);
  }
}

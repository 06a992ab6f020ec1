package org.unit430.simulator.asm;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.unit430.simulator.asm.InstructionSyntax.RepeatSyntax;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.isa.CpuCore;

/** The first pass over a unit: every statement gets its address and every label its value. */
final class UnitAssembler {
  /** Takes what can only be checked when all symbols are known. */
  interface Later {
    /** A condition of {@code .assert}, or the name of {@code .entry}. */
    void check(Runnable check);

    /** The label where the program starts. */
    void entry(Expression label, Scope scope);
  }

  private final CpuCore core;
  private final Scope scope;
  private final UnitState state;
  private final Blocks blocks;
  private final InstructionParser instructions;
  private final DataDirectives data;
  private final Later later;
  private Optional<RepeatSyntax> repeat = Optional.empty();

  UnitAssembler(
      CpuCore core,
      AssemblyUnit unit,
      SymbolTable symbols,
      Layout layout,
      IncludeResolver includes,
      int mostLines,
      Later later) {
    this.core = core;
    this.scope = new Scope(unit.name(), symbols);
    this.state = new UnitState(scope, layout);
    this.blocks =
        new Blocks(
            SourceLine.of(unit.fileName(), unit.source(), java.util.List.of()),
            state,
            includes,
            mostLines);
    this.instructions = new InstructionParser(scope);
    this.data = new DataDirectives(state);
    this.later = later;
    SourcePosition given =
        new SourcePosition(unit.fileName(), 1, 1, java.util.List.of("by definition"));
    new java.util.TreeMap<>(unit.definitions())
        .forEach(
            (name, value) ->
                scope.defineConstant(name, new Expression.Literal(given, value), given));
  }

  /** Assembles all lines; errors go to the consumer, which may throw to end the pass. */
  void run(Consumer<AssemblyError> errors) {
    boolean more = true;
    while (more) {
      try {
        SourceLine line = blocks.next();
        more = line != null;
        if (more) {
          line(line);
        }
      } catch (AssemblyError error) {
        errors.accept(error);
      }
    }
    try {
      checkNoRepeat();
      state.checkOperations();
    } catch (AssemblyError error) {
      errors.accept(error);
    }
  }

  private void line(SourceLine line) {
    if (blocks.skips(line)) {
      return;
    }
    Tokens tokens = new Tokens(line);
    while (acceptLabel(tokens)) {
      checkNoRepeat();
    }
    if (tokens.atEnd()) {
      return;
    }
    SourcePosition position = tokens.position();
    String word = tokens.peekWord();
    if (word.isEmpty()) {
      throw tokens.error(
          "an instruction or directive expected, found " + tokens.peek().described());
    }
    if (acceptDefinition(tokens)) {
      tokens.expectEnd();
    } else if (blocks.acceptMacroCall(tokens)) {
      return;
    } else if (word.startsWith(".") && word.length() > 1) {
      checkNoRepeat();
      tokens.next();
      if (!blocks.execute(word, tokens, position)) {
        directive(word, tokens, position);
      }
      tokens.expectEnd();
    } else {
      instruction(tokens);
    }
  }

  private void checkNoRepeat() {
    if (repeat.isPresent()) {
      SourcePosition position = repeat.get().position();
      repeat = Optional.empty();
      throw new AssemblyError(position, "a repeat count must be followed by its instruction");
    }
  }

  private boolean acceptLabel(Tokens tokens) {
    Token token = tokens.peek();
    if (!tokens.peek(1).is(":")) {
      return false;
    }
    SourcePosition position = tokens.position();
    if (token.isIdentifier()) {
      tokens.next();
      tokens.next();
      int address = state.section().location(position);
      scope.defineLabel(token.text(), address, state.section(), position);
      return true;
    }
    if (token.kind() == Token.Kind.NUMBER) {
      tokens.next();
      tokens.next();
      scope.defineLocalLabel(token.value(), state.section().location(position));
      return true;
    }
    return false;
  }

  /** {@code name = value}, {@code name .equ value}, {@code name .set value}. */
  private boolean acceptDefinition(Tokens tokens) {
    Token name = tokens.peek();
    Token second = tokens.peek(1);
    String word = second.isIdentifier() ? second.text().toLowerCase(Locale.ROOT) : "";
    boolean constant = word.equals(".equ");
    if (!second.is("=") && !constant && !word.equals(".set")) {
      return false;
    }
    SourcePosition position = tokens.position();
    tokens.next();
    tokens.next();
    define(name.text(), constant, tokens, position);
    return true;
  }

  private void define(String name, boolean constant, Tokens tokens, SourcePosition position) {
    if (constant) {
      OptionalInt register =
          tokens.peek().isIdentifier() ? scope.register(tokens.peek().text()) : OptionalInt.empty();
      if (register.isPresent()) {
        tokens.next();
        scope.defineRegister(name, register.getAsInt(), position);
      } else {
        scope.defineConstant(name, state.expression(tokens), position);
      }
    } else {
      scope.setVariable(name, state.knownValue(tokens, "the value"), position);
    }
  }

  private void instruction(Tokens tokens) {
    if (InstructionParser.isRepeat(tokens.peekWord())) {
      checkNoRepeat();
      repeat = Optional.of(instructions.parseRepeat(tokens));
      if (tokens.atEnd()) {
        return;
      }
    }
    Optional<RepeatSyntax> prefix = repeat;
    repeat = Optional.empty();
    InstructionSyntax syntax = instructions.parse(tokens, prefix);
    Section section = state.section();
    if ((section.location(syntax.position()) & 1) != 0) {
      throw new AssemblyError(
          syntax.position(), "instructions lie at even addresses; put .even before this one");
    }
    section.add(
        syntax.position(),
        2L * syntax.words(),
        true,
        state.operation(),
        address -> Assembler.bytes(syntax.encode(address, core, scope)));
  }

  private void directive(String word, Tokens tokens, SourcePosition position) {
    if (data.execute(word, tokens, position)) {
      return;
    }
    switch (word) {
      case ".equ", ".set" -> {
        SourcePosition namePosition = tokens.position();
        String name = tokens.expectIdentifier("a name");
        tokens.expect(",");
        define(name, word.equals(".equ"), tokens, namePosition);
      }
      case ".org" -> {
        SourcePosition addressPosition = tokens.position();
        state.section().moveTo(state.knownValue(tokens, "the address"), addressPosition);
      }
      case ".section" -> state.enterSection(tokens.expectIdentifier("the name of a section"));
      case ".text", ".data", ".bss" -> state.enterSection(word);
      case ".global", ".globl" -> {
        do {
          tokens.expectIdentifier("a label");
        } while (tokens.accept(","));
      }
      case ".entry" -> entry(tokens);
      case ".operation" -> operation(tokens);
      case ".error" -> throw new AssemblyError(position, tokens.expectString());
      case ".assert" -> assertion(tokens, position);
      default -> throw new AssemblyError(position, "unknown directive '" + word + "'");
    }
  }

  private void entry(Tokens tokens) {
    SourcePosition position = tokens.position();
    String label = tokens.expectIdentifier("a label");
    later.entry(new Expression.Name(position, label), scope);
  }

  private void assertion(Tokens tokens, SourcePosition position) {
    Expression condition = state.expression(tokens);
    tokens.expect(",");
    String message = tokens.expectString();
    later.check(
        () -> {
          if (InstructionSyntax.known(condition, scope) == 0) {
            throw new AssemblyError(position, message);
          }
        });
  }

  private void operation(Tokens tokens) {
    SourcePosition position = tokens.position();
    if (tokens.peekWord().equals("pop") && tokens.peek(1).kind() == Token.Kind.END) {
      tokens.next();
      state.popOperation(position);
      return;
    }
    boolean push = tokens.peekWord().equals("push") && tokens.peek(1).kind() != Token.Kind.END;
    if (push) {
      tokens.next();
    }
    StringBuilder label = new StringBuilder();
    SourcePosition labelPosition = tokens.position();
    while (!tokens.atEnd()) {
      label.append(tokens.next().text());
    }
    Operation operation =
        Operation.byLabel(label.toString())
            .orElseThrow(
                () ->
                    new AssemblyError(
                        labelPosition,
                        "unknown operation '" + label + "'; there are " + Operations.labels()));
    if (push) {
      state.pushOperation(operation, position);
    } else {
      state.setOperation(operation);
    }
  }
}

package org.unit430.simulator.asm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.unit430.simulator.asm.Macro.Parameter;

/** Which lines are assembled: conditions, macros, repetitions and included files. */
final class Blocks {
  private static final int MOST_ITERATIONS = 1_000_000;

  private final UnitState state;
  private final IncludeResolver includes;
  private final SourceReader reader;
  private final Conditionals conditionals = new Conditionals();
  private final Map<String, Macro> macros = new HashMap<>();
  private int outermost;
  private int expansions;

  Blocks(List<SourceLine> lines, UnitState state, IncludeResolver includes, int mostLines) {
    this.state = state;
    this.includes = includes;
    this.reader = new SourceReader(lines, mostLines, () -> conditionals.closeAllAbove(0));
  }

  SourceLine next() {
    return reader.next();
  }

  /** Handles conditions; true if the line is not to be assembled, or was one. */
  boolean skips(SourceLine line) {
    String word = SourceReader.firstDirective(line.text());
    switch (word) {
      case ".if", ".ifdef", ".ifndef" ->
          conditionals.open(line.position(0), () -> condition(word, line));
      case ".elseif" ->
          conditionals.elseIf(line.position(0), outermost, () -> condition(word, line));
      case ".else" -> {
        conditionals.otherwise(line.position(0), outermost);
        expectNothingBehind(line);
      }
      case ".endif" -> {
        conditionals.close(line.position(0), outermost);
        expectNothingBehind(line);
      }
      default -> {
        return !conditionals.active();
      }
    }
    return true;
  }

  private static void expectNothingBehind(SourceLine line) {
    afterDirective(line).expectEnd();
  }

  private static Tokens afterDirective(SourceLine line) {
    Tokens tokens = new Tokens(line);
    if (tokens.peek(1).is(":")) {
      throw tokens.error("a label cannot stand before a condition");
    }
    tokens.next();
    return tokens;
  }

  private boolean condition(String word, SourceLine line) {
    Tokens tokens = afterDirective(line);
    boolean result;
    if (word.equals(".ifdef") || word.equals(".ifndef")) {
      result = state.scope().isDefined(tokens.expectIdentifier("a name")) == word.equals(".ifdef");
    } else {
      result = state.knownValue(tokens, "the condition") != 0;
    }
    tokens.expectEnd();
    return result;
  }

  /** Carries out a directive that takes or gives lines; false if it is none of these. */
  boolean execute(String directive, Tokens tokens, SourcePosition position) {
    switch (directive) {
      case ".macro" -> defineMacro(tokens, position);
      case ".rept" -> repeat(tokens, position);
      case ".include" -> include(tokens, position);
      case ".endm" -> throw new AssemblyError(position, "'.endm' without '.macro'");
      case ".endr" -> throw new AssemblyError(position, "'.endr' without '.rept'");
      default -> {
        return false;
      }
    }
    return true;
  }

  private void defineMacro(Tokens tokens, SourcePosition position) {
    // The block is taken first, so that a wrong head does not leave its body to be assembled.
    List<SourceLine> body = reader.takeBlock(position, ".macro", ".endm");
    SourcePosition namePosition = tokens.position();
    String name = tokens.expectIdentifier("the name of the macro").toLowerCase(Locale.ROOT);
    if (InstructionParser.isMnemonic(name)) {
      throw new AssemblyError(namePosition, "'" + name + "' is an instruction");
    }
    List<Parameter> parameters = new ArrayList<>();
    tokens.accept(",");
    while (!tokens.atEnd()) {
      SourcePosition parameterPosition = tokens.position();
      String parameter = tokens.expectIdentifier("the name of a parameter");
      if (parameters.stream().anyMatch(known -> known.name().equals(parameter))) {
        throw new AssemblyError(parameterPosition, "parameter '" + parameter + "' stands twice");
      }
      parameters.add(new Parameter(parameter, tokens.accept("=") ? argument(tokens) : null));
      if (!tokens.atEnd()) {
        tokens.expect(",");
      }
    }
    Macro macro = new Macro(name, List.copyOf(parameters), List.copyOf(body), position);
    Macro first = macros.putIfAbsent(name, macro);
    if (first != null) {
      throw new AssemblyError(
          namePosition, "macro '" + name + "' is already defined at " + first.position());
    }
  }

  /** The text of a macro argument: up to a comma outside parentheses. */
  private static String argument(Tokens tokens) {
    int start = tokens.peek().start();
    int end = start;
    int depth = 0;
    while (!tokens.atEnd() && (depth > 0 || !tokens.peek().is(","))) {
      Token token = tokens.next();
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      end = token.end();
    }
    return tokens.line().text().substring(start, end);
  }

  /** Expands a macro if the line calls one. */
  boolean acceptMacroCall(Tokens tokens) {
    Macro macro = macros.get(tokens.peekWord());
    if (macro == null) {
      return false;
    }
    SourcePosition position = tokens.position();
    tokens.next();
    Map<String, String> arguments = arguments(macro, tokens, position);
    String expansion = Integer.toString(expansions++);
    List<String> trace = trace("in macro " + macro.name(), tokens.line());
    Substitution substitution = new Substitution(arguments, expansion, null, trace);
    insert(position, macro.body(), 1, iteration -> substitution);
    return true;
  }

  private static Map<String, String> arguments(Macro macro, Tokens tokens, SourcePosition call) {
    Map<String, String> arguments = new HashMap<>();
    int positional = 0;
    while (!tokens.atEnd()) {
      SourcePosition position = tokens.position();
      String target;
      if (tokens.peek(1).is("=") && macro.hasParameter(tokens.peek().text())) {
        target = tokens.next().text();
        tokens.next();
      } else if (positional < macro.parameters().size()) {
        target = macro.parameters().get(positional++).name();
      } else {
        throw new AssemblyError(
            position,
            String.format(
                "macro '%s' takes %d argument%s",
                macro.name(),
                macro.parameters().size(),
                macro.parameters().size() == 1 ? "" : "s"));
      }
      if (arguments.put(target, argument(tokens)) != null) {
        throw new AssemblyError(position, "argument '" + target + "' is given twice");
      }
      if (!tokens.accept(",")) {
        break;
      }
    }
    for (Parameter parameter : macro.parameters()) {
      String given = arguments.get(parameter.name());
      if (parameter.standard() != null && (given == null || given.isEmpty())) {
        arguments.put(parameter.name(), parameter.standard());
      } else if (given == null) {
        throw new AssemblyError(
            call, "macro '" + macro.name() + "' needs its argument '" + parameter.name() + "'");
      }
    }
    return arguments;
  }

  private void repeat(Tokens tokens, SourcePosition position) {
    List<SourceLine> body = reader.takeBlock(position, ".rept", ".endr");
    SourcePosition countPosition = tokens.position();
    long count = state.knownValue(tokens, "the number of repetitions");
    if (count < 0 || count > MOST_ITERATIONS) {
      throw new AssemblyError(
          countPosition, "a repetition of " + count + " is not within 0 to " + MOST_ITERATIONS);
    }
    String counter = tokens.accept(",") ? tokens.expectIdentifier("the name of the counter") : "";
    SourceLine line = tokens.line();
    insert(
        position,
        body,
        (int) count,
        iteration -> {
          String number = Integer.toString(iteration);
          Map<String, String> arguments = counter.isEmpty() ? Map.of() : Map.of(counter, number);
          List<String> trace = trace("in repetition " + (iteration + 1), line);
          return new Substitution(arguments, null, number, trace);
        });
  }

  private void include(Tokens tokens, SourcePosition position) {
    SourcePosition namePosition = tokens.position();
    String name = tokens.expectString();
    String source =
        includes
            .source(name)
            .orElseThrow(
                () -> new AssemblyError(namePosition, "file '" + name + "' to include not found"));
    List<String> trace = trace("included", tokens.line());
    insert(position, SourceLine.of(name, source, trace), 1, iteration -> null);
  }

  /** Conditions of the inserted lines are their own: opened and closed within. */
  private void insert(
      SourcePosition position,
      List<SourceLine> lines,
      int times,
      IntFunction<Substitution> substitutions) {
    int outer = outermost;
    int depth = conditionals.depth();
    reader.insert(
        position,
        lines,
        times,
        substitutions,
        () -> {
          outermost = outer;
          conditionals.closeAllAbove(depth);
        });
    outermost = depth;
  }

  private static List<String> trace(String what, SourceLine line) {
    List<String> trace = new ArrayList<>();
    trace.add(what + " at " + line.place());
    trace.addAll(line.trace());
    return trace;
  }
}

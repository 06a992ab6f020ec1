package org.unit430.simulator.asm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

/**
 * Assembles MSP430 and CPUX sources ({@code .s43}); docs/assembler.md describes the language.
 *
 * <p>Units are laid out in the order they are added: each section goes on where the unit before
 * left it. Two passes suffice, because the length of an instruction depends only on what is known
 * where it stands. The same units give the same image, byte for byte.
 */
public final class Assembler {
  /** After so many errors the rest is not reported. */
  public static final int MOST_PROBLEMS = 20;

  /** To how many lines a unit may expand unless {@link #mostLines} says otherwise. */
  public static final int MOST_LINES = 2_000_000;

  private final CpuCore core;
  private final List<AssemblyUnit> units = new ArrayList<>();
  private final List<SectionDeclaration> declarations = new ArrayList<>();
  private IncludeResolver includes = IncludeResolver.NONE;
  private int mostLines = MOST_LINES;

  private record SectionDeclaration(String name, int start, int limit, boolean reserves) {}

  /** An assembler for one instruction set. */
  public Assembler(CpuCore core) {
    this.core = core;
  }

  /**
   * Says where a section lies.
   *
   * @param name as in {@code .section}; a leading dot does not count
   * @param start its first address
   * @param limit the first address that it must not reach
   * @throws IllegalArgumentException if that is no range of 20-bit addresses, or the section is
   *     declared already
   */
  public Assembler section(String name, int start, int limit) {
    return declare(name, start, limit, false);
  }

  /**
   * Says where a section lies that only reserves memory: labels and {@code .space}, but no bytes to
   * load.
   *
   * @see #section
   */
  public Assembler reserved(String name, int start, int limit) {
    return declare(name, start, limit, true);
  }

  private Assembler declare(String name, int start, int limit, boolean reserves) {
    if (start < 0 || start > limit || limit > 0x100000) {
      throw new IllegalArgumentException(
          String.format(
              "section '%s' from 0x%x to 0x%x is no range of 20-bit addresses",
              name, start, limit));
    }
    String normalized = Layout.normalized(name);
    if (declarations.stream().anyMatch(known -> known.name().equals(normalized))) {
      throw new IllegalArgumentException("section '" + name + "' is declared twice");
    }
    declarations.add(new SectionDeclaration(normalized, start, limit, reserves));
    return this;
  }

  /** Says where {@code .include} finds its files. */
  public Assembler includes(IncludeResolver resolver) {
    this.includes = resolver;
    return this;
  }

  /**
   * Says to how many lines macros, repetitions and included files may expand a unit: fewer for
   * whoever assembles many sources that nobody has looked at, such as a fuzzer.
   *
   * @throws IllegalArgumentException if that is none
   */
  public Assembler mostLines(int lines) {
    if (lines < 1) {
      throw new IllegalArgumentException("a unit has to have at least one line, not " + lines);
    }
    this.mostLines = lines;
    return this;
  }

  /**
   * Adds a unit behind those added before.
   *
   * @throws IllegalArgumentException if another unit has that name and the name is not empty
   */
  public Assembler add(AssemblyUnit unit) {
    if (!unit.name().isEmpty()
        && units.stream().anyMatch(known -> known.name().equals(unit.name()))) {
      throw new IllegalArgumentException("two assembly units are called '" + unit.name() + "'");
    }
    units.add(unit);
    return this;
  }

  /**
   * Assembles a single source whose sections have their addresses from {@code .org}.
   *
   * @throws AssemblerException naming every error with its position
   */
  public static ProgramImage assemble(CpuCore core, String fileName, String source) {
    return new Assembler(core).add(AssemblyUnit.of(fileName, source)).assemble();
  }

  /**
   * Assembles all units.
   *
   * @throws AssemblerException naming every error with its position
   */
  public ProgramImage assemble() {
    return new Run().assemble();
  }

  static byte[] bytes(int[] words) {
    byte[] bytes = new byte[2 * words.length];
    for (int index = 0; index < words.length; index++) {
      bytes[2 * index] = (byte) words[index];
      bytes[2 * index + 1] = (byte) (words[index] >> 8);
    }
    return bytes;
  }

  /** One assembly: what is gathered in the first pass and used in the second. */
  private final class Run implements UnitAssembler.Later {
    private final SymbolTable symbols = new SymbolTable();
    private final Layout layout = new Layout();
    private final List<Runnable> checks = new ArrayList<>();
    private final List<AssemblerException.Problem> problems = new ArrayList<>();
    private final Set<AssemblerException.Problem> known = new HashSet<>();
    private Expression entry;
    private Scope entryScope;

    ProgramImage assemble() {
      for (SectionDeclaration section : declarations) {
        layout.declare(
            new Section(section.name(), section.start(), section.limit(), section.reserves()));
      }
      for (AssemblyUnit unit : units) {
        attempt(
            () ->
                new UnitAssembler(core, unit, symbols, layout, includes, mostLines, this)
                    .run(this::report));
      }
      for (Section section : layout.sections()) {
        attempt(section::checkLimit);
      }
      failIfWrong();
      symbols.complete();
      symbols.evaluateWaiting(this::report);
      checks.forEach(this::attempt);
      ImageBuilder image = new ImageBuilder(layout, symbols);
      image.emit(this::report);
      OptionalInt start = entryAddress();
      failIfWrong();
      return image.build(start);
    }

    private void attempt(Runnable step) {
      try {
        step.run();
      } catch (AssemblyError error) {
        report(error);
      }
    }

    private void report(AssemblyError error) {
      // An expression that is part of several checks is one problem.
      if (known.add(error.problem())) {
        problems.add(error.problem());
      }
      if (problems.size() == MOST_PROBLEMS) {
        failIfWrong();
      }
    }

    private void failIfWrong() {
      if (!problems.isEmpty()) {
        throw new AssemblerException(problems);
      }
    }

    private OptionalInt entryAddress() {
      if (entry != null) {
        try {
          long address = InstructionSyntax.known(entry, entryScope);
          if ((address & ~0xFFFFEL) != 0) {
            throw new AssemblyError(
                entry.position(), Numbers.shown(address) + " is no address of an instruction");
          }
          return OptionalInt.of((int) address);
        } catch (AssemblyError error) {
          report(error);
        }
      }
      for (String name : List.of("_start", "start")) {
        for (SymbolTable.Label label : symbols.labels()) {
          if (label.name().equals(name)) {
            return OptionalInt.of(label.address());
          }
        }
      }
      return OptionalInt.empty();
    }

    @Override
    public void check(Runnable check) {
      checks.add(check);
    }

    @Override
    public void entry(Expression label, Scope scope) {
      if (entry != null) {
        throw new AssemblyError(label.position(), "'.entry' stands already at " + entry.position());
      }
      entry = label;
      entryScope = scope;
    }
  }
}

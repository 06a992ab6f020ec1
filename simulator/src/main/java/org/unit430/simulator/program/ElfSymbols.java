package org.unit430.simulator.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.unit430.simulator.program.ElfTables.Section;
import org.unit430.simulator.program.ProgramImage.Symbol;
import org.unit430.simulator.program.ProgramImage.Symbol.Kind;

/**
 * The labels of an ELF file: functions, objects, and the untyped labels of assembly sources and
 * linker scripts. Left out are files, sections, undefined and nameless symbols, those of sections
 * that occupy no memory, and what the assembler made for itself: of the 11,268 symbols of a "hello,
 * world" compiled by msp430-elf-gcc 12, 390 remain.
 */
final class ElfSymbols {
  private static final int MOST_SYMBOLS = MemoryContents.ADDRESS_SPACE;

  /** Characters of all names together: names may share bytes in the file, but not here. */
  private static final int MOST_NAME_CHARACTERS = 1 << 24;

  private final ElfTables elf;
  private final Section strings;
  private long nameCharacters;

  private ElfSymbols(ElfTables elf, Section strings) {
    this.elf = elf;
    this.strings = strings;
  }

  /**
   * Reads the symbol table.
   *
   * @return labels in order of address, those of one address in the order of the file; empty if
   *     there is no table
   */
  static List<Symbol> read(ElfTables elf) {
    Optional<Section> table =
        elf.sections().stream()
            .filter(section -> section.type() == ElfFormat.SHT_SYMTAB)
            .findFirst();
    return table.map(found -> read(elf, found)).orElse(List.of());
  }

  private static List<Symbol> read(ElfTables elf, Section table) {
    if (table.entrySize() != ElfFormat.SYMBOL_BYTES
        || table.size() % ElfFormat.SYMBOL_BYTES != 0
        || table.size() / ElfFormat.SYMBOL_BYTES > MOST_SYMBOLS) {
      throw elf.bytes()
          .damaged(
              table.at(),
              "the symbol table has 0x%x bytes in symbols of %d"
                  .formatted(table.size(), table.entrySize()));
    }
    if (table.link() >= elf.sections().size()
        || elf.sections().get((int) table.link()).type() != ElfFormat.SHT_STRTAB) {
      throw elf.bytes()
          .damaged(
              table.at(),
              "the symbol table has its names in section %d, which is no string table"
                  .formatted(table.link()));
    }
    ElfSymbols reader = new ElfSymbols(elf, elf.sections().get((int) table.link()));
    List<Symbol> symbols = new ArrayList<>();
    for (long within = 0; within < table.size(); within += ElfFormat.SYMBOL_BYTES) {
      reader.symbol(table.offset() + within).ifPresent(symbols::add);
    }
    symbols.sort(Comparator.comparingInt(Symbol::address)); // stable
    return symbols;
  }

  private Optional<Symbol> symbol(long at) {
    ElfBytes bytes = elf.bytes();
    int type = bytes.unsigned8(at + ElfFormat.ST_INFO) & 0xF;
    int binding = bytes.unsigned8(at + ElfFormat.ST_INFO) >> 4;
    int home = bytes.unsigned16(at + ElfFormat.ST_SHNDX);
    boolean typed = type == ElfFormat.STT_FUNC || type == ElfFormat.STT_OBJECT;
    if ((!typed && type != ElfFormat.STT_NOTYPE) || !standsInMemory(home, at)) {
      return Optional.empty();
    }
    String name =
        bytes.name(strings.offset(), strings.size(), bytes.unsigned32(at + ElfFormat.ST_NAME), at);
    countName(name, at);
    if (name.isEmpty()
        || (type == ElfFormat.STT_NOTYPE && binding == ElfFormat.STB_LOCAL && temporary(name))) {
      return Optional.empty();
    }
    long address = bytes.unsigned32(at + ElfFormat.ST_VALUE);
    long size = bytes.unsigned32(at + ElfFormat.ST_SIZE);
    if (address + size > MemoryContents.ADDRESS_SPACE || !MemoryContents.isAddress(address)) {
      if (!typed || home == ElfFormat.SHN_ABS) {
        return Optional.empty(); // a number of the linker script, such as the end of memory
      }
      throw bytes.damaged(
          at,
          "symbol %s (0x%x bytes at 0x%x) leaves the 20-bit address space"
              .formatted(ProgramFormatException.quoted(name), size, address));
    }
    Kind kind = isFunction(type, home) ? Kind.FUNCTION : Kind.DATA;
    return Optional.of(new Symbol(name, (int) address, (int) size, kind));
  }

  private boolean standsInMemory(int home, long at) {
    if (home == ElfFormat.SHN_ABS) {
      return true;
    }
    if (home == ElfFormat.SHN_UNDEF || home >= ElfFormat.SHN_LORESERVE) {
      return false;
    }
    if (home >= elf.sections().size()) {
      throw elf.bytes()
          .damaged(at, "a symbol is in section %d of %d".formatted(home, elf.sections().size()));
    }
    return elf.sections().get(home).allocated();
  }

  private boolean isFunction(int type, int home) {
    if (type != ElfFormat.STT_NOTYPE) {
      return type == ElfFormat.STT_FUNC;
    }
    return home != ElfFormat.SHN_ABS
        && (elf.sections().get(home).flags() & ElfFormat.SHF_EXECINSTR) != 0;
  }

  /**
   * GNU as writes its own labels as {@code .L...} or with a control character (here U+FFFD) in
   * them.
   */
  private static boolean temporary(String name) {
    return name.startsWith(".L") || name.indexOf('\uFFFD') >= 0;
  }

  private void countName(String name, long at) {
    nameCharacters += name.length();
    if (nameCharacters > MOST_NAME_CHARACTERS) {
      throw elf.bytes()
          .error(
              at,
              "the names of the symbols have more than %d characters"
                  .formatted(MOST_NAME_CHARACTERS),
              "strip the program (msp430-elf-strip)");
    }
  }
}

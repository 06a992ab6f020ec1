package org.unit430.simulator.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unit430.simulator.program.ProgramImage.Segment;
import org.unit430.simulator.program.ProgramImage.Symbol;
import org.unit430.simulator.program.ProgramImage.Symbol.Kind;

/**
 * Writes executables in ELF32 for the MSP430: a section and a program header for each segment, a
 * symbol table with functions and objects, and the operation regions in a section of our own. Load
 * and run addresses are the same.
 *
 * <p>Layout: file header, program headers, contents, section headers. The section headers come
 * last, so that a file cut off anywhere is seen to be so.
 */
public final class ElfWriter {
  private static final int LOCAL = ElfFormat.STB_LOCAL << 4;
  private static final int GLOBAL = ElfFormat.STB_GLOBAL << 4;

  private final ProgramImage image;
  private final List<Segment> segments;
  private final List<SectionHeader> headers = new ArrayList<>();
  private final ElfStrings sectionNames = new ElfStrings();
  private final LittleEndianBytes file = new LittleEndianBytes();

  /** A section header, as in the file; the type of all but the first is not SHT_NULL. */
  private record SectionHeader(
      int name,
      int type,
      int flags,
      int address,
      int offset,
      int size,
      int link,
      int info,
      int alignment,
      int entrySize) {}

  private ElfWriter(ProgramImage image) {
    this.image = image;
    this.segments = image.segments().stream().filter(each -> each.bytes().length > 0).toList();
  }

  /**
   * Writes an image. Segments without bytes are left out. Symbols that share their name are written
   * as local ones.
   *
   * @return the file
   * @throws IllegalArgumentException if segments overlap, an address has more than 20 bits, the
   *     entry is odd, or a name holds a NUL character
   */
  public static byte[] write(ProgramImage image) {
    MemoryContents.checkEntry(image);
    MemoryContents.of(image); // refuses what overlaps or leaves the address space
    image.symbols().forEach(ElfWriter::checkSymbol);
    return new ElfWriter(image).write();
  }

  private static void checkSymbol(Symbol symbol) {
    long end = (long) symbol.address() + symbol.size();
    if (symbol.size() < 0
        || !MemoryContents.isAddress(symbol.address())
        || end > MemoryContents.ADDRESS_SPACE) {
      throw new IllegalArgumentException(
          "symbol '%s' (0x%x bytes at 0x%x) leaves the 20-bit address space"
              .formatted(symbol.name(), symbol.size(), symbol.address()));
    }
  }

  private byte[] write() {
    file.zeros(ElfFormat.FILE_HEADER_BYTES + segments.size() * ElfFormat.PROGRAM_HEADER_BYTES);
    headers.add(new SectionHeader(0, ElfFormat.SHT_NULL, 0, 0, 0, 0, 0, 0, 0, 0));
    for (Segment segment : segments) {
      int access = holdsCode(segment) ? ElfFormat.SHF_EXECINSTR : ElfFormat.SHF_WRITE;
      add(
          segment.name(),
          ElfFormat.SHT_PROGBITS,
          ElfFormat.SHF_ALLOC | access,
          segment.address(),
          segment.bytes(),
          alignment(segment));
    }
    if (!image.operations().isEmpty()) {
      byte[] regions = OperationSection.encode(image.operations());
      OperationSection.decode(regions); // refuses what could not be read again
      add(OperationSection.NAME, ElfFormat.SHT_PROGBITS, 0, 0, regions, 1);
    }
    addSymbols();
    // Its own name must be in the table before the table is copied.
    sectionNames.index(".shstrtab");
    add(".shstrtab", ElfFormat.SHT_STRTAB, 0, 0, sectionNames.bytes(), 1);
    file.align(4);
    int sectionTable = file.size();
    headers.forEach(this::putSectionHeader);
    putFileHeader(sectionTable);
    putProgramHeaders();
    return file.toByteArray();
  }

  private boolean holdsCode(Segment segment) {
    return image.entry().stream().anyMatch(entry -> contains(segment, entry))
        || image.operations().stream().anyMatch(region -> contains(segment, region.start()))
        || image.symbols().stream()
            .filter(symbol -> symbol.kind() == Kind.FUNCTION)
            .anyMatch(symbol -> contains(segment, symbol.address()));
  }

  private static boolean contains(Segment segment, int address) {
    return segment.address() <= address && address < segment.end();
  }

  private static int alignment(Segment segment) {
    return segment.address() % 2 == 0 ? 2 : 1;
  }

  private void add(String name, int type, int flags, int address, byte[] content, int alignment) {
    file.align(alignment);
    int index = sectionNames.index(name);
    headers.add(
        new SectionHeader(
            index, type, flags, address, file.size(), content.length, 0, 0, alignment, 0));
    file.bytes(content);
  }

  /** Local symbols come first, as the ABI demands; sh_info is the index of the first global one. */
  private void addSymbols() {
    Map<String, Integer> uses = new HashMap<>();
    image.symbols().forEach(symbol -> uses.merge(symbol.name(), 1, Integer::sum));
    ElfStrings names = new ElfStrings();
    file.align(4);
    int start = file.size();
    file.zeros(ElfFormat.SYMBOL_BYTES);
    int locals = 1;
    for (Symbol symbol : image.symbols()) {
      if (uses.getOrDefault(symbol.name(), 0) > 1) {
        putSymbol(symbol, LOCAL, names);
        locals++;
      }
    }
    for (Symbol symbol : image.symbols()) {
      if (uses.getOrDefault(symbol.name(), 0) == 1) {
        putSymbol(symbol, GLOBAL, names);
      }
    }
    headers.add(
        new SectionHeader(
            sectionNames.index(".symtab"),
            ElfFormat.SHT_SYMTAB,
            0,
            0,
            start,
            file.size() - start,
            headers.size() + 1, // sh_link: .strtab follows
            locals,
            4,
            ElfFormat.SYMBOL_BYTES));
    add(".strtab", ElfFormat.SHT_STRTAB, 0, 0, names.bytes(), 1);
  }

  private void putSymbol(Symbol symbol, int binding, ElfStrings names) {
    int type = symbol.kind() == Kind.FUNCTION ? ElfFormat.STT_FUNC : ElfFormat.STT_OBJECT;
    file.word32(names.index(symbol.name()))
        .word32(symbol.address())
        .word32(symbol.size())
        .byte8(binding | type)
        .byte8(0) // st_other: default visibility
        .word16(sectionOf(symbol.address()));
  }

  /** Index of the section that holds an address, or else ends there: labels mark ends too. */
  private int sectionOf(int address) {
    int ending = ElfFormat.SHN_ABS;
    for (int index = 0; index < segments.size(); index++) {
      if (contains(segments.get(index), address)) {
        return index + 1;
      } else if (segments.get(index).end() == address) {
        ending = index + 1;
      }
    }
    return ending;
  }

  private void putSectionHeader(SectionHeader header) {
    file.word32(header.name())
        .word32(header.type())
        .word32(header.flags())
        .word32(header.address())
        .word32(header.offset())
        .word32(header.size())
        .word32(header.link())
        .word32(header.info())
        .word32(header.alignment())
        .word32(header.entrySize());
  }

  private void putFileHeader(int sectionTable) {
    LittleEndianBytes header = new LittleEndianBytes();
    header
        .bytes(ElfFormat.magic())
        .byte8(ElfFormat.ELFCLASS32)
        .byte8(ElfFormat.ELFDATA2LSB)
        .byte8(ElfFormat.EV_CURRENT)
        .byte8(ElfFormat.ELFOSABI_STANDALONE)
        .zeros(ElfFormat.IDENT_BYTES - 8)
        .word16(ElfFormat.ET_EXEC)
        .word16(ElfFormat.EM_MSP430)
        .word32(ElfFormat.EV_CURRENT)
        .word32(image.entry().orElse(0))
        .word32(segments.isEmpty() ? 0 : ElfFormat.FILE_HEADER_BYTES)
        .word32(sectionTable)
        .word32(ElfFormat.E_MSP430_MACH_MSP430X)
        .word16(ElfFormat.FILE_HEADER_BYTES)
        .word16(ElfFormat.PROGRAM_HEADER_BYTES)
        .word16(segments.size())
        .word16(ElfFormat.SECTION_HEADER_BYTES)
        .word16(headers.size())
        .word16(headers.size() - 1); // the section names come last
    file.overwrite(0, header.toByteArray());
  }

  private void putProgramHeaders() {
    LittleEndianBytes table = new LittleEndianBytes();
    for (int index = 0; index < segments.size(); index++) {
      SectionHeader section = headers.get(index + 1);
      boolean code = (section.flags() & ElfFormat.SHF_EXECINSTR) != 0;
      table
          .word32(ElfFormat.PT_LOAD)
          .word32(section.offset())
          .word32(section.address()) // p_vaddr
          .word32(section.address()) // p_paddr
          .word32(section.size()) // p_filesz
          .word32(section.size()) // p_memsz
          .word32(ElfFormat.PF_R | (code ? ElfFormat.PF_X : ElfFormat.PF_W))
          .word32(section.alignment());
    }
    file.overwrite(ElfFormat.FILE_HEADER_BYTES, table.toByteArray());
  }
}

package org.unit430.simulator.program;

import java.util.ArrayList;
import java.util.List;

/**
 * The headers of an ELF file, checked: it is an executable for the MSP430, every table and every
 * section lies within the file, and there are no more headers than can be compared with each other
 * in no time.
 *
 * @param bytes the file
 * @param entry e_entry
 * @param endOfHeaders first offset behind the file header and the program headers that follow it
 * @param segments program headers of the type PT_LOAD, in the order of the file
 * @param sections section headers, by index; empty if the file has none
 */
record ElfTables(
    ElfBytes bytes,
    long entry,
    long endOfHeaders,
    List<LoadSegment> segments,
    List<Section> sections) {
  private static final int MOST_PROGRAM_HEADERS = 1024;
  private static final int MOST_SECTIONS = 4096;
  private static final String BUILD_AGAIN = "build or copy the file again";

  /**
   * A program header of the type PT_LOAD.
   *
   * @param at its offset in the file
   * @param offset of its content
   * @param virtualAddress where the content is when the program runs
   * @param physicalAddress where the content is loaded
   * @param fileSize bytes in the file
   */
  record LoadSegment(
      long at, long offset, long virtualAddress, long physicalAddress, long fileSize) {}

  /**
   * A section header.
   *
   * @param at its offset in the file
   * @param name the empty string if the file names no sections
   * @param type sh_type
   * @param flags sh_flags
   * @param address where the section is when the program runs
   * @param offset of its content, which lies within the file
   * @param size bytes; 0 for the section of index 0
   * @param link sh_link
   * @param entrySize sh_entsize
   */
  record Section(
      long at,
      String name,
      long type,
      long flags,
      long address,
      long offset,
      long size,
      long link,
      long entrySize) {
    /** Whether the section occupies memory when the program runs. */
    boolean allocated() {
      return (flags & ElfFormat.SHF_ALLOC) != 0;
    }

    /** Whether the section occupies memory and has bytes to put there. */
    boolean loaded() {
      return allocated() && size > 0 && hasContent();
    }

    private boolean hasContent() {
      return type != ElfFormat.SHT_NOBITS && type != ElfFormat.SHT_NULL;
    }
  }

  /**
   * Reads the headers.
   *
   * @throws ProgramFormatException as the class says
   */
  static ElfTables read(byte[] content, String file) {
    ElfBytes bytes = new ElfBytes(content, file);
    bytes.requireInside(0, ElfFormat.FILE_HEADER_BYTES, 0, "the ELF header");
    requireExecutableForMsp430(bytes);
    List<LoadSegment> segments = segments(bytes);
    List<Section> sections = sections(bytes);
    return new ElfTables(
        bytes, bytes.unsigned32(ElfFormat.E_ENTRY), endOfHeaders(bytes), segments, sections);
  }

  /** Linkers put the program headers behind the file header, where a segment may include both. */
  private static long endOfHeaders(ElfBytes bytes) {
    boolean together = bytes.unsigned32(ElfFormat.E_PHOFF) == ElfFormat.FILE_HEADER_BYTES;
    int programHeaders = together ? bytes.unsigned16(ElfFormat.E_PHNUM) : 0;
    return ElfFormat.FILE_HEADER_BYTES + (long) programHeaders * ElfFormat.PROGRAM_HEADER_BYTES;
  }

  private static void requireExecutableForMsp430(ElfBytes bytes) {
    String compile = "compile it for the MSP430, for example with msp430-elf-gcc";
    require8(bytes, ElfFormat.EI_CLASS, ElfFormat.ELFCLASS32, "the ELF class", compile);
    require8(bytes, ElfFormat.EI_DATA, ElfFormat.ELFDATA2LSB, "the byte order", compile);
    require16(bytes, ElfFormat.E_MACHINE, ElfFormat.EM_MSP430, "the machine", compile);
    if (bytes.unsigned16(ElfFormat.E_TYPE) == ElfFormat.ET_REL) {
      throw bytes.error(
          ElfFormat.E_TYPE, "the file is an object file, not an executable", "link it first");
    }
    String link = "link it as a static executable";
    require16(bytes, ElfFormat.E_TYPE, ElfFormat.ET_EXEC, "the file type", link);
    require8(bytes, ElfFormat.EI_VERSION, ElfFormat.EV_CURRENT, "the ELF version", BUILD_AGAIN);
    require32(bytes, ElfFormat.E_VERSION, ElfFormat.EV_CURRENT, "the ELF version", BUILD_AGAIN);
  }

  private static void require8(
      ElfBytes bytes, long at, long expected, String what, String nextStep) {
    requireEqual(bytes, at, bytes.unsigned8(at), expected, what, nextStep);
  }

  private static void require16(
      ElfBytes bytes, long at, long expected, String what, String nextStep) {
    requireEqual(bytes, at, bytes.unsigned16(at), expected, what, nextStep);
  }

  private static void require32(
      ElfBytes bytes, long at, long expected, String what, String nextStep) {
    requireEqual(bytes, at, bytes.unsigned32(at), expected, what, nextStep);
  }

  private static void requireEqual(
      ElfBytes bytes, long at, long found, long expected, String what, String nextStep) {
    if (found != expected) {
      throw bytes.error(at, "%s is %d, not %d".formatted(what, found, expected), nextStep);
    }
  }

  private static List<LoadSegment> segments(ElfBytes bytes) {
    long table = bytes.unsigned32(ElfFormat.E_PHOFF);
    int count = bytes.unsigned16(ElfFormat.E_PHNUM);
    if (count == 0) {
      return List.of();
    }
    requireTable(
        bytes,
        ElfFormat.E_PHENTSIZE,
        ElfFormat.E_PHNUM,
        count,
        MOST_PROGRAM_HEADERS,
        ElfFormat.PROGRAM_HEADER_BYTES,
        "program");
    bytes.requireInside(
        table,
        (long) count * ElfFormat.PROGRAM_HEADER_BYTES,
        ElfFormat.E_PHOFF,
        "the program header table");
    List<LoadSegment> segments = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      long at = table + (long) index * ElfFormat.PROGRAM_HEADER_BYTES;
      if (bytes.unsigned32(at) == ElfFormat.PT_LOAD) {
        segments.add(segment(bytes, at));
      }
    }
    return List.copyOf(segments);
  }

  private static LoadSegment segment(ElfBytes bytes, long at) {
    LoadSegment segment =
        new LoadSegment(
            at,
            bytes.unsigned32(at + ElfFormat.P_OFFSET),
            bytes.unsigned32(at + ElfFormat.P_VADDR),
            bytes.unsigned32(at + ElfFormat.P_PADDR),
            bytes.unsigned32(at + ElfFormat.P_FILESZ));
    long memorySize = bytes.unsigned32(at + ElfFormat.P_MEMSZ);
    if (segment.fileSize() > memorySize) {
      throw bytes.damaged(
          at,
          "a segment has 0x%x bytes in the file and 0x%x in memory"
              .formatted(segment.fileSize(), memorySize));
    }
    if (segment.fileSize() > 0) {
      bytes.requireInside(segment.offset(), segment.fileSize(), at, "a segment");
    }
    requireAddresses(bytes, at, segment.virtualAddress(), memorySize, "a segment's run address");
    requireAddresses(
        bytes, at, segment.physicalAddress(), segment.fileSize(), "a segment's load address");
    return segment;
  }

  private static List<Section> sections(ElfBytes bytes) {
    long table = bytes.unsigned32(ElfFormat.E_SHOFF);
    int count = bytes.unsigned16(ElfFormat.E_SHNUM);
    if (count == 0) {
      if (table != 0) {
        throw bytes.error(
            ElfFormat.E_SHNUM,
            "the section count is 0 though there is a section header table",
            "link the program with at most %d sections".formatted(MOST_SECTIONS));
      }
      return List.of();
    }
    requireTable(
        bytes,
        ElfFormat.E_SHENTSIZE,
        ElfFormat.E_SHNUM,
        count,
        MOST_SECTIONS,
        ElfFormat.SECTION_HEADER_BYTES,
        "section");
    bytes.requireInside(
        table,
        (long) count * ElfFormat.SECTION_HEADER_BYTES,
        ElfFormat.E_SHOFF,
        "the section header table");
    int namesIndex = bytes.unsigned16(ElfFormat.E_SHSTRNDX);
    if (namesIndex >= count) {
      throw bytes.damaged(
          ElfFormat.E_SHSTRNDX,
          "section %d of %d shall hold the names".formatted(namesIndex, count));
    }
    long namesAt = table + (long) namesIndex * ElfFormat.SECTION_HEADER_BYTES;
    if (namesIndex != 0) {
      require32(
          bytes,
          namesAt + ElfFormat.SH_TYPE,
          ElfFormat.SHT_STRTAB,
          "the type of the section that holds the names",
          BUILD_AGAIN);
    }
    List<Section> sections = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      long at = table + (long) index * ElfFormat.SECTION_HEADER_BYTES;
      sections.add(section(bytes, at, index, namesIndex == 0 ? 0 : namesAt));
    }
    return List.copyOf(sections);
  }

  private static Section section(ElfBytes bytes, long at, int index, long namesAt) {
    Section section =
        new Section(
            at,
            index == 0 || namesAt == 0 ? "" : sectionName(bytes, at, namesAt),
            bytes.unsigned32(at + ElfFormat.SH_TYPE),
            bytes.unsigned32(at + ElfFormat.SH_FLAGS),
            bytes.unsigned32(at + ElfFormat.SH_ADDR),
            bytes.unsigned32(at + ElfFormat.SH_OFFSET),
            index == 0 ? 0 : bytes.unsigned32(at + ElfFormat.SH_SIZE),
            bytes.unsigned32(at + ElfFormat.SH_LINK),
            bytes.unsigned32(at + ElfFormat.SH_ENTSIZE));
    if (section.size() > 0 && section.hasContent()) {
      bytes.requireInside(section.offset(), section.size(), at, "section " + quoted(section));
    }
    if (section.allocated()) {
      requireAddresses(bytes, at, section.address(), section.size(), "section " + quoted(section));
      if ((section.flags() & ElfFormat.SHF_COMPRESSED) != 0) {
        throw bytes.error(
            at,
            "section %s is compressed though it is loaded".formatted(quoted(section)),
            "link the program without compressing it");
      }
    }
    return section;
  }

  private static String sectionName(ElfBytes bytes, long at, long namesAt) {
    long table = bytes.unsigned32(namesAt + ElfFormat.SH_OFFSET);
    long size = bytes.unsigned32(namesAt + ElfFormat.SH_SIZE);
    bytes.requireInside(table, size, namesAt, "the table of section names");
    return bytes.name(table, size, bytes.unsigned32(at + ElfFormat.SH_NAME), at);
  }

  /** The name of a section for a message. */
  static String quoted(Section section) {
    return ProgramFormatException.quoted(section.name());
  }

  private static void requireTable(
      ElfBytes bytes, long sizeAt, long countAt, int count, int most, int size, String what) {
    require16(bytes, sizeAt, size, "the size of a %s header".formatted(what), BUILD_AGAIN);
    if (count > most) {
      throw bytes.error(
          countAt,
          "there are %d %s headers, more than the %d that are read".formatted(count, what, most),
          "link the program with fewer");
    }
  }

  private static void requireAddresses(
      ElfBytes bytes, long at, long address, long size, String what) {
    if (address + size > MemoryContents.ADDRESS_SPACE) {
      throw bytes.error(
          at,
          "%s (0x%x bytes at 0x%x) leaves the 20-bit address space".formatted(what, size, address),
          "link it for addresses below 0x100000");
    }
  }
}

package org.unit430.simulator.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.unit430.simulator.program.ElfTables.LoadSegment;
import org.unit430.simulator.program.ElfTables.Section;
import org.unit430.simulator.program.ProgramImage.OperationRegion;
import org.unit430.simulator.program.ProgramImage.Segment;

/**
 * Reads executables in ELF32 for the MSP430 (e_machine 105).
 *
 * <p>What is loaded are the allocated sections with content, each at its load address (LMA): that
 * of the segment around it. A segment by itself may begin below its first section, with the headers
 * of the file, which do not belong on the device. Initialised data is loaded where the start-up
 * code copies it from; its symbols have run addresses. Sections without content (.bss) are not
 * loaded: the start-up code clears them. A file without sections, which is what a full strip
 * leaves, is loaded by segment, less the headers.
 */
public final class ElfLoader {
  private ElfLoader() {}

  /**
   * Reads a file.
   *
   * @param content the file
   * @param name of the file, for messages
   * @return segments in order of load address, the entry (empty if e_entry is 0: the reset vector
   *     says), functions, objects and labels in order of address, and operation regions if the file
   *     is one of our {@link ElfWriter}
   * @throws ProgramFormatException naming the offset: no such file, truncated, for another machine,
   *     not linked, content that overlaps or leaves the 20-bit address space
   */
  public static ProgramImage load(byte[] content, String name) {
    ElfTables elf = ElfTables.read(content, name);
    List<Piece> pieces = pieces(elf);
    requireDisjoint(elf, pieces);
    List<Segment> segments =
        pieces.stream()
            .map(
                piece ->
                    new Segment(
                        piece.name(),
                        (int) piece.address(),
                        elf.bytes().copy(piece.offset(), piece.size())))
            .toList();
    return new ProgramImage(segments, entry(elf), ElfSymbols.read(elf), operations(elf));
  }

  /**
   * Content to load.
   *
   * @param at offset of the header that says so
   * @param name of the section
   * @param address load address
   * @param offset of the content
   * @param size bytes
   */
  private record Piece(long at, String name, long address, long offset, long size) {}

  private static List<Piece> pieces(ElfTables elf) {
    List<Piece> pieces = new ArrayList<>();
    for (Section section : elf.sections()) {
      if (section.loaded()) {
        pieces.add(
            new Piece(
                section.at(),
                section.name(),
                loadAddress(elf, section),
                section.offset(),
                section.size()));
      }
    }
    if (pieces.isEmpty()) {
      for (LoadSegment segment : elf.segments()) {
        long headers = segment.offset() == 0 ? Math.min(elf.endOfHeaders(), segment.fileSize()) : 0;
        long size = segment.fileSize() - headers;
        if (size > 0) {
          long address = loadAddress(elf, segment) + headers;
          pieces.add(new Piece(segment.at(), "", address, segment.offset() + headers, size));
        }
      }
    }
    pieces.sort(Comparator.comparingLong(Piece::address));
    return pieces;
  }

  /**
   * The address a section is loaded at, from the segment that contains it; its run address if there
   * are none.
   */
  private static long loadAddress(ElfTables elf, Section section) {
    if (elf.segments().isEmpty()) {
      return section.address();
    }
    for (LoadSegment segment : elf.segments()) {
      long within = section.offset() - segment.offset();
      if (within >= 0
          && within + section.size() <= segment.fileSize()
          && segment.virtualAddress() + within == section.address()) {
        return loadAddress(elf, segment) + within;
      }
    }
    throw elf.bytes()
        .error(
            section.at(),
            "section %s is in no PT_LOAD segment, so that its load address is unknown"
                .formatted(ElfTables.quoted(section)),
            "link the program again with program headers");
  }

  /**
   * Some linkers leave every p_paddr 0. With more than one segment that cannot be meant, and the
   * run addresses hold, as in GNU binutils (bfd/elf.c, _bfd_elf_make_section_from_shdr).
   */
  private static long loadAddress(ElfTables elf, LoadSegment segment) {
    boolean withoutLoadAddresses =
        elf.segments().size() > 1
            && elf.segments().stream().allMatch(each -> each.physicalAddress() == 0);
    return withoutLoadAddresses ? segment.virtualAddress() : segment.physicalAddress();
  }

  private static void requireDisjoint(ElfTables elf, List<Piece> inOrderOfAddress) {
    for (int index = 1; index < inOrderOfAddress.size(); index++) {
      Piece lower = inOrderOfAddress.get(index - 1);
      Piece upper = inOrderOfAddress.get(index);
      if (lower.address() + lower.size() > upper.address()) {
        throw elf.bytes()
            .error(
                upper.at(),
                "%s at 0x%05x overlaps %s at 0x%05x"
                    .formatted(
                        ProgramFormatException.quoted(upper.name()),
                        upper.address(),
                        ProgramFormatException.quoted(lower.name()),
                        lower.address()),
                "give them load addresses of their own in the linker script");
      }
    }
  }

  private static OptionalInt entry(ElfTables elf) {
    long entry = elf.entry();
    if (entry == 0) {
      return OptionalInt.empty();
    }
    if (!MemoryContents.isAddress(entry) || entry % 2 != 0) {
      throw elf.bytes()
          .error(
              ElfFormat.E_ENTRY,
              "the entry 0x%x is not an even address of 20 bits".formatted(entry),
              "link the program again with an entry in its code");
    }
    return OptionalInt.of((int) entry);
  }

  private static List<OperationRegion> operations(ElfTables elf) {
    Optional<Section> section =
        elf.sections().stream()
            .filter(each -> !each.allocated() && each.type() == ElfFormat.SHT_PROGBITS)
            .filter(each -> each.name().equals(OperationSection.NAME))
            .findFirst();
    return section
        .map(
            found -> {
              try {
                return OperationSection.decode(elf.bytes().copy(found.offset(), found.size()));
              } catch (IllegalArgumentException malformed) {
                throw elf.bytes().damaged(found.offset(), String.valueOf(malformed.getMessage()));
              }
            })
        .orElse(List.of());
  }
}

package org.unit430.simulator.program;

/**
 * Numbers of the ELF format (System V Application Binary Interface, chapters 4 and 5, 32-bit class)
 * and its MSP430 supplement, under the names used there.
 */
final class ElfFormat {
  static final int ELFCLASS32 = 1;
  static final int ELFDATA2LSB = 1;
  static final int EV_CURRENT = 1;

  /** OS/ABI "standalone", what msp430-elf-gcc writes. */
  static final int ELFOSABI_STANDALONE = 255;

  static final int ET_REL = 1;
  static final int ET_EXEC = 2;
  static final int EM_MSP430 = 105;

  /**
   * Architecture variant in e_flags: MSP430X, as msp430-elf-gcc writes and readelf names it. Tools
   * use it to choose a disassembler; that of the MSP430X reads classic programs too.
   */
  static final int E_MSP430_MACH_MSP430X = 45;

  static final int PT_LOAD = 1;
  static final int PF_X = 1;
  static final int PF_W = 2;
  static final int PF_R = 4;

  static final int SHT_NULL = 0;
  static final int SHT_PROGBITS = 1;
  static final int SHT_SYMTAB = 2;
  static final int SHT_STRTAB = 3;
  static final int SHT_NOBITS = 8;
  static final int SHF_WRITE = 1;
  static final int SHF_ALLOC = 2;
  static final int SHF_EXECINSTR = 4;
  static final int SHF_COMPRESSED = 0x800;

  static final int SHN_UNDEF = 0;
  static final int SHN_LORESERVE = 0xFF00;
  static final int SHN_ABS = 0xFFF1;

  static final int STB_LOCAL = 0;
  static final int STB_GLOBAL = 1;
  static final int STT_NOTYPE = 0;
  static final int STT_OBJECT = 1;
  static final int STT_FUNC = 2;

  /** Bytes of the file header, of a program header, of a section header, of a symbol. */
  static final int FILE_HEADER_BYTES = 52;

  static final int PROGRAM_HEADER_BYTES = 32;
  static final int SECTION_HEADER_BYTES = 40;
  static final int SYMBOL_BYTES = 16;

  /** Bytes of e_ident. */
  static final int IDENT_BYTES = 16;

  /** Offsets of fields in the file header; those below 16 are in e_ident. */
  static final int EI_CLASS = 4;

  static final int EI_DATA = 5;
  static final int EI_VERSION = 6;
  static final int E_TYPE = 16;
  static final int E_MACHINE = 18;
  static final int E_VERSION = 20;
  static final int E_ENTRY = 24;
  static final int E_PHOFF = 28;
  static final int E_SHOFF = 32;
  static final int E_PHENTSIZE = 42;
  static final int E_PHNUM = 44;
  static final int E_SHENTSIZE = 46;
  static final int E_SHNUM = 48;
  static final int E_SHSTRNDX = 50;

  /** Offsets of fields in a program header. */
  static final int P_OFFSET = 4;

  static final int P_VADDR = 8;
  static final int P_PADDR = 12;
  static final int P_FILESZ = 16;
  static final int P_MEMSZ = 20;

  /** Offsets of fields in a section header. */
  static final int SH_NAME = 0;

  static final int SH_TYPE = 4;
  static final int SH_FLAGS = 8;
  static final int SH_ADDR = 12;
  static final int SH_OFFSET = 16;
  static final int SH_SIZE = 20;
  static final int SH_LINK = 24;
  static final int SH_ENTSIZE = 36;

  /** Offsets of fields in a symbol. */
  static final int ST_NAME = 0;

  static final int ST_VALUE = 4;
  static final int ST_SIZE = 8;
  static final int ST_INFO = 12;
  static final int ST_SHNDX = 14;

  private static final byte[] MAGIC = {0x7F, 'E', 'L', 'F'};

  private ElfFormat() {}

  /** A copy of the four bytes that open every ELF file. */
  static byte[] magic() {
    return MAGIC.clone();
  }

  /** Whether the content begins as an ELF file does. */
  static boolean hasMagic(byte[] content) {
    for (int index = 0; index < MAGIC.length; index++) {
      if (index >= content.length || content[index] != MAGIC[index]) {
        return false;
      }
    }
    return true;
  }
}

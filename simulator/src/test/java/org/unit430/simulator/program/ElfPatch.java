package org.unit430.simulator.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Changes single numbers of an ELF file, named as in the System V ABI. */
final class ElfPatch {
  private final ByteBuffer file;

  private ElfPatch(byte[] file) {
    this.file = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A copy of the file, to be changed. */
  static ElfPatch of(byte[] file) {
    return new ElfPatch(file);
  }

  ElfPatch byte8(int offset, int value) {
    file.put(offset, (byte) value);
    return this;
  }

  ElfPatch word16(int offset, int value) {
    file.putShort(offset, (short) value);
    return this;
  }

  ElfPatch word32(int offset, int value) {
    file.putInt(offset, value);
    return this;
  }

  /** Sets a 32-bit field of a program header. */
  ElfPatch programHeader(int index, int field, int value) {
    return word32(programHeaderAt(index) + field, value);
  }

  /** Sets a 32-bit field of a section header. */
  ElfPatch sectionHeader(int index, int field, int value) {
    return word32(sectionHeaderAt(index) + field, value);
  }

  /** Sets a 32-bit field of a symbol. */
  ElfPatch symbol(int index, int field, int value) {
    return word32(symbolAt(index) + field, value);
  }

  int programHeaderAt(int index) {
    return file.getInt(28) + 32 * index;
  }

  int sectionHeaderAt(int index) {
    return file.getInt(32) + 40 * index;
  }

  /** Offset of a symbol in the one section of type SHT_SYMTAB. */
  int symbolAt(int index) {
    return file.getInt(sectionHeaderAt(symbolTable()) + 16) + 16 * index;
  }

  /** Index of the section of type SHT_SYMTAB. */
  int symbolTable() {
    for (int index = 0; index < file.getShort(48); index++) {
      if (file.getInt(sectionHeaderAt(index) + 4) == 2) {
        return index;
      }
    }
    throw new AssertionError("the file has no symbol table");
  }

  byte[] bytes() {
    return file.array().clone();
  }
}

package org.unit430.simulator.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads program files: ELF, TI-TXT or Intel HEX, recognised by their content and never by their
 * name.
 */
public final class ProgramLoader {
  /**
   * Largest file read, in bytes: 64 times the address space leaves room for the debug sections of
   * an ELF file.
   */
  public static final int MOST_BYTES = 64 * MemoryContents.ADDRESS_SPACE;

  private static final String KNOWN_FORMATS =
      "known formats are ELF32 for MSP430, TI-TXT (begins with '@') and Intel HEX (begins with"
          + " ':')";

  private ProgramLoader() {}

  /**
   * Reads a file.
   *
   * @param file the program
   * @throws IOException if the file cannot be read
   * @throws ProgramFormatException if it holds no program for the MSP430, or has more than {@link
   *     #MOST_BYTES}
   */
  public static ProgramImage load(Path file) throws IOException {
    // The size a file claims is no bound: that of a device or a pipe is 0.
    try (InputStream stream = Files.newInputStream(file)) {
      return load(stream.readNBytes(MOST_BYTES + 1), file.toString());
    }
  }

  /**
   * Reads the content of a file.
   *
   * @param content the program
   * @param name of the file, for messages
   * @throws ProgramFormatException if it holds no program for the MSP430, or has more than {@link
   *     #MOST_BYTES}
   */
  public static ProgramImage load(byte[] content, String name) {
    if (content.length > MOST_BYTES) {
      throw ProgramFormatException.atOffset(
          name,
          MOST_BYTES,
          "the file goes on behind %d MiB".formatted(MOST_BYTES >> 20),
          "strip its debug sections (msp430-elf-strip -g)");
    }
    if (ElfFormat.hasMagic(content)) {
      return ElfLoader.load(content, name);
    }
    int first = 0;
    while (first < content.length && Character.isWhitespace(content[first])) {
      first++;
    }
    if (first == content.length) {
      throw ProgramFormatException.atOffset(name, first, "the file is empty", KNOWN_FORMATS);
    }
    return switch (content[first]) {
      case '@' -> TiTxt.read(content, name);
      case ':' -> IntelHex.read(content, name);
      default ->
          throw ProgramFormatException.atOffset(
              name,
              first,
              "byte 0x%02x begins no known format".formatted(content[first]),
              KNOWN_FORMATS);
    };
  }
}

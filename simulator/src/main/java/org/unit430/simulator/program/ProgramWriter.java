package org.unit430.simulator.program;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/** Writes program files in the format that their suffix names. */
public final class ProgramWriter {
  private ProgramWriter() {}

  /**
   * Writes a file: {@code .elf} and {@code .out} as ELF (nothing is lost), {@code .hex} as Intel
   * HEX (symbols and operations are lost), {@code .txt} as TI-TXT (the entry too: the device starts
   * at its reset vector).
   *
   * <p>The content goes to a temporary file beside it, which then takes its name, so that a reader
   * finds the old file or the new one and never a part.
   *
   * @param file where to; its folder exists
   * @param image the program
   * @throws IllegalArgumentException if the suffix is none of these, or the image is none a file
   *     can hold: segments that overlap, addresses of more than 20 bits, an odd entry
   * @throws IOException if the file cannot be written; nothing is left behind then
   */
  public static void write(Path file, ProgramImage image) throws IOException {
    byte[] content = encode(file, image);
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException unsupported) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static byte[] encode(Path file, ProgramImage image) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String suffix = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    return switch (suffix) {
      case ".elf", ".out" -> ElfWriter.write(image);
      case ".hex" -> IntelHex.write(image);
      case ".txt" -> TiTxt.write(image);
      default ->
          throw new IllegalArgumentException(
              "%s: the suffix names no format; use .elf or .out (ELF), .txt (TI-TXT), .hex (Intel HEX)"
                  .formatted(file));
    };
  }
}

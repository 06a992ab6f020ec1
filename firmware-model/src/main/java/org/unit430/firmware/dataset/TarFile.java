package org.unit430.firmware.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * Reads files out of a gzipped tar archive (POSIX.1-1988 "ustar", IEEE Std 1003.1 pax, section
 * "ustar Interchange Format"): blocks of 512 bytes, a header block with name, size and kind, then
 * the contents.
 */
final class TarFile {
  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_BYTES = 12;
  private static final int CHECKSUM_OFFSET = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int KIND_OFFSET = 156;
  private static final int LARGEST_FILE = 1 << 24;

  private TarFile() {}

  /**
   * Reads regular files. The archive is read to its end mark, so that damage anywhere is noticed.
   *
   * @param archive the {@code .tar.gz}
   * @param wanted by name in the archive
   * @return contents by name, in the archive's order
   * @throws DatasetException if the archive is missing, cut short or no such archive
   */
  static Map<String, byte[]> read(Path archive, Predicate<String> wanted) {
    if (!Files.isRegularFile(archive)) {
      throw new DatasetException(archive + ": no such file; pass the directory that has it");
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), 1 << 16)) {
      while (true) {
        byte[] header = exactly(in, BLOCK, archive);
        if (header[0] == 0) {
          in.transferTo(OutputStream.nullOutputStream());
          return files;
        }
        checkSum(header, archive);
        String name = text(header, 0, NAME_BYTES);
        int size = (int) octal(header, SIZE_OFFSET, SIZE_BYTES, archive);
        if (size > LARGEST_FILE) {
          throw damaged(archive, name + " claims " + size + " bytes");
        }
        byte[] contents = exactly(in, size, archive);
        exactly(in, (BLOCK - size % BLOCK) % BLOCK, archive);
        boolean regular = header[KIND_OFFSET] == '0' || header[KIND_OFFSET] == 0;
        if (regular && wanted.test(name)) {
          files.put(name, contents);
        }
      }
    } catch (IOException e) {
      throw new DatasetException(
          archive + ": cannot be read (" + e.getMessage() + "); fetch the file again", e);
    }
  }

  private static byte[] exactly(InputStream in, int count, Path archive) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw damaged(archive, "it ends within a file");
    }
    return bytes;
  }

  private static void checkSum(byte[] header, Path archive) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      // The checksum itself counts as blanks.
      boolean own = i >= CHECKSUM_OFFSET && i < CHECKSUM_OFFSET + CHECKSUM_BYTES;
      sum += own ? ' ' : header[i] & 0xFF;
    }
    if (octal(header, CHECKSUM_OFFSET, CHECKSUM_BYTES, archive) != sum) {
      throw damaged(archive, "a header's checksum is wrong");
    }
  }

  private static long octal(byte[] header, int offset, int length, Path archive) {
    String digits = text(header, offset, length).strip();
    try {
      return Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new DatasetException(
          archive + ": '" + digits + "' is no octal number; this is no tar archive", e);
    }
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static DatasetException damaged(Path archive, String cause) {
    return new DatasetException(archive + ": " + cause + "; fetch the file again");
  }
}

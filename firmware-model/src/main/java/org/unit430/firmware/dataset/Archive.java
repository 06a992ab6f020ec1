package org.unit430.firmware.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A directory in which a data set's files lie, as they are or inside the zip archive in which they
 * are handed out.
 *
 * @param directory where
 * @param archive name of the archive
 */
record Archive(Path directory, String archive) {
  private static final int LARGEST_FILE = 64 << 20;

  /**
   * A file's contents.
   *
   * @param path what messages call it
   * @param bytes all of it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, not kept
  record Contents(String path, byte[] bytes) {}

  /**
   * Reads a file: the unpacked one if it is there, else the one in the archive.
   *
   * @param name of the file
   * @throws DatasetException if there is neither, or it cannot be read, or it is far too large
   */
  Contents read(String name) {
    if (!Files.isDirectory(directory)) {
      throw new DatasetException(
          "%s: no such directory; --data names the directory with %s"
              .formatted(directory, archive));
    }
    Path file = directory.resolve(name);
    Path zip = directory.resolve(archive);
    if (!Files.isRegularFile(file) && !Files.isRegularFile(zip)) {
      throw new DatasetException(
          "%s: no such file, nor %s with it; put one of them there".formatted(file, archive));
    }
    try {
      return Files.isRegularFile(file)
          ? new Contents(file.toString(), bounded(file.toString(), Files.newInputStream(file)))
          : unpack(zip, name);
    } catch (ZipException e) {
      throw new DatasetException(zip + ": damaged zip archive; fetch it again", e);
    } catch (IOException e) {
      throw new DatasetException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static Contents unpack(Path zip, String name) throws IOException {
    try (ZipFile open = new ZipFile(zip.toFile())) {
      ZipEntry entry = open.getEntry(name);
      if (entry == null) {
        throw new DatasetException(
            "%s: holds no %s; this is another data set".formatted(zip, name));
      }
      String path = zip + "!" + name;
      return new Contents(path, bounded(path, open.getInputStream(entry)));
    }
  }

  private static byte[] bounded(String path, InputStream stream) throws IOException {
    try (InputStream in = stream) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new DatasetException(
            "%s: more than %d bytes; this is another data set".formatted(path, LARGEST_FILE));
      }
      return bytes;
    }
  }
}

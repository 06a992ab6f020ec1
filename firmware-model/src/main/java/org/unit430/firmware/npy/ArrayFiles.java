package org.unit430.firmware.npy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Arrays from an NPY file, an NPZ archive or a directory of NPY files. */
public final class ArrayFiles {
  private static final int LARGEST_FILE = 512 << 20;
  private static final int MOST_ENTRIES = 100_000;

  private ArrayFiles() {}

  /**
   * Reads one array.
   *
   * @param path an NPY file, or an NPZ archive
   * @param preferred which array of an archive with several, by name; otherwise it must hold one
   * @throws NpyException if there is no such array, or it is damaged
   */
  public static NpyArray read(Path path, List<String> preferred) {
    byte[] bytes = bytes(path);
    if (!isArchive(bytes)) {
      return NpyReader.read(bytes, path.toString());
    }
    return choose(archive(bytes, path.toString()), path.toString(), preferred);
  }

  /** Whether a file is an archive that holds an array of one of these names. */
  public static boolean holds(Path path, List<String> names) {
    byte[] bytes = bytes(path);
    return isArchive(bytes)
        && archive(bytes, path.toString()).keySet().stream().anyMatch(names::contains);
  }

  /**
   * Reads the NPY files of a directory, in the order of their names.
   *
   * @throws NpyException if there is none, or one is damaged
   */
  public static List<NpyArray> readDirectory(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> sorted = files.filter(file -> file.toString().endsWith(".npy")).sorted().toList();
      if (sorted.isEmpty()) {
        throw new NpyException(directory.toString(), "there is no .npy file in it");
      }
      List<NpyArray> arrays = new ArrayList<>();
      sorted.forEach(file -> arrays.add(NpyReader.read(bytes(file), file.toString())));
      return arrays;
    } catch (IOException e) {
      throw new NpyException(directory.toString(), "cannot be read: " + e.getMessage());
    }
  }

  private static byte[] bytes(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new NpyException(path.toString(), "larger than %d bytes".formatted(LARGEST_FILE));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new NpyException(path.toString(), "no such file");
    } catch (IOException e) {
      throw new NpyException(path.toString(), "cannot be read: " + e.getMessage());
    }
  }

  private static boolean isArchive(byte[] bytes) {
    return bytes.length >= 2 && bytes[0] == 'P' && bytes[1] == 'K';
  }

  /**
   * Reads the arrays of an NPZ archive.
   *
   * @param bytes the whole file
   * @param file its name, for messages
   * @return by name, without {@code .npy}
   * @throws NpyException if it is damaged or holds anything else
   */
  public static Map<String, NpyArray> archive(byte[] bytes, String file) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    long total = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (!name.endsWith(".npy") || arrays.size() >= MOST_ENTRIES) {
          throw new NpyException(file, "it holds '%s', which is not an array".formatted(name));
        }
        byte[] content = zip.readNBytes((int) (LARGEST_FILE - total) + 1);
        total += content.length;
        if (total > LARGEST_FILE) {
          throw new NpyException(file, "unpacked, larger than %d bytes".formatted(LARGEST_FILE));
        }
        String plain = name.substring(0, name.length() - ".npy".length());
        if (arrays.put(plain, NpyReader.read(content, file + "!" + name)) != null) {
          throw new NpyException(file, "it holds '%s' twice".formatted(name));
        }
      }
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new NpyException(file, "a damaged archive: " + e.getMessage());
    } catch (IOException e) {
      throw new NpyException(file, "cannot be read: " + e.getMessage());
    }
    if (arrays.isEmpty()) {
      throw new NpyException(file, "an archive without arrays, or damaged");
    }
    return arrays;
  }

  private static NpyArray choose(
      Map<String, NpyArray> arrays, String file, List<String> preferred) {
    for (String name : preferred) {
      if (arrays.containsKey(name)) {
        return arrays.get(name);
      }
    }
    if (arrays.size() == 1) {
      return arrays.values().iterator().next();
    }
    throw new NpyException(
        file,
        "it holds %s; name the array to read one of %s"
            .formatted(String.join(", ", arrays.keySet()), String.join(", ", preferred)));
  }
}

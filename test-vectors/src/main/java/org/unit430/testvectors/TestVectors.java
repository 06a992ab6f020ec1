package org.unit430.testvectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of this module: results that came from an authority. {@code manifest.tsv} beside them
 * says where each came from and holds its SHA-256; a file that does not match is refused, so that
 * no expected value changes unnoticed.
 */
public final class TestVectors {
  /** The file that lists the others: name, SHA-256, origin. */
  static final String MANIFEST = "manifest.tsv";

  private TestVectors() {}

  /**
   * A line of a table.
   *
   * @param file the table's name
   * @param line from 1
   * @param cells column name to text
   */
  public record Row(String file, int line, Map<String, String> cells) {
    /** Copies the map. */
    public Row {
      cells = Map.copyOf(cells);
    }

    /**
     * The text in a column.
     *
     * @throws IllegalArgumentException if the table has no such column
     */
    public String get(String column) {
      String text = cells.get(column);
      if (text == null) {
        throw new IllegalArgumentException(this + ": no column '" + column + "'");
      }
      return text;
    }

    /**
     * The decimal number in a column.
     *
     * @throws IllegalArgumentException if there is none
     */
    public int getInt(String column) {
      try {
        return Integer.parseInt(get(column));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(this + ": " + column + " is no number", e);
      }
    }

    /** Where the row stands. */
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /**
   * The content of a file.
   *
   * @throws IllegalArgumentException if the manifest does not list the file
   * @throws IllegalStateException if it is not the file that the manifest describes
   */
  public static byte[] bytes(String file) {
    Row entry =
        manifest().stream()
            .filter(row -> row.get("file").equals(file))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(MANIFEST + " has no file " + file));
    byte[] content = resource(file);
    if (!sha256(content).equals(entry.get("sha256"))) {
      throw new IllegalStateException(
          file + " has SHA-256 " + sha256(content) + ", which is not what " + entry + " says");
    }
    return content;
  }

  /**
   * The rows of a table: tab-separated, the first line names the columns; lines that begin with
   * {@code #} and empty ones are skipped.
   */
  public static List<Row> table(String file) {
    return parse(file, bytes(file));
  }

  /** What the manifest says of each file. */
  static List<Row> manifest() {
    return parse(MANIFEST, resource(MANIFEST));
  }

  static List<Row> parse(String file, byte[] content) {
    String[] lines = new String(content, StandardCharsets.UTF_8).split("\n", -1);
    List<String> columns = List.of();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].isEmpty() || lines[i].startsWith("#")) {
        continue;
      }
      List<String> cells = List.of(lines[i].split("\t", -1));
      if (columns.isEmpty()) {
        columns = cells;
      } else if (cells.size() != columns.size()) {
        throw new IllegalArgumentException(
            String.format(
                "%s:%d: %d cells in %d columns", file, i + 1, cells.size(), columns.size()));
      } else {
        Map<String, String> named = new LinkedHashMap<>();
        for (int column = 0; column < cells.size(); column++) {
          named.put(columns.get(column), cells.get(column));
        }
        rows.add(new Row(file, i + 1, named));
      }
    }
    return rows;
  }

  private static byte[] resource(String file) {
    try (InputStream in = TestVectors.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no file " + file + " in test-vectors");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

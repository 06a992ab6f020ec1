package org.unit430.cli.energy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;

/**
 * A file of comma-separated values whose first line names the columns; lines with # are comments.
 */
public final class CsvTable {
  private static final long MOST_BYTES = 64L << 20;

  private final Path file;
  private final byte[] content;
  private final List<String> columns;
  private final List<Row> rows;

  /** A line below the names. */
  public final class Row {
    private final int number;
    private final List<String> values;

    private Row(int number, List<String> values) {
      this.number = number;
      this.values = values;
    }

    /** The value in a column, without blanks around it; empty if it has none or no such column. */
    public String text(String column) {
      int index = columns.indexOf(column);
      return index < 0 ? "" : values.get(index);
    }

    /**
     * The number in a column.
     *
     * @throws CommandFailure if it is none, or not finite
     */
    public double number(String column) {
      return optionalNumber(column).orElseThrow(() -> error(column + " has no value"));
    }

    /** The number in a column, if it has a value. */
    public Optional<Double> optionalNumber(String column) {
      String text = text(column);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      try {
        double value = Double.parseDouble(text);
        if (Double.isFinite(value)) {
          return Optional.of(value);
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw error("%s is no number: %s".formatted(column, text));
    }

    /**
     * The number in a column.
     *
     * @throws CommandFailure if it is not above 0
     */
    public double positive(String column) {
      double value = number(column);
      if (!(value > 0)) {
        throw error("%s must be above 0, and is %s".formatted(column, text(column)));
      }
      return value;
    }

    /** The file's name and this row, for reports. */
    public String place() {
      return file.getFileName() + " row " + number;
    }

    /** A failure that names the file and this row. */
    public CommandFailure error(String problem) {
      return new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT, "%s: row %d: %s".formatted(file, number, problem));
    }
  }

  private CsvTable(Path file, byte[] content, List<List<String>> lines) {
    this.file = file;
    this.content = content;
    this.columns = lines.get(0);
    this.rows = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      Row row = new Row(rows.size() + 1, line);
      if (line.size() != columns.size()) {
        throw row.error("has %d values for %d columns".formatted(line.size(), columns.size()));
      }
      rows.add(row);
    }
  }

  /**
   * Reads a file.
   *
   * @throws CommandFailure naming the file if it cannot be read or is no such table
   */
  public static CsvTable read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw failure(file, "is larger than 64 MB", null);
      }
      byte[] content = Files.readAllBytes(file);
      // The decoder refuses malformed bytes, as new String would not.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return parse(file, content, text);
    } catch (NoSuchFileException e) {
      throw failure(file, "there is no such file", e);
    } catch (CharacterCodingException e) {
      throw failure(file, "is no text in UTF-8", e);
    } catch (IOException e) {
      throw failure(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static CsvTable parse(Path file, byte[] content, String text) throws IOException {
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.ALLOW_COMMENTS)
            .build();
    List<List<String>> lines = new ArrayList<>();
    try (MappingIterator<String[]> iterator = mapper.readerFor(String[].class).readValues(text)) {
      while (iterator.hasNext()) {
        lines.add(List.of(iterator.next()));
      }
    } catch (RuntimeJsonMappingException | JsonProcessingException e) {
      throw failure(file, "row " + lines.size() + ": is not comma-separated text", e);
    }
    if (lines.isEmpty()) {
      throw failure(file, "is empty", null);
    }
    return new CsvTable(file, content, lines);
  }

  private static CommandFailure failure(Path file, String problem, Exception cause) {
    return new CommandFailure(ExitCode.UNSUPPORTED_INPUT, file + ": " + problem, cause);
  }

  /** The file that it was read from. */
  public Path file() {
    return file;
  }

  /** The file's bytes, for its fingerprint. */
  public byte[] content() {
    return content.clone();
  }

  /** Names of the columns. */
  public List<String> columns() {
    return columns;
  }

  /** Lines below the names. */
  public List<Row> rows() {
    return rows;
  }
}

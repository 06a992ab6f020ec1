package org.unit430.simulator.conformance;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads files of {@link IsaVector}s: one a line, eight columns parted by tabs, no header, numbers
 * in hexadecimal; plain or gzipped, whatever the file's name says.
 *
 * <ol>
 *   <li>group: what kind of instruction it is
 *   <li>pc: its address
 *   <li>code: its words, parted by spaces; the words behind it are 3FFFh
 *   <li>mask of the SR bits C, Z, N, V to compare
 *   <li>seed of the memory windows
 *   <li>R0 to R15 before
 *   <li>R0 to R15 after
 *   <li>bytes of memory that changed, {@code address=byte}, parted by spaces; may be empty
 * </ol>
 */
public final class IsaVectorReader {
  private static final int COLUMNS = 8;
  private static final int REGISTERS = 16;
  private static final int FLAGS = 0x107;
  private static final int ADDRESSES = 0x100000;
  private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{1,8}");

  private final String name;
  private int line;

  private IsaVectorReader(String name) {
    this.name = name;
  }

  /**
   * Reads all vectors of a file.
   *
   * @throws VectorFormatException naming file and line, if a line is not a vector or the file holds
   *     none
   * @throws IOException if the file cannot be read
   */
  public static List<IsaVector> read(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return read(file.toString(), content);
    }
  }

  /**
   * Reads all vectors of a stream, and leaves it open.
   *
   * @param name what error messages call it
   * @throws VectorFormatException naming it and the line, if a line is not a vector or there is
   *     none
   * @throws IOException if the stream cannot be read
   */
  public static List<IsaVector> read(String name, InputStream content) throws IOException {
    return new IsaVectorReader(name).readAll(content);
  }

  private List<IsaVector> readAll(InputStream content) throws IOException {
    List<IsaVector> vectors = new ArrayList<>();
    try {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(unpacked(content), StandardCharsets.UTF_8.newDecoder()));
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        vectors.add(vector(text));
      }
    } catch (EOFException | ZipException e) {
      throw problemAfterLine("the gzip stream is broken: " + e.getMessage());
    } catch (CharacterCodingException e) {
      throw problemAfterLine("not text");
    }
    if (vectors.isEmpty()) {
      throw problemAfterLine("no vectors");
    }
    return vectors;
  }

  private VectorFormatException problemAfterLine(String problem) {
    line++;
    return problem(problem);
  }

  private static InputStream unpacked(InputStream content) throws IOException {
    InputStream buffered = new BufferedInputStream(content);
    buffered.mark(2);
    boolean gzipped = buffered.read() == 0x1F && buffered.read() == 0x8B;
    buffered.reset();
    return gzipped ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  private IsaVector vector(String text) throws VectorFormatException {
    String[] columns = text.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw problem(columns.length + " columns instead of " + COLUMNS);
    }
    if (!GROUP.matcher(columns[0]).matches()) {
      throw problem("'" + columns[0] + "' is no group");
    }
    int pc = number(columns[1], "pc", ADDRESSES);
    if ((pc & 1) != 0) {
      throw problem("pc " + columns[1] + " is odd");
    }
    List<Integer> code = numbers(columns[2], "code word", 0x10000);
    if (code.size() > 4) {
      throw problem(code.size() + " code words; no instruction has more than 4");
    }
    if (pc + 2 * code.size() > ADDRESSES) {
      throw problem("the code runs beyond the address space");
    }
    int mask = number(columns[3], "SR mask", 0x10000);
    if ((mask & ~FLAGS) != 0) {
      throw problem("SR mask " + columns[3] + " has bits outside 107h");
    }
    int seed = (int) longNumber(columns[4], "seed", 1L << 32);
    List<Integer> before = registers(columns[5], "before");
    if (before.get(0) != pc) {
      throw problem("R0 before is not the pc");
    }
    List<Integer> after = registers(columns[6], "after");
    return new IsaVector(
        line, columns[0], pc, code, mask, seed, before, after, changedBytes(columns[7]));
  }

  private List<Integer> registers(String column, String when) throws VectorFormatException {
    List<Integer> values = numbers(column, "register " + when, ADDRESSES);
    if (values.size() != REGISTERS) {
      throw problem(values.size() + " registers " + when + " instead of " + REGISTERS);
    }
    return values;
  }

  private SortedMap<Integer, Integer> changedBytes(String column) throws VectorFormatException {
    SortedMap<Integer, Integer> changed = new TreeMap<>();
    if (column.isEmpty()) {
      return changed;
    }
    for (String field : column.split(" ", -1)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw problem("'" + field + "' is not address=byte");
      }
      int address = number(field.substring(0, equals), "address", ADDRESSES);
      if (changed.put(address, number(field.substring(equals + 1), "byte", 0x100)) != null) {
        throw problem(String.format("address %05X stands there twice", address));
      }
    }
    return changed;
  }

  private List<Integer> numbers(String column, String what, int end) throws VectorFormatException {
    List<Integer> values = new ArrayList<>();
    for (String field : column.split(" ", -1)) {
      values.add(number(field, what, end));
    }
    return values;
  }

  private int number(String text, String what, int end) throws VectorFormatException {
    return (int) longNumber(text, what, end);
  }

  private long longNumber(String text, String what, long end) throws VectorFormatException {
    if (!HEXADECIMAL.matcher(text).matches()) {
      throw problem(what + " '" + text + "' is not hexadecimal");
    }
    long value = Long.parseLong(text, 16);
    if (value >= end) {
      throw problem(String.format("%s %s is above %X", what, text, end - 1));
    }
    return value;
  }

  private VectorFormatException problem(String problem) {
    return new VectorFormatException(name, line, problem);
  }
}

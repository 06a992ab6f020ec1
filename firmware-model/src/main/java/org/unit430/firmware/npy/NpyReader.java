package org.unit430.firmware.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the NPY format, versions 1.0 to 3.0 (NumPy documentation, numpy.lib.format): a magic
 * number, a header in the form of a Python dictionary, and the values, row-major or column-major
 * (Fortran), little or big endian. Numbers and booleans are supported, objects and texts are not.
 */
public final class NpyReader {
  /** Most values of an array. */
  public static final int MOST_VALUES = 1 << 26;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr'\\s*:\\s*'([^']{1,16})'\\s*,\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,"
              + "\\s*'shape'\\s*:\\s*\\(([0-9, ]{0,200})\\)\\s*,?\\s*}\\s*");
  private static final Pattern TYPE = Pattern.compile("([<>|=])([fiub])([1248])");

  private final ByteBuffer bytes;
  private final String file;

  private NpyReader(byte[] bytes, String file) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.file = file;
  }

  /**
   * Reads an array.
   *
   * @param bytes the whole file
   * @param file its name, for messages
   * @throws NpyException if it is damaged, too large, of another type, or holds a value that is not
   *     finite
   */
  public static NpyArray read(byte[] bytes, String file) {
    return new NpyReader(bytes, file).array();
  }

  private NpyArray array() {
    Matcher header = HEADER.matcher(header());
    if (!header.matches()) {
      throw wrong("its header is not that of an array: descr, fortran_order, shape in this order");
    }
    Matcher type = TYPE.matcher(header.group(1));
    if (!type.matches()) {
      throw wrong(
          "type '%s' is not supported; floats, integers and booleans are"
              .formatted(header.group(1)));
    }
    char kind = type.group(2).charAt(0);
    int width = Integer.parseInt(type.group(3));
    if ((width == 1 && kind == 'f') || (width != 1 && kind == 'b')) {
      throw wrong("type '%s' is not supported".formatted(header.group(1)));
    }
    // A byte has no order; '=' is the writer's own, which nobody can know.
    if (type.group(1).equals("=") || (width > 1 && type.group(1).equals("|"))) {
      throw wrong("type '%s' does not say its byte order".formatted(header.group(1)));
    }
    bytes.order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int[] shape = shape(header.group(3));
    long count = 1;
    for (int extent : shape) {
      count *= extent;
      if (count > MOST_VALUES) {
        throw wrong("more than %d values".formatted(MOST_VALUES));
      }
    }
    if (bytes.remaining() != count * width) {
      throw wrong(
          "%d bytes of values, its shape needs %d".formatted(bytes.remaining(), count * width));
    }
    double[] values = new double[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(kind, width, i);
    }
    boolean columnMajor = header.group(2).equals("True");
    return new NpyArray(shape, kind != 'f', columnMajor ? rowMajor(shape, values) : values);
  }

  private String header() {
    for (byte expected : MAGIC) {
      if (!bytes.hasRemaining() || bytes.get() != expected) {
        throw wrong("not an NPY file (the magic number differs)");
      }
    }
    int lengthBytes = bytes.remaining() >= 2 && bytes.get(6) == 1 ? 2 : 4;
    if (bytes.remaining() < 2 + lengthBytes) {
      throw wrong("it ends inside its header");
    }
    int version = bytes.get();
    if (version < 1 || version > 3 || bytes.get() != 0) {
      throw wrong("version %d of the NPY format is not known".formatted(version));
    }
    long length = lengthBytes == 2 ? bytes.getShort() & 0xFFFF : bytes.getInt() & 0xFFFFFFFFL;
    if (length > bytes.remaining()) {
      throw wrong("it ends inside its header");
    }
    byte[] text = new byte[(int) length];
    bytes.get(text);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private int[] shape(String text) {
    String[] parts = text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*");
    int[] shape = new int[parts.length];
    for (int i = 0; i < shape.length; i++) {
      if (!parts[i].matches("[0-9]{1,9}")) {
        throw wrong("its shape is (%s)".formatted(text));
      }
      shape[i] = Integer.parseInt(parts[i]);
    }
    return shape;
  }

  private double value(char kind, int width, int index) {
    int at = bytes.position() + index * width;
    double value =
        switch (kind) {
          case 'f' ->
              switch (width) {
                case 2 -> half(bytes.getShort(at));
                case 4 -> bytes.getFloat(at);
                default -> bytes.getDouble(at);
              };
          case 'i' ->
              switch (width) {
                case 1 -> bytes.get(at);
                case 2 -> bytes.getShort(at);
                case 4 -> bytes.getInt(at);
                default -> exact(bytes.getLong(at), index);
              };
          default ->
              switch (width) {
                case 1 -> bytes.get(at) & 0xFF;
                case 2 -> bytes.getShort(at) & 0xFFFF;
                case 4 -> bytes.getInt(at) & 0xFFFFFFFFL;
                default -> exact(unsigned(bytes.getLong(at), index), index);
              };
        };
    if (!Double.isFinite(value)) {
      throw wrong("value %d is %s".formatted(index, value));
    }
    return value;
  }

  private long unsigned(long value, int index) {
    if (value < 0) {
      throw wrong("value %d is beyond 2^53".formatted(index));
    }
    return value;
  }

  private double exact(long value, int index) {
    if (Math.abs(value) > 1L << 53) {
      throw wrong("value %d is beyond 2^53".formatted(index));
    }
    return value;
  }

  /** IEEE-754 binary16. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    double magnitude =
        exponent == 0x1F
            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
            : exponent == 0
                ? Math.scalb((double) fraction, -24)
                : Math.scalb((double) (fraction | 0x400), exponent - 25);
    return bits < 0 ? -magnitude : magnitude;
  }

  private static double[] rowMajor(int[] shape, double[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      int rest = i;
      int column = 0;
      int[] position = new int[shape.length];
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        position[axis] = rest % shape[axis];
        rest /= shape[axis];
      }
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        column = column * shape[axis] + position[axis];
      }
      result[i] = values[column];
    }
    return result;
  }

  private NpyException wrong(String cause) {
    return new NpyException(file, cause);
  }
}

package org.unit430.firmware.npy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes float32 and int64 arrays in the NPY format, version 1.0, and NPZ archives of them. */
public final class NpyWriter {
  private static final int ALIGNMENT = 64;
  // DOS time knows nothing earlier; a fixed one, so that the same arrays give the same bytes.
  private static final long FIRST_OF_1980 = 315_619_200_000L;

  private NpyWriter() {}

  /**
   * Writes floats.
   *
   * @param shape extents
   * @param values row-major, as many as the shape has
   * @return the bytes of an NPY file
   */
  public static byte[] floats(int[] shape, float[] values) {
    ByteBuffer data =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return file("<f4", shape, data.array());
  }

  /**
   * Writes integers.
   *
   * @param values of a one-dimensional array
   * @return the bytes of an NPY file
   */
  public static byte[] integers(int... values) {
    ByteBuffer data =
        ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      data.putLong(value);
    }
    return file("<i8", new int[] {values.length}, data.array());
  }

  /**
   * Writes an archive.
   *
   * @param arrays bytes of NPY files by name, without {@code .npy}, in the order of the archive
   * @return the bytes of an NPZ file
   */
  public static byte[] archive(Map<String, byte[]> arrays) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
        entry.setTime(FIRST_OF_1980);
        zip.putNextEntry(entry);
        zip.write(array.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] file(String type, int[] shape, byte[] data) {
    String extents =
        Arrays.stream(shape).mapToObj(extent -> extent + ",").collect(Collectors.joining(" "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, extents);
    // Magic, version and length are 10 bytes; the header ends in a line feed.
    int unpadded = 10 + text.length() + 1;
    String header = text + " ".repeat((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT) + "\n";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(0x93);
    file.writeBytes("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.write(1);
    file.write(0);
    file.write(header.length());
    file.write(header.length() >> 8);
    file.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(data);
    return file.toByteArray();
  }
}

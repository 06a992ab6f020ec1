package org.unit430.firmware.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyReaderTest {
  /** A file of version 1.0 after numpy.lib.format: magic, version, length of the header, header. */
  private static byte[] file(String type, String order, String shape, String valuesHex) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n".formatted(type, order, shape);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HexFormat.of().parseHex("934e554d50590100"));
    bytes.write(header.length());
    bytes.write(0);
    bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(HexFormat.of().parseHex(valuesHex));
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "<f4, 0000c03f, 1.5", // 1.5 = 3FC00000h
    ">f4, 3fc00000, 1.5",
    "<f8, 000000000000f83f, 1.5",
    "<f2, 003e, 1.5", // binary16: exponent 15, fraction 200h
    "<f2, 0100, 5.960464477539063e-8", // the least subnormal, 2^-24
    "|i1, fe, -2",
    "|u1, fe, 254",
    "<i2, feff, -2",
    ">u2, 0102, 258",
    "<i4, feffffff, -2",
    "<u4, feffffff, 4294967294",
    "<i8, feffffffffffffff, -2",
    ">u8, 0000000000000102, 258",
    "|b1, 01, 1",
  })
  void everyTypeAndByteOrderIsRead(String type, String hex, double expected) {
    NpyArray array = NpyReader.read(file(type, "False", "1,", hex), "a.npy");
    assertThat(array.values()).containsExactly(expected);
    assertThat(array.shape()).containsExactly(1);
    assertThat(array.integral()).isEqualTo(!type.contains("f"));
  }

  @Test
  void columnMajorFilesAreTurned() {
    // [[1, 2, 3], [4, 5, 6]] column by column is 1 4 2 5 3 6.
    NpyArray array = NpyReader.read(file("|u1", "True", "2, 3", "010402050306"), "a.npy");
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.values()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void aSingleNumberHasNoExtents() {
    assertThat(NpyReader.read(file("|u1", "False", "", "07"), "a.npy").shape()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "|O; 1,; 00; type '|O' is not supported",
        "<U4; 1,; 00; type '<U4' is not supported",
        "=f4; 1,; 00000000; does not say its byte order",
        "<f4; 2,; 00000000; 4 bytes of values, its shape needs 8",
        "<f4; 1,; 0000c07f; value 0 is NaN",
        "<f4; 1,; 0000807f; value 0 is Infinity",
        "<i8; 1,; ffffffffffffff7f; value 0 is beyond 2^53",
        "<f4; 99999, 99999; 00; more than 67108864 values",
        "<f4; 1 1; 00000000; its shape is",
      })
  void whatIsDamagedOrUnsupportedIsNamed(String type, String shape, String hex, String part) {
    assertThatThrownBy(() -> NpyReader.read(file(type, "False", shape, hex), "a.npy"))
        .isInstanceOf(NpyException.class)
        .hasMessageStartingWith("a.npy: ")
        .hasMessageContaining(part);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    byte[] floats = NpyWriter.floats(new int[] {2, 2}, new float[] {1, -2.5f, 0, 1e-3f});
    assertThat((floats.length - 16) % 64).as("the header ends at a multiple of 64").isZero();
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("x", floats);
    arrays.put("y", NpyWriter.integers(3, -1));
    Map<String, NpyArray> read = ArrayFiles.archive(NpyWriter.archive(arrays), "a.npz");
    assertThat(read.keySet()).containsExactly("x", "y");
    assertThat(read.get("x").shape()).containsExactly(2, 2);
    assertThat(read.get("x").values()).containsExactly(1, -2.5, 0, 1e-3f);
    assertThat(read.get("y").values()).containsExactly(3, -1);
    assertThat(NpyWriter.archive(arrays)).isEqualTo(NpyWriter.archive(arrays));
  }

  @Test
  void everyTruncationIsRefusedOrHarmless() {
    byte[] archive = NpyWriter.archive(Map.of("x", NpyWriter.floats(new int[] {3}, new float[3])));
    byte[] plain = NpyWriter.floats(new int[] {3}, new float[3]);
    for (byte[] whole : List.of(archive, plain)) {
      for (int length = 0; length < whole.length; length++) {
        NpyFuzzTest.readOrRefuse(Arrays.copyOf(whole, length));
      }
    }
  }
}

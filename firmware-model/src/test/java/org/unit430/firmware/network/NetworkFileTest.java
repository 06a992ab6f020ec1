package org.unit430.firmware.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkFileTest {
  /** All three kinds of layer; fc1's weights are sparse enough for a bitmap, with a -0.0. */
  private static final Network NETWORK =
      new Network(
          "net",
          new Shape(1, 3, 4),
          List.of(
              new Convolution(
                  "conv1", 1, 2, 2, 1, new float[] {1, -2, 3, 4}, new float[] {0, 5}, true),
              new MaxPooling("pool1", 2),
              new FullyConnected(
                  "fc1",
                  4,
                  3,
                  new float[] {0, 0, 0, 1.5f, 0, 0, 0, 0, 0, 0, -0.0f, 0},
                  new float[] {1, 2, 3},
                  false)));

  private static byte[] bytes(Network network) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NetworkFile.write(network, out);
    return out.toByteArray();
  }

  private static Network read(byte[] bytes) throws IOException {
    return NetworkFile.read(new ByteArrayInputStream(bytes), "net.bin");
  }

  /** Reads the bytes of {@link #NETWORK} with some replaced. */
  private static Network readWith(int offset, int... replacement) throws IOException {
    byte[] bytes = bytes(NETWORK);
    for (int i = 0; i < replacement.length; i++) {
      bytes[offset + i] = (byte) replacement[i];
    }
    return read(bytes);
  }

  @Test
  void theBytesAreThoseOfTheDocumentedFormat() throws IOException {
    Network network =
        new Network(
            "n",
            new Shape(1, 2, 2),
            List.of(
                new MaxPooling("p", 2),
                new FullyConnected("f", 1, 2, new float[] {0, 1}, new float[] {-2, 3}, true)));
    assertThat(HexFormat.of().formatHex(bytes(network)))
        .isEqualTo(
            "553433304e45540a" // "U430NET\n"
                + "0100" // version
                + "016e" // name
                + "010002000200" // 1x2x2
                + "0200" // layers
                + ("02" + "0170" + "0200") // max pooling "p" of 2
                + ("03" + "0166" + "01000200" + "01") // fully connected "f" 1 -> 2, ReLU
                + ("01" + "02" + "0000803f") // sparse: value 1 is 1.0
                + ("00" + "000000c0" + "00004040")); // dense: -2.0, 3.0
  }

  @Test
  void aNetworkSurvivesTheRoundTripBitForBit() throws IOException {
    Network read = read(bytes(NETWORK));
    assertThat(read).isEqualTo(NETWORK);
    assertThat(Float.floatToRawIntBits(((FullyConnected) read.layers().get(2)).weights()[10]))
        .isEqualTo(0x8000_0000);
    assertThat(bytes(read)).isEqualTo(bytes(NETWORK));
  }

  @Test
  void zerosOfAPrunedNetworkTakeABitEach() throws IOException {
    float[] weights = new float[8000];
    Arrays.fill(weights, 0, 1000, 1f);
    FullyConnected layer = new FullyConnected("f", 80, 100, weights, new float[100], false);
    int dense = bytes(with(layer, new float[8000], 1f)).length;
    int sparse = bytes(new Network("n", new Shape(80, 1, 1), List.of(layer))).length;
    // dense: 4 * 8000 bytes; sparse: 8000 / 8 + 4 * 1000
    assertThat(dense - sparse).isEqualTo(32_000 - 5_000);
  }

  private static Network with(FullyConnected layer, float[] weights, float value) {
    Arrays.fill(weights, value);
    return new Network(
        "n",
        new Shape(layer.inputs(), 1, 1),
        List.of(
            new FullyConnected(
                "f", layer.inputs(), layer.outputs(), weights, layer.bias(), false)));
  }

  @Test
  void everyTruncationIsRefusedNamingFileAndLength() throws IOException {
    byte[] bytes = bytes(NETWORK);
    for (int length = 0; length < bytes.length; length++) {
      byte[] start = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(start))
          .as("%d bytes", length)
          .isInstanceOf(NetworkFormatException.class)
          .hasMessageMatching("net\\.bin: at byte " + length + ": the file ends inside .*");
    }
  }

  @Test
  void everyFlippedBitIsRefusedOrGivesAnotherNetworkThatIsWrittenBackTheSame() throws IOException {
    byte[] bytes = bytes(NETWORK);
    for (int offset = 0; offset < bytes.length; offset++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = bytes.clone();
        changed[offset] ^= (byte) (1 << bit);
        try {
          if (!Arrays.equals(bytes(read(changed)), changed)) {
            throw new AssertionError("byte %d, bit %d".formatted(offset, bit));
          }
        } catch (NetworkFormatException e) {
          assertThat(e.getMessage()).startsWith("net.bin: at byte ").doesNotContain("\n");
        }
      }
    }
  }

  @Test
  void trailingBytesAreRefused() throws IOException {
    byte[] bytes = bytes(NETWORK);
    assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length + 2)))
        .isInstanceOf(NetworkFormatException.class)
        .hasMessage("net.bin: at byte " + bytes.length + ": 2 bytes after the last layer");
  }

  @Test
  void anotherMagicOrVersionIsRefused() {
    assertThatThrownBy(() -> readWith(3, 'X'))
        .hasMessage("net.bin: at byte 3: not a unit430 network (the magic number differs)");
    assertThatThrownBy(() -> readWith(8, 2))
        .hasMessage("net.bin: at byte 8: version 2, this reader knows version 1");
  }

  @Test
  void aValueThatIsNotFiniteIsRefusedWhereItStands() {
    // Header 8+2+4+6+2 = 22; conv1: kind 1, name 6, extents 8, flag 1, encoding 1 = 17; value at 39
    assertThatThrownBy(() -> readWith(39, 0, 0, 0xC0, 0x7F))
        .hasMessage("net.bin: at byte 39: the value is NaN, only finite values are allowed");
    assertThatThrownBy(() -> readWith(39, 0, 0, 0x80, 0xFF))
        .hasMessageContaining("the value is -Infinity");
  }

  @Test
  void aHugeTensorIsRefusedBeforeMemoryIsTaken() {
    // conv1's extents at 29..36, all 65,535: 2^64 weights
    assertThatThrownBy(() -> readWith(29, 255, 255, 255, 255, 255, 255, 255, 255))
        .isInstanceOf(NetworkFormatException.class)
        .hasMessage(
            "net.bin: at byte 22: layer conv1 has more weights than a network file can hold");
  }

  @Test
  void anEndlessStreamIsRefused() {
    java.io.InputStream endless =
        new java.io.InputStream() {
          @Override
          public int read() {
            return 'U';
          }
        };
    assertThatThrownBy(() -> NetworkFile.read(endless, "net.bin"))
        .hasMessage("net.bin: at byte 4194304: a network file has at most 4194304 bytes");
  }

  @Test
  void anExtentBeyondTheFormatIsRefusedWhenWriting() {
    Network network = new Network("net", new Shape(65_536, 2, 2), List.of(new MaxPooling("p", 2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bytes(network))
        .withMessage("a network file holds extents of 0 to 65535, not 65536");
  }
}

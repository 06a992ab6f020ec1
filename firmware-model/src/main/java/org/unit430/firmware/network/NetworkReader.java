package org.unit430.firmware.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes a network of the bytes that {@link NetworkFile} describes; refuses everything else. */
final class NetworkReader {
  private final ByteBuffer bytes;
  private final String file;

  NetworkReader(byte[] bytes, String file) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.file = file;
  }

  Network network() {
    for (char expected : NetworkFile.MAGIC.toCharArray()) {
      if (u8("the magic number") != expected) {
        throw wrong(bytes.position() - 1, "not a unit430 network (the magic number differs)");
      }
    }
    int version = u16("the version");
    if (version != NetworkFile.VERSION) {
      throw wrong(
          bytes.position() - 2,
          "version " + version + ", this reader knows version " + NetworkFile.VERSION);
    }
    String name = text("the network's name");
    int at = bytes.position();
    int channels = u16("the input's channels");
    int height = u16("the input's height");
    int width = u16("the input's width");
    Shape input = checked(at, () -> new Shape(channels, height, width));
    int count = u16("the number of layers");
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(layer());
    }
    if (bytes.hasRemaining()) {
      throw wrong(bytes.position(), bytes.remaining() + " bytes after the last layer");
    }
    return checked(at, () -> new Network(name, input, layers));
  }

  private Layer layer() {
    int at = bytes.position();
    int kind = u8("a layer");
    return switch (kind) {
      case NetworkFile.CONVOLUTION -> convolution(at);
      case NetworkFile.MAX_POOLING -> {
        String name = text("a layer's name");
        int size = u16("the window size");
        yield checked(at, () -> new MaxPooling(name, size));
      }
      case NetworkFile.FULLY_CONNECTED -> {
        String name = text("a layer's name");
        int inputs = u16("the inputs");
        int outputs = u16("the outputs");
        boolean relu = flag();
        float[] weights = tensor((long) inputs * outputs);
        float[] bias = tensor(outputs);
        yield checked(at, () -> new FullyConnected(name, inputs, outputs, weights, bias, relu));
      }
      default -> throw wrong(at, "unknown kind of layer " + kind);
    };
  }

  private Layer convolution(int at) {
    String name = text("a layer's name");
    int inputs = u16("the input channels");
    int outputs = u16("the output channels");
    int height = u16("the kernel height");
    int width = u16("the kernel width");
    boolean relu = flag();
    long kernel = (long) height * width * inputs;
    if (kernel > NetworkFile.LARGEST_FILE) {
      throw wrong(at, "layer " + name + " has more weights than a network file can hold");
    }
    float[] weights = tensor(kernel * outputs);
    float[] bias = tensor(outputs);
    return checked(
        at, () -> new Convolution(name, inputs, outputs, height, width, weights, bias, relu));
  }

  private float[] tensor(long count) {
    int at = bytes.position();
    int encoding = u8("a tensor");
    if (encoding != NetworkFile.DENSE && encoding != NetworkFile.SPARSE) {
      throw wrong(at, "unknown tensor encoding " + encoding);
    }
    // Before anything is allocated: even the sparse encoding needs a bit a value.
    if (count / 8 > bytes.remaining()) {
      throw cutShort("a tensor of " + count + " values");
    }
    int values = (int) count;
    byte[] bitmap = new byte[encoding == NetworkFile.SPARSE ? NetworkFile.bitmapBytes(values) : 0];
    need(bitmap.length, "a tensor's bitmap");
    bytes.get(bitmap);
    if (encoding == NetworkFile.SPARSE
        && values % 8 != 0
        && (bitmap[values / 8] & 0xFF) >> values % 8 != 0) {
      throw wrong(bytes.position() - 1, "bits beyond the last value are set");
    }
    float[] result = new float[values];
    int set = 0;
    for (int i = 0; i < values; i++) {
      if (encoding == NetworkFile.DENSE || (bitmap[i / 8] >> i % 8 & 1) != 0) {
        result[i] = finite(encoding);
      }
      set += Float.floatToRawIntBits(result[i]) == 0 ? 0 : 1;
    }
    if ((encoding == NetworkFile.SPARSE) != NetworkFile.sparseIsSmaller(values, set)) {
      throw wrong(at, "the longer of the two tensor encodings");
    }
    return result;
  }

  private float finite(int encoding) {
    int at = bytes.position();
    need(4, "a value");
    float value = bytes.getFloat();
    if (!Float.isFinite(value)) {
      throw wrong(at, "the value is " + value + ", only finite values are allowed");
    }
    if (encoding == NetworkFile.SPARSE && Float.floatToRawIntBits(value) == 0) {
      throw wrong(at, "a value that the bitmap marks as non-zero is 0");
    }
    return value;
  }

  private String text(String what) {
    int length = u8(what);
    need(length, what);
    int at = bytes.position();
    byte[] ascii = new byte[length];
    bytes.get(ascii);
    String text = new String(ascii, StandardCharsets.ISO_8859_1);
    return checked(
        at,
        () -> {
          Tensors.requireName(text);
          return text;
        });
  }

  private boolean flag() {
    int at = bytes.position();
    int flag = u8("a flag");
    if (flag > 1) {
      throw wrong(at, "a flag is 0 or 1, not " + flag);
    }
    return flag == 1;
  }

  private int u8(String what) {
    need(1, what);
    return bytes.get() & 0xFF;
  }

  private int u16(String what) {
    need(2, what);
    return bytes.getShort() & 0xFFFF;
  }

  private void need(int count, String what) {
    if (bytes.remaining() < count) {
      throw cutShort(what);
    }
  }

  private NetworkFormatException cutShort(String what) {
    return wrong(bytes.limit(), "the file ends inside " + what);
  }

  private NetworkFormatException wrong(int offset, String cause) {
    return new NetworkFormatException(file, offset, cause);
  }

  private <T> T checked(int offset, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw wrong(offset, e.getMessage());
    }
  }
}

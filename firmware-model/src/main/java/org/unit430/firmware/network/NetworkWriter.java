package org.unit430.firmware.network;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Turns a network into the bytes that {@link NetworkFile} describes. */
final class NetworkWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  byte[] bytesOf(Network network) {
    bytes.writeBytes(NetworkFile.MAGIC.getBytes(StandardCharsets.US_ASCII));
    u16(NetworkFile.VERSION);
    text(network.name());
    u16(network.input().channels());
    u16(network.input().height());
    u16(network.input().width());
    u16(network.layers().size());
    network.layers().forEach(this::layer);
    return bytes.toByteArray();
  }

  private void layer(Layer layer) {
    if (layer instanceof Convolution convolution) {
      bytes.write(NetworkFile.CONVOLUTION);
      text(convolution.name());
      u16(convolution.inputChannels());
      u16(convolution.outputChannels());
      u16(convolution.kernelHeight());
      u16(convolution.kernelWidth());
      bytes.write(convolution.relu() ? 1 : 0);
      tensor(convolution.weights());
      tensor(convolution.bias());
    } else if (layer instanceof MaxPooling pooling) {
      bytes.write(NetworkFile.MAX_POOLING);
      text(pooling.name());
      u16(pooling.size());
    } else if (layer instanceof FullyConnected connected) {
      bytes.write(NetworkFile.FULLY_CONNECTED);
      text(connected.name());
      u16(connected.inputs());
      u16(connected.outputs());
      bytes.write(connected.relu() ? 1 : 0);
      tensor(connected.weights());
      tensor(connected.bias());
    }
  }

  private void u16(int value) {
    if (value < 0 || value > 0xFFFF) {
      throw new IllegalArgumentException(
          "a network file holds extents of 0 to 65535, not " + value);
    }
    bytes.write(value);
    bytes.write(value >> 8);
  }

  private void text(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    bytes.write(ascii.length);
    bytes.writeBytes(ascii);
  }

  private void tensor(float[] values) {
    byte[] bitmap = new byte[NetworkFile.bitmapBytes(values.length)];
    int set = 0;
    for (int i = 0; i < values.length; i++) {
      if (Float.floatToRawIntBits(values[i]) != 0) {
        bitmap[i / 8] |= (byte) (1 << i % 8);
        set++;
      }
    }
    boolean sparse = NetworkFile.sparseIsSmaller(values.length, set);
    bytes.write(sparse ? NetworkFile.SPARSE : NetworkFile.DENSE);
    if (sparse) {
      bytes.writeBytes(bitmap);
    }
    for (float value : values) {
      int bits = Float.floatToRawIntBits(value);
      if (!sparse || bits != 0) {
        u16(bits & 0xFFFF);
        u16(bits >>> 16);
      }
    }
  }
}

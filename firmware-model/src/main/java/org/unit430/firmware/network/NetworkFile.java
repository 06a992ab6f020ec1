package org.unit430.firmware.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The file format of networks. A network has exactly one file, byte for byte, and a file that was
 * read without an error is written back the same.
 *
 * <p>Little endian throughout. {@code text} is a length byte and that many ASCII characters; {@code
 * tensor} is an encoding byte and its values as IEEE-754 binary32, their number known from the
 * layer.
 *
 * <pre>
 * file    = "U430NET\n"  u16 version (1)  text name  u16 channels  u16 height  u16 width
 *           u16 layers  layer...
 * layer   = u8 kind  text name  body
 * kind 1  = u16 inputChannels  u16 outputChannels  u16 kernelHeight  u16 kernelWidth  u8 relu
 *           tensor weights  tensor bias
 * kind 2  = u16 size
 * kind 3  = u16 inputs  u16 outputs  u8 relu  tensor weights  tensor bias
 * tensor  = u8 0, every value
 *         | u8 1, one bit a value (value i is bit i % 8 of byte i / 8; the rest of the last byte is
 *           0), then the values whose bit is set
 * </pre>
 *
 * <p>The second encoding serves pruned networks; the smaller of the two is used, the first on a
 * tie. Only +0.0 counts as zero, so that -0.0 survives.
 */
public final class NetworkFile {
  static final String MAGIC = "U430NET\n";
  static final int VERSION = 1;
  static final int CONVOLUTION = 1;
  static final int MAX_POOLING = 2;
  static final int FULLY_CONNECTED = 3;
  static final int DENSE = 0;
  static final int SPARSE = 1;
  static final int LARGEST_FILE = 4 << 20;

  private NetworkFile() {}

  /**
   * Writes a network.
   *
   * @param network the network; its extents must be below 65,536
   * @param out where to; not closed
   * @throws IOException if the stream fails
   * @throws IllegalArgumentException if an extent does not fit the format
   */
  public static void write(Network network, OutputStream out) throws IOException {
    out.write(new NetworkWriter().bytesOf(network));
  }

  /**
   * Reads a network.
   *
   * @param in where from; read to its end, not closed
   * @param nameForErrors how messages call the file
   * @return the network
   * @throws IOException if the stream fails
   * @throws NetworkFormatException if the bytes are not a network file: another magic or version,
   *     cut short, more bytes than there should be, a value that is not finite, shapes that do not
   *     fit
   */
  public static Network read(InputStream in, String nameForErrors) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
    if (bytes.length > LARGEST_FILE) {
      throw new NetworkFormatException(
          nameForErrors, LARGEST_FILE, "a network file has at most " + LARGEST_FILE + " bytes");
    }
    return new NetworkReader(bytes, nameForErrors).network();
  }

  /** Returns the bytes of a bitmap of so many values. */
  static int bitmapBytes(int values) {
    return (values + 7) / 8;
  }

  /** Tells which of the two tensor encodings is used. */
  static boolean sparseIsSmaller(int values, int set) {
    return bitmapBytes(values) + 4L * set < 4L * values;
  }
}

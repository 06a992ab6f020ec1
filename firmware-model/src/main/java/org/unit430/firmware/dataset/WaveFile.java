package org.unit430.firmware.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a recording in RIFF WAVE (IBM and Microsoft, "Multimedia Programming Interface and Data
 * Specifications 1.0", 1991, chapter 3): chunks of an identifier, a 32-bit little-endian length and
 * contents padded to even length; {@code fmt } says what {@code data} holds.
 */
final class WaveFile {
  private static final int PCM = 1;
  private static final int BITS = 16;
  private static final int FORMAT_BYTES = 16;
  private static final int CHUNK_HEADER = 8;
  private static final int RIFF_HEADER = 12;

  private WaveFile() {}

  /**
   * Reads the samples of a 16-bit mono recording.
   *
   * @param name of the file, for messages
   * @param file its bytes
   * @param hertz the sample rate it must have
   * @return samples, -32768 to 32767, at least one
   * @throws DatasetException if it is damaged or another kind of recording
   */
  static short[] samples(String name, byte[] file, int hertz) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < RIFF_HEADER || !tag(in, 0).equals("RIFF") || !tag(in, 8).equals("WAVE")) {
      throw new DatasetException(name + ": is no WAVE recording; fetch the file again");
    }
    boolean described = false;
    int at = RIFF_HEADER;
    while (at + CHUNK_HEADER <= file.length) {
      String chunk = tag(in, at);
      long length = in.getInt(at + 4) & 0xFFFF_FFFFL;
      at += CHUNK_HEADER;
      if (length > file.length - at) {
        throw new DatasetException(
            "%s: chunk '%s' claims %d bytes, %d are left; fetch the file again"
                .formatted(name, chunk.strip(), length, file.length - at));
      }
      if (chunk.equals("fmt ")) {
        requireFormat(name, in, at, (int) length, hertz);
        described = true;
      } else if (chunk.equals("data") && described && length >= Short.BYTES) {
        short[] samples = new short[(int) length / Short.BYTES];
        in.position(at);
        in.asShortBuffer().get(samples);
        return samples;
      }
      at += (int) (length + length % 2);
    }
    throw new DatasetException(name + ": holds no samples; fetch the file again");
  }

  private static void requireFormat(String name, ByteBuffer in, int at, int length, int hertz) {
    if (length < FORMAT_BYTES) {
      throw new DatasetException(name + ": its format chunk is cut short; fetch the file again");
    }
    int kind = in.getShort(at);
    int channels = in.getShort(at + 2);
    int rate = in.getInt(at + 4);
    int bits = in.getShort(at + 14);
    if (kind != PCM || channels != 1 || rate != hertz || bits != BITS) {
      throw new DatasetException(
          ("%s: format %d, %d channels, %d Hz, %d bits; needed is PCM (1), 1 channel, %d Hz, %d"
                  + " bits; convert it")
              .formatted(name, kind, channels, rate, bits, hertz, BITS));
    }
  }

  private static String tag(ByteBuffer in, int at) {
    byte[] tag = new byte[4];
    in.get(at, tag);
    return new String(tag, StandardCharsets.ISO_8859_1);
  }
}

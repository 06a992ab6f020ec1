package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WaveFileTest {
  /** The 44 bytes of the plainest header, and the samples. */
  static byte[] wave(int channels, int hertz, int bits, short... samples) {
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(36 + 2 * samples.length).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) channels);
    out.putInt(hertz).putInt(hertz * channels * bits / 8);
    out.putShort((short) (channels * bits / 8)).putShort((short) bits);
    out.put(ascii("data")).putInt(2 * samples.length);
    for (short sample : samples) {
      out.putShort(sample);
    }
    return out.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void samplesAreReadAsTheyAre() {
    byte[] file = wave(1, 8000, 16, (short) 1, (short) -2, (short) 32767, (short) -32768);
    assertThat(WaveFile.samples("a.wav", file, 8000))
        .containsExactly((short) 1, (short) -2, (short) 32767, (short) -32768);
  }

  @Test
  void otherChunksAreSkipped() {
    byte[] plain = wave(1, 8000, 16, (short) 7);
    ByteBuffer out = ByteBuffer.allocate(plain.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    out.put(plain, 0, 36).put(ascii("LIST")).putInt(3).put(new byte[4]); // padded to even length
    out.put(plain, 36, plain.length - 36);
    assertThat(WaveFile.samples("a.wav", out.array(), 8000)).containsExactly((short) 7);
  }

  @Test
  void anotherFormatSaysWhatIsNeeded() {
    assertRefused(
        wave(2, 44_100, 16, (short) 0),
        "a.wav: format 1, 2 channels, 44100 Hz, 16 bits; needed is PCM (1), 1 channel, 8000 Hz, 16"
            + " bits; convert it");
  }

  @Test
  void damageIsRefused() {
    byte[] file = wave(1, 8000, 16, (short) 1, (short) 2);
    assertRefused(
        Arrays.copyOf(file, 46),
        "a.wav: chunk 'data' claims 4 bytes, 2 are left; fetch the file again");
    assertRefused(Arrays.copyOf(file, 36), "a.wav: holds no samples; fetch the file again");
    assertRefused(new byte[0], "a.wav: is no WAVE recording; fetch the file again");
    assertRefused(wave(1, 8000, 16), "a.wav: holds no samples; fetch the file again");
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> WaveFile.samples("a.wav", file, 8000))
        .withMessage(message);
  }
}

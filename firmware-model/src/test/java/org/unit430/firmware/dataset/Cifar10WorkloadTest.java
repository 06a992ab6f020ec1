package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.testvectors.SharedData;

class Cifar10WorkloadTest {
  @TempDir Path directory;
  private Path archive;

  @BeforeEach
  void nameTheArchive() {
    archive = directory.resolve("cifar10-jpeg-test.tar.gz");
  }

  private static byte[] jpeg(int edge, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(edge, edge, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < edge * edge; i++) {
      image.setRGB(i % edge, i / edge, rgb);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", out);
    return out.toByteArray();
  }

  /** A tar archive as the standard has it: header, contents, filling; two empty blocks. */
  private static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.forEach(
        (name, contents) -> {
          byte[] header = new byte[512];
          put(header, 0, name);
          put(header, 124, "%011o".formatted(contents.length));
          put(header, 148, "        ");
          header[156] = '0';
          int sum = 0;
          for (byte b : header) {
            sum += b;
          }
          put(header, 148, "%06o\0 ".formatted(sum));
          out.writeBytes(header);
          out.writeBytes(Arrays.copyOf(contents, (contents.length + 511) / 512 * 512));
        });
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  private void write(byte[] tar) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      out.write(tar);
    }
  }

  private Dataset first() {
    return new Cifar10Workload(directory).read(Split.TEST, new int[] {0});
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(this::first)
        .withMessageStartingWith(message);
  }

  @Test
  void planesAreRedGreenBlueAndZeroToOne() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("test/airplane/0000.jpg", jpeg(32, 0x804020));
    files.put("test/automobile/0000.jpg", jpeg(32, 0xFFFFFF));
    write(tar(files));
    Dataset read = new Cifar10Workload(directory).read(Split.TEST, new int[] {1, 0});
    assertThat(read.label(0)).isEqualTo(1);
    assertThat(read.label(1)).isZero();
    float[] image = read.image(1);
    assertThat(image).hasSize(3 * 1024);
    // JPEG is lossy: a plain colour comes back within a few of 255 steps.
    Offset<Float> lossy = Offset.offset(3 / 255f);
    assertThat(image[0]).isCloseTo(0x80 / 255f, lossy);
    assertThat(image[1024 + 500]).isCloseTo(0x40 / 255f, lossy);
    assertThat(image[3071]).isCloseTo(0x20 / 255f, lossy);
  }

  @Test
  void splitsShareNoPicture() {
    Cifar10Workload cifar10 = new Cifar10Workload(directory);
    Set<String> names = new HashSet<>();
    for (Split split : new Split[] {Split.TRAINING, Split.CALIBRATION, Split.VALIDATION}) {
      for (int i = 0; i < cifar10.size(split); i++) {
        assertThat(names.add(Cifar10Workload.fileName(split, i))).isTrue();
      }
    }
    assertThat(names).hasSize(50_000);
    assertThat(cifar10.size(Split.TEST)).isEqualTo(10_000);
    assertThat(Cifar10Workload.fileName(Split.CALIBRATION, 13)).isEqualTo("cat/4401.jpg");
    assertThat(Cifar10Workload.fileName(Split.VALIDATION, 4_999)).isEqualTo("truck/4999.jpg");
  }

  @Test
  void aMissingArchiveOrPictureIsNamed() throws IOException {
    assertRefused(archive + ": no such file; pass the directory that has it");
    write(tar(Map.of("test/cat/0000.jpg", new byte[0])));
    assertRefused(archive + ": has no test/airplane/0000.jpg; this is another data set");
  }

  @Test
  void damageIsRefusedInOneLine() throws IOException {
    Files.write(archive, new byte[1000]);
    assertRefused(archive + ": cannot be read (");
    byte[] tar = tar(Map.of("test/airplane/0000.jpg", jpeg(32, 0)));
    write(Arrays.copyOf(tar, 600));
    assertRefused(archive + ": it ends within a file; fetch the file again");
    byte[] touched = tar.clone();
    touched[0] = 'b';
    write(touched);
    assertRefused(archive + ": a header's checksum is wrong; fetch the file again");
    write(tar(Map.of("test/airplane/0000.jpg", new byte[700])));
    assertRefused(archive + ": test/airplane/0000.jpg: is no JPEG picture (");
    write(tar(Map.of("test/airplane/0000.jpg", jpeg(16, 0))));
    assertRefused(
        archive
            + ": test/airplane/0000.jpg: is 16 x 16 pixels, CIFAR-10's are 32 x 32; this is"
            + " another data set");
  }

  @Test
  void theRealPicturesAreRead() {
    Path data = SharedData.require("datasets/cifar10-jpeg");
    Dataset test = new Cifar10Workload(data).read(Split.TEST, new int[] {0, 9_999});
    assertThat(test.label(1)).isEqualTo(9);
    assertThat(test.image(0)).isNotEqualTo(test.image(1));
  }
}

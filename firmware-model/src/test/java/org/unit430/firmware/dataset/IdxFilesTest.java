package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.firmware.network.Shape;

class IdxFilesTest {
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;

  @TempDir Path directory;
  private Path images;
  private Path labels;

  private static byte[] idx(int[] header, int... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + elements.length);
    Arrays.stream(header).forEach(bytes::putInt);
    Arrays.stream(elements).forEach(element -> bytes.put((byte) element));
    return bytes.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  /** Three images of one row and two columns. */
  private static byte[] threeImages() {
    return idx(new int[] {IMAGES, 3, 1, 2}, 0, 255, 51, 0, 1, 128);
  }

  private static byte[] threeLabels() {
    return idx(new int[] {LABELS, 3}, 7, 0, 9);
  }

  @BeforeEach
  void writeGoodFiles() throws IOException {
    images = directory.resolve("train-images-idx3-ubyte");
    labels = directory.resolve("train-labels-idx1-ubyte");
    Files.write(images, threeImages());
    Files.write(labels, threeLabels());
  }

  private Dataset read(int... indices) {
    return new IdxFiles(directory, IdxFiles.Part.TRAIN).read("set", 10, indices);
  }

  private void assertRefused(Path file, String cause) {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> read(0))
        .withMessage(file + ": " + cause);
  }

  @Test
  void pixelsAreFractionsOf255AndTheIndicesChoose() {
    Dataset dataset = read(2, 0);
    assertThat(dataset.shape()).isEqualTo(new Shape(1, 1, 2));
    assertThat(dataset.size()).isEqualTo(2);
    assertThat(dataset.image(0)).containsExactly(1 / 255f, 128 / 255f);
    assertThat(dataset.label(0)).isEqualTo(9);
    assertThat(dataset.image(1)).containsExactly(0, 1);
    assertThat(dataset.label(1)).isEqualTo(7);
  }

  @Test
  void gzipIsSeenFromTheContentsWhateverTheName() throws IOException {
    Files.write(images, gzip(threeImages()));
    Files.delete(labels);
    Files.write(directory.resolve("train-labels-idx1-ubyte.gz"), threeLabels());
    assertThat(read(1).image(0)).containsExactly(51 / 255f, 0);
  }

  @Test
  void theTestPartHasTheOtherNames() throws IOException {
    Files.write(directory.resolve("t10k-images-idx3-ubyte.gz"), gzip(threeImages()));
    Files.write(directory.resolve("t10k-labels-idx1-ubyte"), threeLabels());
    Files.delete(images);
    Dataset dataset =
        new IdxFiles(directory, IdxFiles.Part.TEST).read("set", 10, new int[] {0, 1, 2});
    assertThat(dataset.size()).isEqualTo(3);
  }

  @Test
  void aMissingDirectoryOrFileIsNamed() throws IOException {
    Files.delete(images);
    assertRefused(images, "no such file, with or without .gz; put the MNIST files there");
    Path nowhere = directory.resolve("nowhere");
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> new IdxFiles(nowhere, IdxFiles.Part.TRAIN).read("set", 10, new int[] {0}))
        .withMessage(
            nowhere + ": no such directory; --data names the directory with the IDX files");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    for (Path file : new Path[] {images, labels}) {
      byte[] whole = Files.readAllBytes(file);
      for (int length = 0; length < whole.length; length++) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertRefused(file, "the file is cut short; fetch it again");
      }
      Files.write(file, whole);
    }
  }

  @Test
  void everyTruncationOfAPackedFileIsRefused() throws IOException {
    byte[] whole = gzip(threeImages());
    for (int length = 0; length < whole.length; length++) {
      Files.write(images, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(DatasetException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> read(0))
          .withMessageStartingWith(images.toString());
    }
  }

  @Test
  void damagedGzipDataIsRefused() throws IOException {
    byte[] packed = gzip(threeImages());
    packed[packed.length - 8] ^= 1; // the checksum
    Files.write(images, packed);
    assertRefused(images, "damaged gzip data; fetch it again");
  }

  @Test
  void anotherMagicNumberIsRefused() throws IOException {
    Files.write(images, threeLabels());
    assertRefused(
        images,
        "starts with 0x00000801, an IDX file of images starts with 0x00000803; check --data");
    Files.write(images, threeImages());
    Files.write(labels, threeImages());
    assertRefused(
        labels,
        "starts with 0x00000803, an IDX file of labels starts with 0x00000801; check --data");
  }

  @Test
  void countsThatDifferAreRefused() throws IOException {
    Files.write(labels, idx(new int[] {LABELS, 2}, 7, 0));
    assertRefused(
        images, "3 images, but " + labels + " holds 2 labels; the two files must belong together");
  }

  @Test
  void absurdExtentsAreRefusedBeforeMemoryIsTaken() throws IOException {
    Files.write(labels, idx(new int[] {LABELS, -1}, 7));
    assertRefused(
        labels, "claims 4294967295 items, 1 to 10000000 are possible; the file is damaged");
    Files.write(labels, threeLabels());
    Files.write(images, idx(new int[] {IMAGES, 3, 1025, 2}, 1));
    assertRefused(images, "claims 1025 rows, 1 to 1024 are possible; the file is damaged");
    Files.write(images, idx(new int[] {IMAGES, 3, 1, 0}, 1));
    assertRefused(images, "claims 0 columns, 1 to 1024 are possible; the file is damaged");
  }

  @Test
  void trailingBytesAreRefused() throws IOException {
    Files.write(images, Arrays.copyOf(threeImages(), threeImages().length + 1));
    assertRefused(images, "goes on after the 3 items it claims; fetch it again");
  }

  @Test
  void aLabelBeyondTheClassesIsRefused() throws IOException {
    Files.write(labels, idx(new int[] {LABELS, 3}, 10, 0, 0));
    assertRefused(labels, "label 0 is 10, the classes are 0 to 9; this is another data set");
  }

  @Test
  void anIndexBeyondTheFileIsRefused() {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> read(3))
        .withMessage(labels + ": holds 3 labels, set needs number 4; use the complete file");
  }
}

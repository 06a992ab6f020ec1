package org.unit430.simulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsaVectorReaderTest {
  private static final String BEFORE = "5000 2900 1 0 0 0 0 0 0 0 0 0 0 0 0 fffff";
  private static final String AFTER = "5002 28fe 1 0 0 0 0 0 0 0 0 0 0 0 0 fffff";
  private static final String LINE =
      String.join("\t", "format2", "05000", "1201", "107", "89abcdef", BEFORE, AFTER, "028ff=29");

  @TempDir private Path folder;

  @Test
  void aLineGivesEveryFieldOfTheVector() throws IOException {
    List<IsaVector> vectors = read(LINE + "\n");

    assertThat(vectors).hasSize(1);
    IsaVector vector = vectors.get(0);
    assertThat(vector.line()).isEqualTo(1);
    assertThat(vector.group()).isEqualTo("format2");
    assertThat(vector.pc()).isEqualTo(0x5000);
    assertThat(vector.code()).containsExactly(0x1201);
    assertThat(vector.statusMask()).isEqualTo(0x107);
    assertThat(vector.seed()).isEqualTo(0x89ABCDEF);
    assertThat(vector.before()).startsWith(0x5000, 0x2900, 1).endsWith(0xFFFFF).hasSize(16);
    assertThat(vector.after()).startsWith(0x5002, 0x28FE, 1).endsWith(0xFFFFF).hasSize(16);
    assertThat(vector.changedBytes()).isEqualTo(Map.of(0x28FF, 0x29));
  }

  @Test
  void gzippedFilesAreKnownByTheirContent() throws IOException {
    Path file = folder.resolve("vectors.tsv");
    Files.write(file, gzip(LINE + "\n" + LINE + "\n"));

    assertThat(IsaVectorReader.read(file)).hasSize(2);
  }

  @Test
  void aTruncatedGzipStreamIsRefused() throws IOException {
    byte[] whole = gzip((LINE + "\n").repeat(100));
    Path file = folder.resolve("cut.tsv.gz");
    Files.write(file, Arrays.copyOf(whole, whole.length - 12));

    assertThatThrownBy(() -> IsaVectorReader.read(file))
        .isInstanceOf(VectorFormatException.class)
        .hasMessageStartingWith(file + ": line ")
        .hasMessageContaining("the gzip stream is broken");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> read("")).hasMessage("vectors: line 1: no vectors");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] content = {'a', (byte) 0xC3, (byte) 0x28, '\n'};

    assertThatThrownBy(() -> IsaVectorReader.read("vectors", new ByteArrayInputStream(content)))
        .hasMessage("vectors: line 1: not text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "format2 | Format2 | 'Format2' is no group",
        "05000\t1201 | 05001\t1201 | pc 05001 is odd",
        "05000\t1201 | 105000\t1201 | pc 105000 is above FFFFF",
        "05000\t1201 | 05002\t1201 | R0 before is not the pc",
        "1201\t107 | 12010\t107 | code word 12010 is above FFFF",
        "1201\t107 | 120g\t107 | code word '120g' is not hexadecimal",
        "1201\t107 | 1201 \t107 | code word '' is not hexadecimal",
        "1201\t107 | 1 2 3 4 5\t107 | 5 code words; no instruction has more than 4",
        "107\t89abcdef | 10f\t89abcdef | SR mask 10f has bits outside 107h",
        "89abcdef | 123456789 | seed '123456789' is not hexadecimal",
        "5000 2900 | 5000 | 15 registers before instead of 16",
        "5002 28fe | 5002 28fe 0 | 17 registers after instead of 16",
        "028ff=29 | 028ff:29 | '028ff:29' is not address=byte",
        "028ff=29 | 028ff=129 | byte 129 is above FF",
        "028ff=29 | 028ff=29 28ff=29 | address 028FF stands there twice",
        "028ff=29 | 028ff=29\tx | 9 columns instead of 8"
      })
  void aMalformedFieldIsRefusedNamingTheLine(String good, String bad, String problem) {
    assertThat(LINE).contains(good);
    String broken = LINE.replace(good, bad);

    assertThatThrownBy(() -> read(LINE + "\n" + broken + "\n"))
        .isInstanceOf(VectorFormatException.class)
        .hasMessage("vectors: line 2: " + problem);
  }

  @Test
  void codeThatRunsOutOfTheAddressSpaceIsRefused() {
    String line = LINE.replace("05000\t1201", "ffffe\t4035 1234").replace("5000 2900", "ffffe 0");

    assertThatThrownBy(() -> read(line))
        .hasMessage("vectors: line 1: the code runs beyond the address space");
  }

  private static List<IsaVector> read(String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return IsaVectorReader.read("vectors", new ByteArrayInputStream(content));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }
}

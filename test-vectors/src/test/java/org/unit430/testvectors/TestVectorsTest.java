package org.unit430.testvectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unit430.testvectors.TestVectors.Row;

class TestVectorsTest {
  @Test
  void everyFileMatchesTheHashInTheManifestAndNamesItsOrigin() {
    assertThat(TestVectors.manifest()).isNotEmpty();
    for (Row entry : TestVectors.manifest()) {
      assertThat(TestVectors.bytes(entry.get("file"))).isNotEmpty();
      assertThat(entry.get("origin")).isNotBlank();
    }
  }

  @Test
  void everyTableInTheFolderStandsInTheManifest() throws Exception {
    Path folder = Path.of(TestVectors.class.getResource(TestVectors.MANIFEST).toURI()).getParent();
    List<String> tables;
    try (Stream<Path> files = Files.list(folder)) {
      tables =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".tsv") && !name.equals(TestVectors.MANIFEST))
              .toList();
    }

    assertThat(TestVectors.manifest().stream().map(row -> row.get("file")))
        .containsExactlyInAnyOrderElementsOf(tables);
  }

  @Test
  void aFileThatTheManifestDoesNotListIsRefused() {
    assertThatThrownBy(() -> TestVectors.bytes("absent.tsv"))
        .hasMessage("manifest.tsv has no file absent.tsv");
  }

  @Test
  void theFirstLineNamesTheColumnsAndCommentsAreSkipped() {
    List<Row> rows = parse("# from nowhere\nform\tcycles\n\nMOV\t1\n");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("form")).isEqualTo("MOV");
    assertThat(rows.get(0).getInt("cycles")).isEqualTo(1);
    assertThat(rows.get(0)).hasToString("table.tsv:4");
  }

  @Test
  void mistakesNameFileAndLine() {
    assertThatThrownBy(() -> parse("form\tcycles\nMOV\n"))
        .hasMessage("table.tsv:2: 1 cells in 2 columns");
    Row row = parse("form\tcycles\nMOV\tone\n").get(0);
    assertThatThrownBy(() -> row.get("words")).hasMessage("table.tsv:2: no column 'words'");
    assertThatThrownBy(() -> row.getInt("cycles")).hasMessage("table.tsv:2: cycles is no number");
  }

  @Test
  void hashesAreSha256() {
    // FIPS 180-2, appendix B.1.
    assertThat(TestVectors.sha256("abc".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private static List<Row> parse(String text) {
    return TestVectors.parse("table.tsv", text.getBytes(StandardCharsets.UTF_8));
  }
}

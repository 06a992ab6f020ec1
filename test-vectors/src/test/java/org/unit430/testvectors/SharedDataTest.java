package org.unit430.testvectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class SharedDataTest {
  @TempDir private Path folder;
  private String configured;

  @BeforeEach
  void remember() {
    configured = System.getProperty(SharedData.PROPERTY);
  }

  @AfterEach
  void restore() {
    set(configured);
  }

  @Test
  void theBuildNamesAFolder() {
    assertThat(configured).endsWith("shared");
  }

  @Test
  void findsWhatIsThere() throws IOException {
    Path file = Files.createDirectories(folder.resolve("oracle")).resolve("vectors.tsv");
    Files.createFile(file);
    set(folder.toString());

    assertThat(SharedData.directory()).contains(folder);
    assertThat(SharedData.require("oracle/vectors.tsv")).isEqualTo(file);
  }

  @Test
  void skipsNamingTheMissingFile() {
    set(folder.toString());

    assertThatThrownBy(() -> SharedData.require("oracle/vectors.tsv"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("needs oracle/vectors.tsv, which is not in " + folder);
  }

  @Test
  void skipsNamingTheMissingFolder() {
    Path missing = folder.resolve("elsewhere");
    set(missing.toString());

    assertThat(SharedData.directory()).isEmpty();
    assertThatThrownBy(() -> SharedData.require("datasets/mnist"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining(
            "needs datasets/mnist, but unit430.shared=" + missing + " is no folder");
  }

  @Test
  void skipsWhenThePropertyIsUnset() {
    set(null);

    assertThat(SharedData.directory()).isEmpty();
    assertThatThrownBy(() -> SharedData.require("datasets"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("the system property unit430.shared is not set");
  }

  private static void set(String value) {
    if (value == null) {
      System.clearProperty(SharedData.PROPERTY);
    } else {
      System.setProperty(SharedData.PROPERTY, value);
    }
  }
}

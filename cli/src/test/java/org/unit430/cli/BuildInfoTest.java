package org.unit430.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuildInfoTest {
  @Test
  void theBuildFillsInTheVersionAndTheCommit() {
    BuildInfo build = BuildInfo.current();

    assertThat(build.version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(build.commit()).matches("unknown|[0-9a-f]{12,}(-dirty)?");
    assertThat(build)
        .hasToString("unit430 " + build.version() + " (commit " + build.commit() + ")");
  }

  @Test
  void aPlaceholderThatTheBuildLeftIsRefused() {
    Properties properties = new Properties();
    properties.setProperty("version", "0.1.0");
    properties.setProperty("commit", "${build.commit}");

    assertThatThrownBy(() -> BuildInfo.of(properties))
        .hasMessage("build.properties: the build did not fill in commit");
  }

  @Test
  void aMissingKeyIsRefused() {
    assertThatThrownBy(() -> BuildInfo.of(new Properties()))
        .hasMessage("build.properties: the build did not fill in version");
  }
}

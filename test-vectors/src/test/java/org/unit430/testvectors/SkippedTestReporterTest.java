package org.unit430.testvectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippedTestReporterTest {
  /** Named so that the build does not take it for a test of its own. */
  static class Subject {
    @Test
    void passes() {
      assertThat(1 + 1).isEqualTo(2);
    }

    @Test
    void lacksData() {
      Assumptions.abort("needs data");
    }

    @Test
    @Disabled("until tomorrow")
    void isDisabled() {}
  }

  @Test
  void printsTheReasonOfEachSkippedTestAndNothingElse() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    LauncherConfig isolated =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Subject.class)).build();

    LauncherFactory.create(isolated).execute(request, new SkippedTestReporter(out));

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactlyInAnyOrder(
            "skipped SkippedTestReporterTest$Subject.lacksData(): needs data",
            "skipped SkippedTestReporterTest$Subject.isDisabled(): until tomorrow");
  }
}

package org.unit430.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.unit430.cli.CommandLineRun;

/** {@code compare --thresholds}. */
class ThresholdScopesTest {
  @Test
  void oneThresholdForTheNetworkIsOneRealNumber() throws IOException {
    JsonNode document = compare("global");
    assertThat(document.at("/configuration/thresholdsOf").asText()).isEqualTo("global");
    double conv1 = document.at("/configuration/thresholds/0/product").asDouble();
    for (JsonNode layer : document.at("/configuration/thresholds")) {
      // Each layer's T is the largest at its own scale that is not above the shared one.
      assertThat(layer.get("product").asDouble()).isCloseTo(conv1, within(1e-4 * conv1));
    }
  }

  @Test
  void groupsHaveThresholdsOfTheirOwnAndDivideMore() throws IOException {
    JsonNode layers = compare("layer");
    JsonNode groups = compare("group:40");
    assertThat(layers.at("/configuration/thresholds/2/product").isNumber()).isTrue();
    // 6 and 16 channels are one group, 120 outputs three, 84 outputs three, 10 one.
    JsonNode thresholds = groups.at("/configuration/thresholds");
    assertThat(thresholds.get(0).has("product")).isTrue();
    assertThat(thresholds.get(2).get("channels").asInt()).isEqualTo(40);
    assertThat(thresholds.get(2).get("products")).hasSize(3);
    assertThat(thresholds.get(3).get("products")).hasSize(3);
    assertThat(divisions(groups)).isGreaterThan(divisions(layers));
    assertThat(groups.at("/rows/0/framBytes")).isNotEqualTo(layers.at("/rows/0/framBytes"));
  }

  @Test
  void groupsDivideMoreInSinglePrecisionToo() throws IOException {
    JsonNode layers = compare("layer", "float32");
    JsonNode groups = compare("group:40", "float32");
    assertThat(groups.at("/configuration/thresholds"))
        .isEqualTo(compare("group:40").at("/configuration/thresholds"));
    // Thresholds of convolutions' weights are as many; 120 and 84 outputs make three of each input.
    assertThat(divisions(groups)).isGreaterThan(divisions(layers));
    assertThat(groups.at("/rows/0/macsExecuted")).isNotEqualTo(layers.at("/rows/0/macsExecuted"));
  }

  private static JsonNode compare(String thresholds) throws IOException {
    return compare(thresholds, "q15");
  }

  private static JsonNode compare(String thresholds, String arithmetic) throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "compare",
            "--inputs",
            "1",
            "--calibration",
            "8",
            "--methods",
            "unit:exact",
            "--arithmetic",
            arithmetic,
            "--thresholds",
            thresholds,
            "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private static double divisions(JsonNode document) {
    for (JsonNode operation : document.at("/rows/0/operations")) {
      if (operation.get("name").asText().equals("divide")) {
        return operation.get("cycles").asDouble();
      }
    }
    throw new AssertionError("no divisions");
  }
}

package org.unit430.cli.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.cli.CommandLineRun;
import org.unit430.firmware.network.BundledNetworks;
import org.unit430.firmware.network.NetworkManifest;
import org.unit430.testvectors.SharedData;

class CardCommandTest {

  private static String gestures() {
    return SharedData.require("datasets/magic-wand").toString();
  }

  @Test
  void aCardSaysWhatTheManifestSaysAndWhatTheDataSay() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("card", "--workload", "gesture", "--data", gestures(), "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode card = new ObjectMapper().readTree(run.out());
    assertThat(card.get("schema").asText()).isEqualTo("unit430.card/1");
    assertThat(card.at("/sha256/testIsTheManifests").asBoolean()).isTrue();
    // The loader's 60, 10, 10 and 20 of 100 strokes of ten digits.
    assertThat(card.get("splits").toString())
        .isEqualTo("{\"training\":600,\"validation\":100,\"calibration\":100,\"test\":200}");
    for (int i = 0; i < 2; i++) {
      JsonNode network = card.get("networks").get(i);
      NetworkManifest.Entry entry =
          BundledNetworks.manifest().find(network.get("name").asText()).orElseThrow();
      assertThat(network.at("/testFloat/correct").asInt()).isEqualTo(entry.test().correct());
      // 5x5 over 28x28 and 12x12 leave 24x24 and 8x8, which pooling by 2 divides: nothing dropped.
      assertThat(network.get("macs").asLong()).isEqualTo(242_560);
      assertThat(network.get("macsOfAllOutputs").asLong()).isEqualTo(242_560);
      assertThat(network.get("sparsity").asDouble()).isEqualTo(entry.weights().sparsity());
      int correct = network.at("/testFixed/correct").asInt();
      int agreements = network.get("agreements").asInt();
      // Where float and 16 bits disagree, at most one of them is right.
      assertThat(Math.abs(correct - entry.test().correct())).isLessThanOrEqualTo(200 - agreements);
      assertThat(agreements).isBetween(190, 200);
    }
    // Wilson score for 157 of 200, z = 1.959964: (157 + z^2/2 -+ z sqrt(157 * 43 / 200 + z^2/4))
    // / (200 + z^2) = (158.9207 -+ 11.5481) / 203.8415.
    JsonNode interval = card.at("/networks/0/testFloat");
    assertThat(interval.get("correct").asInt()).isEqualTo(157);
    assertThat(interval.get("low").asDouble()).isCloseTo(0.722977, within(1e-6));
    assertThat(interval.get("high").asDouble()).isCloseTo(0.836281, within(1e-6));
  }

  @Test
  void aCardSaysWhatTheDeviceHasToHold() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("card", "--workload", "gesture", "--data", gestures(), "--json");
    JsonNode sizes = new ObjectMapper().readTree(run.out()).get("sizes");
    assertThat(sizes.findValuesAsText("network"))
        .containsExactly("gesture", "gesture", "gesture-ttp", "gesture-ttp");
    assertThat(sizes.findValuesAsText("method"))
        .containsExactly("dense", "unit:shift", "ttp-dense", "ttp-csr");
    for (JsonNode size : sizes) {
      assertThat(size.get("framBytes").asInt())
          .isEqualTo(size.get("weightBytes").asInt() + size.get("otherFramBytes").asInt());
    }
    // 5,110 weights of 16 bits, and a bias of 32 bits for each of 6 + 16 filters and 10 classes.
    assertThat(sizes.get(0).get("weightBytes").asInt()).isEqualTo(2 * 5110 + 4 * 32);
    // A row that compare printed (docs/results.md).
    assertThat(sizes.get(0).get("framBytes").asInt()).isEqualTo(12_870);
    assertThat(sizes.get(0).get("ramBytes").asInt()).isEqualTo(3_336);
    // 60 % of the weights are left out; an index of 8 bits or more comes with each of the others.
    assertThat(sizes.get(3).get("weightBytes").asInt())
        .isBetween(3 * 2044, sizes.get(2).get("weightBytes").asInt());
  }

  /** A short constant takes no word, so thresholds and cut-offs count. */
  @Test
  void aCardMeasuresTheFirmwareThatCompareRuns() throws IOException {
    JsonNode sizes = gestures("card").get("sizes");
    JsonNode rows = gestures("compare", "--inputs", "1").get("rows");
    assertThat(sizes.findValuesAsText("method"))
        .containsExactly("unit:shift", "fatrelu", "ttp-csr+unit:shift");
    assertThat(sizes.findValuesAsText("framBytes")).isEqualTo(rows.findValuesAsText("framBytes"));
  }

  private static JsonNode gestures(String... command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--workload", "gesture", "--data", gestures(), "--json"));
    arguments.addAll(List.of("--methods", "unit:shift,fatrelu,ttp-csr+unit:shift"));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void aCardSearchesForNothing() {
    CommandLineRun run = CommandLineRun.of("card", "--methods", "auto");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("unit430: --methods: a card has no search");
  }

  @Test
  void theTextHasAColumnForEachNetwork() {
    CommandLineRun run = CommandLineRun.of("card", "--workload", "gesture", "--data", gestures());
    assertThat(run.out())
        .contains("workload   gesture, input 1x28x28, 0 to 1, 10 classes")
        .containsPattern(" +gesture +gesture-ttp\n")
        .containsPattern("zero weights +0 = 0.0 % +3,066 = 60.0 %")
        .containsPattern("test, float +157 of 200 = 78.5 % \\(72.3-83.6\\)");
  }

  @Test
  void wrongWorkloadsAndMissingDataAreOneLine() {
    CommandLineRun unknown = CommandLineRun.of("card", "--workload", "cats");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("unit430: there is no workload 'cats'; there are ");
    CommandLineRun missing =
        CommandLineRun.of("card", "--workload", "gesture", "--data", "nowhere");
    assertThat(missing.exitCode()).isEqualTo(4);
    assertThat(missing.err().lines()).hasSize(1);
    CommandLineRun many =
        CommandLineRun.of(
            "card", "--workload", "gesture", "--data", gestures(), "--calibration", "101");
    assertThat(many.exitCode()).isEqualTo(4);
    assertThat(many.err())
        .isEqualTo("unit430: gesture: 101 calibration inputs were asked for; ask for 1 to 100\n");
  }
}

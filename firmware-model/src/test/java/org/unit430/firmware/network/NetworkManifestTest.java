package org.unit430.firmware.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.network.NetworkManifest.Accuracy;
import org.unit430.firmware.network.NetworkManifest.Data;
import org.unit430.firmware.network.NetworkManifest.Entry;
import org.unit430.firmware.network.NetworkManifest.LayerWeights;
import org.unit430.firmware.network.NetworkManifest.Weights;

class NetworkManifestTest {
  private static final String JSON =
      """
      {
        "schema" : "unit430-networks-1",
        "networks" : [
          {
            "name" : "n",
            "sha256" : "ab",
            "workload" : "w",
            "command" : "c",
            "seed" : 5,
            "data" : {
              "training" : "t",
              "validation" : "v",
              "test" : "x"
            },
            "epoch" : 2,
            "epochs" : 3,
            "weights" : {
              "total" : 4,
              "zero" : 1,
              "sparsity" : 0.25
            },
            "layers" : [
              {
                "name" : "fc",
                "weights" : {
                  "total" : 4,
                  "zero" : 1,
                  "sparsity" : 0.25
                }
              }
            ],
            "validation" : {
              "correct" : 9,
              "of" : 10
            },
            "test" : {
              "correct" : 8,
              "of" : 10
            }
          }
        ]
      }
      """;

  private static NetworkManifest read(String json) {
    return NetworkManifest.read(json.getBytes(StandardCharsets.UTF_8), "manifest.json");
  }

  private static void assertRefused(String from, String to, String cause) {
    assertThat(JSON).contains(from);
    assertThatThrownBy(() -> read(JSON.replace(from, to)))
        .isInstanceOf(NetworkFormatException.class)
        .hasMessageStartingWith("manifest.json: at byte ")
        .hasMessageContaining(cause)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void whatIsWrittenIsReadBackAndTheBytesAreFixed() {
    Weights weights = new Weights(4, 1, 0.25);
    NetworkManifest manifest =
        new NetworkManifest(
            NetworkManifest.SCHEMA,
            List.of(
                new Entry(
                    "n",
                    "ab",
                    "w",
                    "c",
                    5,
                    new Data("t", "v", "x"),
                    2,
                    3,
                    weights,
                    List.of(new LayerWeights("fc", weights)),
                    new Accuracy(9, 10),
                    new Accuracy(8, 10))));
    assertThat(new String(manifest.write(), StandardCharsets.UTF_8)).isEqualTo(JSON);
    assertThat(read(JSON)).isEqualTo(manifest);
    assertThat(manifest.find("n")).isPresent();
    assertThat(manifest.find("m")).isEmpty();
  }

  @Test
  void unknownMissingAndRepeatedKeysAreRefused() {
    assertRefused("\"seed\" : 5", "\"seed\" : 5, \"speed\" : 6", "speed");
    assertRefused("\"seed\" : 5,", "", "seed");
    assertRefused("\"seed\" : 5", "\"seed\" : 5, \"seed\" : 5", "seed");
    assertRefused("\"name\" : \"fc\",", "", "name");
  }

  @Test
  void valuesOfAnotherTypeAreRefused() {
    assertRefused("\"seed\" : 5", "\"seed\" : 5.5", "Floating-point value");
    assertRefused("\"seed\" : 5", "\"seed\" : \"5\"", "String value");
    assertRefused("\"seed\" : 5", "\"seed\" : null", "null");
    assertRefused("\"name\" : \"n\"", "\"name\" : 7", "Integer value");
    assertRefused("\"name\" : \"n\"", "\"name\" : null", "name");
  }

  @Test
  void anotherSchemaAndTrailingTextAreRefused() {
    assertRefused("networks-1", "networks-2", "unit430-networks-2");
    assertThatThrownBy(() -> read(JSON + "{}")).isInstanceOf(NetworkFormatException.class);
    assertThatThrownBy(() -> read("")).isInstanceOf(NetworkFormatException.class);
  }

  @Test
  void numbersThatContradictEachOtherAreRefused() {
    assertRefused("\"zero\" : 1", "\"zero\" : 2", "2 zeros of 4 weights");
    assertRefused("\"correct\" : 9", "\"correct\" : 11", "11 correct of 10");
  }

  @Test
  void aNameStandsOnlyOnce() {
    Entry entry = read(JSON).networks().get(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkManifest(NetworkManifest.SCHEMA, List.of(entry, entry)))
        .withMessage("network n stands twice");
  }

  @Test
  void zeroWeightsAreCountedLayerByLayerWithoutBiases() {
    Network network =
        new Network(
            "n",
            new Shape(1, 2, 2),
            List.of(
                new Convolution("c", 1, 2, 1, 1, new float[] {0, 1}, new float[] {0, 0}, true),
                new MaxPooling("p", 2),
                new FullyConnected(
                    "f", 2, 3, new float[] {0, 0, 1, 2, 0, 3}, new float[3], false)));
    List<LayerWeights> layers = NetworkManifest.layerWeights(network);
    assertThat(layers)
        .containsExactly(
            new LayerWeights("c", new Weights(2, 1, 0.5)),
            new LayerWeights("f", new Weights(6, 3, 0.5)));
    assertThat(NetworkManifest.sum(layers)).isEqualTo(new Weights(8, 4, 0.5));
  }
}

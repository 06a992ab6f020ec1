package org.unit430.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.CommandLineRun;

class ReproduceCommandTest {
  @Test
  void withoutDataTheWorkloadThatMakesItsInputsRunsUnderEveryReading(@TempDir Path directory)
      throws IOException {
    CommandLineRun run =
        CommandLineRun.of("reproduce", "--inputs", "1", "--out", directory.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readString(directory.resolve("reproduce.txt"))).isEqualTo(run.out());
    JsonNode document = new ObjectMapper().readTree(directory.resolve("reproduce.json").toFile());
    assertThat(document.get("schema").asText()).isEqualTo("unit430.reproduce/1");
    assertThat(document.get("gains")).hasSize(Reading.available().size());
    for (JsonNode gain : document.get("gains")) {
      assertThat(gain.get("workload").asText()).isEqualTo("digits");
      double unit = gain.at("/unit/cycles").asDouble();
      double reference = gain.at("/reference/cycles").asDouble();
      assertThat(gain.at("/timeReductionPercent/value").asDouble())
          .isCloseTo(100 * (1 - unit / reference), within(1e-9));
      assertThat(gain.at("/unit/macsExecuted").asDouble()).isLessThan(281_640);
      if (gain.get("ttp").asText().equals("dense")) {
        // C1 6x24x24x25 + C2 16x8x8x150 + 256x120 + 120x84 + 84x10 (prior-art.md 3.1).
        assertThat(gain.at("/reference/macsExecuted").asDouble()).isEqualTo(281_640);
      }
    }
    for (JsonNode left : document.get("leftOut")) {
      assertThat(left.get("reason").asText()).contains("--data DIR");
    }
    for (JsonNode sentence : document.get("verdict")) {
      assertThat(run.out()).contains(sentence.asText());
    }
  }

  @Test
  void anUnknownDivisionOrDirectoryEndsInOneLine() {
    CommandLineRun division = CommandLineRun.of("reproduce", "--division", "nonsense");
    assertThat(division.exitCode()).isEqualTo(2);
    assertThat(division.err()).contains("there is no division 'nonsense'");
    CommandLineRun data = CommandLineRun.of("reproduce", "--data", "no/such/place");
    assertThat(data.exitCode()).isEqualTo(4);
    assertThat(data.err()).contains("no/such/place: no such directory");
  }

  /** The workload that makes its own inputs does not run in their place. */
  @Test
  void aDirectoryWithoutUsableFilesIsRefusedBeforeAnyWork(@TempDir Path directory)
      throws IOException {
    Path place = Files.createDirectory(directory.resolve("mnist"));
    Files.writeString(place.resolve("train-images-idx3-ubyte"), "the other three are not there");
    CommandLineRun run = CommandLineRun.of("reproduce", "--data", directory.toString());
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains(
            directory.toString(),
            "train-images-idx3-ubyte",
            "pml-training.csv",
            "magic-wand-digits.zip",
            "cifar10-jpeg-train.tar.gz",
            "fsdd-recordings.zip");
  }
}

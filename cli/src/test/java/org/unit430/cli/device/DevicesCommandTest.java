package org.unit430.cli.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.MemoryKind;
import picocli.CommandLine;

class DevicesCommandTest {
  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new DevicesCommand()).setOut(new PrintWriter(out)).execute(arguments);
    assertThat(exitCode).isZero();
    return out.toString();
  }

  @Test
  void everyDeviceHasALine() {
    String table = run();

    assertThat(table.lines().map(line -> line.strip().split(" ", 2)[0]))
        .containsAll(DeviceCatalog.names());
    assertThat(table.lines()).noneMatch(line -> line.endsWith(" "));
    // hardware.md 4.1: 256 KB main FRAM and 512 bytes of information memory; 8 KB RAM and 22 bytes.
    assertThat(table)
        .containsPattern(
            "MSP430FR5994 +CPUX +262656 +- +8214 +32x32 +yes +8 MHz \\(NWAITS 0\\), 16 MHz"
                + " \\(NWAITS 1\\)")
        .containsPattern(
            "MSP430G2553 +MSP430 +- +16640 +512 +none +yes +6 MHz \\(1.8 V\\), 12 MHz");
  }

  @Test
  void theDocumentSaysWhatAScriptNeeds() throws IOException {
    JsonNode root = new ObjectMapper().readTree(run("--json"));
    assertThat(root.get("schema").asText()).isEqualTo("unit430.devices/1");
    JsonNode document = root.get("devices");

    assertThat(document).hasSize(DeviceCatalog.names().size());
    JsonNode f1611 = document.get(5);
    assertThat(f1611.get("name").asText()).isEqualTo("MSP430F1611");
    assertThat(f1611.get("core").asText()).isEqualTo("MSP430");
    assertThat(f1611.get("ramBytes").asInt()).isEqualTo(10 * 1024);
    assertThat(f1611.get("multipliers")).hasSize(1);
    assertThat(f1611.get("energyTable").asBoolean()).isTrue();
    assertThat(document.get(2).get("name").asText()).isEqualTo("MSP430FR6989");
    assertThat(document.get(2).get("energyTable").asBoolean()).isFalse();
    assertThat(f1611.at("/speedLimits/0/mclkHertz").asLong()).isEqualTo(4_150_000);
    assertThat(f1611.at("/modules/15/base").asInt()).isEqualTo(0x130);
    assertThat(f1611.get("unconfirmed").get(0).asText())
        .isEqualTo("clocks.after-reset: ACLK: a watch crystal on the board");
    assertThat(document.get(7).get("systemCalls").asBoolean()).isTrue();
  }

  /** The example of docs/devices.md is a profile as it stands there. */
  @Test
  void theExampleOfTheDocumentationIsAProfile(@TempDir Path directory) throws IOException {
    String text = Files.readString(Path.of("..", "docs", "devices.md"));
    int begin = text.indexOf("```yaml\n") + "```yaml\n".length();
    Path file = directory.resolve("board.yaml");
    Files.writeString(file, text.substring(begin, text.indexOf("```", begin)));

    DeviceProfile device = DeviceOption.profile(file.toString());

    assertThat(device.name()).isEqualTo("EXAMPLE430");
    assertThat(device.bytes(MemoryKind.SRAM)).isEqualTo(1024);
  }

  @Test
  void anUnknownDeviceIsAWrongCommandLine() {
    assertThatThrownBy(() -> DeviceOption.profile("FR4711"))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("--device: there is no device FR4711; known are MSP430FR5994");
  }

  @Test
  void aProfileThatIsNoneIsUnsupportedInput(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("board.yaml"), "name: X\n");

    assertThatThrownBy(() -> DeviceOption.profile(file.toString()))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_INPUT))
        .hasMessage(file + ": schema: missing key");
  }
}

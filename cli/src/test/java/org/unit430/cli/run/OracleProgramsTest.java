package org.unit430.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.unit430.testvectors.SharedData;

/** Programs of msp430-elf-gcc, whose output and exit status another simulator has recorded. */
class OracleProgramsTest {
  @TestFactory
  Stream<DynamicTest> printsAndReturnsWhatTheOracleRecorded() throws IOException {
    Path directory = SharedData.require("oracle/elf");
    return Files.readAllLines(directory.resolve("expect.tsv")).stream()
        .map(line -> line.split("\t", -1))
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row[0],
                    () -> {
                      FirmwareRun run =
                          FirmwareRun.of(
                              "--device",
                              "sim",
                              "--exit-from-firmware",
                              directory.resolve(row[0]).toString());
                      assertThat(run.exitCode()).isEqualTo(Integer.parseInt(row[1]));
                      assertThat(run.console().stripTrailing()).isEqualTo(row[2]);
                    }));
  }
}

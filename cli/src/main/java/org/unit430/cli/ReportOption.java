package org.unit430.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options by which commands print their report as a text or a document, and keep both. */
public final class ReportOption {
  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write ${COMMAND-NAME}.json and ${COMMAND-NAME}.txt there too.")
  private Optional<Path> out = Optional.empty();

  /**
   * Prints a report, and writes files named after the command if the user wants them.
   *
   * @throws CommandFailure if a file cannot be written
   */
  public void print(CommandSpec command, JsonNode document, String text) {
    out.map(OutputDirectory::new)
        .ifPresent(
            directory -> {
              directory.write(command.name() + ".json", Json.print(document));
              directory.write(command.name() + ".txt", text);
            });
    json.print(command, () -> document, () -> text);
  }
}

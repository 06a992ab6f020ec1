package org.unit430.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option by which commands print a document for programs instead of a text for people. */
public final class JsonOption {
  @Option(names = "--json", description = "Print one JSON document instead of text.")
  private boolean json;

  /** What the user chose, of which only that is made. */
  public String render(Supplier<? extends JsonNode> document, Supplier<String> text) {
    return json ? Json.print(document.get()) : text.get();
  }

  /** Prints what the user chose, of which only that is made. */
  public void print(
      CommandSpec command, Supplier<? extends JsonNode> document, Supplier<String> text) {
    PrintWriter writer = command.commandLine().getOut();
    writer.print(render(document, text));
    writer.flush();
  }
}

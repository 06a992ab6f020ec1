package org.unit430.cli.estimate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.unit430.cli.ExitCode;
import org.unit430.cli.JsonOption;
import org.unit430.firmware.onnx.Operator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code unit430 ops}: lists the ONNX operators that {@code estimate} supports. */
@Command(
    name = "ops",
    mixinStandardHelpOptions = true,
    description = "Lists the ONNX operators that 'unit430 estimate' supports, with their limits.")
public final class OpsCommand implements Callable<Integer> {
  @Mixin private JsonOption json = new JsonOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    json.print(spec, OpsCommand::document, OpsCommand::text);
    return ExitCode.OK;
  }

  private static String text() {
    StringBuilder text = new StringBuilder();
    for (Operator operator : Operator.values()) {
      text.append("%-20s %s\n".formatted(operator.onnxName(), operator.limits()));
      if (!operator.attributes().isEmpty()) {
        text.append(
            "%-20s attributes: %s\n".formatted("", String.join(" ", operator.attributes())));
      }
    }
    return text.toString();
  }

  private static ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", "unit430.ops/1");
    ArrayNode operators = document.putArray("operators");
    for (Operator operator : Operator.values()) {
      ObjectNode node = operators.addObject();
      node.put("name", operator.onnxName());
      node.put("leastInputs", operator.leastInputs());
      node.put("mostInputs", operator.mostInputs());
      node.put("limits", operator.limits());
      ArrayNode attributes = node.putArray("attributes");
      operator.attributes().forEach(attributes::add);
    }
    return document;
  }
}

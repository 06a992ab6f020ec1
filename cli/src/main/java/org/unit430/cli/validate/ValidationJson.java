package org.unit430.cli.validate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalDouble;
import org.unit430.energy.EnergyTable;

/** The comparison as a document. */
final class ValidationJson {
  static final String SCHEMA = "unit430.validate/1";

  private ValidationJson() {}

  static ObjectNode document(EnergyTable table, List<ValidationRow> rows) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    document
        .putObject("energyTable")
        .put("id", table.id())
        .put("sha256", table.sha256())
        .put("device", table.device());
    ArrayNode groups = document.putArray("groups");
    for (GroupSummary group : GroupSummary.of(rows)) {
      ObjectNode node = groups.addObject();
      node.put("name", group.group().label());
      node.put("rows", group.rows());
      node.put("built", group.built());
      node.put("scored", group.scored());
      put(node, "medianAbsErrorPct", group.medianAbsErrorPct());
      put(node, "worstAbsErrorPct", group.worstAbsErrorPct());
      put(node, "medianTargetPct", known(group.group().medianTargetPct()));
      put(node, "worstTargetPct", known(group.group().worstTargetPct()));
      if (group.hasTarget()) {
        node.put("meetsTarget", group.meetsTarget());
      } else {
        node.putNull("meetsTarget");
      }
    }
    ArrayNode array = document.putArray("rows");
    rows.forEach(row -> add(array.addObject(), row));
    return document;
  }

  private static void add(ObjectNode node, ValidationRow row) {
    node.put("group", row.group().label());
    node.put("key", row.key());
    put(node, "voltageV", known(row.voltageV()));
    node.put("mclkHz", row.mclkHz());
    put(node, "measured", known(row.measured()));
    if (row.prediction().isPresent()) {
      Prediction prediction = row.prediction().get();
      node.put("predicted", prediction.value());
      node.put("low", prediction.low());
      node.put("high", prediction.high());
    } else {
      node.putNull("predicted");
      node.putNull("low");
      node.putNull("high");
    }
    node.put("unit", row.unit());
    put(node, "errorPct", row.errorPct().map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    node.put("source", row.source());
    if (row.prediction().isPresent()) {
      node.put("basis", row.prediction().get().basis().label());
      node.putNull("notBuilt");
    } else {
      node.putNull("basis");
      node.put("notBuilt", row.notBuilt());
    }
  }

  private static OptionalDouble known(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static void put(ObjectNode node, String key, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(key, value.getAsDouble());
    } else {
      node.putNull(key);
    }
  }
}

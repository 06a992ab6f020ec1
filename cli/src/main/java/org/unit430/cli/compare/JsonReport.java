package org.unit430.cli.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A comparison as one JSON document. Figures of a row are means over its inputs unless their name
 * says total.
 */
final class JsonReport {
  static final String SCHEMA = "unit430.compare/1";

  private static final double MICRO = 1e6;
  private static final double PERCENT = 100;

  private JsonReport() {}

  static ObjectNode of(Configuration configuration, List<MethodRow> rows, CostFigures costs) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    ObjectNode facts = document.putObject("configuration");
    configuration.facts().stream()
        .filter(fact -> !fact.key().isEmpty())
        .forEach(fact -> facts.set(fact.key(), fact.value()));
    ArrayNode array = document.putArray("rows");
    rows.forEach(row -> array.add(row(row, configuration, costs)));
    document.set("differences", Differences.json(rows, configuration.mclkHertz()));
    if (!costs.breakEvens().isEmpty()) {
      document.set("breakEven", costs.breakEvenJson());
    }
    return document;
  }

  private static ObjectNode row(MethodRow row, Configuration configuration, CostFigures costs) {
    double n = row.inputs();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("method", row.method().name());
    row.method().division().ifPresent(division -> json.put("division", division.label()));
    json.put("arithmetic", row.firmware().arithmetic().label());
    json.put("multiplier", row.firmware().multiplier().label());
    json.put("source", row.source());
    json.put("inputs", row.inputs());
    json.put("correct", row.correct());
    json.put("accuracy", row.accuracy());
    json.putObject("accuracyInterval")
        .put("low", row.accuracyInterval().getLowerBound())
        .put("high", row.accuracyInterval().getUpperBound());
    json.put("macsDense", row.macsDense() / n);
    json.put("macsExecuted", row.macsExecuted() / n);
    json.put("skipPercent", row.skipPercent());
    json.put("instructions", row.total().instructions() / n);
    json.put("cycles", row.meanCycles());
    json.put("totalCycles", row.cycles());
    json.put("latencyMs", configuration.milliseconds(row.meanCycles()));
    CycleDistribution cycles = row.distribution();
    ObjectNode latency = json.putObject("latency");
    latency
        .put("minMs", configuration.milliseconds((double) cycles.min()))
        .put("meanMs", configuration.milliseconds(cycles.mean()))
        .put("p95Ms", configuration.milliseconds((double) cycles.p95()))
        .put("p99Ms", configuration.milliseconds((double) cycles.p99()))
        .put("maxMs", configuration.milliseconds((double) cycles.max()));
    costs
        .worstCase(row)
        .ifPresent(bound -> latency.put("worstCaseMs", configuration.milliseconds((double) bound)));
    costs
        .worstCaseInputs()
        .filter(inputs -> latency.has("worstCaseMs"))
        .ifPresent(
            inputs ->
                latency
                    .putObject("worstCaseInputs")
                    .put("least", (double) inputs.smallest())
                    .put("most", (double) inputs.largest()));
    row.modelCheck()
        .ifPresent(
            check ->
                json.putObject("model")
                    .put("learntFromRuns", check.learntFrom())
                    .put("heldOutRuns", check.heldOut())
                    .put("meanResidualPercent", PERCENT * check.meanResidual())
                    .put("largestResidualPercent", PERCENT * check.largestResidual()));
    ObjectNode energy = json.putObject("energyUj");
    energy.put("mean", row.energy().meanJoules() * MICRO / n);
    energy.put("low", row.energy().lowJoules() * MICRO / n);
    energy.put("high", row.energy().highJoules() * MICRO / n);
    json.put("framBytes", row.firmware().framBytes());
    json.put("ramBytes", row.firmware().ramBytes());
    ArrayNode operations = json.putArray("operations");
    for (MethodRow.OperationShare share : row.operations()) {
      operations
          .addObject()
          .put("name", share.name())
          .put("count", share.count() / n)
          .put("cycles", share.cycles() / n)
          .put("totalCycles", share.cycles())
          .put("energyUj", share.joules() * MICRO / n);
    }
    ArrayNode layers = json.putArray("layers");
    for (MethodRow.LayerShare share : row.layers()) {
      layers
          .addObject()
          .put("name", share.name())
          .put("macsDense", share.macsDense() / n)
          .put("macsExecuted", share.macsExecuted() / n)
          .put("cycles", share.cycles() / n)
          .put("totalCycles", share.cycles())
          .put("energyUj", share.joules() * MICRO / n);
    }
    return json;
  }
}

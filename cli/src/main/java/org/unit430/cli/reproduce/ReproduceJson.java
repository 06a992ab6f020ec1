package org.unit430.cli.reproduce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.unit430.cli.BuildInfo;
import org.unit430.cli.compare.Setup;

/** A reproduction as one JSON document. */
final class ReproduceJson {
  static final String SCHEMA = "unit430.reproduce/1";

  private static final double MICRO = 1e6;

  private ReproduceJson() {}

  static ObjectNode of(Conditions conditions, List<Gain> gains) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    document.set("configuration", configuration(conditions));
    ObjectNode published = document.putObject("published");
    published.put("source", "arXiv 2507.07885v1, abstract");
    for (Metric metric : Metric.values()) {
      published.putObject(key(metric)).put("low", metric.low()).put("high", metric.high());
    }
    ArrayNode array = document.putArray("gains");
    gains.forEach(gain -> array.add(gain(gain)));
    ArrayNode left = document.putArray("leftOut");
    conditions
        .sources()
        .leftOut()
        .forEach((name, reason) -> left.addObject().put("workload", name).put("reason", reason));
    ArrayNode readings = document.putArray("readings");
    List<Finding> findings = Finding.of(gains);
    findings.forEach(finding -> readings.add(finding(finding)));
    ArrayNode verdict = document.putArray("verdict");
    Verdict.of(findings).forEach(verdict::add);
    return document;
  }

  private static ObjectNode configuration(Conditions conditions) {
    Setup setup = conditions.setup();
    BuildInfo build = BuildInfo.current();
    return JsonNodeFactory.instance
        .objectNode()
        .put("inputs", setup.inputs())
        .put("seed", setup.seed())
        .put("division", conditions.division().label())
        .put("percentile", setup.percentile())
        .put("calibrationInputs", setup.calibrationInputs())
        .put("fidelity", setup.fidelity().toString())
        .put("mclkHz", setup.point().mclkHertz())
        .put("supplyVolts", setup.point().supplyVolts())
        .put("framWaitStates", setup.point().framWaitStates())
        .put("energyTable", conditions.energyTable())
        .put("energyTableSha256", conditions.energyTableSha256())
        .put("version", build.version() + " " + build.commit());
  }

  private static ObjectNode gain(Gain gain) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("workload", gain.workload());
    json.put("arithmetic", gain.reading().arithmetic());
    json.put("ttp", gain.reading().execution());
    for (Metric metric : Metric.values()) {
      double value = gain.value(metric);
      json.putObject(key(metric)).put("value", value).put("agrees", metric.agrees(value));
    }
    json.put("accuracyMcNemarP", gain.accuracyPValue());
    json.set("unit", side(gain.unit()));
    json.set("reference", side(gain.reference()));
    return json;
  }

  private static ObjectNode side(Side side) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("method", side.method())
        .put("source", side.source())
        .put("macsExecuted", side.macs())
        .put("cycles", side.cycles())
        .put("energyUj", side.joules() * MICRO)
        .put("accuracy", side.accuracy());
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("arithmetic", finding.reading().arithmetic());
    json.put("ttp", finding.reading().execution());
    for (Metric metric : Metric.values()) {
      json.putObject(key(metric))
          .put("least", finding.least(metric))
          .put("most", finding.most(metric))
          .put("agreeing", finding.agreeing(metric))
          .put("verdict", finding.verdict(metric));
    }
    json.put("timeEnergyGapPoints", finding.timeEnergyGap());
    json.put("timeOutdoesMacs", finding.timeOutdoesMacs());
    json.put("workloads", finding.gains().size());
    json.put("agrees", finding.agrees());
    return json;
  }

  private static String key(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT)
        + (metric == Metric.ACCURACY ? "PointsLost" : "ReductionPercent");
  }
}

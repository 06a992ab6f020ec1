package org.unit430.cli.conformance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.unit430.simulator.conformance.ConformanceReport;
import org.unit430.simulator.conformance.ConformanceReport.Group;
import org.unit430.simulator.conformance.ConformanceReport.Mismatch;
import org.unit430.simulator.conformance.IsaVector;

/** The result as a document. */
final class ConformanceJson {
  static final String SCHEMA = "unit430.conformance/1";

  private ConformanceJson() {}

  static ObjectNode document(ConformanceReport report) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    document.put("rows", report.rows());
    document.put("passed", report.passed());
    document.put("failed", report.failed());
    document.put("excluded", report.excluded());
    ArrayNode groups = document.putArray("groups");
    for (Group group : report.groups()) {
      ObjectNode node = groups.addObject();
      node.put("name", group.name());
      node.put("rows", group.rows());
      node.put("passed", group.passed());
      node.put("failed", group.failed());
      node.put("excluded", group.excluded());
      ArrayNode mismatches = node.putArray("mismatches");
      group.mismatches().forEach(mismatch -> add(mismatches.addObject(), mismatch));
    }
    ArrayNode exclusions = document.putArray("exclusions");
    report
        .deviations()
        .forEach(
            (deviation, rows) ->
                exclusions
                    .addObject()
                    .put("rule", deviation.id())
                    .put("rows", rows)
                    .put("section", deviation.section())
                    .put("reason", deviation.reason()));
    return document;
  }

  private static void add(ObjectNode node, Mismatch mismatch) {
    IsaVector vector = mismatch.vector();
    node.put("line", vector.line());
    node.put("pc", String.format("%05x", vector.pc()));
    node.put("code", vector.codeText());
    node.put("instruction", mismatch.instruction());
    ArrayNode differences = node.putArray("differences");
    mismatch
        .differences()
        .forEach(
            difference ->
                differences
                    .addObject()
                    .put("what", difference.what())
                    .put("expected", difference.expected())
                    .put("actual", difference.actual()));
  }
}

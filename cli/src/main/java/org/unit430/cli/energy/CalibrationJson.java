package org.unit430.cli.energy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unit430.energy.Coefficient;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.calibration.BoardCalibration;
import org.unit430.energy.calibration.BoardCalibration.LeftOut;
import org.unit430.energy.calibration.Calibration;
import org.unit430.energy.calibration.Calibration.Prediction;
import org.unit430.energy.calibration.Fit;
import org.unit430.energy.calibration.Observation;
import org.unit430.energy.calibration.Observation.Group;
import org.unit430.energy.calibration.TableWriter;
import org.unit430.firmware.network.Sha256;

/** A calibration as a document: what went in, what came out, and how well it predicts. */
final class CalibrationJson {
  static final String SCHEMA = "unit430.calibration/1";

  private final ObjectNode document = JsonNodeFactory.instance.objectNode();

  private CalibrationJson() {}

  /** The fit of the committed table. */
  static ObjectNode of(Calibration calibration, EnergyTable table, Map<String, byte[]> inputs) {
    CalibrationJson json = new CalibrationJson();
    json.head(table, "measured and published", inputs);
    List<Prediction> leftOut = calibration.leaveOneOut();
    json.quality(
        calibration.fit(),
        calibration.observations().size(),
        leftOut.stream().mapToDouble(Prediction::relativeError).toArray());
    ArrayNode groups = json.document.putArray("groups");
    for (Group group : Group.values()) {
      double[] errors =
          leftOut.stream()
              .filter(row -> row.observation().group() == group)
              .mapToDouble(Prediction::relativeError)
              .toArray();
      if (errors.length > 0) {
        errors(groups.addObject().put("name", group.label()), errors);
      }
    }
    json.coefficients(table, calibration.fit(), "derived");
    Map<Observation, Prediction> byRow =
        leftOut.stream().collect(Collectors.toMap(Prediction::observation, row -> row));
    ArrayNode rows = json.document.putArray("rows");
    for (Observation row : calibration.observations()) {
      boolean sheet = row.unit().equals("uA");
      add(
          rows.addObject().put("name", row.name()).put("group", row.group().label()),
          row.target(),
          row.unit(),
          sheet ? "published" : "measured",
          calibration.fit().predict(row) / row.target() - 1,
          Optional.ofNullable(byRow.get(row)).map(Prediction::relativeError));
    }
    return json.document;
  }

  /** The fit to a user's board. */
  static ObjectNode of(
      BoardCalibration calibration,
      List<LeftOut> leftOut,
      EnergyTable table,
      Map<String, byte[]> inputs) {
    CalibrationJson json = new CalibrationJson();
    json.head(table, "measured", inputs);
    json.quality(
        calibration.fit(),
        leftOut.size(),
        leftOut.stream()
            .flatMap(row -> row.relativeError().stream())
            .mapToDouble(e -> e)
            .toArray());
    json.coefficients(table, calibration.fit(), "lent");
    ArrayNode rows = json.document.putArray("rows");
    for (int i = 0; i < leftOut.size(); i++) {
      LeftOut row = leftOut.get(i);
      add(
          rows.addObject().put("name", row.region().name()),
          row.region().joules() * 1e9,
          "nJ",
          "measured",
          calibration.fittedErrors().get(i),
          row.relativeError());
    }
    return json.document;
  }

  private void head(EnergyTable table, String source, Map<String, byte[]> inputs) {
    document.put("schema", SCHEMA);
    document.put("id", table.id());
    document.put("device", table.device());
    document.put("command", table.command());
    document.put("source", source);
    ArrayNode files = document.putArray("inputs");
    inputs.forEach(
        (name, content) -> files.addObject().put("file", name).put("sha256", Sha256.hex(content)));
    document.put(
        "tableSha256", Sha256.hex(TableWriter.write(table).getBytes(StandardCharsets.UTF_8)));
  }

  private void quality(Fit fit, int rows, double[] leftOut) {
    document.put("reducedChiSquare", fit.reducedChiSquare());
    errors(document.putObject("leaveOneOut").put("of", rows), leftOut);
  }

  private static void errors(ObjectNode node, double[] relativeErrors) {
    double[] sorted = Arrays.stream(relativeErrors).map(Math::abs).sorted().toArray();
    node.put("rows", sorted.length);
    if (sorted.length == 0) {
      node.putNull("medianAbsErrorPct").putNull("worstAbsErrorPct");
    } else {
      int half = sorted.length / 2;
      double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      node.put("medianAbsErrorPct", 100 * median);
      node.put("worstAbsErrorPct", 100 * sorted[sorted.length - 1]);
    }
  }

  /** Values with what they rest on, and how their errors hang together. */
  private void coefficients(EnergyTable table, Fit fit, String otherwise) {
    ArrayNode coefficients = document.putArray("coefficients");
    for (Coefficient coefficient : table.coefficients()) {
      coefficients
          .addObject()
          .put("name", coefficient.name())
          .put("value", coefficient.quantity().value())
          .put("unit", coefficient.quantity().unit().symbol())
          .put("standardUncertainty", coefficient.standardUncertainty())
          .put("basis", fit.names().contains(coefficient.name()) ? "fitted" : otherwise)
          .put("source", coefficient.source());
    }
    ArrayNode correlation = document.putArray("correlation");
    for (int i = 0; i < table.correlation().size(); i++) {
      ArrayNode row = correlation.addArray();
      for (int j = 0; j < table.correlation().size(); j++) {
        row.add(table.correlation().get(i, j));
      }
    }
  }

  private static void add(
      ObjectNode node,
      double measured,
      String unit,
      String source,
      double fitted,
      Optional<Double> leftOut) {
    node.put("measured", measured).put("unit", unit).put("source", source);
    node.put("fittedErrorPct", 100 * fitted);
    leftOut.ifPresentOrElse(
        error -> node.put("leftOutErrorPct", 100 * error), () -> node.putNull("leftOutErrorPct"));
  }
}

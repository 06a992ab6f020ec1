package org.unit430.cli.estimate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.unit430.cli.BuildInfo;
import org.unit430.cli.estimate.Estimate.StepShare;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.MemoryPlan;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.onnx.Graph;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.OperatingPoint;

/** An estimate as a document and as tables for people. */
final class EstimateReport {
  static final String SCHEMA = "unit430.estimate/1";

  private static final double MICRO = 1e6;
  private static final double KILO = 1e3;
  private static final double CONFIDENCE = 0.95;

  private final Graph model;
  private final String modelSha256;
  private final ModelData data;
  private final double inputLimit;
  private final Estimator estimator;
  private final ThresholdScope scope;
  private final DeviceProfile device;
  private final EnergyModel energy;
  private final OperatingPoint point;
  private final List<Estimate> estimates;

  EstimateReport(
      Graph model,
      String modelSha256,
      ModelData data,
      double inputLimit,
      Estimator estimator,
      ThresholdScope scope,
      DeviceProfile device,
      EnergyModel energy,
      OperatingPoint point,
      List<Estimate> estimates) {
    this.model = model;
    this.modelSha256 = modelSha256;
    this.data = data;
    this.inputLimit = inputLimit;
    this.estimator = estimator;
    this.scope = scope;
    this.device = device;
    this.energy = energy;
    this.point = point;
    this.estimates = estimates;
  }

  private double milliseconds(double cycles) {
    return cycles / point.mclkHertz() * 1e3;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    if (data.generated()) {
      text.append(
          "DATA-FREE ESTIMATE: no --inputs, so the inputs were generated. Multiply-accumulates and"
              + " memory of\ndense inference are exact; "
              + (estimator.arithmetic() == Arithmetic.FLOAT32
                  ? "how long a product or a sum takes depends on its operands, and is"
                      + "\nshort for zeros, of which real activations have more or fewer."
                  : "its cycles depend on data only where ReLU and saturation branch.")
              + " What a\npruning method skips on real data is unknown: read"
              + " its cost off the row with the skip rate you expect.\n\n");
    }
    fact(
        text,
        "model",
        "%s, sha256 %.12s, input %s, %,d MACs in %d steps"
            .formatted(
                model.name(),
                modelSha256,
                Arrays.toString(model.inputShape()),
                estimator.macs(),
                estimator.steps().steps().size()));
    estimator.steps().notes().forEach(note -> fact(text, "note", note));
    fact(text, "inputs", data.source());
    if (estimator.arithmetic() == Arithmetic.Q15) {
      fact(text, "scale", "inputs up to %s in 16-bit fixed point".formatted(rounded(inputLimit)));
    } else {
      fact(
          text,
          "arithmetic",
          "IEEE single precision by soft float routines"
              + (estimator.quantises()
                  ? "; thresholds are those of 16-bit fixed point, inputs up to "
                      + rounded(inputLimit)
                  : ""));
    }
    fact(
        text,
        "device",
        "%s, MCLK %.0f MHz, %d FRAM wait state%s, VCC %.2f V"
            .formatted(
                device.name(),
                point.mclkHertz() / 1e6,
                point.framWaitStates(),
                point.framWaitStates() == 1 ? "" : "s",
                point.supplyVolts()));
    fact(
        text,
        "energy",
        "table %s, sha256 %.12s; %s"
            .formatted(energy.table().id(), energy.table().sha256(), energy.table().scope()));
    if (!scope.equals(ThresholdScope.LAYER)) {
      fact(text, "thresholds", scope.label());
    }
    if (estimator.multiplier() != Multiplier.MPY32) {
      fact(text, "kernels", estimator.multiplier().description());
    }
    fact(text, "source", "simulated, instruction by instruction");
    BuildInfo info = BuildInfo.current();
    fact(text, "unit430", info.version() + " " + info.commit());
    memory(text);
    section(text, "Per inference, mean over the inputs", estimates, methods());
    for (Estimate estimate : estimates) {
      if (!data.generated() || estimate.method().division().isEmpty()) {
        section(
            text,
            "By step, " + estimate.method().label() + ", per inference",
            estimate.steps(),
            steps(estimate));
      }
    }
    return text.toString();
  }

  /** To six significant digits. */
  private static double rounded(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(6)).doubleValue();
  }

  private static void fact(StringBuilder text, String label, String value) {
    text.append("%-12s %s\n".formatted(label, value));
  }

  private void memory(StringBuilder text) {
    MemoryPlan plan = estimates.get(0).memory();
    fact(
        text,
        "memory",
        "%s: SRAM %,d of %,d bytes: values, %,d scratch, %,d stack; most values live at %s: %,d bytes"
            .formatted(
                estimates.get(0).method().label(),
                plan.sramBytes(),
                plan.sramAvailable(),
                plan.scratchBytes(),
                plan.stackBytes(),
                plan.peak().name(),
                plan.peak().liveBytes()));
    fact(
        text,
        "",
        "FRAM %,d bytes: %,d code, %,d of %,d weights"
            .formatted(
                plan.framBytes(), plan.codeBytes(), plan.weightBytes(), plan.weightsAvailable()));
    section(
        text,
        "Memory by step, " + estimates.get(0).method().label(),
        plan.steps(),
        List.of(
            left("step", MemoryPlan.Row::name),
            right("output", row -> row.output().toString()),
            right("live values B", row -> "%,d".formatted(row.liveBytes())),
            right("weights B", row -> "%,d".formatted(row.framBytes()))));
  }

  private List<ColumnData<Estimate>> methods() {
    List<ColumnData<Estimate>> columns = new ArrayList<>();
    columns.add(left("method", estimate -> estimate.method().label()));
    columns.add(
        right(
            "percentile",
            e -> e.method().division().isPresent() ? "%.0f".formatted(e.percentile()) : "-"));
    if (data.labels().isPresent()) {
      columns.add(right("accuracy %", EstimateReport::accuracy));
    }
    if (!data.generated()) {
      columns.add(right("as float %", e -> "%.1f".formatted(100.0 * e.agreeing() / e.inputs())));
    }
    columns.add(
        right(
            "kMACs done/dense",
            e ->
                "%.1f/%.1f"
                    .formatted(
                        e.macsExecuted() / KILO / e.inputs(), e.macsDense() / KILO / e.inputs())));
    columns.add(right("skip %", e -> "%.1f".formatted(e.skipPercent())));
    columns.add(right("kcycles", e -> "%,.1f".formatted(e.cycles() / KILO / e.inputs())));
    columns.add(
        right(
            "least-most",
            e -> "%,.1f-%,.1f".formatted(e.leastCycles() / KILO, e.mostCycles() / KILO)));
    columns.add(right("ms", e -> "%.2f".formatted(milliseconds((double) e.cycles() / e.inputs()))));
    columns.add(right("uJ", e -> "%.1f".formatted(e.energy().meanJoules() * MICRO / e.inputs())));
    columns.add(
        right(
            "95 % uJ",
            e ->
                "%.0f-%.0f"
                    .formatted(
                        e.energy().lowJoules() * MICRO / e.inputs(),
                        e.energy().highJoules() * MICRO / e.inputs())));
    columns.add(right("FRAM B", e -> "%,d".formatted(e.memory().framBytes())));
    columns.add(right("RAM B", e -> "%,d".formatted(e.memory().sramBytes())));
    return columns;
  }

  private static String accuracy(Estimate estimate) {
    int correct = estimate.correct().orElseThrow();
    ConfidenceInterval interval = interval(estimate.inputs(), correct);
    return "%.1f (%.0f-%.0f)"
        .formatted(
            100.0 * correct / estimate.inputs(),
            100 * interval.getLowerBound(),
            100 * interval.getUpperBound());
  }

  private static ConfidenceInterval interval(int inputs, int correct) {
    return new WilsonScoreInterval().createInterval(inputs, correct, CONFIDENCE);
  }

  private List<ColumnData<StepShare>> steps(Estimate estimate) {
    double n = estimate.inputs();
    return List.of(
        left("step", StepShare::name),
        right("output", StepShare::output),
        right(
            "kMACs done/dense",
            s -> "%.1f/%.1f".formatted(s.macsExecuted() / KILO / n, s.macsDense() / KILO / n)),
        right("skip %", s -> "%.1f".formatted(s.skipPercent())),
        right("kcycles", s -> "%,.1f".formatted(s.cycles() / KILO / n)),
        right("ms", s -> "%.3f".formatted(milliseconds(s.cycles() / n))),
        right("uJ", s -> "%.2f".formatted(s.joules() * MICRO / n)),
        right("time %", s -> "%.1f".formatted(100.0 * s.cycles() / estimate.cycles())));
  }

  private static <T> void section(
      StringBuilder text, String title, List<T> rows, List<ColumnData<T>> columns) {
    String table =
        AsciiTable.builder()
            .border(AsciiTable.NO_BORDERS)
            .lineSeparator("\n")
            .data(rows, columns)
            .asString();
    text.append("\n").append(title).append("\n");
    table.lines().map(String::stripTrailing).forEach(line -> text.append(line).append("\n"));
  }

  private static <T> ColumnData<T> left(String header, Function<T, String> cell) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .with(cell);
  }

  private static <T> ColumnData<T> right(String header, Function<T, String> cell) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.RIGHT)
        .dataAlign(HorizontalAlign.RIGHT)
        .with(cell);
  }

  ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    ObjectNode configuration = document.putObject("configuration");
    configuration.put("model", model.name());
    configuration.put("modelSha256", modelSha256);
    ArrayNode shape = configuration.putArray("inputShape");
    Arrays.stream(model.inputShape()).forEach(shape::add);
    ArrayNode notes = configuration.putArray("notes");
    estimator.steps().notes().forEach(notes::add);
    configuration.put("dataFree", data.generated());
    configuration.put("inputs", data.source());
    configuration.put("calibrationInputs", data.calibration().size());
    if (estimator.quantises()) {
      configuration.put("inputLimit", inputLimit);
    }
    configuration.put("device", device.name());
    configuration.put("mclkHz", point.mclkHertz());
    configuration.put("supplyVolts", point.supplyVolts());
    configuration.put("framWaitStates", point.framWaitStates());
    configuration.put("energyTable", energy.table().id());
    configuration.put("energyTableSha256", energy.table().sha256());
    estimator
        .floatCorrect()
        .ifPresent(
            correct ->
                configuration.put("floatAccuracy", (double) correct / data.measured().size()));
    configuration.put(
        "version", BuildInfo.current().version() + " " + BuildInfo.current().commit());
    ArrayNode rows = document.putArray("rows");
    estimates.forEach(estimate -> rows.add(row(estimate)));
    return document;
  }

  private ObjectNode row(Estimate estimate) {
    double n = estimate.inputs();
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("method", estimate.method().name());
    estimate
        .method()
        .division()
        .ifPresent(
            division -> {
              row.put("division", division.label());
              row.put("percentile", estimate.percentile());
              row.put("thresholdsOf", scope.label());
            });
    row.put("arithmetic", estimator.arithmetic().label());
    row.put("multiplier", estimator.multiplier().label());
    row.put("source", "simulated");
    row.put("inputs", estimate.inputs());
    estimate.correct().ifPresent(correct -> row.put("correct", correct));
    if (!data.generated()) {
      row.put("agreeingWithFloat", estimate.agreeing());
    }
    row.put("macsDense", estimate.macsDense() / n);
    row.put("macsExecuted", estimate.macsExecuted() / n);
    row.put("skipPercent", estimate.skipPercent());
    row.put("cycles", estimate.cycles() / n);
    row.put("totalCycles", estimate.cycles());
    row.put("leastCycles", estimate.leastCycles());
    row.put("mostCycles", estimate.mostCycles());
    row.put("latencyMs", milliseconds(estimate.cycles() / n));
    row.putObject("energyUj")
        .put("mean", estimate.energy().meanJoules() * MICRO / n)
        .put("low", estimate.energy().lowJoules() * MICRO / n)
        .put("high", estimate.energy().highJoules() * MICRO / n);
    MemoryPlan plan = estimate.memory();
    ObjectNode memory = row.putObject("memory");
    memory.put("sramBytes", plan.sramBytes());
    memory.put("sramAvailable", plan.sramAvailable());
    memory.put("sramPeakStep", plan.peak().name());
    memory.put("scratchBytes", plan.scratchBytes());
    memory.put("stackBytes", plan.stackBytes());
    memory.put("framBytes", plan.framBytes());
    memory.put("codeBytes", plan.codeBytes());
    memory.put("weightBytes", plan.weightBytes());
    ArrayNode steps = row.putArray("steps");
    for (int i = 0; i < estimate.steps().size(); i++) {
      StepShare share = estimate.steps().get(i);
      ObjectNode step = steps.addObject();
      step.put("name", share.name());
      step.put("output", share.output());
      step.put("macsDense", share.macsDense() / n);
      step.put("macsExecuted", share.macsExecuted() / n);
      step.put("cycles", share.cycles() / n);
      step.put("totalCycles", share.cycles());
      step.put("energyUj", share.joules() * MICRO / n);
      if (i < plan.steps().size()) {
        step.put("liveBytes", plan.steps().get(i).liveBytes());
        step.put("weightBytes", plan.steps().get(i).framBytes());
      }
    }
    return row;
  }
}

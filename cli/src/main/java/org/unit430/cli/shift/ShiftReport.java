package org.unit430.cli.shift;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.unit430.cli.BuildInfo;
import org.unit430.cli.stats.MethodDifference;
import org.unit430.energy.EnergyTable;

/**
 * A study of domain shift, for people and as JSON.
 *
 * @param workload name
 * @param setup what it is made of
 * @param device name
 * @param table that priced it
 * @param results in the order of the domains
 */
record ShiftReport(
    String workload,
    ShiftSetup setup,
    String device,
    EnergyTable table,
    List<DomainResult> results) {
  static final String SCHEMA = "unit430.shift/1";

  private static final double MICRO = 1e6;
  private static final double KILO = 1e3;
  private static final double PERCENT = 100;

  /** An arm in its domain. */
  private record Line(DomainResult domain, ArmResult arm) {
    boolean first() {
      return domain.arms().get(0).arm() == arm.arm();
    }
  }

  private List<Line> lines() {
    return results.stream()
        .flatMap(domain -> domain.arms().stream().map(arm -> new Line(domain, arm)))
        .toList();
  }

  private List<Claim> claims() {
    return Stream.of(Arm.UNIT, Arm.UNIT_RECALIBRATED)
        .flatMap(
            arm ->
                Stream.of(Arm.TTP_RETRAINED, Arm.TTP, Arm.DENSE)
                    .map(reference -> Claim.of(targets(), arm, reference)))
        .filter(claim -> claim.targets() > 0)
        .toList();
  }

  private List<DomainResult> targets() {
    return results.stream().filter(result -> !result.domain().source()).toList();
  }

  private double milliseconds(double cycles) {
    return cycles / setup.point().mclkHertz() * KILO;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    fact(
        text,
        "workload",
        "%s, up to %d inputs a domain chosen by seed %d"
            .formatted(workload, setup.inputs(), setup.seed()));
    fact(
        text,
        "device",
        "%s, MCLK %d MHz, %d FRAM wait state%s, VCC %.2f V; energy table %s, sha256 %.12s"
            .formatted(
                device,
                setup.mclkMegahertz(),
                setup.point().framWaitStates(),
                setup.point().framWaitStates() == 1 ? "" : "s",
                setup.supplyVolts(),
                table.id(),
                table.sha256()));
    fact(
        text,
        "UnIT",
        "%s on the unpruned network; a layer's T is percentile %s of its non-zero |x*w| over %d inputs"
            .formatted(setup.unit().label(), setup.percentile(), setup.calibrationInputs()));
    fact(
        text,
        "fidelity",
        "model; the machine ran a sample of each row, largest residual %.3f %%"
            .formatted(PERCENT * largestResidual()));
    fact(text, "unit430", build());
    text.append("\nDomains\n");
    for (DomainResult result : results) {
      text.append(
          " %-18s %s; %,d inputs, sha256 %.12s\n"
              .formatted(
                  result.domain().name(),
                  result.domain().description(),
                  result.arms().get(0).inputs(),
                  result.inputsSha256()));
    }
    text.append("\nPer inference, mean over the inputs (accuracy: 95 % Wilson interval)\n");
    table(text, costs());
    text.append(
        "\nDifference from TTP retrained on the target (p: McNemar; 95 % paired bootstrap)\n");
    table(text, differences());
    text.append(
        "\nOver the targets (accuracy beyond chance: McNemar at 5 % each, not corrected)\n");
    claims().forEach(claim -> text.append(" ").append(claim.text()).append("\n"));
    return text.toString();
  }

  private static void fact(StringBuilder text, String label, String fact) {
    text.append("%-9s %s\n".formatted(label, fact));
  }

  private static String build() {
    BuildInfo info = BuildInfo.current();
    return info.version() + " " + info.commit();
  }

  private double largestResidual() {
    return lines().stream()
        .mapToDouble(line -> line.arm().check().largestResidual())
        .max()
        .orElseThrow();
  }

  private void table(StringBuilder text, List<ColumnData<Line>> columns) {
    AsciiTable.builder()
        .border(AsciiTable.NO_BORDERS)
        .lineSeparator("\n")
        .data(lines(), columns)
        .asString()
        .lines()
        .map(String::stripTrailing)
        .forEach(line -> text.append(line).append("\n"));
  }

  private List<ColumnData<Line>> costs() {
    List<ColumnData<Line>> columns = new ArrayList<>(names());
    columns.add(
        number(
            "accuracy %",
            arm ->
                "%.1f (%.1f-%.1f)"
                    .formatted(
                        PERCENT * arm.accuracy(),
                        PERCENT * arm.accuracyInterval().getLowerBound(),
                        PERCENT * arm.accuracyInterval().getUpperBound())));
    columns.add(
        number(
            "kMACs done/dense",
            arm ->
                "%.1f/%.1f".formatted(kilo(arm.macsExecuted(), arm), kilo(arm.macsDense(), arm))));
    columns.add(
        number("ms", arm -> "%.2f".formatted(milliseconds((double) arm.cycles() / arm.inputs()))));
    columns.add(
        number("uJ", arm -> "%.1f".formatted(arm.energy().meanJoules() * MICRO / arm.inputs())));
    columns.add(
        number(
            "95 % uJ",
            arm ->
                "%.0f-%.0f"
                    .formatted(
                        arm.energy().lowJoules() * MICRO / arm.inputs(),
                        arm.energy().highJoules() * MICRO / arm.inputs())));
    return columns;
  }

  private static double kilo(long sum, ArmResult arm) {
    return sum / KILO / arm.inputs();
  }

  private List<ColumnData<Line>> differences() {
    List<ColumnData<Line>> columns = new ArrayList<>(names());
    columns.add(difference("accuracy points", MethodDifference::accuracyText));
    columns.add(difference("time", MethodDifference::timeText));
    columns.add(difference("energy", MethodDifference::energyText));
    columns.add(difference("within noise", MethodDifference::noiseText));
    return columns;
  }

  private static ColumnData<Line> difference(
      String header, Function<MethodDifference, String> cell) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.RIGHT)
        .dataAlign(HorizontalAlign.RIGHT)
        .with(line -> fromRetrained(line).map(cell).orElse("-"));
  }

  private static Optional<MethodDifference> fromRetrained(Line line) {
    return line.domain()
        .arm(Arm.TTP_RETRAINED)
        .filter(retrained -> retrained.arm() != line.arm().arm())
        .map(retrained -> line.arm().minus(retrained));
  }

  private static List<ColumnData<Line>> names() {
    return List.of(
        new Column()
            .header("domain")
            .headerAlign(HorizontalAlign.LEFT)
            .dataAlign(HorizontalAlign.LEFT)
            .with(line -> line.first() ? line.domain().domain().name() : ""),
        new Column()
            .header("arm")
            .headerAlign(HorizontalAlign.LEFT)
            .dataAlign(HorizontalAlign.LEFT)
            .with(line -> line.arm().arm().text()));
  }

  private static ColumnData<Line> number(String header, Function<ArmResult, String> cell) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.RIGHT)
        .dataAlign(HorizontalAlign.RIGHT)
        .with(line -> cell.apply(line.arm()));
  }

  ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    document
        .putObject("configuration")
        .put("workload", workload)
        .put("inputs", setup.inputs())
        .put("seed", setup.seed())
        .put("device", device)
        .put("mclkHz", setup.point().mclkHertz())
        .put("supplyVolts", setup.supplyVolts())
        .put("framWaitStates", setup.point().framWaitStates())
        .put("energyTable", table.id())
        .put("energyTableSha256", table.sha256())
        .put("unitMethod", setup.unit().label())
        .put("percentile", setup.percentile())
        .put("calibrationInputs", setup.calibrationInputs())
        .put("version", build());
    ArrayNode domains = document.putArray("domains");
    for (DomainResult result : results) {
      domains
          .addObject()
          .put("name", result.domain().name())
          .put("description", result.domain().description())
          .put("source", result.domain().source())
          .put("network", result.domain().workload().name())
          .put("inputsSha256", result.inputsSha256());
    }
    ArrayNode rows = document.putArray("rows");
    ArrayNode differences = document.putArray("differences");
    for (Line line : lines()) {
      rows.add(row(line));
      fromRetrained(line)
          .ifPresent(
              difference -> {
                ObjectNode json = differences.addObject();
                json.put("domain", line.domain().domain().name());
                json.put("arm", line.arm().arm().key());
                json.put("reference", Arm.TTP_RETRAINED.key());
                json.setAll(difference.json(setup.point().mclkHertz()));
              });
    }
    ArrayNode claims = document.putArray("overTargets");
    for (Claim claim : claims()) {
      claims
          .addObject()
          .put("arm", claim.arm().key())
          .put("reference", claim.reference().key())
          .put("targets", claim.targets())
          .put("accuracyBetter", claim.better())
          .put("accuracyWorse", claim.worse())
          .put("accuracyWithinNoise", claim.withinNoise())
          .put("fewerMacs", claim.fewerMacs())
          .put("lessTime", claim.lessTime())
          .put("lessEnergy", claim.lessEnergy());
    }
    return document;
  }

  private ObjectNode row(Line line) {
    ArmResult arm = line.arm();
    double n = arm.inputs();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("domain", line.domain().domain().name())
        .put("arm", arm.arm().key())
        .put("adaptedBy", arm.arm().adaptation())
        .put("method", arm.method())
        .put("inputs", arm.inputs())
        .put("correct", arm.correct())
        .put("accuracy", arm.accuracy());
    json.putObject("accuracyInterval")
        .put("low", arm.accuracyInterval().getLowerBound())
        .put("high", arm.accuracyInterval().getUpperBound());
    json.put("macsDense", arm.macsDense() / n)
        .put("macsExecuted", arm.macsExecuted() / n)
        .put("cycles", arm.cycles() / n)
        .put("latencyMs", milliseconds(arm.cycles() / n));
    json.putObject("energyUj")
        .put("mean", arm.energy().meanJoules() * MICRO / n)
        .put("low", arm.energy().lowJoules() * MICRO / n)
        .put("high", arm.energy().highJoules() * MICRO / n);
    json.putObject("model")
        .put("learntFromRuns", arm.check().learntFrom())
        .put("heldOutRuns", arm.check().heldOut())
        .put("meanResidualPercent", PERCENT * arm.check().meanResidual())
        .put("largestResidualPercent", PERCENT * arm.check().largestResidual());
    return json;
  }
}

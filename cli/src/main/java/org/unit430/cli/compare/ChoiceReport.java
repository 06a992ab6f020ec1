package org.unit430.cli.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.unit430.firmware.prune.Method;

/** Which method was chosen for each layer, and why, as tables for people and in JSON. */
final class ChoiceReport {
  private static final double PERCENT = 100;

  private final Setup setup;
  private final Comparison comparison;
  private final List<MethodRow> rows;

  ChoiceReport(Setup setup, Comparison comparison, List<MethodRow> rows) {
    this.setup = setup;
    this.comparison = comparison;
    this.rows = rows;
  }

  /** A section for each choice; empty without any. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (!comparison.percentiles().isEmpty()) {
      text.append(percentiles());
    }
    for (AutoChoice choice : comparison.choices()) {
      text.append(
          "\nMethods chosen for %s: least %s within %s of accuracy on %d calibration inputs\n"
              .formatted(
                  choice.method().name(),
                  setup.budget().minimise(),
                  setup.budget().text(),
                  setup.calibrationInputs()));
      String table =
          AsciiTable.builder()
              .border(AsciiTable.NO_BORDERS)
              .lineSeparator("\n")
              .data(choice.layers(), columns(setup.budget().minimise().unit()))
              .asString();
      table.lines().map(String::stripTrailing).forEach(line -> text.append(line).append("\n"));
      text.append(accuracy(choice.method(), choice.correct(), choice.reference()));
      text.append(
          " %d methods ran in all layers on %d of these inputs, on the machine; %d combinations"
              .formatted(choice.candidates(), measured(), choice.tried()));
      text.append(
          choice.exhaustive()
              ? " tried, from the cheapest on.\n"
              : " tried, at last layer by layer: a cheaper one may exist.\n");
    }
    return text.toString();
  }

  private String accuracy(Method method, int correct, int reference) {
    return " Accuracy on the calibration split %.2f %% (nothing skipped %.2f %%; one input is %.2f points), on the test inputs %.2f %% (%.2f %%).\n"
        .formatted(
            share(correct),
            share(reference),
            PERCENT / setup.calibrationInputs(),
            PERCENT * testAccuracy(method),
            PERCENT * comparison.denseAccuracy(method.weights()));
  }

  private double testAccuracy(Method method) {
    return rows.stream()
        .filter(row -> row.method().label().equals(method.label()))
        .findFirst()
        .orElseThrow()
        .accuracy();
  }

  private String percentiles() {
    StringBuilder text = new StringBuilder();
    String unit = setup.budget().minimise().unit();
    text.append(
        "\nThresholds searched for: least %s within %s of accuracy on %d calibration inputs\n"
            .formatted(
                setup.budget().minimise(), setup.budget().text(), setup.calibrationInputs()));
    for (PercentileChoice choice : comparison.percentiles()) {
      text.append(" %s: percentiles %s\n".formatted(choice.method().label(), layers(choice)));
      text.append(accuracy(choice.method(), choice.correct(), choice.reference()));
      text.append(
          " On the machine %.2f %s instead of %.2f at T = 0, on %d calibration inputs; %d sets of thresholds tried.\n"
              .formatted(choice.cost(), unit, choice.costAtZero(), measured(), choice.tried()));
    }
    return text.toString();
  }

  private String layers(PercentileChoice choice) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < choice.percents().size(); i++) {
      texts.add(
          comparison.network(choice.method()).layers().get(i).name()
              + " "
              + PercentileSearch.text(choice.percents().get(i)));
    }
    return String.join(", ", texts);
  }

  private void addPercentiles(ObjectNode document) {
    ArrayNode array = document.putArray("budget");
    for (PercentileChoice choice : comparison.percentiles()) {
      ObjectNode json = array.addObject();
      json.put("method", choice.method().label());
      json.put("minimise", setup.budget().minimise().toString());
      json.put("budgetPoints", setup.budget().points());
      json.put("setsTried", choice.tried());
      json.putObject("calibration")
          .put("inputs", setup.calibrationInputs())
          .put("measuredInputs", measured())
          .put("accuracy", share(choice.correct()) / PERCENT)
          .put("referenceAccuracy", share(choice.reference()) / PERCENT)
          .put("cost", choice.cost())
          .put("costAtZero", choice.costAtZero())
          .put("unit", setup.budget().minimise().unit());
      json.putObject("test")
          .put("accuracy", testAccuracy(choice.method()))
          .put("referenceAccuracy", comparison.denseAccuracy(choice.method().weights()));
      ArrayNode layers = json.putArray("layers");
      for (int i = 0; i < choice.percents().size(); i++) {
        ObjectNode layer = layers.addObject();
        layer.put("name", comparison.network(choice.method()).layers().get(i).name());
        choice.percents().get(i).forEach(layer.putArray("percentiles")::add);
      }
    }
  }

  private static List<ColumnData<AutoChoice.Layer>> columns(String unit) {
    return List.of(
        column("layer", HorizontalAlign.LEFT, AutoChoice.Layer::name),
        column("method", HorizontalAlign.LEFT, layer -> layer.chosen().method().label()),
        column(unit, HorizontalAlign.RIGHT, layer -> cost(layer.chosen())),
        column(
            "runner-up",
            HorizontalAlign.LEFT,
            layer -> layer.runnerUp().map(option -> option.method().label()).orElse("none")),
        column(
            unit,
            HorizontalAlign.RIGHT,
            layer -> layer.runnerUp().map(ChoiceReport::cost).orElse("-")));
  }

  private static ColumnData<AutoChoice.Layer> column(
      String header, HorizontalAlign align, Function<AutoChoice.Layer, String> cell) {
    return new Column().header(header).headerAlign(align).dataAlign(align).with(cell);
  }

  /** Adds the choices to a document, under {@code budget} and {@code auto}. */
  void addTo(ObjectNode document) {
    if (!comparison.percentiles().isEmpty()) {
      addPercentiles(document);
    }
    if (comparison.choices().isEmpty()) {
      return;
    }
    ArrayNode array = document.putArray("auto");
    for (AutoChoice choice : comparison.choices()) {
      ObjectNode json = array.addObject();
      json.put("method", choice.method().name());
      json.put("minimise", setup.budget().minimise().toString());
      json.put("budgetPoints", setup.budget().points());
      json.put("cutoffs", choice.method().activations() == Method.Activations.FATRELU);
      json.putObject("calibration")
          .put("inputs", setup.calibrationInputs())
          .put("measuredInputs", measured())
          .put("accuracy", share(choice.correct()) / PERCENT)
          .put("referenceAccuracy", share(choice.reference()) / PERCENT)
          .put("cost", choice.cost())
          .put("unit", setup.budget().minimise().unit());
      json.putObject("test")
          .put("accuracy", testAccuracy(choice.method()))
          .put("referenceAccuracy", comparison.denseAccuracy(choice.method().weights()));
      json.put("candidates", choice.candidates());
      json.put("combinationsTried", choice.tried());
      json.put("cheapestFirst", choice.exhaustive());
      ArrayNode layers = json.putArray("layers");
      for (AutoChoice.Layer layer : choice.layers()) {
        ObjectNode ofLayer = layers.addObject();
        ofLayer.put("name", layer.name());
        ofLayer.put("method", layer.chosen().method().label());
        ofLayer.put("cost", layer.chosen().cost());
        layer
            .runnerUp()
            .ifPresent(
                option ->
                    ofLayer
                        .putObject("runnerUp")
                        .put("method", option.method().label())
                        .put("cost", option.cost()));
      }
    }
  }

  private int measured() {
    return Math.min(CalibrationSplit.MEASURED, setup.calibrationInputs());
  }

  private double share(int correct) {
    return PERCENT * correct / setup.calibrationInputs();
  }

  private static String cost(AutoChoice.Option option) {
    return "%,.2f".formatted(option.cost());
  }
}

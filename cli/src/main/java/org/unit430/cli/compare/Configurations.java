package org.unit430.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.unit430.cli.BuildInfo;
import org.unit430.cli.compare.Configuration.Fact;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Weights;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.simulator.device.OperatingPoint;

/** Collects what a comparison's figures depend on. */
final class Configurations {
  private final List<Fact> facts = new ArrayList<>();

  private Configurations() {}

  static Configuration of(
      Setup setup, WorkloadData data, Comparison comparison, EnergyModel energy) {
    BuildInfo info = BuildInfo.current();
    String build = info.version() + " " + info.commit();
    Configurations made = new Configurations();
    made.addWorkload(setup, data, comparison);
    made.addDevice(setup, comparison, energy);
    made.addPruning(setup, comparison);
    made.add("version", new TextNode(build), "unit430", build);
    return new Configuration(made.facts, comparison.point().mclkHertz());
  }

  private void addWorkload(Setup setup, WorkloadData data, Comparison comparison) {
    String hash = data.test().sha256();
    hidden("workload", new TextNode(setup.workload()));
    hidden("inputs", new IntNode(setup.inputs()));
    hidden("seed", new LongNode(setup.seed()));
    hidden("inputsSha256", new TextNode(hash));
    show(
        "workload",
        "%s, %d test inputs chosen by seed %d, sha256 %.12s"
            .formatted(setup.workload(), setup.inputs(), setup.seed(), hash));
    for (Weights weights : Weights.values()) {
      boolean unpruned = weights == Weights.UNPRUNED;
      double floating = comparison.floatAccuracy(weights);
      double fixed = comparison.fixedAccuracy(weights);
      int zeros =
          comparison.network(weights).layers().stream()
              .mapToInt(l -> l.weights().length - l.nonZeroWeights())
              .sum();
      int all =
          comparison.network(weights).layers().stream().mapToInt(l -> l.weights().length).sum();
      String key = unpruned ? "network" : "ttpNetwork";
      hidden(key + "FloatAccuracy", new DoubleNode(floating));
      hidden(key + "FixedAccuracy", new DoubleNode(fixed));
      hidden(key + "Sparsity", new DoubleNode((double) zeros / all));
      show(
          unpruned ? "network" : "pruned twin",
          "%s, %,d MACs, %.1f %% of %,d weights zero; on these inputs float %.1f %%, 16-bit %.1f %%"
              .formatted(
                  data.network(weights).name(),
                  comparison.network(weights).macs(),
                  100.0 * zeros / all,
                  all,
                  100 * floating,
                  100 * fixed));
    }
  }

  private void addDevice(Setup setup, Comparison comparison, EnergyModel energy) {
    OperatingPoint point = comparison.point();
    String table = energy.table().id();
    String hash = energy.table().sha256();
    hidden("device", new TextNode(comparison.device().name()));
    hidden("mclkHz", new DoubleNode(point.mclkHertz()));
    hidden("supplyVolts", new DoubleNode(point.supplyVolts()));
    hidden("framWaitStates", new IntNode(point.framWaitStates()));
    hidden("energyTable", new TextNode(table));
    hidden("energyTableSha256", new TextNode(hash));
    show(
        "device",
        "%s, MCLK %.0f MHz, %d FRAM wait state%s, VCC %.2f V"
            .formatted(
                comparison.device().name(),
                point.mclkHertz() / 1e6,
                point.framWaitStates(),
                point.framWaitStates() == 1 ? "" : "s",
                point.supplyVolts()));
    hidden("arithmetic", new TextNode(setup.arithmetic().label()));
    hidden("multiplier", new TextNode(setup.multiplier().label()));
    hidden("fidelity", new TextNode(setup.fidelity().toString()));
    show(
        "firmware",
        "%skernels in assembly, %s; code and weights in FRAM, activations in SRAM; "
                .formatted(
                    setup.arithmetic() == Arithmetic.FLOAT32 ? "soft float " : "",
                    setup.multiplier().description())
            + (setup.fidelity() == Fidelity.MACHINE
                ? "every instruction simulated"
                : "paths counted by the reference and charged as the machine showed"));
    show("energy", "table %s, sha256 %.12s; %s".formatted(table, hash, energy.table().scope()));
  }

  private void addPruning(Setup setup, Comparison comparison) {
    ArrayNode methods = JsonNodeFactory.instance.arrayNode();
    setup.methods().forEach(method -> methods.add(method.label()));
    hidden("methods", methods);
    hidden("percentile", new DoubleNode(setup.percentile()));
    hidden("calibrationInputs", new IntNode(setup.calibrationInputs()));
    Thresholds unit = comparison.thresholds(MethodName.parse("unit").get(0));
    List<QuantizedLayer> layers = comparison.network(Weights.UNPRUNED).layers();
    ArrayNode thresholds = JsonNodeFactory.instance.arrayNode();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      ObjectNode json = thresholds.addObject();
      json.put("layer", layers.get(i).name());
      texts.add(layers.get(i).name() + " " + threshold(layers.get(i), unit.of(i), json));
    }
    boolean auto = setup.methods().stream().anyMatch(Method::isByLayer);
    if (auto || setup.budget().ofThresholds()) {
      hidden("budgetPoints", new DoubleNode(setup.budget().points()));
      hidden("minimise", new TextNode(setup.budget().minimise().toString()));
    }
    hidden("thresholdsOf", new TextNode(setup.thresholds().label()));
    hidden("thresholds", thresholds);
    show(
        "UnIT",
        "%s is percentile %s of its non-zero |x*w| over %d calibration inputs: %s"
            .formatted(
                setup.thresholds().description(),
                trim(setup.percentile()),
                setup.calibrationInputs(),
                texts.stream().collect(Collectors.joining(", "))));
  }

  /** One T, or the least and the largest of several. */
  private static String threshold(QuantizedLayer layer, LayerThreshold t, ObjectNode json) {
    int bits = layer.formats().accumulator();
    if (t.groups() == 1) {
      double real = Math.scalb((double) t.product(), -bits);
      json.put("product", real);
      return "%.4g".formatted(real);
    }
    ArrayNode products = json.put("channels", t.channels()).putArray("products");
    t.products().forEach(product -> products.add(Math.scalb((double) product, -bits)));
    return "%.4g-%.4g in %d groups"
        .formatted(
            Math.scalb((double) Collections.min(t.products()), -bits),
            Math.scalb((double) t.largest(), -bits),
            t.groups());
  }

  private static String trim(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : Double.toString(value);
  }

  private void hidden(String key, JsonNode value) {
    facts.add(new Fact(key, value, "", ""));
  }

  private void show(String label, String text) {
    facts.add(new Fact("", JsonNodeFactory.instance.nullNode(), label, text));
  }

  private void add(String key, JsonNode value, String label, String text) {
    facts.add(new Fact(key, value, label, text));
  }
}

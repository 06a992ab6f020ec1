package org.unit430.cli.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.cost.FloatInputs;
import org.unit430.firmware.cost.MacCosts;
import org.unit430.firmware.cost.WorstCase;
import org.unit430.firmware.prune.Thresholds;

/**
 * Costs that follow from a firmware's structure rather than from the inputs.
 *
 * @param worstCases bound on the cycles of an inference, by the method's label; empty unless asked
 *     for
 * @param worstCaseInputs the inputs for which these hold in single precision; in 16 bits they hold
 *     for every one
 * @param breakEvens of each layer of each method; empty unless asked for
 */
record CostFigures(
    Map<String, Long> worstCases,
    Optional<FloatInputs> worstCaseInputs,
    List<LayerBreakEven> breakEvens) {
  /** Nothing was asked for. */
  static final CostFigures NONE = new CostFigures(Map.of(), Optional.empty(), List.of());

  private static final int INPUTS = 4;

  // Of these all products are made, which takes long; each has thousands of them.
  private static final int FLOAT_INPUTS = 2;

  /**
   * Finds what was asked for.
   *
   * @throws IllegalStateException if a run took longer than the bound
   */
  static CostFigures of(
      CostOptions asked, Setup setup, Comparison comparison, List<MethodRow> rows) {
    Map<String, Long> worstCases = new LinkedHashMap<>();
    List<LayerBreakEven> breakEvens = new ArrayList<>();
    for (MethodRow row : rows) {
      if (row.method().isModelled()) {
        continue; // No program does what the row says.
      }
      if (asked.worstCase()) {
        long bound = bound(row, setup, comparison);
        if (row.distribution().max() > bound) {
          throw new IllegalStateException(
              "%s took %d cycles, more than the bound of %d"
                  .formatted(row.method().label(), row.distribution().max(), bound));
        }
        worstCases.put(row.method().label(), bound);
      }
      if (asked.breakEven()) {
        breakEvens.addAll(LayerBreakEven.of(row, rows, costs(row, setup, comparison)));
      }
    }
    boolean floats = setup.arithmetic() == Arithmetic.FLOAT32 && asked.worstCase();
    return new CostFigures(
        worstCases, floats ? Optional.of(inputs(comparison)) : Optional.empty(), breakEvens);
  }

  private static List<MacCosts> costs(MethodRow row, Setup setup, Comparison comparison) {
    if (row.firmware() instanceof FloatFirmware floats) {
      return MacCosts.of(
          floats,
          comparison.realThresholds(row.method()),
          comparison.device(),
          setup.mclkMegahertz(),
          first(comparison.calibrationImages(), FLOAT_INPUTS));
    }
    return MacCosts.of(
        (Firmware) row.firmware(),
        comparison.builtWith(row.method()),
        comparison.device(),
        setup.mclkMegahertz(),
        first(comparison.calibration(row.method().weights()), INPUTS));
  }

  private static <T> List<T> first(List<T> inputs, int count) {
    return inputs.subList(0, Math.min(count, inputs.size()));
  }

  private static long bound(MethodRow row, Setup setup, Comparison comparison) {
    Thresholds thresholds = comparison.builtWith(row.method());
    int waitStates = setup.point().framWaitStates();
    if (row.firmware() instanceof FloatFirmware floats) {
      return WorstCase.cycles(
          floats,
          comparison.realThresholds(row.method()),
          comparison.device(),
          waitStates,
          inputs(comparison));
    }
    return WorstCase.cycles(
        (Firmware) row.firmware(),
        thresholds,
        comparison.device(),
        setup.mclkMegahertz(),
        waitStates);
  }

  /** What bounds in single precision hold for: sensors' inputs, or all if others ran. */
  private static FloatInputs inputs(Comparison comparison) {
    return FloatInputs.SENSOR.has(comparison.testImages()) ? FloatInputs.SENSOR : FloatInputs.ANY;
  }

  /** Says for which inputs worst cases hold, where they do not for every one. */
  Optional<String> worstCaseText() {
    return worstCaseInputs.map(
        inputs ->
            inputs.equals(FloatInputs.ANY)
                ? "for every input"
                : "for inputs whose every value is 0 or of a magnitude from 2^%d to below 2^%d"
                    .formatted(inputs.least(), inputs.most() + 1));
  }

  OptionalLong worstCase(MethodRow row) {
    Long cycles = worstCases.get(row.method().label());
    return cycles == null ? OptionalLong.empty() : OptionalLong.of(cycles);
  }

  ArrayNode breakEvenJson() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (LayerBreakEven layer : breakEvens) {
      ObjectNode json = array.addObject();
      json.put("method", layer.method());
      json.put("layer", layer.costs().layer());
      json.put("layerMethod", layer.ofLayer());
      json.put("cyclesExecutedMac", layer.costs().executed());
      put(json, "cyclesSkippedMac", layer.costs().skipped());
      put(json, "cyclesThreshold", layer.costs().threshold());
      json.put("skipPercent", layer.skipPercent());
      ObjectNode breakEven = json.putObject("breakEvenSkipPercent");
      layer.breakEven().forEach(breakEven::put);
    }
    return array;
  }

  private static void put(ObjectNode json, String key, OptionalDouble value) {
    if (value.isPresent()) {
      json.put(key, value.getAsDouble());
    }
  }
}

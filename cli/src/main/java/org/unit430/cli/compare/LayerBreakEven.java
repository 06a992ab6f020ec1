package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unit430.firmware.cost.MacCosts;

/**
 * From which skip rate on a method is faster than another in a layer. From the mean over the inputs
 * on, which is measured, each further skipped multiply-accumulate saves what {@link
 * MacCosts#saving} says.
 *
 * @param method label of the row
 * @param ofLayer label of the method of this layer: the same, unless each layer has its own
 * @param costs of the layer's multiply-accumulates
 * @param skipPercent multiply-accumulates skipped, mean over the inputs
 * @param breakEven skip rate in percent, by reference method; above 100 the method cannot be as
 *     fast, below 0 it always is faster; none for methods that skip nothing in the layer
 */
record LayerBreakEven(
    String method,
    String ofLayer,
    MacCosts costs,
    double skipPercent,
    Map<String, Double> breakEven) {
  /** What methods have to beat, as far as they run beside them. */
  static final List<String> REFERENCES = List.of("dense", "ttp-csr", "library-dense");

  private static final double PERCENT = 100;

  /** One for each layer of a method. */
  static List<LayerBreakEven> of(MethodRow row, List<MethodRow> rows, List<MacCosts> costs) {
    List<LayerBreakEven> layers = new ArrayList<>();
    for (int i = 0; i < costs.size(); i++) {
      MethodRow.LayerShare share = row.layers().get(i);
      double skipPercent = PERCENT * (share.macsDense() - share.macsExecuted()) / share.macsDense();
      Map<String, Double> breakEven = new LinkedHashMap<>();
      if (costs.get(i).saving().isPresent()) {
        double saving = costs.get(i).saving().getAsDouble() * share.macsDense();
        for (String name : REFERENCES) {
          Optional<MethodRow> reference = Differences.reference(rows, name);
          if (reference.isPresent() && !reference.get().method().equals(row.method())) {
            long beyond = share.cycles() - reference.get().layers().get(i).cycles();
            breakEven.put(name, skipPercent + PERCENT * beyond / saving);
          }
        }
      }
      layers.add(
          new LayerBreakEven(
              row.method().label(),
              row.method().at(i).label(),
              costs.get(i),
              skipPercent,
              breakEven));
    }
    return layers;
  }

  /** The method in words. */
  String methodText() {
    return ofLayer.equals(method) ? method : "%s (%s)".formatted(method, ofLayer);
  }

  /** The break-even in words. */
  String text(String reference) {
    Double percent = breakEven.get(reference);
    if (percent == null) {
      return "-";
    }
    if (percent > PERCENT) {
      return "never";
    }
    return percent <= 0 ? "always" : "%.1f".formatted(percent);
  }
}

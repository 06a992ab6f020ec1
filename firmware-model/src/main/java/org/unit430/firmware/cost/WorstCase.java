package org.unit430.firmware.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unit430.firmware.build.DivisionRoutine;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.cost.ForcedRun.Operands;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.program.ProgramImage;

/**
 * A bound on the cycles of an inference, whatever the input, from the structure of the firmware:
 *
 * <ul>
 *   <li>the firmware's own code runs once on values of which nothing can be skipped ({@link
 *       ForcedRun}), which says how often each routine and each round of a loop can be entered at
 *       most, and how many passes of an unrolled loop its first round has, so that lists are as
 *       long as they can be;
 *   <li>of all ways through the program that enter none of these more often, the longest is taken,
 *       whatever the data say ({@link LongestWay}), and so the slower side of every branch;
 *   <li>code that crosses into another line of FRAM misses the cache, but for loops that stay in
 *       it, as does every data word read from FRAM ({@link LineCosts});
 *   <li>a division takes the slowest of its ways, and so do operations of soft float, as far as
 *       numbers can be such that they do ({@link FloatMacCosts}).
 * </ul>
 */
public final class WorstCase {
  private final ControlFlow flow;
  private final ForcedRun full;
  private final LineCosts costs;

  private WorstCase(ControlFlow flow, ForcedRun full, LineCosts costs) {
    this.flow = flow;
    this.full = full;
    this.costs = costs;
  }

  /**
   * The bound.
   *
   * @param thresholds by which the firmware was built
   * @param mclkMegahertz 8 or 16, for which it was built
   * @param waitStates of FRAM
   * @return MCLK cycles that no inference exceeds
   * @throws UnboundableException naming the address of an instruction of which no bound is known
   */
  public static long cycles(
      Firmware firmware,
      Thresholds thresholds,
      DeviceProfile device,
      int mclkMegahertz,
      int waitStates) {
    ControlFlow flow = ForcedRun.flow(firmware, device);
    ForcedRun full = ForcedRun.nothingSkipped(firmware, thresholds, device, mclkMegahertz, flow);
    return new WorstCase(flow, full, new LineCosts(flow, full.visits(), device, waitStates))
        .cycles(divisions(flow, firmware, thresholds), Set.of());
  }

  /**
   * The bound in single precision, whatever the input: activations and sums may be subnormal, where
   * the soft float routines are slowest.
   *
   * @param thresholds of each layer, with which the firmware was built
   */
  public static long cycles(
      FloatFirmware firmware,
      List<FloatThreshold> thresholds,
      DeviceProfile device,
      int waitStates) {
    return cycles(firmware, thresholds, device, waitStates, FloatInputs.ANY);
  }

  /**
   * The bound in single precision for inputs of a range.
   *
   * @param thresholds of each layer, with which the firmware was built
   * @param inputs for which the bound holds
   */
  public static long cycles(
      FloatFirmware firmware,
      List<FloatThreshold> thresholds,
      DeviceProfile device,
      int waitStates,
      FloatInputs inputs) {
    ControlFlow flow = ForcedRun.flow(firmware, device);
    ForcedRun full = ForcedFloats.nothingSkipped(firmware, device, flow);
    LineCosts costs = new LineCosts(flow, full.visits(), device, waitStates);
    FloatMacCosts macs = new FloatMacCosts(firmware, full, new CallCosts(flow, full, costs));
    List<Float> products = thresholds.stream().flatMap(layer -> layer.products().stream()).toList();
    return new WorstCase(flow, full, costs)
            .cycles(FloatOperands.byRoutine(firmware.image(), products), macs.routines())
        + macs.most(inputs);
  }

  /**
   * The bound.
   *
   * @param decided routines whose loops go round as their operands say, by address, and operands
   *     among which there are the worst
   * @param apart routines that are left out
   */
  private long cycles(Map<Integer, List<Operands>> decided, Set<Integer> apart) {
    CallCosts calls = new CallCosts(flow, full, costs);
    long sum = 0;
    for (int entry : flow.entries()) {
      if (!apart.contains(entry)) {
        sum +=
            decided.containsKey(entry)
                ? full.visits().of(entry) * calls.most(entry, decided.get(entry))
                : new LongestWay(flow, full.visits(), costs).from(entry);
      }
    }
    return sum;
  }

  /**
   * The division routines with every T that each is called with, in R13:R12, and magnitudes in R14:
   * these decide by their exponent alone how often loops go round, so there is one of each.
   */
  private static Map<Integer, List<Operands>> divisions(
      ControlFlow flow, Firmware firmware, Thresholds thresholds) {
    Map<Integer, List<Operands>> operands = new HashMap<>();
    List<String> layers = firmware.layerNames();
    for (int i = 0; i < layers.size(); i++) {
      Method method = firmware.method().at(i);
      LayerThreshold threshold = firmware.method().threshold(thresholds, i);
      for (int group = 0; group < threshold.groups(); group++) {
        int product = threshold.products().get(group);
        firmware
            .image()
            .symbol(layers.get(i) + ".own_division_" + group)
            .or(
                () ->
                    method
                        .division()
                        .flatMap(DivisionRoutine::symbol)
                        .flatMap(symbol -> firmware.image().symbol(symbol)))
            .map(ProgramImage.Symbol::address)
            .filter(flow.entries()::contains)
            .ifPresent(
                entry -> {
                  List<Operands> ofEntry = operands.computeIfAbsent(entry, e -> new ArrayList<>());
                  for (int magnitude = 1; magnitude <= Short.MAX_VALUE; magnitude *= 2) {
                    ofEntry.add(new Operands(product, magnitude));
                  }
                });
      }
    }
    return operands;
  }
}

package org.unit430.firmware.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unit430.firmware.build.DivisionRoutine;
import org.unit430.firmware.build.Firmware;
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
 *   <li>code that crosses into another line of FRAM misses the cache, as does every data word read
 *       from FRAM ({@link LineCosts}), and a division takes the slowest of its ways.
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
        .cycles(firmware, thresholds);
  }

  private long cycles(Firmware firmware, Thresholds thresholds) {
    Map<Integer, List<Integer>> divisions = divisions(firmware, thresholds);
    long sum = 0;
    for (int entry : flow.entries()) {
      if (!divisions.containsKey(entry)) {
        sum += new LongestWay(flow, full.visits(), costs).from(entry);
      }
    }
    for (Map.Entry<Integer, List<Integer>> division : divisions.entrySet()) {
      long most = 0;
      for (int product : division.getValue()) {
        most = Math.max(most, division(division.getKey(), product));
      }
      sum += full.visits().of(division.getKey()) * most;
    }
    return sum;
  }

  /** The division routines, and every T that each is called with. */
  private Map<Integer, List<Integer>> divisions(Firmware firmware, Thresholds thresholds) {
    Map<Integer, List<Integer>> products = new HashMap<>();
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
                entry -> products.computeIfAbsent(entry, e -> new ArrayList<>()).add(product));
      }
    }
    return products;
  }

  /**
   * The most that a division takes. A magnitude decides by its exponent alone how often loops go
   * round, so one of each exponent is tried; other branches take their slower side.
   */
  private long division(int entry, int product) {
    long most = 0;
    for (int magnitude = 1; magnitude <= Short.MAX_VALUE; magnitude *= 2) {
      Visits visits = full.divide(entry, product, magnitude);
      most = Math.max(most, new LongestWay(flow, visits, costs).from(entry));
    }
    return most;
  }
}

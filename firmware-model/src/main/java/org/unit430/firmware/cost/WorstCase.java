package org.unit430.firmware.cost;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unit430.firmware.build.DivisionRoutine;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.cost.ControlFlow.Node;
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
 *   <li>from each such beginning the longest way to the next is taken, whatever the data say, and
 *       so the slower side of every branch;
 *   <li>code that crosses into another line of FRAM misses the cache, as does every data word read
 *       from FRAM, and a division takes the slowest of its ways.
 * </ul>
 */
public final class WorstCase {
  private static final long NONE = Long.MIN_VALUE / 4;

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
    Set<Integer> ofDivisions = new HashSet<>();
    divisions.keySet().forEach(entry -> ofDivisions.addAll(flow.beginningsFrom(entry)));
    long sum = 0;
    for (int address : flow.nodes().keySet()) {
      if (flow.begins(address) && !ofDivisions.contains(address)) {
        sum += stretches(address, full.visits().of(address));
      }
    }
    for (Map.Entry<Integer, Visits.Landing> entry : full.visits().landings().entrySet()) {
      Visits.Landing landing = entry.getValue();
      sum += stretches(longest(entry.getKey(), landing.round()), landing.count());
      sum += landing.count().all * costs.ofMiss();
    }
    for (Map.Entry<Integer, List<Integer>> division : divisions.entrySet()) {
      long most = 0;
      for (int product : division.getValue()) {
        most = Math.max(most, division(division.getKey(), product));
      }
      sum += full.visits().of(division.getKey()).all * most;
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
      long sum = 0;
      for (int beginning : flow.beginningsFrom(entry)) {
        sum += stretches(beginning, visits.of(beginning));
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  /**
   * The most that all stretches take which begin at an address. A round can be followed by the next
   * or by something else; it is something else at most as often as in the full run.
   */
  private long stretches(int beginning, Visits.Count count) {
    if (count.all == 0) {
      return 0;
    }
    return stretches(longest(beginning, beginning), count);
  }

  private static long stretches(Longest longest, Visits.Count count) {
    long left = count.all - count.again;
    return longest.again == NONE
        ? count.all * longest.other
        : left * Math.max(longest.again, longest.other) + count.again * longest.again;
  }

  /**
   * The longest ways from somewhere.
   *
   * @param again to the beginning of a round
   * @param other to another beginning, or to the end of the routine
   */
  private record Longest(long again, long other) {}

  private Longest longest(int start, int round) {
    Map<Integer, Longest> known = new HashMap<>();
    for (int address : postorder(start)) {
      long again = NONE;
      long other = flow.node(address).next().isEmpty() ? 0 : NONE;
      for (int next : flow.node(address).next()) {
        if (next == round) {
          again = Math.max(again, 0);
        } else if (flow.begins(next)) {
          other = Math.max(other, 0);
        } else {
          again = Math.max(again, known.get(next).again);
          other = Math.max(other, known.get(next).other);
        }
      }
      long cycles = costs.of(flow.node(address));
      known.put(
          address,
          new Longest(
              again == NONE ? NONE : again + cycles, other == NONE ? NONE : other + cycles));
    }
    return known.get(start);
  }

  /** The instructions of all stretches from a beginning, each behind those it leads to. */
  private List<Integer> postorder(int beginning) {
    List<Integer> order = new ArrayList<>();
    Set<Integer> seen = new HashSet<>(List.of(beginning));
    Deque<int[]> path = new ArrayDeque<>();
    path.push(new int[] {beginning, 0});
    while (!path.isEmpty()) {
      int[] top = path.peek();
      Node node = flow.node(top[0]);
      if (top[1] == node.next().size()) {
        order.add(top[0]);
        path.pop();
        continue;
      }
      int next = node.next().get(top[1]++);
      if (!flow.begins(next) && seen.add(next)) {
        path.push(new int[] {next, 0});
      }
    }
    return order;
  }
}

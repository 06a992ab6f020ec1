package org.unit430.firmware.cost;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.unit430.firmware.cost.ControlFlow.Node;

/**
 * The most cycles that a routine can take if it is entered, and each of its loops goes round, no
 * more often than in a run that was watched: implicit path enumeration (Li and Malik, "Performance
 * analysis of embedded software using implicit path enumeration", DAC 1995). The blocks of code are
 * the nodes of a network; how often control goes from one to the next is a flow, since every block
 * is left as often as it is entered; and the dearest flow within the limits costs at least what any
 * run does.
 */
final class LongestWay {
  // Control comes from here to the routine, and returns here.
  private static final int CALLER = 0;

  // Of cycles; no branch around a product saves more.
  private static final long HIGHEST_PRICE = 127;

  private final ControlFlow flow;
  private final Visits visits;
  private final LineCosts costs;

  LongestWay(ControlFlow flow, Visits visits, LineCosts costs) {
    this.flow = flow;
    this.visits = visits;
    this.costs = costs;
  }

  /**
   * What a stretch of code, or all, takes.
   *
   * @param cycles at most
   * @param products that it makes
   */
  private record Way(long cycles, long products) {
    Way plus(Way other) {
      return new Way(cycles + other.cycles, products + other.products);
    }
  }

  /**
   * The cycles of all calls of a routine together, without those of what it calls.
   *
   * <p>The watched run makes as many products in all as any, but which of a loop's copies of the
   * code makes them may differ, so this is no limit of one edge. It is a limit of a sum, which is
   * brought in as Lagrange does: whatever price is put on a product, the dearest flow, less the
   * price of its products, costs at least what any run does that makes no more products than the
   * watched one, less the price of all these. Of all prices the one is sought that gives the least
   * bound: a convex function, whose slope is how many products the dearest flow makes too few.
   */
  long from(int entry) {
    if (visits.of(entry) == 0) {
      return 0;
    }
    Set<Integer> code = reached(entry);
    long limit = visits.products(code);
    Way free = most(entry, code, 0);
    long least = free.cycles;
    long low = 0;
    long high = HIGHEST_PRICE;
    while (free.products > limit && low < high) {
      long price = (low + high + 1) / 2;
      Way way = most(entry, code, price);
      least = Math.min(least, way.cycles + price * (limit - way.products));
      low = way.products > limit ? price : low;
      high = way.products > limit ? high : price - 1;
    }
    return least;
  }

  private Way most(int entry, Set<Integer> code, long price) {
    Map<Integer, Integer> blocks = new HashMap<>();
    blocks.put(entry, 0);
    for (int address : code) {
      Node node = flow.node(address);
      if (flow.begins(address) || flow.before(address).size() != 1) {
        blocks.putIfAbsent(address, blocks.size());
      }
      if (node.next().size() > 1) {
        node.next().forEach(next -> blocks.putIfAbsent(next, blocks.size()));
      }
      visits.landings(address).keySet().forEach(to -> blocks.putIfAbsent(to, blocks.size()));
    }
    Flows flows = new Flows(new Circulation(1 + 2 * blocks.size()), price, new HashMap<>());
    flows.add(CALLER, in(0), visits.of(entry), step(OptionalInt.empty(), entry));
    blocks.forEach((address, block) -> addBlock(flows, blocks, address));
    long cost = flows.network.mostCost();
    long products = flows.products();
    return new Way(cost + price * products, products);
  }

  private Way step(OptionalInt before, int address) {
    return new Way(costs.of(before, address), visits.isProduct(address) ? 1 : 0);
  }

  /**
   * The network as it is built.
   *
   * @param price taken off the cost for each product
   * @param making products that are made along edges, by the edge's number
   */
  private record Flows(Circulation network, long price, Map<Integer, Long> making) {
    void add(int from, int to, long limit, Way way) {
      int edge = network.add(from, to, limit, way.cycles - price * way.products);
      making.put(edge, way.products);
    }

    long products() {
      return making.entrySet().stream()
          .mapToLong(edge -> edge.getValue() * network.flow(edge.getKey()))
          .sum();
    }
  }

  private static int in(int block) {
    return 1 + 2 * block;
  }

  private static int out(int block) {
    return 2 + 2 * block;
  }

  private Set<Integer> reached(int entry) {
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> work = new ArrayDeque<>(Set.of(entry));
    while (!work.isEmpty()) {
      int address = work.pop();
      if (seen.add(address)) {
        work.addAll(flow.node(address).next());
        work.addAll(visits.landings(address).keySet());
      }
    }
    return seen;
  }

  /** Adds a block, whose first instruction is charged to the edges that lead to it. */
  private void addBlock(Flows flows, Map<Integer, Integer> blocks, int address) {
    int block = blocks.get(address);
    flows.add(
        in(block),
        out(block),
        flow.begins(address) ? visits.of(address) : Circulation.UNLIMITED,
        new Way(0, 0));
    Way way = new Way(0, 0);
    int last = address;
    Node node = flow.node(address);
    while (node.next().size() == 1
        && !blocks.containsKey(node.next().get(0))
        && visits.landings(last).isEmpty()) {
      int next = node.next().get(0);
      way = way.plus(step(OptionalInt.of(last), next));
      last = next;
      node = flow.node(next);
    }
    for (int next : node.next()) {
      Way first = step(OptionalInt.of(last), next);
      flows.add(out(block), in(blocks.get(next)), Circulation.UNLIMITED, way.plus(first));
    }
    if (node.next().isEmpty()) {
      flows.add(out(block), CALLER, Circulation.UNLIMITED, way);
    }
    for (Map.Entry<Integer, Long> landing : visits.landings(last).entrySet()) {
      int to = landing.getKey();
      Way first = step(OptionalInt.of(last), to);
      flows.add(out(block), in(blocks.get(to)), landing.getValue(), way.plus(first));
    }
  }
}

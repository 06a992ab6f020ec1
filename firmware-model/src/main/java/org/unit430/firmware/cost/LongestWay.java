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

  private final ControlFlow flow;
  private final Visits visits;
  private final LineCosts costs;

  LongestWay(ControlFlow flow, Visits visits, LineCosts costs) {
    this.flow = flow;
    this.visits = visits;
    this.costs = costs;
  }

  /** The cycles of all calls of a routine together, without those of what it calls. */
  long from(int entry) {
    if (visits.of(entry) == 0) {
      return 0;
    }
    Set<Integer> code = reached(entry);
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
    Circulation network = new Circulation(1 + 2 * blocks.size());
    network.add(CALLER, in(0), visits.of(entry), costs.of(OptionalInt.empty(), entry));
    blocks.forEach((address, block) -> addBlock(network, blocks, address));
    return network.mostCost();
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
  private void addBlock(Circulation network, Map<Integer, Integer> blocks, int address) {
    int block = blocks.get(address);
    network.add(
        in(block),
        out(block),
        flow.begins(address) ? visits.of(address) : Circulation.UNLIMITED,
        0);
    long cycles = 0;
    int last = address;
    Node node = flow.node(address);
    while (node.next().size() == 1
        && !blocks.containsKey(node.next().get(0))
        && visits.landings(last).isEmpty()) {
      int next = node.next().get(0);
      cycles += costs.of(OptionalInt.of(last), next);
      last = next;
      node = flow.node(next);
    }
    for (int next : node.next()) {
      addEdge(network, block, blocks.get(next), Circulation.UNLIMITED, cycles, last, next);
    }
    if (node.next().isEmpty()) {
      network.add(out(block), CALLER, Circulation.UNLIMITED, cycles);
    }
    for (Map.Entry<Integer, Long> landing : visits.landings(last).entrySet()) {
      int to = landing.getKey();
      addEdge(network, block, blocks.get(to), landing.getValue(), cycles, last, to);
    }
  }

  private void addEdge(
      Circulation network, int from, int to, long limit, long cycles, int last, int next) {
    network.add(out(from), in(to), limit, cycles + costs.of(OptionalInt.of(last), next));
  }
}

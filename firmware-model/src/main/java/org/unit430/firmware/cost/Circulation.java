package org.unit430.firmware.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The dearest circulation in a network of edges with capacities and costs: as much flows into each
 * node as out of it. While the residual network has a cycle of positive cost, as much as fits is
 * sent around it (Klein, Management Science 14, 1967, with the sign of the costs turned).
 */
final class Circulation {
  /** A capacity that never binds: no program runs that often. */
  static final long UNLIMITED = Long.MAX_VALUE / 4;

  private static final int NONE = -1;

  private final int nodes;
  // Edge 2 i and its reverse, edge 2 i + 1.
  private final List<Edge> edges = new ArrayList<>();

  private static final class Edge {
    final int from;
    final int to;
    final long cost;
    long left;

    Edge(int from, int to, long left, long cost) {
      this.from = from;
      this.to = to;
      this.left = left;
      this.cost = cost;
    }
  }

  /** A network without edges, its nodes counted from 0. */
  Circulation(int nodes) {
    this.nodes = nodes;
  }

  /**
   * Adds an edge.
   *
   * @param capacity 0 to {@link #UNLIMITED}
   * @param cost of each unit that flows along it
   * @return its number, counted from 0
   */
  int add(int from, int to, long capacity, long cost) {
    edges.add(new Edge(from, to, capacity, cost));
    edges.add(new Edge(to, from, 0, -cost));
    return edges.size() / 2 - 1;
  }

  /** What flows along an edge. */
  long flow(int edge) {
    return edges.get(2 * edge + 1).left;
  }

  /**
   * The cost of the dearest flow, which is there afterwards.
   *
   * @throws UnboundableException if there is no dearest one, since nothing limits a cycle
   */
  long mostCost() {
    long total = 0;
    for (List<List<Integer>> cycles = cycles(); !cycles.isEmpty(); cycles = cycles()) {
      for (List<Integer> cycle : cycles) {
        total += send(cycle);
      }
    }
    return total;
  }

  private long send(List<Integer> cycle) {
    long amount = UNLIMITED;
    long cost = 0;
    for (int edge : cycle) {
      amount = Math.min(amount, edges.get(edge).left);
      cost += edges.get(edge).cost;
    }
    if (amount == UNLIMITED) {
      throw new UnboundableException("nothing limits how often a loop goes round");
    }
    for (int edge : cycle) {
      Edge forth = edges.get(edge);
      Edge back = edges.get(edge ^ 1);
      // What has no limit keeps none.
      forth.left -= forth.left == UNLIMITED ? 0 : amount;
      back.left += back.left == UNLIMITED ? 0 : amount;
    }
    return amount * cost;
  }

  /**
   * Some cycles of positive cost, without common nodes; none if there is none. The longest ways are
   * sought by Bellman and Ford's algorithm; edges along which they were last extended form a cycle
   * only if its cost is positive.
   */
  private List<List<Integer>> cycles() {
    long[] most = new long[nodes];
    int[] last = new int[nodes];
    Arrays.fill(last, NONE);
    boolean extended = true;
    while (extended) {
      extended = false;
      for (int i = 0; i < edges.size(); i++) {
        Edge edge = edges.get(i);
        if (edge.left > 0 && most[edge.from] + edge.cost > most[edge.to]) {
          most[edge.to] = most[edge.from] + edge.cost;
          last[edge.to] = i;
          extended = true;
        }
      }
      List<List<Integer>> found = cyclesOf(last);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<List<Integer>> cyclesOf(int[] last) {
    List<List<Integer>> found = new ArrayList<>();
    // The number of the walk that first met the node.
    int[] walks = new int[nodes];
    for (int start = 0; start < nodes; start++) {
      int walk = start + 1;
      int node = start;
      while (walks[node] == 0 && last[node] != NONE) {
        walks[node] = walk;
        node = edges.get(last[node]).from;
      }
      if (walks[node] == walk) {
        List<Integer> cycle = new ArrayList<>();
        int at = node;
        do {
          cycle.add(last[at]);
          at = edges.get(last[at]).from;
        } while (at != node);
        found.add(cycle);
      }
    }
    return found;
  }
}

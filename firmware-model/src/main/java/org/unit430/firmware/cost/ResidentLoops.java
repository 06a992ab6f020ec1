package org.unit430.firmware.cost;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unit430.firmware.cost.ControlFlow.Node;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.memory.FramCache;

/**
 * Loops that stay in the FRAM cache while control stays in them: their code lies in at most two
 * lines of each of the cache's two sets, none of it reads data from FRAM, and none calls anything.
 * So nothing can drive a line out, and each misses once at most from when the loop is entered until
 * it is left (persistence: Ferdinand and Wilhelm, Real-Time Systems 17, 1999). That holds for any
 * set of instructions, whether it is a whole loop or not.
 */
final class ResidentLoops {
  private static final int WAYS = 2;
  private static final int SETS = 2;

  // What is farther from where a loop begins cannot lie in the cache with it.
  private static final int REACH = FramCache.LINE_BYTES * WAYS * SETS;

  /**
   * A loop.
   *
   * @param code addresses of its instructions
   * @param lines in which they lie, counted
   */
  record Loop(Set<Integer> code, int lines) {
    private static final Loop NONE = new Loop(Set.of(), 0);
  }

  private final ControlFlow flow;
  private final Visits visits;
  private final Map<Integer, Loop> byAddress = new HashMap<>();

  ResidentLoops(ControlFlow flow, Visits visits) {
    this.flow = flow;
    this.visits = visits;
    List<Loop> loops = new ArrayList<>();
    for (int header : flow.headers()) {
      Set<Integer> code = around(header);
      Set<Integer> lines = code.stream().flatMap(this::lines).collect(Collectors.toSet());
      if (!code.isEmpty() && fits(lines)) {
        loops.add(new Loop(code, lines.size()));
      }
    }
    // An instruction belongs to one loop, of nested ones to the outer one.
    loops.sort(Comparator.comparingInt((Loop loop) -> -loop.code.size()));
    for (Loop loop : loops) {
      if (loop.code.stream().noneMatch(byAddress::containsKey)) {
        loop.code.forEach(address -> byAddress.put(address, loop));
      }
    }
  }

  /** The loop to which an instruction belongs; without code if there is none. */
  Loop of(int address) {
    return byAddress.getOrDefault(address, Loop.NONE);
  }

  private Stream<Integer> lines(int address) {
    Instruction instruction = flow.node(address).instruction();
    return Stream.of(LineCosts.first(instruction), LineCosts.last(instruction));
  }

  private static boolean fits(Set<Integer> lines) {
    long even = lines.stream().filter(line -> line % SETS == 0).count();
    return even <= WAYS && lines.size() - even <= WAYS;
  }

  /** What can be reached from a header, and the header from it, without leaving its vicinity. */
  private Set<Integer> around(int header) {
    Set<Integer> after = near(header, address -> flow.node(address).next());
    Set<Integer> before = near(header, flow::before);
    after.retainAll(before);
    return after;
  }

  private Set<Integer> near(int header, Function<Integer, List<Integer>> neighbours) {
    Set<Integer> found = new TreeSet<>();
    Deque<Integer> work = new ArrayDeque<>(List.of(header));
    while (!work.isEmpty()) {
      int address = work.pop();
      if (Math.abs(address - header) <= REACH && stays(flow.node(address)) && found.add(address)) {
        work.addAll(neighbours.apply(address));
      }
    }
    return found;
  }

  private boolean stays(Node node) {
    Instruction instruction = node.instruction();
    boolean reads = instruction.dataReads() > 0 && visits.readsFram(instruction);
    return !reads && !ControlFlow.isCall(instruction);
  }
}

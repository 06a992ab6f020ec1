package org.unit430.firmware.cost;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Operand.Mode;

/**
 * The instructions of a program and where control can go from each, found by following the code
 * from known entries. A call leads to the instruction behind it; what it calls is an entry of its
 * own.
 *
 * <p>An addition to PC is a jump forward into the unrolled loop behind it, from where all code can
 * be reached that it can lead to.
 */
final class ControlFlow {
  private static final int PC = 0;
  private static final int SP = 1;

  /**
   * An instruction.
   *
   * @param instruction decoded
   * @param next addresses to which control can go, calls apart
   */
  record Node(Instruction instruction, List<Integer> next) {}

  private final NavigableMap<Integer, Node> nodes = new TreeMap<>();
  private final Set<Integer> entries = new TreeSet<>();
  private final Set<Integer> headers = new TreeSet<>();
  private final Map<Integer, List<Integer>> before = new HashMap<>();

  /**
   * Follows a program.
   *
   * @param roots where it begins, and what it calls by register
   * @throws UnboundableException if it computes where to go
   */
  ControlFlow(Decoder decoder, Decoder.WordReader code, Collection<Integer> roots) {
    Deque<Integer> work = new ArrayDeque<>(roots);
    entries.addAll(roots);
    while (!work.isEmpty()) {
      int address = work.pop();
      if (!nodes.containsKey(address)) {
        Instruction instruction = decoder.decode(address, code);
        Node node = new Node(instruction, next(instruction));
        nodes.put(address, node);
        work.addAll(node.next);
        Operand target = instruction.destination();
        if (isCall(instruction) && target.mode() == Mode.IMMEDIATE) {
          entries.add(target.value());
          work.add(target.value());
        }
      }
    }
    nodes.forEach(
        (address, node) ->
            node.next.forEach(
                next -> before.computeIfAbsent(next, n -> new ArrayList<>()).add(address)));
    Set<Integer> done = new HashSet<>();
    entries.forEach(entry -> findHeaders(entry, done));
  }

  static boolean isCall(Instruction instruction) {
    return instruction.opcode() == Opcode.CALL
        || instruction.opcode().format() == Opcode.Format.CALL_ADDRESS;
  }

  static boolean isReturn(Instruction instruction) {
    return instruction.opcode() == Opcode.RETI
        || (instruction.destination().is(PC)
            && instruction.source().mode() == Mode.AUTOINCREMENT
            && instruction.source().register() == SP);
  }

  /** Whether an instruction jumps forward by a computed distance. */
  static boolean jumpsInto(Instruction instruction) {
    return instruction.opcode() == Opcode.ADD && instruction.destination().is(PC);
  }

  private static List<Integer> next(Instruction instruction) {
    if (instruction.repeat().inRegister()) {
      throw new UnboundableException(
          "%05Xh: a register says how often the instruction repeats"
              .formatted(instruction.address()));
    }
    if (isReturn(instruction)) {
      return List.of();
    }
    if (instruction.opcode().format() == Opcode.Format.JUMP) {
      int target = instruction.destination().value();
      return instruction.opcode() == Opcode.JMP
          ? List.of(target)
          : List.of(instruction.next(), target);
    }
    if (!instruction.changesFlow() || isCall(instruction) || jumpsInto(instruction)) {
      return List.of(instruction.next());
    }
    if (instruction.source().mode() == Mode.IMMEDIATE
        && (instruction.opcode() == Opcode.MOV || instruction.opcode() == Opcode.MOVA)) {
      return List.of(instruction.source().value());
    }
    throw new UnboundableException(
        "%05Xh: the instruction computes where to go".formatted(instruction.address()));
  }

  /** Loops begin where an edge leads back to what is still being followed. */
  private void findHeaders(int entry, Set<Integer> done) {
    Set<Integer> active = new HashSet<>();
    Deque<int[]> path = new ArrayDeque<>();
    path.push(new int[] {entry, 0});
    while (!path.isEmpty()) {
      int[] top = path.peek();
      int address = top[0];
      if (top[1] == 0 && done.contains(address)) {
        path.pop();
        continue;
      }
      active.add(address);
      List<Integer> next = nodes.get(address).next;
      if (top[1] == next.size()) {
        active.remove(address);
        done.add(address);
        path.pop();
        continue;
      }
      int successor = next.get(top[1]++);
      if (active.contains(successor)) {
        headers.add(successor);
      } else if (!done.contains(successor)) {
        path.push(new int[] {successor, 0});
      }
    }
  }

  Node node(int address) {
    return nodes.get(address);
  }

  /** Every instruction, by address. */
  NavigableMap<Integer, Node> nodes() {
    return nodes;
  }

  /** From where control can come, calls and returns apart. */
  List<Integer> before(int address) {
    return before.getOrDefault(address, List.of());
  }

  /** Where routines begin. */
  Set<Integer> entries() {
    return entries;
  }

  /** Where rounds of loops begin. */
  Set<Integer> headers() {
    return headers;
  }

  /** Whether a stretch begins there: a routine, or a round of a loop. */
  boolean begins(int address) {
    return entries.contains(address) || headers.contains(address);
  }
}

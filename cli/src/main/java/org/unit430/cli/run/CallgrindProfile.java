package org.unit430.cli.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.machine.StepListener;

/**
 * A profile in callgrind's format, version 1: cycles, and energy in picojoules where it is known,
 * of each instruction and, inclusive, of each call.
 *
 * <p>Calls are followed on a shadow stack: a frame is left when SP rises above the return address
 * that its call pushed, so that {@code RET}, {@code RETA}, unwinding by hand and {@code longjmp}
 * all end it. An interrupt handler is a root of its own, called by nobody. A program that switches
 * stacks gets inclusive costs that mean little; its self costs are right all the same.
 */
final class CallgrindProfile implements StepListener {
  private static final String ASLEEP = "(CPU off)";
  private static final int INTERRUPT_PUSHES_BYTES = 4;
  private static final int DEEPEST = 100_000;

  private final StepMeter meter;
  private final FunctionNames functions;
  private final Map<Integer, Cost> self = new TreeMap<>();
  private final Map<Integer, Map<Integer, Edge>> calls = new TreeMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final Cost total = new Cost();
  private long asleepCycles;
  private int expectedPc;
  private int lastSp;

  private static final class Cost {
    private long cycles;
    private double picojoules;

    void add(long moreCycles, double morePicojoules) {
      cycles += moreCycles;
      picojoules += morePicojoules;
    }
  }

  private static final class Edge {
    private long count;
    private final Cost inclusive = new Cost();
  }

  /** A call that has not returned; callSite below 0 for an interrupt. */
  private record Frame(
      int callSite, int callee, int stackPointer, long cycles, double picojoules) {}

  /**
   * A profile that has seen nothing.
   *
   * @param meter advanced for each step before this is told of it
   * @param startPc where the program begins
   */
  CallgrindProfile(StepMeter meter, FunctionNames functions, int startPc) {
    this.meter = meter;
    this.functions = functions;
    this.expectedPc = startPc;
  }

  @Override
  public void retired(long cycle, Instruction instruction, Registers registers) {
    int address = instruction.address();
    if (address != expectedPc) {
      frames.push(
          new Frame(-1, address, lastSp - INTERRUPT_PUSHES_BYTES, total.cycles, total.picojoules));
    }
    asleepCycles += meter.asleepCycles();
    total.add(meter.awakeCycles(), meter.picojoules());
    self.computeIfAbsent(address, a -> new Cost()).add(meter.awakeCycles(), meter.picojoules());
    expectedPc = registers.get(Registers.PC);
    lastSp = registers.get(Registers.SP);
    boolean call = instruction.opcode() == Opcode.CALL || instruction.opcode() == Opcode.CALLA;
    // A call that the environment answered has returned already.
    if (call && expectedPc != instruction.next()) {
      if (frames.size() == DEEPEST) {
        leaveAll();
      }
      frames.push(new Frame(address, expectedPc, lastSp, total.cycles, total.picojoules));
    } else {
      while (!frames.isEmpty() && lastSp > frames.peek().stackPointer) {
        leave(frames.pop());
      }
    }
  }

  private void leave(Frame frame) {
    if (frame.callSite < 0) {
      return;
    }
    Edge edge =
        calls
            .computeIfAbsent(frame.callSite, site -> new TreeMap<>())
            .computeIfAbsent(frame.callee, callee -> new Edge());
    edge.count++;
    edge.inclusive.add(total.cycles - frame.cycles, total.picojoules - frame.picojoules);
  }

  private void leaveAll() {
    while (!frames.isEmpty()) {
      leave(frames.pop());
    }
  }

  /** Writes the profile; calls that have not returned count with what they took so far. */
  void write(BufferedWriter out, String program, String creator) throws IOException {
    leaveAll();
    Numbering names = new Numbering();
    out.write("# callgrind format\nversion: 1\ncreator: " + creator + "\ncmd: " + program + "\n");
    out.write("positions: instr\n");
    if (meter.hasEnergy()) {
      out.write("event: Energy : Energy of the CPU's work, pJ\n");
    }
    out.write("events: Cycles" + (meter.hasEnergy() ? " Energy" : "") + "\n\n");
    // Costs belong to a source in every tool's eyes; ??? is callgrind's own name for one that is
    // unknown, which tools do not try to open.
    out.write("ob=" + program + "\nfl=???\n");
    Map<String, List<Integer>> byFunction = new LinkedHashMap<>();
    for (int address : self.keySet()) {
      byFunction.computeIfAbsent(functions.at(address), f -> new ArrayList<>()).add(address);
    }
    for (Map.Entry<String, List<Integer>> function : byFunction.entrySet()) {
      out.write("\nfn=" + names.of(function.getKey()) + "\n");
      for (int address : function.getValue()) {
        line(out, address, self.get(address));
        for (Map.Entry<Integer, Edge> call : calls.getOrDefault(address, Map.of()).entrySet()) {
          out.write("cfn=" + names.of(functions.at(call.getKey())) + "\n");
          out.write("calls=%d 0x%x\n".formatted(call.getValue().count, call.getKey()));
          line(out, address, call.getValue().inclusive);
        }
      }
    }
    if (asleepCycles != 0) {
      Cost asleep = new Cost();
      asleep.add(asleepCycles, 0);
      out.write("\nfn=" + names.of(ASLEEP) + "\n");
      line(out, 0, asleep);
    }
    // Every line is rounded by itself, so that the total is what a reader of the file adds up.
    long energy = self.values().stream().mapToLong(cost -> Math.round(cost.picojoules)).sum();
    out.write("\ntotals: %d".formatted(total.cycles + asleepCycles));
    out.write((meter.hasEnergy() ? " " + energy : "") + "\n");
  }

  private void line(BufferedWriter out, int address, Cost cost) throws IOException {
    out.write("0x%x %d".formatted(address, cost.cycles));
    if (meter.hasEnergy()) {
      out.write(" " + Math.round(cost.picojoules));
    }
    out.write("\n");
  }

  /** Callgrind's compression of names: spelled out once, a number from then on. */
  private static final class Numbering {
    private final Map<String, Integer> numbers = new HashMap<>();

    String of(String name) {
      Integer known = numbers.get(name);
      if (known != null) {
        return "(" + known + ")";
      }
      numbers.put(name, numbers.size() + 1);
      return "(" + numbers.size() + ") " + name;
    }
  }
}

package org.unit430.simulator.gdb;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.memory.Watchpoints.Watchpoint;

/** A machine as a debugger handles it. */
final class DebugTarget {
  static final int ADDRESS_SPACE = 0x100000;

  /** Most breakpoints and watchpoints of each kind, so that a client cannot fill memory. */
  private static final int MOST_POINTS = 1024;

  /** How a client asks for a breakpoint. Here both kinds are alike; the machine's code stays. */
  enum Breakpoint {
    SOFTWARE,
    HARDWARE
  }

  private final Machine machine;
  private final RunLimits slice;
  private final Map<Breakpoint, Set<Integer>> breakpoints = new EnumMap<>(Breakpoint.class);
  private final Set<Watchpoint> watchpoints = new HashSet<>();

  /**
   * A machine that stands.
   *
   * @param sliceCycles after how many MCLK cycles the client is asked whether it still wants the
   *     program to run
   */
  DebugTarget(Machine machine, long sliceCycles) {
    this.machine = machine;
    this.slice = RunLimits.cycles(sliceCycles);
    for (Breakpoint kind : Breakpoint.values()) {
      breakpoints.put(kind, new HashSet<>());
    }
  }

  Machine machine() {
    return machine;
  }

  /**
   * Runs one instruction and all that comes before the next one: sleep, a reset, the entry into an
   * interrupt's handler.
   *
   * @return a limit of instructions if it was done, else why not
   */
  StopReason step(BooleanSupplier interrupted) {
    RunLimits one = new RunLimits(slice.cycles(), 1);
    StopReason reason = machine.run(one);
    // The CPU may sleep through many slices.
    while (reason instanceof StopReason.CycleLimit && !interrupted.getAsBoolean()) {
      reason = machine.run(one);
    }
    return reason;
  }

  /** Runs until something other than the limit of a slice stops it, or a client's interrupt. */
  StopReason run(BooleanSupplier interrupted) {
    StopReason reason = machine.run(slice);
    while (reason instanceof StopReason.CycleLimit && !interrupted.getAsBoolean()) {
      reason = machine.resume(slice);
    }
    return reason;
  }

  boolean isAt(Breakpoint kind, int address) {
    return breakpoints.get(kind).contains(address);
  }

  /** Sets a breakpoint; false if there are too many. */
  boolean set(Breakpoint kind, int address) {
    Set<Integer> known = breakpoints.get(kind);
    if (known.size() == MOST_POINTS && !known.contains(address)) {
      return false;
    }
    known.add(address);
    machine.setBreakpoint(address);
    return true;
  }

  void clear(Breakpoint kind, int address) {
    breakpoints.get(kind).remove(address);
    if (breakpoints.values().stream().noneMatch(known -> known.contains(address))) {
      machine.clearBreakpoint(address);
    }
  }

  /** Sets a watchpoint; false if there are too many. */
  boolean set(Watchpoint watchpoint) {
    if (watchpoints.size() == MOST_POINTS && !watchpoints.contains(watchpoint)) {
      return false;
    }
    watchpoints.add(watchpoint);
    machine.bus().watchpoints().set(watchpoint);
    return true;
  }

  void clear(Watchpoint watchpoint) {
    if (watchpoints.remove(watchpoint)) {
      machine.bus().watchpoints().clear(watchpoint);
    }
  }

  void clearAll() {
    for (Breakpoint kind : Breakpoint.values()) {
      Set.copyOf(breakpoints.get(kind)).forEach(address -> clear(kind, address));
    }
    Set.copyOf(watchpoints).forEach(this::clear);
  }

  /** What reads would give, without their side effects. */
  byte[] peek(int address, int bytes) {
    byte[] read = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      read[i] = (byte) machine.bus().peekByte(address + i);
    }
    return read;
  }

  /** Puts bytes into memory; false where the device has none, or registers of modules. */
  boolean poke(int address, byte[] bytes) {
    if (bytes.length == 0) {
      return true;
    }
    try {
      machine.bus().poke(address, bytes);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

package org.unit430.simulator.machine;

import org.unit430.simulator.memory.Watchpoints;

/** Why a run ended. */
public sealed interface StopReason {
  /** One line for people. */
  String description();

  /**
   * PC reached an address where the run was asked to stop; the instruction there has not been
   * executed.
   */
  record Breakpoint(int address) implements StopReason {
    @Override
    public String description() {
      return String.format("reached %05Xh", address);
    }
  }

  /** The instruction just executed, or what happened behind it, touched a watched address. */
  record Watchpoint(Watchpoints.Hit hit) implements StopReason {
    @Override
    public String description() {
      return String.format("%s %05Xh", hit.write() ? "wrote" : "read", hit.address());
    }
  }

  /** The limit of cycles is used up. */
  record CycleLimit(long cycles) implements StopReason {
    @Override
    public String description() {
      return "limit of " + cycles + " cycles reached";
    }
  }

  /** The limit of instructions is used up. */
  record InstructionLimit(long instructions) implements StopReason {
    @Override
    public String description() {
      return "limit of " + instructions + " instructions reached";
    }
  }

  /** The CPU sleeps and nothing is scheduled that could wake it. */
  record AsleepForever(int address) implements StopReason {
    @Override
    public String description() {
      return String.format("the CPU sleeps at %05Xh and nothing will wake it", address);
    }
  }

  /**
   * The program sits in {@code JMP $} and nothing can take it out of there: interrupts are off, or
   * none will come, and no reset is due.
   */
  record EndlessLoop(int address) implements StopReason {
    @Override
    public String description() {
      return String.format("JMP $ at %05Xh, which nothing will interrupt", address);
    }
  }

  /** The program told its {@link Environment} that it has ended. */
  record Exited(int status) implements StopReason {
    @Override
    public String description() {
      return "exit(" + status + ")";
    }
  }

  /** The firmware did what no firmware may do. */
  record Fault(int address, String cause) implements StopReason {
    @Override
    public String description() {
      return cause;
    }
  }
}

package org.unit430.simulator.machine;

import java.util.OptionalInt;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.memory.Bus;

/**
 * What answers a program that calls out of its device: system calls of a simulator, the console of
 * a debugger. The machine asks {@link #watches} when it decodes an instruction and {@link #answers}
 * at calls only; other instructions know nothing of it.
 */
public interface Environment {
  /** Nobody answers. */
  Environment NONE = new Environment() {};

  /** Addresses below this hold no code; the machine faults when PC gets there. */
  default int lowestCode() {
    return 0;
  }

  /**
   * Whether a {@code CALL} or {@code CALLA} to this address is for the environment; always the
   * same.
   */
  default boolean answers(int target) {
    return false;
  }

  /**
   * Answers a call. SP and PC are as behind the call already.
   *
   * @return the program's exit status, if it asked to end
   */
  default OptionalInt call(int target, Registers registers, Bus bus) {
    throw new UnsupportedOperationException(String.format("call to %05Xh", target));
  }

  /** Whether to be told before the instruction at this address executes; always the same. */
  default boolean watches(int address) {
    return false;
  }

  /** The instruction at a watched address is about to execute. */
  default void reached(int address, Bus bus) {}
}

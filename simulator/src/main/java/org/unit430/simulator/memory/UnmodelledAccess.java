package org.unit430.simulator.memory;

/**
 * An access to an address where a device has peripheral registers of which no module is modelled.
 * They act as memory: what was written is read back.
 *
 * @param address that was accessed
 * @param isWrite whether it was written rather than read
 * @param instruction address of the instruction that accessed it
 */
public record UnmodelledAccess(int address, boolean isWrite, int instruction) {
  /** One line for people. */
  public String description() {
    return String.format(
        "%s of %05Xh, where no register is modelled, by the instruction at %05Xh",
        isWrite ? "write" : "read", address, instruction);
  }

  /** Told of accesses to peripheral registers that no module models. */
  @FunctionalInterface
  public interface Listener {
    /** The access is about to be made; whoever throws prevents it. */
    void accessed(UnmodelledAccess access);
  }
}

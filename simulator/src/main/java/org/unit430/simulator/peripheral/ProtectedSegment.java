package org.unit430.simulator.peripheral;

/**
 * A range of memory with what may be done to it, as the memory protection unit sets it.
 *
 * @param first address of its first byte
 * @param last address of its last byte
 * @param readable whether data may be read
 * @param writable whether it may be written
 * @param executable whether instructions may be fetched
 * @param violated told of each access that is none of these
 */
public record ProtectedSegment(
    int first,
    int last,
    boolean readable,
    boolean writable,
    boolean executable,
    Runnable violated) {

  /** What an access is for. */
  public enum Access {
    /** Data is read, by the CPU or by DMA. */
    READ,
    /** Data is written. */
    WRITE,
    /** An instruction is fetched. */
    EXECUTE
  }

  /** Whether an access to it is no violation. */
  public boolean permits(Access access) {
    return switch (access) {
      case READ -> readable;
      case WRITE -> writable;
      case EXECUTE -> executable;
    };
  }

  /** Whether nothing is a violation. */
  public boolean permitsAll() {
    return readable && writable && executable;
  }
}

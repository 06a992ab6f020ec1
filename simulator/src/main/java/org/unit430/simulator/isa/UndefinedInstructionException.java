package org.unit430.simulator.isa;

/** A word at the program counter that the manual does not define. */
public final class UndefinedInstructionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int address;
  private final int word;

  /**
   * Makes the fault.
   *
   * @param address where the instruction starts
   * @param word the word that cannot be decoded
   */
  public UndefinedInstructionException(int address, int word) {
    super(String.format("undefined instruction %04Xh at %05Xh", word, address));
    this.address = address;
    this.word = word;
  }

  /** Where the instruction starts. */
  public int address() {
    return address;
  }

  /** The word that cannot be decoded. */
  public int word() {
    return word;
  }
}

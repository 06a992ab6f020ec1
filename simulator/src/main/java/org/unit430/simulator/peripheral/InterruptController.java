package org.unit430.simulator.peripheral;

import java.util.Set;

/**
 * Collects the interrupt requests of the modules and chooses among them: the higher the address of
 * the vector, the higher the priority (hardware.md 4.2). The machine asks {@link #pending} before
 * each instruction and {@link #acknowledge} when it takes one.
 */
public final class InterruptController {
  /** Address of the reset vector, above all interrupt vectors. */
  public static final int RESET_VECTOR = 0xFFFE;

  private static final int LINES = 64;

  private final Line[] lines = new Line[LINES];
  private final long nonMaskable;

  // Bit n stands for the vector at RESET_VECTOR - 2n.
  private long requests;
  private int vectorTop = RESET_VECTOR;

  /**
   * A controller without requests.
   *
   * @param nonMaskableVectors addresses of the vectors that GIE does not block
   */
  public InterruptController(Set<Integer> nonMaskableVectors) {
    long mask = 0;
    for (int vector : nonMaskableVectors) {
      mask |= 1L << index(vector);
    }
    this.nonMaskable = mask;
  }

  /**
   * A line for a module whose flags stay set until software, or a read of its interrupt vector
   * register, clears them.
   *
   * @param vector address of the vector, an even number from FF80h to FFFCh
   */
  public InterruptLine line(int vector) {
    return line(vector, () -> {});
  }

  /**
   * A line for a single-source interrupt, whose flag acceptance clears (SLAU445 1.3.4).
   *
   * @param vector address of the vector, an even number from FF80h to FFFCh
   * @param accepted clears the flag
   * @throws IllegalStateException if the vector already has a line
   */
  public InterruptLine line(int vector, Runnable accepted) {
    int index = index(vector);
    if (lines[index] != null) {
      throw new IllegalStateException(
          String.format("two modules want the interrupt vector %04Xh", vector));
    }
    lines[index] = new Line(1L << index, accepted);
    return lines[index];
  }

  private static int index(int vector) {
    int index = (RESET_VECTOR - vector) / 2;
    if (vector % 2 != 0 || index < 1 || index >= LINES) {
      throw new IllegalArgumentException(
          String.format("%04Xh is not the address of an interrupt vector", vector));
    }
    return index;
  }

  /**
   * Whether the CPU is to be interrupted.
   *
   * @param generalInterruptEnable GIE of the status register
   */
  public boolean pending(boolean generalInterruptEnable) {
    return (requests & (generalInterruptEnable ? -1L : nonMaskable)) != 0;
  }

  /**
   * The CPU takes the pending interrupt of the highest priority.
   *
   * @param generalInterruptEnable GIE of the status register
   * @return the address of its vector
   * @throws IllegalStateException if none is {@link #pending}
   */
  public int acknowledge(boolean generalInterruptEnable) {
    long eligible = requests & (generalInterruptEnable ? -1L : nonMaskable);
    if (eligible == 0) {
      throw new IllegalStateException("there is no interrupt to acknowledge");
    }
    int index = Long.numberOfTrailingZeros(eligible);
    // An NMI is taken once for each time it is requested: its handler runs with it still standing.
    requests &= ~(nonMaskable & (1L << index));
    lines[index].accepted.run();
    return vectorTop - 2 * index;
  }

  /** Where the vectors lie: SYSRIVECT moves them from 0FFFEh to the top of RAM (SLAU367 1.3.6). */
  void setVectorTop(int address) {
    vectorTop = address;
  }

  /** The requests, for a snapshot. */
  public long save() {
    return requests;
  }

  /** Puts back what {@link #save} returned; to be done after the modules. */
  public void restore(long saved) {
    requests = saved;
  }

  private final class Line implements InterruptLine {
    private final long bit;
    private final Runnable accepted;

    private Line(long bit, Runnable accepted) {
      this.bit = bit;
      this.accepted = accepted;
    }

    @Override
    public void set(boolean requested) {
      requests = requested ? requests | bit : requests & ~bit;
    }
  }
}

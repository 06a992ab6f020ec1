package org.unit430.simulator.peripheral;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The system module SYS of FRAM devices and F5xx (SLAU367 chapter 1): SYSCTL and the vector
 * registers for resets, system NMIs and user NMIs. A read of a vector register gives the code of
 * its highest pending source, the lowest number, and clears it; a write clears all.
 */
public final class SystemRegisters extends RegisterBlock {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x20;

  /** Code in SYSSNIV of an FRAM access time error (TI's FR5994 header; unconfirmed). */
  public static final int SYSSNIV_ACCTEIFG = 0x06;

  /** Code in SYSSNIV of a vacant memory access (TI's FR5994 header; unconfirmed). */
  public static final int SYSSNIV_VMAIFG = 0x12;

  /** Code in SYSSNIV of a write to protected FRAM (TI's FR5994 header; unconfirmed). */
  public static final int SYSSNIV_WPIFG = 0x1A;

  /** Code in SYSUNIV of an oscillator fault (TI's FR5994 header; unconfirmed). */
  public static final int SYSUNIV_OFIFG = 0x04;

  private static final int SYSCTL = 0x00;
  private static final int SYSUNIV = 0x1A;
  private static final int SYSSNIV = 0x1C;
  private static final int SYSRSTIV = 0x1E;

  private static final int SYSRIVECT = 1;

  /** SYSRIVECT, SYSPMMPE, SYSJTAGPIN. */
  private static final int SYSCTL_WRITABLE = 0x0025;

  private final InterruptController interrupts;
  private final int ramVectorTop;
  private final NmiVector systemNmis;
  private final NmiVector userNmis;
  private final Set<ResetCause> resets = EnumSet.of(ResetCause.BROWNOUT);
  private int control;

  /**
   * The module of a device just switched on.
   *
   * @param base address of SYSCTL
   * @param systemNmiVector address of the vector SYSNMI
   * @param userNmiVector address of the vector UNMI
   * @param ramVectorTop address of the reset vector when SYSRIVECT moves the vectors to RAM
   */
  public SystemRegisters(
      int base,
      InterruptController interrupts,
      int systemNmiVector,
      int userNmiVector,
      int ramVectorTop) {
    super(base, SIZE);
    this.interrupts = interrupts;
    this.ramVectorTop = ramVectorTop;
    this.systemNmis = new NmiVector(interrupts.line(systemNmiVector));
    this.userNmis = new NmiVector(interrupts.line(userNmiVector));
    reset();
  }

  /** A cause of NMIs, as the module that has its flag sees it. */
  @FunctionalInterface
  public interface NmiSource {
    /** The flag is set and enabled, or not. */
    void set(boolean pending);
  }

  /**
   * Connects a cause of system NMIs.
   *
   * @param code what SYSSNIV reads
   * @param clear clears the flag when SYSSNIV is accessed
   */
  public NmiSource connectSystemNmi(int code, Runnable clear) {
    return systemNmis.connect(code, clear);
  }

  /**
   * Connects a cause of user NMIs.
   *
   * @param code what SYSUNIV reads
   * @param clear clears the flag when SYSUNIV is accessed
   */
  public NmiSource connectUserNmi(int code, Runnable clear) {
    return userNmis.connect(code, clear);
  }

  /** Remembers for SYSRSTIV why the device is reset. */
  public void recordReset(ResetCause cause) {
    resets.add(cause);
  }

  @Override
  int peek(int offset) {
    return switch (offset) {
      case SYSCTL -> control;
      case SYSUNIV -> userNmis.highest();
      case SYSSNIV -> systemNmis.highest();
      case SYSRSTIV -> resets.stream().findFirst().map(ResetCause::code).orElse(0);
      default -> 0;
    };
  }

  @Override
  int read(int offset) {
    int value = peek(offset);
    switch (offset) {
      case SYSUNIV -> userNmis.clear(value);
      case SYSSNIV -> systemNmis.clear(value);
      case SYSRSTIV -> resets.removeIf(cause -> cause.code() == value);
      default -> {
        // No side effect.
      }
    }
    return value;
  }

  @Override
  void write(int offset, int value) {
    switch (offset) {
      case SYSCTL -> {
        control = value & SYSCTL_WRITABLE;
        placeVectors();
      }
      case SYSUNIV -> userNmis.clearAll();
      case SYSSNIV -> systemNmis.clearAll();
      case SYSRSTIV -> resets.clear();
      default -> {
        // The mailbox and the boot loader's registers are not modelled.
      }
    }
  }

  private void placeVectors() {
    interrupts.setVectorTop(
        (control & SYSRIVECT) != 0 ? ramVectorTop : InterruptController.RESET_VECTOR);
  }

  /** Clears SYSCTL. The causes of resets stay until they are read. */
  @Override
  public void reset() {
    control = 0;
    placeVectors();
  }

  @Override
  public long[] save() {
    long causes = 0;
    for (ResetCause cause : resets) {
      causes |= 1L << cause.ordinal();
    }
    return new long[] {control, causes};
  }

  @Override
  public void restore(long[] saved) {
    control = (int) saved[0];
    placeVectors();
    resets.clear();
    for (ResetCause cause : ResetCause.values()) {
      if ((saved[1] & (1L << cause.ordinal())) != 0) {
        resets.add(cause);
      }
    }
  }

  /** One NMI vector with its sources. Which of them are pending, their modules know and restore. */
  private static final class NmiVector {
    private final InterruptLine line;
    private final TreeMap<Integer, Runnable> clears = new TreeMap<>();
    private final Set<Integer> pending = new TreeSet<>();

    private NmiVector(InterruptLine line) {
      this.line = line;
    }

    private NmiSource connect(int code, Runnable clear) {
      if (clears.put(code, clear) != null) {
        throw new IllegalStateException(String.format("two modules want the NMI code %02Xh", code));
      }
      return isPending -> {
        if (isPending ? pending.add(code) : pending.remove(code)) {
          line.set(!pending.isEmpty());
        }
      };
    }

    private int highest() {
      return pending.stream().findFirst().orElse(0);
    }

    private void clear(int code) {
      if (code != 0) {
        clears.get(code).run();
        // What is still pending asks again.
        line.set(!pending.isEmpty());
      }
    }

    private void clearAll() {
      for (int code : Set.copyOf(pending)) {
        clears.get(code).run();
      }
    }
  }
}

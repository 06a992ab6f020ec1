package org.unit430.simulator.peripheral;

import java.util.ArrayList;
import java.util.List;

/**
 * The memory protection unit MPU_A of FR59xx and FR69xx (SLAU367 chapter 9; registers, bits and
 * SYSSNIV codes also in TI's header msp430fr5969.h). Two borders cut main memory into three
 * segments, and information memory is a fourth; each has its rights to read, write and execute, and
 * says whether a violation resets the device or raises a flag. What is read against the rights is
 * 3FFFh, which is JMP $ where it is fetched; a write is lost.
 *
 * <p>The registers of IP encapsulation (MPUIPC0 and its borders) are not among those modelled here.
 */
public final class MemoryProtection extends RegisterBlock {
  /** Bytes of address space that the module takes, without IP encapsulation. */
  public static final int SIZE = 0x0A;

  private static final int MPUCTL0 = 0x00;
  private static final int MPUCTL1 = 0x02;
  private static final int MPUSEGB2 = 0x04;
  private static final int MPUSEGB1 = 0x06;
  private static final int MPUSAM = 0x08;

  private static final int MPUENA = 1;
  private static final int MPULOCK = 1 << 1;
  private static final int MPUSEGIE = 1 << 4;
  private static final int CONTROL_MASK = MPUENA | MPULOCK | MPUSEGIE;

  // Rights of a segment, in its nibble of MPUSAM.
  private static final int RE = 1;
  private static final int WE = 1 << 1;
  private static final int XE = 1 << 2;
  private static final int VS = 1 << 3;
  private static final int RIGHTS_AFTER_RESET = 0x7777;

  /** A border is a multiple of 1 KB, given as address / 16. */
  private static final int BORDER_MASK = 0xFFC0;

  private static final int BORDER_SHIFT = 4;

  // Segments 1 to 3 and information memory: the order of MPUSAM's nibbles and MPUCTL1's flags.
  private static final int SEGMENTS = 4;
  private static final int INFORMATION = 3;
  private static final int[] SYSSNIV = {0x0C, 0x0E, 0x10, 0x0A};
  private static final ResetCause[] RESETS = {
    ResetCause.MPU_SEGMENT_1,
    ResetCause.MPU_SEGMENT_2,
    ResetCause.MPU_SEGMENT_3,
    ResetCause.MPU_INFORMATION
  };

  private final FramTiming.Range main;
  private final FramTiming.Range information;
  private final SegmentGuard guard;
  private final ResetLine resetLine;
  private final PasswordLock lock;
  private final List<SystemRegisters.NmiSource> nmis = new ArrayList<>();

  private int control;
  private int flags;
  private int rights;
  private int border1;
  private int border2;
  private boolean wasEnabled;

  /**
   * A unit at its reset values: nothing is protected.
   *
   * @param base address of MPUCTL0
   * @param main the main memory
   * @param information the information memory
   * @param guard told what to protect
   * @param system where enabled violations become system NMIs
   * @param resetLine pulled by a wrong password, and by violations of segments that select it
   */
  public MemoryProtection(
      int base,
      FramTiming.Range main,
      FramTiming.Range information,
      SegmentGuard guard,
      SystemRegisters system,
      ResetLine resetLine) {
    super(base, SIZE);
    this.main = main;
    this.information = information;
    this.guard = guard;
    this.resetLine = resetLine;
    this.lock = new PasswordLock(resetLine, ResetCause.MPU_PASSWORD);
    for (int segment = 0; segment < SEGMENTS; segment++) {
      int flag = 1 << segment;
      nmis.add(system.connectSystemNmi(SYSSNIV[segment], () -> setFlags(flags & ~flag)));
    }
    clear();
  }

  @Override
  int peek(int offset) {
    return switch (offset) {
      case MPUCTL0 -> PasswordLock.READ_PASSWORD | control;
      case MPUCTL1 -> flags;
      case MPUSEGB2 -> border2;
      case MPUSEGB1 -> border1;
      case MPUSAM -> rights;
      default -> 0;
    };
  }

  @Override
  void write(int offset, int value) {
    if (offset == MPUCTL0) {
      if (lock.acceptWord(value)) {
        writeControl(value);
      }
    } else if (lock.isOpen()) {
      writeOpen(offset, value);
    }
  }

  @Override
  public void writeByte(int address, int value) {
    int offset = address - start();
    if (offset == MPUCTL0 + 1) {
      lock.acceptByte(value);
    } else if (offset == MPUCTL0) {
      if (lock.isOpen()) {
        writeControl(value);
      }
    } else {
      super.writeByte(address, value);
    }
  }

  private boolean isLocked() {
    return (control & MPULOCK) != 0;
  }

  /** The lock stands until a brownout reset, and nothing but flags can be written meanwhile. */
  private void writeControl(int value) {
    if (!isLocked()) {
      control = value & CONTROL_MASK;
      update();
    }
  }

  private void writeOpen(int offset, int value) {
    if (offset == MPUCTL1) {
      // Software clears flags, by writing 0; only violations set them.
      setFlags(flags & value);
    } else if (!isLocked()) {
      switch (offset) {
        case MPUSEGB2 -> border2 = value & BORDER_MASK;
        case MPUSEGB1 -> border1 = value & BORDER_MASK;
        case MPUSAM -> rights = value;
        default -> {
          // No other register.
        }
      }
      update();
    }
  }

  private void setFlags(int value) {
    flags = value;
    boolean enabled = (control & MPUSEGIE) != 0;
    for (int segment = 0; segment < SEGMENTS; segment++) {
      nmis.get(segment).set(enabled && (flags & (1 << segment)) != 0);
    }
  }

  private void violated(int segment) {
    setFlags(flags | (1 << segment));
    if (((rights >> (4 * segment)) & VS) != 0) {
      resetLine.reset(RESETS[segment]);
    }
  }

  private void update() {
    boolean enabled = (control & MPUENA) != 0;
    if (enabled || wasEnabled) {
      guard.protect(enabled ? segments() : List.of());
    }
    wasEnabled = enabled;
    setFlags(flags);
  }

  private List<ProtectedSegment> segments() {
    int low = Math.max(main.first(), border1 << BORDER_SHIFT);
    int high = Math.max(low, border2 << BORDER_SHIFT);
    List<ProtectedSegment> segments = new ArrayList<>();
    add(segments, 0, main.first(), low - 1);
    add(segments, 1, low, high - 1);
    add(segments, 2, high, main.last());
    add(segments, INFORMATION, information.first(), information.last());
    return segments;
  }

  private void add(List<ProtectedSegment> segments, int number, int first, int last) {
    int own = rights >> (4 * number);
    int end = Math.min(last, number == INFORMATION ? last : main.last());
    ProtectedSegment segment =
        new ProtectedSegment(
            first, end, (own & RE) != 0, (own & WE) != 0, (own & XE) != 0, () -> violated(number));
    if (first <= end && !segment.permitsAll()) {
      segments.add(segment);
    }
  }

  /** Takes note of a reset: only a brownout reset ends the lock and clears the flags. */
  public void recordReset(ResetCause cause) {
    if (cause.level() == ResetCause.Level.BROWNOUT) {
      clear();
    }
  }

  private void clear() {
    flags = 0;
    control = 0;
    reset();
  }

  /** A power-up clear leaves a locked unit as it is; the flags tell what the violation was. */
  @Override
  public void reset() {
    lock.setOpen(false);
    if (!isLocked()) {
      control = 0;
      rights = RIGHTS_AFTER_RESET;
      border1 = 0;
      border2 = 0;
      update();
    }
  }

  @Override
  public long[] save() {
    return new long[] {control, flags, rights, border1, border2, lock.isOpen() ? 1 : 0};
  }

  @Override
  public void restore(long[] saved) {
    control = (int) saved[0];
    flags = (int) saved[1];
    rights = (int) saved[2];
    border1 = (int) saved[3];
    border2 = (int) saved[4];
    lock.setOpen(saved[5] != 0);
    update();
  }
}

package org.unit430.simulator.peripheral;

import java.util.OptionalInt;

/**
 * One digital port of the x1xx or x2xx with its byte registers (SLAU049 chapter 9, SLAU144 chapter
 * 8): PxIN, PxOUT, PxDIR and PxSEL, and on P1 and P2 also PxIFG, PxIES, PxIE and, on the x2xx,
 * PxREN. A flag is not cleared when its interrupt is accepted.
 */
public final class ClassicPort extends RegisterBlock {
  /** Bytes of a port that interrupts. */
  public static final int INTERRUPTING_SIZE = 0x08;

  /** Bytes of a port that does not. */
  public static final int PLAIN_SIZE = 0x04;

  private final PortPins pins;
  private final boolean interrupting;
  private final EventScheduler scheduler;
  private int select;

  /**
   * A port at its reset values.
   *
   * @param base address of PxIN
   * @param vector address of its interrupt vector; a port without has four registers
   */
  public ClassicPort(
      int base, EventScheduler scheduler, InterruptController interrupts, OptionalInt vector) {
    super(base, vector.isPresent() ? INTERRUPTING_SIZE : PLAIN_SIZE);
    this.scheduler = scheduler;
    this.interrupting = vector.isPresent();
    InterruptLine line = interrupting ? interrupts.line(vector.getAsInt()) : requested -> {};
    this.pins = new PortPins(() -> requestInterrupt(line));
  }

  private void requestInterrupt(InterruptLine line) {
    line.set(pins.requestsInterrupt());
  }

  /** Its name, which follows from its address: the ports of all x1xx and x2xx lie alike. */
  public String name() {
    return switch (start()) {
      case 0x20 -> "P1";
      case 0x28 -> "P2";
      case 0x18 -> "P3";
      case 0x1C -> "P4";
      case 0x30 -> "P5";
      case 0x34 -> "P6";
      default -> String.format("P_%02X", start());
    };
  }

  /** Its pins. */
  public PortPins pins() {
    return pins;
  }

  @Override
  public int readByte(int address) {
    scheduler.catchUp();
    return peekByte(address - start());
  }

  @Override
  int read(int offset) {
    scheduler.catchUp();
    return peek(offset);
  }

  @Override
  int peek(int offset) {
    return peekByte(offset) | peekByte(offset + 1) << 8;
  }

  private int peekByte(int offset) {
    if (!interrupting) {
      return switch (offset) {
        case 0 -> pins.levels();
        case 1 -> pins.out();
        case 2 -> pins.direction();
        default -> select;
      };
    }
    return switch (offset) {
      case 0 -> pins.levels();
      case 1 -> pins.out();
      case 2 -> pins.direction();
      case 3 -> pins.flags();
      case 4 -> pins.edge();
      case 5 -> pins.enables();
      case 6 -> select;
      default -> pins.resistor();
    };
  }

  @Override
  void write(int offset, int value) {
    writeByte(start() + offset, value & 0xFF);
    writeByte(start() + offset + 1, value >> 8);
  }

  @Override
  public void writeByte(int address, int value) {
    scheduler.catchUp();
    int offset = address - start();
    switch (offset) {
      case 0 -> {
        // PxIN is read-only.
      }
      case 1 -> pins.setOut(value);
      case 2 -> pins.setDirection(value);
      default -> {
        if (!interrupting) {
          select = value;
        } else {
          writeInterrupting(offset, value);
        }
      }
    }
  }

  private void writeInterrupting(int offset, int value) {
    switch (offset) {
      case 3 -> pins.setFlags(value);
      case 4 -> pins.setEdge(value);
      case 5 -> pins.setEnables(value);
      case 6 -> select = value;
      default -> pins.setResistor(value);
    }
  }

  @Override
  public void reset() {
    select = 0;
    pins.reset();
  }

  @Override
  public long[] save() {
    long[] saved = new long[1 + PortPins.SAVED];
    saved[0] = select;
    pins.save(saved, 1);
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    select = (int) saved[0];
    pins.restore(saved, 1);
  }
}

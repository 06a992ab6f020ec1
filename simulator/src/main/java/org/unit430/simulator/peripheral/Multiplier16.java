package org.unit430.simulator.peripheral;

import static org.unit430.simulator.peripheral.MultiplyMode.MAC;
import static org.unit430.simulator.peripheral.MultiplyMode.MPY;

import java.util.function.LongSupplier;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventSink;

/**
 * The 16-bit hardware multiplier of the x1xx family (SLAU049 chapter 7). It has no sign extension
 * of its own: a byte written to an operand register clears the upper half, as with every word
 * module (SLAU049 1.4.3), and the manual's signed 8-bit examples use SXT (7.2.4).
 *
 * <p>Results are computed at once; reads before the third cycle after OP2 are counted by {@link
 * #hazards()}.
 */
public final class Multiplier16 implements HardwareMultiplier {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x10;

  /** MCLK cycles from the write of OP2 to the result (SLAU049 7.2.3). */
  private static final int LATENCY = 3;

  private static final int SUMEXT = 0x0E;
  private static final long LONG_AGO = Long.MIN_VALUE / 2;

  private final int base;
  private final LongSupplier accessCycle;
  private final EventSink events;
  private final MultiplierHazards hazards = new MultiplierHazards();

  private int mode;
  private int op1;
  private int op2;
  private int result;
  private int sumExtension;
  private long readyCycle;
  private boolean lost;

  /**
   * A multiplier with all registers zero.
   *
   * @param base address of MPY, even
   * @param accessCycle the MCLK cycle in which the present register access happens
   * @param events told of each operation, once, when it starts
   */
  public Multiplier16(int base, LongSupplier accessCycle, EventSink events) {
    this.base = base;
    this.accessCycle = accessCycle;
    this.events = events;
    reset();
  }

  /** What the program did that silicon would answer with a wrong result. */
  public MultiplierHazards hazards() {
    return hazards;
  }

  @Override
  public int start() {
    return base;
  }

  @Override
  public int end() {
    return base + SIZE;
  }

  @Override
  public int readWord(int address) {
    int offset = address - base;
    return offset >= RESLO ? readResult(offset, accessCycle.getAsLong()) : peekWord(address);
  }

  private int readResult(int offset, long cycle) {
    String name = offset == RESLO ? "RESLO" : offset == RESHI ? "RESHI" : "SUMEXT";
    if (cycle < readyCycle) {
      hazards.earlyRead(name, cycle, readyCycle - cycle);
    } else if (lost) {
      hazards.lostResult(name, cycle);
    }
    return peekWord(base + offset);
  }

  @Override
  public int peekWord(int address) {
    return switch (address - base) {
      case OP2 -> op2;
      case RESLO -> result & 0xFFFF;
      case RESHI -> result >>> 16;
      case SUMEXT -> sumExtension;
      default -> op1;
    };
  }

  @Override
  public void writeWord(int address, int value) {
    int offset = address - base;
    switch (offset) {
      case OP2 -> {
        writeOperand2(value, accessCycle.getAsLong());
        events.count(Event.MULTIPLY_16);
      }
      case RESLO, RESHI -> writeResult(offset, value, accessCycle.getAsLong());
      case SUMEXT -> {
        // Read-only.
      }
      default -> writeOperand1(offset, value, accessCycle.getAsLong());
    }
  }

  @Override
  public void writeByte(int address, int value) {
    writeWord(address & ~1, value & 0xFF);
  }

  @Override
  public int settlingCycles() {
    return LATENCY;
  }

  @Override
  public boolean isOrdinary() {
    return !lost;
  }

  @Override
  public void lend(MultiplierRegisters to) {
    to.mode = mode;
    to.operand1 = op1;
    to.operand2 = op2;
    to.result = result;
    to.started = readyCycle - LATENCY;
  }

  @Override
  public void takeBack(MultiplierRegisters from) {
    if (from.started != readyCycle - LATENCY) {
      op2 = from.operand2;
      readyCycle = from.started + LATENCY;
      long before = MultiplyMode.accumulates(from.operationMode) ? from.accumulator : 0;
      add(from.operationMode, (int) before, from.product);
    }
    mode = from.mode;
    op1 = from.operand1;
    result = (int) from.result;
  }

  private void writeOperand1(int offset, int value, long cycle) {
    lost |= cycle < readyCycle;
    mode = HardwareMultiplier.mode(offset);
    op1 = value & 0xFFFF;
  }

  private void writeResult(int offset, int value, long cycle) {
    lost = cycle < readyCycle;
    result =
        offset == RESLO
            ? (result & 0xFFFF_0000) | (value & 0xFFFF)
            : (result & 0xFFFF) | (value << 16);
  }

  private void writeOperand2(int value, long cycle) {
    boolean accumulates = MultiplyMode.accumulates(mode);
    lost = accumulates && (lost || cycle < readyCycle);
    op2 = value & 0xFFFF;
    add(mode, accumulates ? result : 0, HardwareMultiplier.product(mode, op1, op2));
    readyCycle = cycle + LATENCY;
  }

  private void add(int operationMode, int accumulator, long product) {
    long sum = (accumulator & 0xFFFF_FFFFL) + product;
    result = (int) sum;
    if (operationMode == MPY) {
      sumExtension = 0;
    } else if (operationMode == MAC) {
      sumExtension = (int) (sum >>> 32);
    } else {
      sumExtension = result < 0 ? 0xFFFF : 0;
    }
  }

  /** Clears every register. The manual leaves them undefined; zero keeps runs repeatable. */
  @Override
  public void reset() {
    restore(new long[] {MPY, 0, 0, 0, 0, LONG_AGO, 0});
  }

  @Override
  public long[] save() {
    return new long[] {mode, op1, op2, result, sumExtension, readyCycle, lost ? 1 : 0};
  }

  @Override
  public void restore(long[] saved) {
    mode = (int) saved[0];
    op1 = (int) saved[1];
    op2 = (int) saved[2];
    result = (int) saved[3];
    sumExtension = (int) saved[4];
    readyCycle = saved[5];
    lost = saved[6] != 0;
  }
}

package org.unit430.simulator.peripheral;

import java.util.function.LongSupplier;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventSink;
import org.unit430.simulator.peripheral.ResultTiming.Step;

/**
 * The 32-bit hardware multiplier MPY32 (SLAU367 chapter 5). Operands of 8, 16, 24 and 32 bits,
 * unsigned and signed, with and without accumulation, fractional and saturating reads.
 *
 * <p>Results are computed at once. The CPU does not wait for them (unless MPYDLYWRTEN is set), so a
 * read before the time of SLAU367 tables 5-1 and 5-6 is wrong on silicon; {@link #hazards()} counts
 * such reads.
 */
public final class Multiplier32 implements HardwareMultiplier {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x30;

  private static final int SUMEXT = 0x0E;
  private static final int OP2L = 0x20;
  private static final int OP2H = 0x22;
  private static final int RES0 = 0x24;
  private static final int RES1 = 0x26;
  private static final int RES2 = 0x28;
  private static final int RES3 = 0x2A;
  private static final int MPY32CTL0 = 0x2C;

  // MPY32CTL0, SLAU367 table 5-9. The mode is in bits 5:4, MPYC in bit 0.
  private static final int MPYDLY32 = 1 << 9;
  private static final int MPYDLYWRTEN = 1 << 8;
  private static final int MPYOP2_32 = 1 << 7;
  private static final int MPYOP1_32 = 1 << 6;
  private static final int MODE_SHIFT = 4;
  private static final int MPYSAT = 1 << 3;
  private static final int MPYFRAC = 1 << 2;
  private static final int MPYC = 1;
  private static final int MODE_MASK = 3 << MODE_SHIFT;
  // What an ordinary operation of 16 bits has nothing of.
  private static final int UNUSUAL = MPYOP2_32 | MPYOP1_32 | MPYSAT | MPYFRAC;
  private static final int SETTLING_CYCLES = Step.OP2_BOTH_16.longest();
  private static final int CONTROL_MASK =
      MPYDLY32 | MPYDLYWRTEN | MPYOP2_32 | MPYOP1_32 | MODE_MASK | MPYSAT | MPYFRAC;

  private final int base;
  private final LongSupplier accessCycle;
  private final CpuHold cpuHold;
  private final EventSink events;
  private final MultiplierResult result = new MultiplierResult();
  private final ResultTiming timing = new ResultTiming();
  private final MultiplierHazards hazards = new MultiplierHazards();

  private int op1Low;
  private int op1High;
  private int op2Low;
  private int op2High;
  private int control;
  private boolean awaitingOp2High;

  /**
   * A multiplier with all registers zero.
   *
   * @param base address of MPY, even
   * @param accessCycle the MCLK cycle in which the present register access happens
   * @param cpuHold stops the CPU while MPYDLYWRTEN delays a write
   * @param events told of each operation, once, when it starts
   */
  public Multiplier32(int base, LongSupplier accessCycle, CpuHold cpuHold, EventSink events) {
    this.base = base;
    this.accessCycle = accessCycle;
    this.cpuHold = cpuHold;
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
    int column = resultColumn(offset);
    if (column >= 0) {
      checkAvailable(offset, column, accessCycle.getAsLong());
    }
    return value(offset);
  }

  @Override
  public int settlingCycles() {
    return SETTLING_CYCLES;
  }

  @Override
  public boolean isOrdinary() {
    return (control & (UNUSUAL | MPYDLYWRTEN)) == 0 && !awaitingOp2High && !timing.isAnyLost();
  }

  @Override
  public void lend(MultiplierRegisters to) {
    to.mode = mode();
    to.operand1 = op1Low;
    to.operand2 = op2Low;
    to.result = result.registers();
    to.started = timing.settledCycle() - SETTLING_CYCLES;
  }

  @Override
  public void takeBack(MultiplierRegisters from) {
    if (from.started != timing.settledCycle() - SETTLING_CYCLES) {
      op2Low = from.operand2;
      timing.start(Step.OP2_BOTH_16, from.started);
      result.sum(from.operationMode, from.accumulator, from.product);
    }
    op1Low = from.operand1;
    setMode(from.mode);
    result.setRegisters(from.result);
  }

  private void writeResult(int offset, int value, long cycle) {
    int index = resultIndex(offset);
    timing.overwrite(index, cycle, saturates());
    result.setWord(index, value);
  }

  private void writeOperand1(int offset, int value, long cycle) {
    abortRunning(cycle);
    op1Low = value & 0xFFFF;
    control &= ~MPYOP1_32;
    setMode(HardwareMultiplier.mode(offset));
  }

  private void setMode(int mode) {
    control = (control & ~MODE_MASK) | (mode << MODE_SHIFT);
  }

  private void writeOperand2(int value, long cycle) {
    int mode = mode();
    if ((control & UNUSUAL) == 0 && timing.isSettled(cycle)) {
      op2Low = value & 0xFFFF;
      awaitingOp2High = false;
      timing.start(Step.OP2_BOTH_16, cycle);
      result.sum(mode, result.registers(), HardwareMultiplier.product(mode, op1Low, value));
      events.count(Event.MULTIPLY_16);
      return;
    }
    abortRunning(cycle);
    op2Low = value & 0xFFFF;
    awaitingOp2High = false;
    control &= ~MPYOP2_32;
    if (firstIs32()) {
      begin(mode, Step.OP2_FIRST_32, cycle);
      result.add(mode, firstOperand(mode) * MultiplyMode.operand16(mode, value), true);
      events.count(Event.MULTIPLY_32);
      return;
    }
    begin(mode, Step.OP2_BOTH_16, cycle);
    result.add(mode, HardwareMultiplier.product(mode, op1Low, value), false);
    events.count(Event.MULTIPLY_16);
  }

  @Override
  public int peekWord(int address) {
    return value(address - base);
  }

  private int value(int offset) {
    return switch (offset) {
      case 0x00, 0x02, 0x04, 0x06, 0x10, 0x14, 0x18, 0x1C -> op1Low;
      case 0x12, 0x16, 0x1A, 0x1E -> op1High;
      case OP2, OP2L -> op2Low;
      case OP2H -> op2High;
      case RESLO, RESHI, RES0, RES1, RES2, RES3 ->
          result.word(resultIndex(offset), isWide(), saturates(), isFractional());
      case SUMEXT -> result.sumExtension(mode(), isWide(), isFractional());
      case MPY32CTL0 -> control | result.carry();
      default -> 0;
    };
  }

  @Override
  public void writeWord(int address, int value) {
    int offset = address - base;
    switch (offset) {
      case 0x00, 0x02, 0x04, 0x06 -> writeOperand1(offset, value, admitWrite());
      case OP2 -> writeOperand2(value, admitWrite());
      case RESLO, RESHI, RES0, RES1, RES2, RES3 -> writeResult(offset, value, admitWrite());
      case 0x10, 0x14, 0x18, 0x1C -> writeOperand1((offset - 0x10) >> 1, value, admitWrite());
      case 0x12, 0x16, 0x1A, 0x1E -> writeOp1High(value);
      case OP2L -> writeOp2Low(value);
      case OP2H -> writeOp2High(value);
      case MPY32CTL0 -> {
        admitWrite();
        control = value & CONTROL_MASK;
        result.setCarry(value & MPYC);
      }
      default -> {
        // SUMEXT is read-only; there is nothing at 2Eh.
      }
    }
  }

  /**
   * An 8-bit operand, or the upper 8 bits of a 24-bit one. Signed operations extend its sign; the
   * register that took the low word says whether a 24-bit operand is signed (SLAU367 5.2.1).
   */
  @Override
  public void writeByte(int address, int value) {
    int offset = address - base;
    switch (offset) {
      case 0x00, 0x04, 0x10, 0x18 -> writeWord(address, value & 0xFF);
      case 0x02, 0x06, 0x14, 0x1C -> writeWord(address, ((byte) value) & 0xFFFF);
      case OP2, OP2L, OP2H, 0x12, 0x16, 0x1A, 0x1E ->
          writeWord(
              address, (MultiplyMode.isSigned(mode()) ? (byte) value : value & 0xFF) & 0xFFFF);
      default -> HardwareMultiplier.super.writeByte(address, value);
    }
  }

  private int mode() {
    return (control >> MODE_SHIFT) & 3;
  }

  private boolean saturates() {
    return (control & MPYSAT) != 0;
  }

  private boolean isFractional() {
    return (control & MPYFRAC) != 0;
  }

  /** Whether the operands of the last or running operation have more than 16 bits. */
  private boolean isWide() {
    return (control & (MPYOP2_32 | MPYOP1_32)) != 0;
  }

  /** Which of RES0 to RES3 a result register is. */
  private static int resultIndex(int offset) {
    return (offset - (offset >= RES0 ? RES0 : RESLO)) >> 1;
  }

  private void writeOp1High(int value) {
    changeOperand();
    op1High = value & 0xFFFF;
    control |= MPYOP1_32;
  }

  private void writeOp2Low(int value) {
    long cycle = changeOperand();
    op2Low = value & 0xFFFF;
    awaitingOp2High = true;
    control |= MPYOP2_32;
    int mode = mode();
    begin(mode, firstIs32() ? Step.OP2L_FIRST_32 : Step.OP2L_FIRST_16, cycle);
    result.add(mode, firstOperand(mode) * op2Low, true);
    events.count(Event.MULTIPLY_32);
  }

  /** Ignored without OP2L before it (SLAU367 5.2.2). */
  private void writeOp2High(int value) {
    if (!awaitingOp2High) {
      return;
    }
    op2High = value & 0xFFFF;
    awaitingOp2High = false;
    timing.carryOn(secondStep(), accessCycle.getAsLong());
    int mode = mode();
    result.add(mode, firstOperand(mode) * MultiplyMode.operand32(mode, op2High, op2Low), true);
  }

  private boolean firstIs32() {
    return (control & MPYOP1_32) != 0;
  }

  private Step secondStep() {
    return firstIs32() ? Step.OP2H_FIRST_32 : Step.OP2H_FIRST_16;
  }

  private long firstOperand(int mode) {
    return firstIs32()
        ? MultiplyMode.operand32(mode, op1High, op1Low)
        : MultiplyMode.operand16(mode, op1Low);
  }

  private void begin(int mode, Step step, long cycle) {
    if (MultiplyMode.accumulates(mode)) {
      timing.inheritLost(isWide());
    } else {
      timing.forgetLost();
    }
    timing.start(step, cycle);
    result.beginSum(mode, isWide(), saturates(), isFractional());
  }

  /** A write that destroys results still in the making. Returns its cycle. */
  private long changeOperand() {
    long cycle = admitWrite();
    abortRunning(cycle);
    return cycle;
  }

  private void abortRunning(long cycle) {
    if (timing.busy(cycle)) {
      timing.abort(cycle, saturates());
    }
  }

  /** Delays a write as MPYDLYWRTEN and MPYDLY32 say (SLAU367 5.2.2). Returns its cycle. */
  private long admitWrite() {
    long cycle = accessCycle.getAsLong();
    if ((control & MPYDLYWRTEN) == 0 || !timing.busy(cycle)) {
      return cycle;
    }
    int column = (control & MPYDLY32) != 0 ? ResultTiming.RES1 : ResultTiming.RES3;
    long ready = timing.readyCycle(column, saturates());
    if (ready <= cycle) {
      return cycle;
    }
    cpuHold.hold((int) (ready - cycle));
    return ready;
  }

  /** Column of the timing tables that a register depends on, or -1. */
  private static int resultColumn(int offset) {
    return switch (offset) {
      case RESLO, RESHI, RES0, RES1, RES2, RES3 -> resultIndex(offset);
      case SUMEXT, MPY32CTL0 -> ResultTiming.MPYC;
      default -> -1;
    };
  }

  private void checkAvailable(int offset, int column, long cycle) {
    boolean missesOperand = awaitingOp2High && column != 0;
    if (missesOperand || timing.busy(cycle)) {
      long ready =
          missesOperand
              ? timing.readyCycleIfCarriedOn(secondStep(), cycle, column, saturates())
              : timing.readyCycle(column, saturates());
      if (ready > cycle) {
        hazards.earlyRead(name(offset), cycle, ready - cycle);
        return;
      }
    }
    if (timing.isLost(column)) {
      hazards.lostResult(name(offset), cycle);
    }
  }

  private static String name(int offset) {
    return switch (offset) {
      case RESLO -> "RESLO";
      case RESHI -> "RESHI";
      case SUMEXT -> "SUMEXT";
      case MPY32CTL0 -> "MPY32CTL0";
      default -> "RES" + resultIndex(offset);
    };
  }

  /**
   * Clears every register. The manual resets the modes only and leaves operands and results
   * undefined (table 5-9); zero keeps runs repeatable.
   */
  @Override
  public void reset() {
    restore(new long[SAVED]);
    timing.reset();
  }

  private static final int SAVED = 6 + MultiplierResult.SAVED + ResultTiming.SAVED;

  @Override
  public long[] save() {
    long[] saved = new long[SAVED];
    saved[0] = op1Low;
    saved[1] = op1High;
    saved[2] = op2Low;
    saved[3] = op2High;
    saved[4] = control;
    saved[5] = awaitingOp2High ? 1 : 0;
    result.save(saved, 6);
    timing.save(saved, 6 + MultiplierResult.SAVED);
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    op1Low = (int) saved[0];
    op1High = (int) saved[1];
    op2Low = (int) saved[2];
    op2High = (int) saved[3];
    control = (int) saved[4];
    awaitingOp2High = saved[5] != 0;
    result.restore(saved, 6);
    timing.restore(saved, 6 + MultiplierResult.SAVED);
  }
}

package org.unit430.simulator.event;

import java.util.Arrays;

/**
 * Running counts of events and of retired instructions in rows; the machine opens a row for each
 * pair of symbol and operation, points {@link #open} at it before each instruction, and everything
 * that happens is charged there. Mutable; {@link #counts} takes copies.
 */
public final class EventLedger implements EventSink {
  /** Column, behind those of the events, that counts retired instructions. */
  private static final int RETIRED = Event.values().length;

  // A power of two, so that a row's offset is a shift.
  private static final int STRIDE_SHIFT = 5;

  static {
    if (RETIRED >= 1 << STRIDE_SHIFT) {
      throw new AssertionError("more events than a row of the ledger holds");
    }
  }

  private long[] cells = new long[1 << STRIDE_SHIFT];
  private int base;

  /** Makes room for rows 0 to {@code rows - 1}. */
  public void ensureRows(int rows) {
    if (rows << STRIDE_SHIFT > cells.length) {
      cells = Arrays.copyOf(cells, Math.max(rows << STRIDE_SHIFT, 2 * cells.length));
    }
  }

  /** Charges what follows to a row. */
  public void open(int row) {
    base = row << STRIDE_SHIFT;
  }

  @Override
  public void count(Event event) {
    cells[base + event.ordinal()]++;
  }

  /** Counts several events of a kind. */
  public void count(Event event, long times) {
    cells[base + event.ordinal()] += times;
  }

  /** Counts one retired instruction. */
  public void retire() {
    cells[base + RETIRED]++;
  }

  /** The row that is charged at present. */
  public int openRow() {
    return base >> STRIDE_SHIFT;
  }

  /** Events of a kind charged to a row so far. */
  public long countOf(int row, Event event) {
    return cells[(row << STRIDE_SHIFT) + event.ordinal()];
  }

  /** Events charged to a row so far. */
  public EventCounts counts(int row) {
    return EventCounts.of(cells, row << STRIDE_SHIFT);
  }

  /** Instructions charged to a row so far. */
  public long retired(int row) {
    return cells[(row << STRIDE_SHIFT) + RETIRED];
  }

  /** Everything, for a snapshot: the cells and, behind them, which row is open. */
  public long[] save() {
    long[] saved = Arrays.copyOf(cells, cells.length + 1);
    saved[cells.length] = base;
    return saved;
  }

  /** Puts back what {@link #save} returned. */
  public void restore(long[] saved) {
    cells = Arrays.copyOf(saved, saved.length - 1);
    base = (int) saved[saved.length - 1];
  }
}

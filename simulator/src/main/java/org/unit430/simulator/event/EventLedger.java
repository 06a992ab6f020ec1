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

  /** Counts several retired instructions. */
  public void retire(long instructions) {
    cells[base + RETIRED] += instructions;
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

  /** Whether events charged to a row are still what they were when they were copied. */
  public boolean isUnchanged(int row, EventCounts copied) {
    return copied.isCopyOf(cells, row << STRIDE_SHIFT);
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

  /** The first count in which two saved ledgers differ, or -1; their open rows do not matter. */
  public static int firstDifference(long[] saved, long[] other) {
    int longer = Math.max(saved.length, other.length) - 1;
    for (int i = 0; i < longer; i++) {
      long count = i < saved.length - 1 ? saved[i] : 0;
      if (count != (i < other.length - 1 ? other[i] : 0)) {
        return i;
      }
    }
    return -1;
  }

  /** What a count that {@link #firstDifference} found is a count of. */
  public static String describe(int count) {
    int column = count & ((1 << STRIDE_SHIFT) - 1);
    String what = column == RETIRED ? "retired instructions" : Event.values()[column].toString();
    return what + " of row " + (count >> STRIDE_SHIFT);
  }

  /** Puts back what {@link #save} returned. */
  public void restore(long[] saved) {
    cells = Arrays.copyOf(saved, saved.length - 1);
    base = (int) saved[saved.length - 1];
  }
}

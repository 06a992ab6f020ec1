package org.unit430.simulator.translate;

import org.unit430.simulator.translate.AccessBase.Additions;
import org.unit430.simulator.translate.RegionContext.Stretch;

/**
 * Bytes by a register that are in a stretch of memory.
 *
 * @param stretch the memory
 * @param first offset of the first byte from what the register holds
 * @param last offset of the last one
 * @param oddness 0 if the register is even, 1 if it is odd, or {@link #ANY}
 */
record PointerRange(Stretch stretch, int first, int last, int oddness) {
  static final int ANY = -1;

  /** What a block accesses by a base that points to a stretch. */
  static PointerRange of(AccessBase base, Stretch stretch) {
    int oddness = base.needsEven() ? base.oddness() : ANY;
    return new PointerRange(stretch, base.first(), base.last(), oddness);
  }

  /** The first address of the stretch that may be accessed at the first offset. */
  int least() {
    boolean isOdd = oddness != ANY && ((first - stretch.first() - oddness) & 1) != 0;
    return stretch.first() + (isOdd ? 1 : 0);
  }

  /** How far from that address the first access can be. */
  int most() {
    return stretch.last() - least() - (last - first);
  }

  /** The same bytes, when the register has been moved. */
  PointerRange moved(int by) {
    int parity = oddness == ANY ? ANY : oddness ^ (by & 1);
    return new PointerRange(stretch, first - by, last - by, parity);
  }

  /**
   * Whether what the register holds does not wrap while a number is added to it.
   *
   * @param least the least that the number comes to
   * @param most the greatest
   * @param mask the greatest sum
   */
  boolean fits(int least, int most, int mask) {
    return stretch.first() - first + least >= 0 && stretch.last() - last + most <= mask;
  }

  /** Whether it does not wrap by what a block adds to it. */
  boolean fits(Additions additions) {
    return additions.areNone()
        || fits(additions.least(), additions.most(), additions.size().mask());
  }

  /** Whether another one holds if this does. */
  boolean covers(PointerRange other) {
    return stretch.equals(other.stretch)
        && first <= other.first
        && last >= other.last
        && (other.oddness == ANY || other.oddness == oddness);
  }

  /** Both together, or null if they cannot both hold, or not in the same stretch. */
  PointerRange and(PointerRange other) {
    boolean agrees = oddness == ANY || other.oddness == ANY || oddness == other.oddness;
    return agrees && stretch.equals(other.stretch)
        ? new PointerRange(
            stretch,
            Math.min(first, other.first),
            Math.max(last, other.last),
            Math.max(oddness, other.oddness))
        : null;
  }

  /** What holds if one of both does, or null if nothing. */
  PointerRange or(PointerRange other) {
    int from = Math.max(first, other.first);
    int to = Math.min(last, other.last);
    return from <= to && stretch.equals(other.stretch)
        ? new PointerRange(stretch, from, to, oddness == other.oddness ? oddness : ANY)
        : null;
  }
}

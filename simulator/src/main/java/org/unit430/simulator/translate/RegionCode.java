package org.unit430.simulator.translate;

/**
 * What the class of a translated region extends. Not an interface: regions follow each other every
 * hundred instructions, and the JVM finds the method of a class faster.
 */
abstract class RegionCode {
  /**
   * Runs from one of the region's entries until control leaves the region, or until an instruction
   * may begin at or behind {@code bound}. Registers, memory and the FRAM cache are then as the
   * interpreter would have them, PC at the next instruction.
   *
   * @param context what the code works on
   * @param entry which of the region's entries, in the order of their blocks
   * @param cycle the MCLK cycle now
   * @param bound the MCLK cycle in which something happens that the region knows nothing of; the
   *     difference is an int
   * @param counts the region's counters; not in the context, because storing them there at each
   *     entry made the JVM's garbage collector take note, with a fence
   * @return the MCLK cycle reached
   */
  abstract long run(RegionContext context, int entry, long cycle, long bound, long[] counts);
}

package org.unit430.firmware.inference;

import org.unit430.firmware.inference.LayerArithmetic.MacFilter;

/**
 * Skips multiply-accumulates at random, the same ones in every inference: a layer begins with state
 * 0; each of its multiply-accumulates, in the order of output channels, windows and weights, makes
 * the state {@code 5 state + 13849 mod 2^16} and is skipped iff the state is below the layer's
 * limit. The sequence has period 2^16, 5 being 1 mod 4 and 13849 odd (Hull and Dobell, 1962), so
 * that the share skipped is the limit over 2^16.
 */
public final class RandomSkips implements MacFilter {
  private static final int FACTOR = 5;
  private static final int STEP = 13849;
  private static final int MASK = 0xFFFF;

  private final int limit;
  private int state;

  /** For one run of one layer; limit 0 to 65535. */
  public RandomSkips(int limit) {
    this.limit = limit;
  }

  @Override
  public boolean keeps(int input, int weight) {
    state = FACTOR * state + STEP & MASK;
    return state >= limit;
  }
}

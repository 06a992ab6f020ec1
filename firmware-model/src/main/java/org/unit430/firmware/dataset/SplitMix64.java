package org.unit430.firmware.dataset;

/**
 * The pseudo-random generator SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom
 * Number Generators", OOPSLA 2014, figure 14; Vigna's splitmix64.c). Written out here because the
 * algorithms behind {@code java.util.SplittableRandom} are not part of its contract, and what this
 * draws must be the same on every Java platform and in every release.
 */
public final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private long state;

  /**
   * Starts a sequence.
   *
   * @param seed any value
   */
  public SplitMix64(long seed) {
    state = seed;
  }

  /**
   * Starts one of many sequences that have nothing to do with each other.
   *
   * @param seed any value
   * @param stream numbers the sequences of a seed
   * @param index numbers the sequences of a stream
   * @return a generator at the start of that sequence
   */
  public static SplitMix64 of(long seed, long stream, long index) {
    return new SplitMix64(mix(mix(mix(seed) + stream * GOLDEN_GAMMA) + index * GOLDEN_GAMMA));
  }

  /**
   * Draws 64 bits.
   *
   * @return any long
   */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * Draws a real number.
   *
   * @return a multiple of 2^-53 in [0, 1)
   */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * Draws a real number from a range.
   *
   * @param from the least value
   * @param to the bound above
   * @return uniform from {@code from} to {@code to}
   */
  public double uniform(double from, double to) {
    return from + (to - from) * nextDouble();
  }

  /**
   * Draws an integer, every one equally likely.
   *
   * @param bound at least 1
   * @return 0 to {@code bound - 1}
   */
  public int nextInt(int bound) {
    // 31 random bits; those beyond the last whole multiple of the bound are drawn again.
    int bits;
    int value;
    do {
      bits = (int) (nextLong() >>> 33);
      value = bits % bound;
    } while (bits - value + (bound - 1) < 0);
    return value;
  }

  /**
   * Draws from the normal distribution (Marsaglia's polar method; the second value is dropped).
   *
   * @return mean 0, standard deviation 1
   */
  public double nextGaussian() {
    while (true) {
      double x = uniform(-1, 1);
      double y = uniform(-1, 1);
      double square = x * x + y * y;
      if (square > 0 && square < 1) {
        return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }

  /**
   * Returns the numbers below a bound in random order (Fisher-Yates).
   *
   * @param size at least 0
   * @return each of 0 to {@code size - 1} once
   */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    for (int i = size - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

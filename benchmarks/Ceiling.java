import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;

/**
 * How fast a JVM does what the inner loops of kernels are for, and nothing else: the same words are
 * read, the same tests and products made, but there are no cycles, no FRAM cache, no counts and no
 * registers. An engine that simulates those loops has all of that to do, and more. {@code java
 * -XX:+UseSerialGC benchmarks/Ceiling.java} prints for each loop how many simulated instructions
 * that would be in a microsecond of processor time, the median of 60 turns with its quartiles; two
 * minutes.
 *
 * <p>A layer has 64 neurons of 256 inputs, of which 6 in 10 are not 0. There are 64 samples, so
 * many that no processor learns by heart which of their products are skipped: 600,000 tests.
 */
final class Ceiling {
  private static final int INPUTS = 256;
  private static final int NEURONS = 64;
  private static final int SAMPLES = 64;
  private static final double NONZERO = 0.6;
  private static final int TURNS = 60;
  private static final double WARM_UP_SECONDS = 8;
  // Tests between two jumps back, as in the kernels; a jump back is DEC and JNE.
  private static final int UNROLLED = 8;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final char[] memory = new char[1 << 19];
  private final int[] lists = new int[SAMPLES];
  private final int[] lengths = new int[SAMPLES];
  private final int weights;

  /** Products of the last turn. */
  private long made;

  private long sum;

  /**
   * Fills the memory.
   *
   * @param skipped which share of the products of inputs that are not 0 is below its threshold
   */
  private Ceiling(double skipped) {
    Random random = new Random(1);
    int free = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      lists[sample] = free;
      for (int input = 0; input < INPUTS; input++) {
        if (random.nextDouble() < NONZERO) {
          memory[free++] = (char) (2 * input);
          memory[free++] = (char) (1 + random.nextInt(1000));
          lengths[sample]++;
        }
      }
    }
    weights = free;
    for (int weight = 0; weight < NEURONS * INPUTS; weight++) {
      // Thresholds so that a random input is below them as often as it should be.
      memory[free++] = (char) (random.nextDouble() < skipped ? 1001 : 0);
      memory[free++] = (char) (random.nextInt(2000) - 1000);
    }
  }

  /** Dense: two words each, and their product. Two instructions: MOV @Rn+,&MAC, MOV @Rm+,&OP2. */
  private int dense(int sample, int neuron) {
    int result = 0;
    int x = lists[sample];
    int w = weights + 2 * INPUTS * neuron;
    for (int i = 0; i < INPUTS; i++) {
      result += (short) memory[x + i] * (short) memory[w + i];
    }
    made += INPUTS;
    return result;
  }

  /** Zero-skip: MOV @Rn+,Rm; ADDA; MOV @Rn+,&MAC; MOV @Rm,&OP2 for each input that is not 0. */
  private int gathered(int sample, int neuron) {
    int result = 0;
    int x = lists[sample];
    int base = weights + 2 * INPUTS * neuron;
    for (int i = 0; i < lengths[sample]; i++) {
      int w = base + memory[x++];
      result += (short) memory[x++] * (short) memory[w + 1];
    }
    made += lengths[sample];
    return result;
  }

  /** UnIT: MOV @Rn+,Rm; ADDA; MOV @Rn+,Rk; CMP @Rm+,Rk; JNC, and two more for each product. */
  private int tested(int sample, int neuron) {
    int result = 0;
    int x = lists[sample];
    int base = weights + 2 * INPUTS * neuron;
    int products = 0;
    for (int i = 0; i < lengths[sample]; i++) {
      int w = base + memory[x++];
      int input = memory[x++];
      if (input >= memory[w]) {
        result += (short) input * (short) memory[w + 1];
        products++;
      }
    }
    made += products;
    return result;
  }

  private interface Loop {
    int run(int sample, int neuron);
  }

  /** All neurons for all samples. Returns the processor time. */
  private double turn(Loop loop) {
    made = 0;
    long began = THREADS.getCurrentThreadCpuTime();
    for (int sample = 0; sample < SAMPLES; sample++) {
      for (int neuron = 0; neuron < NEURONS; neuron++) {
        sum += loop.run(sample, neuron);
      }
    }
    return THREADS.getCurrentThreadCpuTime() - began;
  }

  /**
   * Prints what a loop comes to.
   *
   * @param forTest simulated instructions for an input that is not 0
   * @param forProduct those for a product
   */
  private void measure(String name, Loop loop, double forTest, double forProduct) {
    long tests = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      tests += (long) NEURONS * lengths[sample];
    }
    double warm = 0;
    while (warm < WARM_UP_SECONDS) {
      warm += turn(loop) / 1e9;
    }
    double[] speeds = new double[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      double nanoseconds = turn(loop);
      speeds[turn] = 1000 * (forTest * tests + forProduct * made) / nanoseconds;
    }
    Arrays.sort(speeds);
    int quarter = speeds.length / 4;
    System.out.printf(
        "%-28s%8.0f (%.0f-%.0f)%n",
        name, speeds[2 * quarter], speeds[quarter], speeds[3 * quarter]);
  }

  /** Measures all loops. */
  public static void main(String[] arguments) {
    double back = 2.0 / UNROLLED;
    Ceiling none = new Ceiling(0);
    none.measure("dense", none::dense, 0, 2);
    none.measure("zero-skip", none::gathered, 4 + back, 0);
    long check = none.sum;
    for (int percent : new int[] {0, 10, 30, 50, 70, 90}) {
      Ceiling some = new Ceiling(percent / 100.0);
      some.measure("unit, " + percent + " % skipped", some::tested, 5 + back, 2);
      check += some.sum;
    }
    // Or the JVM need not have done anything.
    System.err.println("sum of all: " + check);
  }
}

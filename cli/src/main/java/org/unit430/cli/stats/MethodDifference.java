package org.unit430.cli.stats;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How one method differs from another on the same inputs.
 *
 * @param accuracy points of 1 by which the first is more often right
 * @param test of that
 * @param cycles the difference in MCLK cycles an inference
 * @param joules the difference in energy an inference
 */
public record MethodDifference(
    double accuracy, McNemar test, PairedBootstrap cycles, PairedBootstrap joules) {
  private static final double PERCENT = 100;
  private static final double MICRO = 1e6;

  /**
   * What a method did with each input.
   *
   * @param correct whether it got it right
   * @param cycles MCLK cycles of the inference
   * @param joules mean energy of the inference
   */
  public record Outcome(boolean correct, long cycles, double joules) {}

  /**
   * Compares two methods.
   *
   * @param first of each input
   * @param second of the same inputs in the same order
   * @param seed of the bootstrap
   */
  public static MethodDifference of(List<Outcome> first, List<Outcome> second, long seed) {
    McNemar test = accuracyTest(first, second);
    return new MethodDifference(
        (double) (test.onlyFirst() - test.onlySecond()) / first.size(),
        test,
        PairedBootstrap.of(cycles(first), cycles(second), seed),
        PairedBootstrap.of(joules(first), joules(second), seed));
  }

  /** Whether the accuracies of two methods differ, on the same inputs in the same order. */
  public static McNemar accuracyTest(List<Outcome> first, List<Outcome> second) {
    return McNemar.of(correct(first), correct(second));
  }

  private static boolean[] correct(List<Outcome> outcomes) {
    boolean[] correct = new boolean[outcomes.size()];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = outcomes.get(i).correct();
    }
    return correct;
  }

  private static double[] cycles(List<Outcome> outcomes) {
    return outcomes.stream().mapToDouble(Outcome::cycles).toArray();
  }

  private static double[] joules(List<Outcome> outcomes) {
    return outcomes.stream().mapToDouble(Outcome::joules).toArray();
  }

  /** The accuracy for people, for example {@code -2.0 (p 0.50)}. */
  public String accuracyText() {
    return "%s (p %.2g)".formatted(Percent.signed(PERCENT * accuracy), test.pValue());
  }

  /** The time for people, for example {@code -14.3 % (-15.0 to -13.6)}. */
  public String timeText() {
    return changeText(cycles);
  }

  /** The energy for people, as the time. */
  public String energyText() {
    return changeText(joules);
  }

  private static String changeText(PairedBootstrap change) {
    return "%s %% (%s to %s)"
        .formatted(
            Percent.signed(PERCENT * (change.ratio() - 1)),
            Percent.signed(PERCENT * (change.lowRatio() - 1)),
            Percent.signed(PERCENT * (change.highRatio() - 1)));
  }

  /** What of it may be chance, for example {@code accuracy, time}; {@code -} for nothing. */
  public String noiseText() {
    List<String> noise = new ArrayList<>();
    if (test.withinNoise()) {
      noise.add("accuracy");
    }
    if (cycles.withinNoise()) {
      noise.add("time");
    }
    if (joules.withinNoise()) {
      noise.add("energy");
    }
    return noise.isEmpty() ? "-" : String.join(", ", noise);
  }

  /**
   * The difference as JSON.
   *
   * @param mclkHertz clock, which makes milliseconds of cycles
   */
  public ObjectNode json(double mclkHertz) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("accuracy")
        .put("difference", accuracy)
        .put("onlyThisCorrect", test.onlyFirst())
        .put("onlyReferenceCorrect", test.onlySecond())
        .put("mcNemarP", test.pValue())
        .put("withinNoise", test.withinNoise());
    put(json.putObject("latencyMs"), cycles, 1e3 / mclkHertz);
    put(json.putObject("energyUj"), joules, MICRO);
    return json;
  }

  private static void put(ObjectNode json, PairedBootstrap change, double scale) {
    json.put("difference", change.difference() * scale)
        .put("low", change.low() * scale)
        .put("high", change.high() * scale)
        .put("ratio", change.ratio())
        .put("lowRatio", change.lowRatio())
        .put("highRatio", change.highRatio())
        .put("withinNoise", change.withinNoise());
  }
}

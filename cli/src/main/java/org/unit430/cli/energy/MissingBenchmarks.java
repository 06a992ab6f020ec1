package org.unit430.cli.energy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unit430.energy.calibration.MeasuredRegion;
import org.unit430.simulator.microbench.MicrobenchmarkSuite;

/** Which microbenchmarks show a coefficient that measurements leave open. */
final class MissingBenchmarks {
  private static final Map<String, List<String>> SHOWN_BY =
      Map.ofEntries(
          Map.entry("cacheHit", List.of("cached-loop", "register")),
          Map.entry("lineFill", List.of("library-divide", "library-divide-32")),
          Map.entry("lineFillRepeated", List.of("register")),
          Map.entry("framWait", List.of("register")),
          Map.entry("sramFetch", List.of("sram-code")),
          Map.entry("sramRead", List.of("read", "read-two")),
          Map.entry("memoryOperand", List.of("read", "read-two")),
          Map.entry("sramWrite", List.of("write")),
          Map.entry("peripheralWrite", List.of("peripheral-write")),
          Map.entry("peripheralRead", List.of("peripheral-read")),
          Map.entry("internalCycle", List.of("jump")),
          Map.entry("multiply16", List.of("multiply")),
          Map.entry("multiply32", List.of("multiply-32")),
          Map.entry("cachedRead", List.of("fram-read-line")),
          Map.entry("framWrite", List.of("fram-write")),
          Map.entry("clockSupplySlope", List.of("lpm0")));

  private MissingBenchmarks() {}

  /** The coefficients that a microbenchmark shows, by name; none if it only checks others. */
  static List<String> shownBy(String benchmark) {
    return SHOWN_BY.entrySet().stream()
        .filter(entry -> entry.getValue().contains(benchmark))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /**
   * Names them, with the clocks at which they are missing.
   *
   * @param coefficients that are open
   * @param regions what was measured
   */
  static String of(List<String> coefficients, List<MeasuredRegion> regions) {
    Set<String> wanted = new LinkedHashSet<>();
    for (String coefficient : coefficients) {
      // A clock's current flows in LPM0, too, at that clock.
      wanted.addAll(SHOWN_BY.getOrDefault(coefficient, List.of("lpm0")));
    }
    Set<String> missing = new LinkedHashSet<>();
    for (String benchmark : wanted) {
      for (int megahertz : MicrobenchmarkSuite.MEGAHERTZ) {
        String row = "%s at %d MHz".formatted(benchmark, megahertz);
        if (regions.stream().noneMatch(region -> region.name().startsWith(row))) {
          missing.add(row);
        }
      }
    }
    // All were measured once: only a repetition can help.
    return String.join(", ", missing.isEmpty() ? wanted : missing);
  }
}

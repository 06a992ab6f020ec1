package org.unit430.simulator.microbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Conditions;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;

class MicrobenchmarkSuiteTest {
  static List<Microbenchmark> suite() {
    return MicrobenchmarkSuite.all();
  }

  private static Measurement run(String name, double megahertz) {
    return new MicrobenchmarkProgram(
            MicrobenchmarkSuite.byName(name).orElseThrow(), Conditions.at(megahertz * 1e6))
        .run();
  }

  @ParameterizedTest
  @MethodSource("suite")
  void anEventIsLongEnoughForAProbe(Microbenchmark benchmark) {
    for (int megahertz : MicrobenchmarkSuite.MEGAHERTZ) {
      double hertz = megahertz * 1e6;
      double seconds =
          new MicrobenchmarkProgram(benchmark, Conditions.at(hertz)).run().seconds(hertz);
      // 100 samples of a probe that takes 50,000 a second.
      assertThat(seconds).isBetween(0.002, 1.0);
    }
  }

  @Test
  void codeInSramIsFetchedThere() {
    EventCounts events = run("sram-code", 16).event();
    // 400 calls of 200 moves and a RET.
    assertThat(events.get(Event.SRAM_FETCH)).isEqualTo(400 * 201);
    assertThat(events.get(Event.FRAM_FETCH_HIT)).isLessThan(400 * 10);
  }

  @Test
  void theCachedLoopFillsNoLineOnceItRuns() {
    EventCounts events = run("cached-loop", 16).event();
    assertThat(events.get(Event.FRAM_FETCH_MISS)).isLessThan(10);
    assertThat(events.get(Event.FRAM_FETCH_HIT)).isGreaterThan(79_990);
  }

  @Test
  void farDataMissTheCacheAndNearDataDoNot() {
    assertThat(run("fram-read-far", 8).event().get(Event.FRAM_READ_MISS)).isEqualTo(40_000);
    assertThat(run("fram-read-line", 8).event().get(Event.FRAM_READ_HIT)).isGreaterThan(19_990);
  }

  @Test
  void lpm0SleepsTenPeriodsOfTheTimer() {
    // 10,000 ticks of SMCLK / 8 at 16 MHz are 5 ms; the first period begins before P1.3 rises, and
    // of each 15 or so cycles are the handler's.
    assertThat(run("lpm0", 16).sleepSeconds()).isCloseTo(10 * 0.005, within(0.0001));
  }
}

package org.unit430.simulator.microbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.microbench.Microbenchmark.Place;

class MicrobenchmarkTest {
  private static final Microbenchmark NOPS =
      new Microbenchmark("nops", "", List.of(), List.of("mov r6, r7"), 100, 50, Place.FRAM);

  static List<Microbenchmark> suite() {
    return MicrobenchmarkSuite.all();
  }

  @Test
  void straightLineCodeTakesAWaitForEveryLine() {
    MicrobenchmarkRun run =
        MicrobenchmarkRun.of(NOPS, 16).less(MicrobenchmarkRun.of(NOPS.emptied(), 16));
    // measured-energy README: documented cycles + words / 4. Where the loop begins and ends in a
    // line, a pass may fill one line more or less.
    assertThat(run.units()).isEqualTo(5000);
    assertThat(run.cycles() / 5000.0).isBetween(1.23, 1.28);
    assertThat(run.events().get(Event.FRAM_WAIT_CYCLE))
        .isEqualTo(run.events().get(Event.FRAM_FETCH_MISS));
  }

  @Test
  void withoutWaitStatesCyclesAreThoseOfTheManual() {
    MicrobenchmarkRun run =
        MicrobenchmarkRun.of(NOPS, 8).less(MicrobenchmarkRun.of(NOPS.emptied(), 8));
    assertThat(run.cycles()).isEqualTo(5000);
  }

  @ParameterizedTest
  @MethodSource("suite")
  void eachComesToItsEndAtBothClocks(Microbenchmark benchmark) {
    for (int megahertz : new int[] {8, 16}) {
      MicrobenchmarkRun run = MicrobenchmarkRun.of(benchmark, megahertz);
      assertThat(run.units()).isPositive();
      // Long enough for a probe that takes 50,000 samples a second: 100 samples.
      assertThat(run.cycles() / (megahertz * 1e6)).as("seconds").isBetween(0.002, 1.0);
    }
  }

  @Test
  void codeInSramIsFetchedThere() {
    EventCounts events = MicrobenchmarkRun.of(named("sram-code"), 16).events();
    assertThat(events.get(Event.SRAM_FETCH)).isGreaterThan(40_000);
    assertThat(events.get(Event.FRAM_FETCH_HIT) + events.get(Event.FRAM_FETCH_MISS)).isLessThan(20);
  }

  @Test
  void theCachedLoopFillsNoLineOnceItRuns() {
    EventCounts events = MicrobenchmarkRun.of(named("cached-loop"), 16).events();
    assertThat(events.get(Event.FRAM_FETCH_MISS)).isLessThan(10);
    assertThat(events.get(Event.FRAM_FETCH_HIT)).isGreaterThan(80_000);
  }

  @Test
  void farDataMissTheCacheAndNearDataDoNot() {
    assertThat(MicrobenchmarkRun.of(named("fram-read-far"), 8).events().get(Event.FRAM_READ_MISS))
        .isEqualTo(40_000);
    EventCounts near = MicrobenchmarkRun.of(named("fram-read-line"), 8).events();
    assertThat(near.get(Event.FRAM_READ_HIT)).isGreaterThan(19_990);
  }

  @Test
  void lpm0SleepsTenPeriodsOfTheTimer() {
    // 20,001 ticks of SMCLK / 8 at 16 MHz: 10.0005 ms each, the first begins before P1.3 rises.
    MicrobenchmarkRun run = MicrobenchmarkRun.of(named("lpm0"), 16);
    assertThat(run.sleepSeconds()).isCloseTo(10 * 0.0100005, within(0.0002));
  }

  @Test
  void otherClocksAreRefused() {
    assertThatThrownBy(() -> NOPS.source(12)).hasMessageContaining("1, 8 or 16 MHz, not at 12");
  }

  private static Microbenchmark named(String name) {
    return MicrobenchmarkSuite.byName(name).orElseThrow();
  }
}

package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The counter's arithmetic against a counter that takes every step (SLAU445 13.2.3). */
class TimerCounterTest {

  /** Counts as the manual tells it, tick by tick. */
  private static final class Stepper {
    final int mode;
    final int period;
    final int top;
    int value;
    boolean down;

    Stepper(int mode, int period, int top, int value, boolean down) {
      this.mode = mode;
      this.period = period;
      this.top = top;
      this.value = value;
      this.down = down;
    }

    void step() {
      switch (mode) {
        case TimerCounter.UP -> value = value >= period ? 0 : value + 1;
        case TimerCounter.CONTINUOUS -> value = value == top ? 0 : value + 1;
        case TimerCounter.UP_DOWN -> {
          if (value >= period) {
            down = true;
          }
          if (value == 0) {
            down = false;
          }
          if (down) {
            value--;
          } else if (period != 0) {
            value++;
          }
        }
        default -> {
          // Stopped.
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void agreesWithCountingEveryTick(int mode) {
    Random random = new Random(mode);
    for (int round = 0; round < 3000; round++) {
      int period = random.nextInt(12);
      int start = random.nextInt(16);
      TimerCounter counter = new TimerCounter();
      counter.setTop(15);
      counter.setMode(mode);
      counter.setPeriod(15);
      counter.setValue(start);
      counter.setPeriod(period);
      Stepper stepper = new Stepper(mode, period, 15, start, false);
      for (int move = 0; move < 5; move++) {
        int ticks = random.nextInt(40);
        int target = random.nextInt(16);
        long predicted = counter.ticksUntil(target);
        Stepper ahead = new Stepper(mode, period, 15, stepper.value, stepper.down);
        long found = ScheduledEvent.NEVER;
        for (int i = 1; i <= 64 && found == ScheduledEvent.NEVER; i++) {
          int before = ahead.value;
          ahead.step();
          boolean moved = ahead.value != before || (period > 0 && mode != 0);
          if (ahead.value == target && moved && !isStuck(mode, period, before)) {
            found = i;
          }
        }
        assertThat(predicted)
            .as("ticks from %d to %d, period %d", stepper.value, target, period)
            .isEqualTo(found);
        counter.advance(ticks);
        for (int i = 0; i < ticks; i++) {
          stepper.step();
        }
        assertThat(counter.value()).isEqualTo(stepper.value);
      }
    }
  }

  /** A period of 0 keeps up and up/down mode at 0: nothing is ever reached. */
  private static boolean isStuck(int mode, int period, int value) {
    return mode == 0 || (mode != TimerCounter.CONTINUOUS && period == 0 && value == 0);
  }

  @ParameterizedTest
  @CsvSource({
    // Mode, period, ticks, value: 1000 ticks with period 99 (up: 100 counts, up/down: 198)
    "1, 99, 1050, 50",
    "2, 99, 70000, 4464",
    "3, 100, 1050, 50",
    "3, 100, 1150, 50"
  })
  void handWorkedPositions(int mode, int period, long ticks, int value) {
    // Up: 1050 mod 100 = 50. Continuous: 70000 - 65536 = 4464. Up/down with 200 ticks a round:
    // 1050 = 5 x 200 + 50, rising at 50; 1150 = 5 x 200 + 150, fallen from 100 to 50.
    TimerCounter counter = new TimerCounter();
    counter.setMode(mode);
    counter.setPeriod(period);
    counter.advance(ticks);
    assertThat(counter.value()).isEqualTo(value);
  }
}

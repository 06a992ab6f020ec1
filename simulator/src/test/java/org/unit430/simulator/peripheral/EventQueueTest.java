package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private long now;
  private final EventQueue queue = new EventQueue(() -> now);
  private final List<String> log = new ArrayList<>();

  private ScheduledEvent logging(String name) {
    return queue.newEvent(() -> log.add(name + "@" + queue.cycle()));
  }

  @Test
  void eventsFireInTheOrderOfTheirCyclesAndThenOfTheirMaking() {
    ScheduledEvent a = logging("a");
    ScheduledEvent b = logging("b");
    ScheduledEvent c = logging("c");
    c.schedule(10);
    b.schedule(20);
    a.schedule(20);
    assertThat(queue.horizon()).isEqualTo(10);
    queue.fireUntil(19);
    assertThat(log).containsExactly("c@10");
    queue.fireUntil(20);
    assertThat(log).containsExactly("c@10", "a@20", "b@20");
    assertThat(queue.horizon()).isEqualTo(ScheduledEvent.NEVER);
  }

  @Test
  void ofEventsThatComeToFallTogetherTheFirstMadeIsStillTheFirst() {
    ScheduledEvent a = logging("a");
    ScheduledEvent b = logging("b");
    // A is put on the cycle of the next one.
    b.schedule(20);
    a.schedule(20);
    queue.fireUntil(20);
    assertThat(log).containsExactly("a@20", "b@20");
    // The next one is put off to the cycle of A.
    a.schedule(40);
    b.schedule(30);
    b.schedule(40);
    queue.fireUntil(40);
    assertThat(log).endsWith("a@40", "b@40");
  }

  @Test
  void anEventFiresOnceEachTimeItIsScheduled() {
    ScheduledEvent a = logging("a");
    a.schedule(10);
    a.schedule(30);
    queue.fireUntil(20);
    assertThat(log).isEmpty();
    queue.fireUntil(40);
    queue.fireUntil(50);
    assertThat(log).containsExactly("a@30");
    assertThat(a.cycle()).isEqualTo(ScheduledEvent.NEVER);
    a.schedule(60);
    a.cancel();
    queue.fireUntil(70);
    assertThat(log).hasSize(1);
  }

  @Test
  void anEventCanScheduleOthersAndItselfWithinTheSameStretch() {
    ScheduledEvent b = logging("b");
    ScheduledEvent[] a = new ScheduledEvent[1];
    a[0] =
        queue.newEvent(
            () -> {
              log.add("a@" + queue.cycle());
              if (queue.cycle() < 30) {
                a[0].schedule(queue.cycle() + 10);
                b.schedule(queue.cycle() + 5);
              }
            });
    a[0].schedule(10);
    queue.fireUntil(30);
    assertThat(log).containsExactly("a@10", "b@15", "a@20", "b@25", "a@30");
  }

  @Test
  void catchingUpInTheMiddleOfAnInstructionFiresWhatIsDue() {
    logging("a").schedule(12);
    ScheduledEvent late = logging("late");
    late.schedule(14);
    now = 13;
    queue.catchUp();
    assertThat(log).containsExactly("a@12");
    assertThat(queue.cycle()).isEqualTo(13);
  }
}

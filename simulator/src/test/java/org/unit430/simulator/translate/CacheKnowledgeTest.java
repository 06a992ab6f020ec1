package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.memory.FramCache;

/** Lines with even numbers are in set 0, with odd numbers in set 1. */
class CacheKnowledgeTest {
  private final CacheKnowledge known = new CacheKnowledge();

  private void isBetween(int line, int least, int greatest) {
    assertThat(known.leastAge(line)).isEqualTo(least);
    assertThat(known.greatestAge(line)).isEqualTo(greatest);
  }

  @Test
  void nothingIsKnownAtFirst() {
    isBetween(10, 0, CacheKnowledge.GONE);
  }

  @Test
  void lastTwoLinesOfASetAreThereAndNoOthers() {
    known.read(10);
    known.read(12);
    known.read(11);

    isBetween(12, 0, 0);
    isBetween(10, 1, 1);
    isBetween(11, 0, 0);
    isBetween(14, CacheKnowledge.GONE, CacheKnowledge.GONE);
    // One other line of set 1 has been read, so any of it is the older one at best.
    isBetween(13, 1, CacheKnowledge.GONE);
    assertThat(known.areBothCode(0)).isTrue();
    assertThat(known.areBothCode(1)).isFalse();
    assertThat(known.isRecentCode(1)).isTrue();
  }

  @Test
  void dataMayHavePushedALineOutAfterTwoReads() {
    known.read(10);
    known.readData();
    isBetween(10, 0, 1);
    known.readData();
    isBetween(10, 0, CacheKnowledge.GONE);
  }

  @Test
  void afterEitherOfTwoWaysOnlyWhatBothSayHolds() {
    known.read(10);
    known.read(12);
    CacheKnowledge other = new CacheKnowledge();
    other.read(12);
    other.read(14);

    CacheKnowledge either = known.or(other);

    // 12 was read last on one way and before 14 on the other, 10 and 14 on one way only.
    assertThat(either.leastAge(12)).isZero();
    assertThat(either.greatestAge(12)).isEqualTo(1);
    assertThat(either.leastAge(10)).isEqualTo(1);
    assertThat(either.greatestAge(10)).isEqualTo(CacheKnowledge.GONE);
    assertThat(either.leastAge(14)).isZero();
    assertThat(either.leastAge(16)).isEqualTo(CacheKnowledge.GONE);
  }

  private static int age(FramCache cache, int line) {
    int[] lines = cache.lines();
    return lines[line & 1] == line ? 0 : lines[(line & 1) + 2] == line ? 1 : CacheKnowledge.GONE;
  }

  @Test
  void agesInACacheAreAlwaysBetweenThoseKnown() {
    Random random = new Random(5);
    int code = 6;
    for (int run = 0; run < 20_000; run++) {
      FramCache cache = new FramCache();
      for (int i = 0; i < 6; i++) {
        cache.read(random.nextInt(2 * code));
      }
      CacheKnowledge knowledge = new CacheKnowledge();
      for (int i = 0; i < 12; i++) {
        int line = random.nextInt(code);
        switch (random.nextInt(4)) {
          case 0 -> {
            cache.read(code + line);
            knowledge.readData();
          }
          case 1 -> {
            cache.read(line);
            knowledge.readData(line);
          }
          default -> {
            cache.read(line);
            knowledge.read(line);
          }
        }
        for (int asked = 0; asked < code; asked++) {
          assertThat(age(cache, asked))
              .isBetween(knowledge.leastAge(asked), knowledge.greatestAge(asked));
        }
      }
    }
  }
}

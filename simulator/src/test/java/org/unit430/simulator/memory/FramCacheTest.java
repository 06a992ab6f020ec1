package org.unit430.simulator.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FramCacheTest {
  private final FramCache cache = new FramCache();

  @Test
  void aLineIsFilledOnceAndThenRead() {
    assertThat(cache.read(0x800)).isFalse();
    assertThat(cache.read(0x800)).isTrue();
  }

  @Test
  void addressBit3ChoosesTheSet() {
    // Lines 0, 2 and 4 share a set, which has two ways; line 1 is in the other one.
    cache.read(0);
    cache.read(1);
    cache.read(2);
    assertThat(cache.read(0)).isTrue();
    assertThat(cache.read(4)).isFalse();
    assertThat(cache.read(1)).isTrue();
  }

  @Test
  void theLeastRecentlyUsedLineOfTheSetIsReplaced() {
    cache.read(0);
    cache.read(2);
    cache.read(0);

    cache.read(4);

    assertThat(cache.read(0)).isTrue();
    assertThat(cache.read(2)).isFalse();
  }

  @Test
  void aFlushedCacheHasNoLine() {
    cache.read(0);
    cache.read(1);

    cache.flush();

    assertThat(cache.read(0)).isFalse();
    assertThat(cache.read(1)).isFalse();
  }

  @Test
  void theAccessTimeErrorFlushesOnceWhenItIsRaised() {
    cache.read(0);
    cache.setAccessTimeError(true);
    assertThat(cache.read(0)).isFalse();

    cache.setAccessTimeError(true);

    assertThat(cache.read(0)).isTrue();
  }

  @Test
  void anAccessTakesTheWaitStatesAndFifteenUnderTheError() {
    cache.setWaitStates(3);
    assertThat(cache.access()).isEqualTo(3);
    cache.setAccessTimeError(true);
    assertThat(cache.access()).isEqualTo(15);
    cache.setAccessTimeError(false);
    assertThat(cache.access()).isEqualTo(3);
  }

  @Test
  void aSavedStateComesBack() {
    cache.read(0);
    cache.read(2);
    cache.read(1);
    int[] saved = cache.save();
    cache.read(4);
    cache.read(6);
    cache.read(3);
    cache.read(5);

    cache.restore(saved);

    assertThat(cache.read(2)).isTrue();
    assertThat(cache.read(0)).isTrue();
    assertThat(cache.read(1)).isTrue();
    assertThat(cache.read(3)).isFalse();
  }
}

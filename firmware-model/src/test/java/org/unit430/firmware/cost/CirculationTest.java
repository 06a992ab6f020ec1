package org.unit430.firmware.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CirculationTest {
  private static final long UNLIMITED = Circulation.UNLIMITED;

  /**
   * A routine, called once for 5, whose outer loop of 10 rounds begins for 1 each; an inner round
   * costs 7, the way back to the next one 2; there are 100 of them. From the last inner round the
   * outer loop goes on for 4, or ends for 6. Of 100 inner rounds 10 are the first, so 90 follow
   * another: 5 + 10 x 1 + 100 x 7 + 90 x 2 + 9 x 4 + 6 = 937.
   */
  @Test
  void nestedLoopsGoRoundAsOftenAsTheirLimitsAllow() {
    Circulation network = new Circulation(4);
    network.add(0, 1, 1, 5);
    network.add(1, 2, 10, 1);
    network.add(2, 3, 100, 7);
    network.add(3, 2, UNLIMITED, 2);
    network.add(3, 1, UNLIMITED, 4);
    network.add(3, 0, UNLIMITED, 6);
    assertThat(network.mostCost()).isEqualTo(937);
  }

  /** The dear side of a branch three times of ten, the other side seven times: 3 x 9 + 7 x 2. */
  @Test
  void aLimitedSideOfABranchIsTakenAsOftenAsItsLimit() {
    Circulation network = new Circulation(2);
    network.add(0, 1, 10, 0);
    network.add(1, 0, 3, 9);
    network.add(1, 0, UNLIMITED, 2);
    assertThat(network.mostCost()).isEqualTo(41);
  }

  /** Sending one unit along 0, 1, 2, 3 for 12 first keeps out the better two ways of 9 each. */
  @Test
  void aWayThatKeepsOutBetterOnesIsGivenUp() {
    Circulation network = new Circulation(4);
    network.add(0, 1, 1, 0);
    network.add(1, 2, 1, 3);
    network.add(2, 3, 1, 9);
    network.add(0, 2, 1, 0);
    network.add(1, 3, 1, 9);
    network.add(3, 0, 2, 0);
    assertThat(network.mostCost()).isEqualTo(18);
  }

  @Test
  void aLoopWithoutALimitHasNoBound() {
    Circulation network = new Circulation(3);
    network.add(0, 1, 1, 1);
    network.add(1, 2, UNLIMITED, 1);
    network.add(2, 1, UNLIMITED, 1);
    network.add(2, 0, UNLIMITED, 1);
    assertThatThrownBy(network::mostCost).isInstanceOf(UnboundableException.class);
  }
}

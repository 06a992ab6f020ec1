package org.unit430.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CommandFailureTest {
  @Test
  void aFailureCannotClaimSuccess() {
    assertThatThrownBy(() -> new CommandFailure(ExitCode.OK, "nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other than 0");
  }
}

package org.unit430.cli.shift;

import java.util.List;
import java.util.Optional;
import org.unit430.firmware.shift.Domain;

/**
 * What the arms gave in a domain.
 *
 * @param domain which
 * @param inputsSha256 of the inputs they were judged by
 * @param arms in the order of reports
 */
record DomainResult(Domain domain, String inputsSha256, List<ArmResult> arms) {
  DomainResult {
    arms = List.copyOf(arms);
  }

  Optional<ArmResult> arm(Arm arm) {
    return arms.stream().filter(result -> result.arm() == arm).findFirst();
  }
}

package org.unit430.cli.run;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.unit430.simulator.machine.FirmwareFault;
import org.unit430.simulator.memory.UnmodelledAccess;

/** Reports each register that a program uses and the device does not model, once. */
final class UnmodelledRegisters implements UnmodelledAccess.Listener {
  private final boolean strict;
  private final Consumer<String> warnings;
  private final Set<Integer> reported = new HashSet<>();

  UnmodelledRegisters(boolean strict, Consumer<String> warnings) {
    this.strict = strict;
    this.warnings = warnings;
  }

  @Override
  public void accessed(UnmodelledAccess access) {
    if (strict) {
      throw new FirmwareFault(access.instruction(), access.description());
    }
    if (reported.add(access.address() & ~1)) {
      warnings.accept(access.description() + "; it acts as memory (--strict makes this a fault)");
    }
  }
}

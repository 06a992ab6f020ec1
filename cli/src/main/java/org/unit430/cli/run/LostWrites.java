package org.unit430.cli.run;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.unit430.simulator.machine.FirmwareFault;

/** Reports the first store that a program loses, as FRAM does that is protected. */
final class LostWrites implements IntConsumer {
  private final boolean strict;
  private final IntSupplier programCounter;
  private final Consumer<String> warnings;
  private boolean reported;

  /**
   * A reporter.
   *
   * @param strict whether a lost store is a fault
   * @param programCounter address behind the instruction that stores
   */
  LostWrites(boolean strict, IntSupplier programCounter, Consumer<String> warnings) {
    this.strict = strict;
    this.programCounter = programCounter;
    this.warnings = warnings;
  }

  @Override
  public void accept(int address) {
    int behind = programCounter.getAsInt();
    String what =
        ("write to %05Xh by the instruction before %05Xh is lost:"
                + " FRAM is protected, or its wait states are too few")
            .formatted(address, behind);
    if (strict) {
      throw new FirmwareFault(behind, what);
    }
    if (!reported) {
      reported = true;
      warnings.accept(what + "; further ones are not reported (--strict makes this a fault)");
    }
  }
}

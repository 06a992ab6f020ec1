package org.unit430.cli.run;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.machine.FirmwareFault;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.memory.Bus;

/** Reports each register that a program uses and the device does not model, once. */
final class UnmodelledRegisters implements Bus.UnmodelledAccess {
  private final Machine machine;
  private final boolean strict;
  private final Consumer<String> warnings;
  private final Set<Integer> reported = new HashSet<>();

  UnmodelledRegisters(Machine machine, boolean strict, Consumer<String> warnings) {
    this.machine = machine;
    this.strict = strict;
    this.warnings = warnings;
  }

  @Override
  public void accessed(int address, boolean write) {
    String what =
        "%s of %05Xh, where no register is modelled".formatted(write ? "write" : "read", address);
    int behind = machine.registers().get(Registers.PC);
    if (strict) {
      throw new FirmwareFault(behind, what + ", by the instruction before %05Xh".formatted(behind));
    }
    if (reported.add(address & ~1)) {
      warnings.accept(what + "; it acts as memory (--strict makes this a fault)");
    }
  }
}

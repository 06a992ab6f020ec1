package org.unit430.simulator.memory;

import java.util.List;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.peripheral.HardwareMultiplier;
import org.unit430.simulator.peripheral.Peripheral;

/**
 * Which module answers at each address, and whether one did that may have changed a run's course.
 */
final class ModuleMap {
  private static final int PERIPHERAL = MemoryKind.PERIPHERAL.ordinal();

  private final Peripheral[] byWord;
  private Peripheral multiplier;
  private boolean disturbed;

  /** A map without modules, for memory whose kinds are given by word. */
  ModuleMap(byte[] kindByWord) {
    int words = kindByWord.length;
    while (words > 0 && kindByWord[words - 1] != PERIPHERAL) {
      words--;
    }
    this.byWord = new Peripheral[words];
  }

  void connect(List<? extends Peripheral> modules, byte[] kindByWord) {
    for (Peripheral module : modules) {
      for (int address = module.start(); address < module.end(); address += 2) {
        int word = address >> 1;
        if (word >= byWord.length || kindByWord[word] != PERIPHERAL || byWord[word] != null) {
          throw new IllegalArgumentException(
              String.format(
                  "%s cannot be connected at %05Xh", module.getClass().getSimpleName(), address));
        }
        byWord[word] = module;
      }
      if (module instanceof HardwareMultiplier) {
        multiplier = module;
      }
    }
  }

  /** The module at an address, or null. */
  Peripheral at(int address) {
    int word = address >> 1;
    return word < byWord.length ? byWord[word] : null;
  }

  /** The module at an address of a peripheral region, about to be accessed; or null. */
  Peripheral access(int address) {
    Peripheral module = byWord[address >> 1];
    // The multiplier changes nothing but its own registers.
    disturbed |= module == null || module != multiplier;
    return module;
  }

  void beginUndisturbed() {
    disturbed = false;
  }

  boolean isDisturbed() {
    return disturbed;
  }
}

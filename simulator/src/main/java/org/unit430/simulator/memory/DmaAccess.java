package org.unit430.simulator.memory;

import org.unit430.simulator.peripheral.DmaBus;

/**
 * The bus for the DMA controller: each of its accesses counts as its event and keeps the CPU
 * waiting for the cycle that it takes.
 */
final class DmaAccess implements DmaBus {
  private final Bus bus;

  DmaAccess(Bus bus) {
    this.bus = bus;
  }

  @Override
  public int read(int address, boolean isByte) {
    int value = isByte ? bus.readByte(address) : bus.readWord(address);
    bus.accessBecomesWait();
    return value;
  }

  @Override
  public void write(int address, int value, boolean isByte) {
    if (isByte) {
      bus.writeByte(address, value);
    } else {
      bus.writeWord(address, value);
    }
    bus.accessBecomesWait();
  }
}

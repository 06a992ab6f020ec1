package org.unit430.simulator.conformance;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.memory.Bus;
import org.unit430.simulator.memory.MemoryBytes;

/** Runs vectors on a machine of nothing but RAM and sees all that they change. */
final class VectorMachine {
  private static final int SIZE = 0x100000;

  private final Machine machine = new Machine(DeviceProfile.flatRam(CpuCore.CPUX));
  private final Bus bus = machine.bus();

  // What memory holds before the vector that runs now: the windows' bytes, elsewhere the filler.
  private final MemoryBytes image = new MemoryBytes(SIZE);

  /**
   * What a vector left behind.
   *
   * @param registers R0 to R15
   * @param changedBytes address to new byte, of all memory
   * @param fault why the instruction could not be executed, if it could not
   */
  record Outcome(
      List<Integer> registers, SortedMap<Integer, Integer> changedBytes, Optional<String> fault) {}

  VectorMachine() {
    fillWithFiller(0, SIZE);
    put(0, SIZE);
  }

  /** The machine, for looking at its account of the run. */
  Machine machine() {
    return machine;
  }

  Outcome run(IsaVector vector) {
    return run(vector, vector.code());
  }

  /** Runs other code than the vector's in its place. */
  Outcome run(IsaVector vector, List<Integer> code) {
    for (int window : IsaVector.WINDOWS) {
      for (int address = window; address < window + IsaVector.WINDOW_BYTES; address++) {
        image.setOctet(address, vector.memoryByte(address));
      }
      put(window, IsaVector.WINDOW_BYTES);
    }
    int codeBytes = 2 * code.size();
    for (int i = 0; i < code.size(); i++) {
      image.setOctet(vector.pc() + 2 * i, code.get(i));
      image.setOctet(vector.pc() + 2 * i + 1, code.get(i) >> 8);
    }
    put(vector.pc(), codeBytes);
    Registers registers = machine.registers();
    for (int register = 0; register < 16; register++) {
      registers.set(register, vector.before().get(register));
    }
    long writes = writes();
    StopReason reason = machine.run(RunLimits.instructions(1));
    Outcome outcome =
        new Outcome(
            Arrays.stream(registers.toArray()).boxed().toList(),
            writes() == writes ? Collections.emptySortedMap() : takeChanges(),
            reason instanceof StopReason.Fault fault
                ? Optional.of(fault.cause())
                : Optional.empty());
    fillWithFiller(vector.pc(), vector.pc() + codeBytes);
    put(vector.pc(), codeBytes);
    return outcome;
  }

  private long writes() {
    return machine.profile().total().get(Event.SRAM_WRITE);
  }

  private SortedMap<Integer, Integer> takeChanges() {
    SortedMap<Integer, Integer> changes = new TreeMap<>();
    for (int at = bus.memory().firstDifference(image, 0);
        at >= 0;
        at = bus.memory().firstDifference(image, at + 1)) {
      changes.put(at, bus.peekByte(at));
      put(at, 1);
    }
    return changes;
  }

  private void put(int address, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) image.octet(address + i);
    }
    bus.poke(address, bytes);
  }

  private void fillWithFiller(int start, int end) {
    for (int address = start; address < end; address += 2) {
      image.setOctet(address, IsaVector.FILLER);
      image.setOctet(address + 1, IsaVector.FILLER >> 8);
    }
  }
}

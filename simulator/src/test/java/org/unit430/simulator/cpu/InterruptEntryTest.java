package org.unit430.simulator.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.memory.Bus;
import org.unit430.simulator.memory.FramCache;

/** What an interrupt leaves on the stack and RETI takes from it, SLAU445 1.3.4, SLAU049 2.2.3. */
class InterruptEntryTest {
  private static final int VECTOR = 0xFFE8;

  @Test
  void cpuxPushesThePcAndThenTheStatusWithThePcsUpperBits() {
    Bus bus = bus(CpuCore.CPUX);
    Cpu cpu = interrupted(CpuCore.CPUX, bus, 0xB5678, 0x01CF);

    assertThat(cpu.registers().get(Registers.SP)).isEqualTo(0x28FC);
    assertThat(bus.peekWord(0x28FE)).isEqualTo(0x5678);
    assertThat(bus.peekWord(0x28FC)).isEqualTo(0xB1CF);
    assertThat(cpu.registers().get(Registers.PC)).isEqualTo(0x6000);
    // All of SR is cleared but SCG0, bit 6.
    assertThat(cpu.registers().get(Registers.SR)).isEqualTo(0x0040);
  }

  @Test
  void theOldCoreClearsAllOfTheStatus() {
    Bus bus = bus(CpuCore.MSP430);
    Cpu cpu = interrupted(CpuCore.MSP430, bus, 0x5678, 0x01CF);

    assertThat(bus.peekWord(0x28FE)).isEqualTo(0x5678);
    assertThat(bus.peekWord(0x28FC)).isEqualTo(0x01CF);
    assertThat(cpu.registers().get(Registers.SR)).isZero();
  }

  @Test
  void retiUndoesTheEntry() {
    for (CpuCore core : CpuCore.values()) {
      int pc = core == CpuCore.CPUX ? 0xB5678 : 0x5678;
      Cpu cpu = interrupted(core, bus(core), pc, 0x01CF);

      cpu.execute(Instruction.of(0x6000, Opcode.RETI, Size.WORD, Operand.NONE, Operand.NONE));

      assertThat(cpu.registers().get(Registers.PC)).isEqualTo(pc);
      assertThat(cpu.registers().get(Registers.SR)).isEqualTo(0x01CF);
      assertThat(cpu.registers().get(Registers.SP)).isEqualTo(0x2900);
    }
  }

  private static Bus bus(CpuCore core) {
    return new Bus(
        DeviceProfile.flatRam(core).memory(), new FramCache(), new EventLedger(), address -> {});
  }

  private static Cpu interrupted(CpuCore core, Bus bus, int pc, int status) {
    bus.pokeWord(VECTOR, 0x6000);
    Cpu cpu = new Cpu(core, bus);
    cpu.registers().set(Registers.PC, pc);
    cpu.registers().set(Registers.SP, 0x2900);
    cpu.registers().set(Registers.SR, status);
    cpu.interrupt(VECTOR);
    return cpu;
  }
}

package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.unit430.simulator.peripheral.ClockListener;
import org.unit430.simulator.peripheral.ClockSystem;
import org.unit430.simulator.peripheral.Crc16;
import org.unit430.simulator.peripheral.Dma;
import org.unit430.simulator.peripheral.EusciA;
import org.unit430.simulator.peripheral.Peripheral;
import org.unit430.simulator.peripheral.PmmRegisters;
import org.unit430.simulator.peripheral.PortPair;
import org.unit430.simulator.peripheral.Timer;
import org.unit430.simulator.peripheral.TimerWiring;

/**
 * The timers, ports, serial interfaces, DMA and CRC of an FR5994 with their addresses, vectors and
 * triggers (SLASE54 tables 6-4, 6-11 and 6-42 and following).
 */
final class Fr5994Modules {
  private static final int CRC_BASE = 0x150;
  private static final int DMA_BASE = 0x500;
  private static final int DMA_CHANNELS = 6;
  private static final int DMA_VECTOR = 0xFFE4;

  private static final List<TimerWiring> TIMERS =
      List.of(
          new TimerWiring(TimerWiring.Kind.A, 0x340, 3, 0xFFEA, 0xFFE8),
          new TimerWiring(TimerWiring.Kind.A, 0x380, 3, 0xFFE2, 0xFFE0),
          new TimerWiring(TimerWiring.Kind.A, 0x400, 2, 0xFFDC, 0xFFDA),
          new TimerWiring(TimerWiring.Kind.A, 0x440, 2, 0xFFD6, 0xFFD4),
          new TimerWiring(TimerWiring.Kind.A, 0x7C0, 2, 0xFFCA, 0xFFC8),
          new TimerWiring(TimerWiring.Kind.B, 0x3C0, 7, 0xFFF6, 0xFFF4));

  /** Which unit of which timer of {@link #TIMERS} is which DMA trigger. */
  private static final int[][] TIMER_TRIGGERS = {
    {0, 0, 1}, {0, 2, 2}, {1, 0, 3}, {1, 2, 4}, {2, 0, 5}, {3, 0, 6}, {5, 0, 7}, {5, 2, 8},
    {4, 0, 9}
  };

  private static final int[][] SERIAL_BASES_AND_VECTORS = {
    {0x5C0, 0xFFF0}, {0x5E0, 0xFFE6}, {0x600, 0xFFC2}, {0x620, 0xFFC0}
  };

  /** UCA0 and UCA1: receive trigger; the transmit trigger is the next one. */
  private static final int[] SERIAL_TRIGGERS = {14, 16};

  /** Base, vector of the odd port, vector of the even port. */
  private static final int[][] PORTS = {
    {0x200, 0xFFDE, 0xFFD8},
    {0x220, 0xFFD2, 0xFFD0},
    {0x240, 0xFFC6, 0xFFC4},
    {0x260, 0xFFB8, 0xFFB6}
  };

  private static final int PORT_J_BASE = 0x320;

  /** PJ.4 is LFXIN (SLASE54 table 6-39). */
  private static final int LFXIN = 1 << 4;

  private Fr5994Modules() {}

  static List<Peripheral> create(Machine machine, PmmRegisters power, ClockSystem clockSystem) {
    List<Peripheral> modules = new ArrayList<>();
    Dma dma =
        new Dma(
            DMA_BASE,
            DMA_CHANNELS,
            machine.bus().forDma(),
            machine::hold,
            machine.events(),
            machine.interrupts(),
            DMA_VECTOR);
    modules.addAll(timers(machine, dma));
    modules.addAll(serialInterfaces(machine, dma));
    modules.addAll(ports(machine, power, clockSystem));
    modules.add(dma);
    modules.add(new Crc16(CRC_BASE));
    for (Peripheral module : modules) {
      if (module instanceof ClockListener listener) {
        machine.clocks().addListener(listener);
      }
    }
    return modules;
  }

  private static List<Timer> timers(Machine machine, Dma dma) {
    List<Timer> timers = new ArrayList<>();
    for (TimerWiring wiring : TIMERS) {
      timers.add(new Timer(wiring, machine.clocks(), machine.events(), machine.interrupts()));
    }
    for (int[] trigger : TIMER_TRIGGERS) {
      Timer timer = timers.get(trigger[0]);
      int unit = trigger[1];
      timer.connectDma(unit, dma.trigger(trigger[2], () -> timer.clearFlag(unit)));
    }
    return timers;
  }

  private static List<EusciA> serialInterfaces(Machine machine, Dma dma) {
    List<EusciA> interfaces = new ArrayList<>();
    for (int[] wiring : SERIAL_BASES_AND_VECTORS) {
      interfaces.add(
          new EusciA(
              wiring[0], machine.clocks(), machine.events(), machine.interrupts(), wiring[1]));
    }
    for (int i = 0; i < SERIAL_TRIGGERS.length; i++) {
      EusciA serial = interfaces.get(i);
      serial.connectDma(
          dma.trigger(SERIAL_TRIGGERS[i], () -> serial.clearFlag(true)),
          dma.trigger(SERIAL_TRIGGERS[i] + 1, () -> serial.clearFlag(false)));
    }
    return interfaces;
  }

  private static List<PortPair> ports(
      Machine machine, PmmRegisters power, ClockSystem clockSystem) {
    List<PortPair> ports = new ArrayList<>();
    for (int[] wiring : PORTS) {
      ports.add(
          new PortPair(
              wiring[0],
              machine.events(),
              machine.interrupts(),
              OptionalInt.of(wiring[1]),
              OptionalInt.of(wiring[2])));
    }
    PortPair portJ =
        new PortPair(
            PORT_J_BASE,
            machine.events(),
            machine.interrupts(),
            OptionalInt.empty(),
            OptionalInt.empty());
    portJ.setFunctionListener(
        (select0, select1) -> clockSystem.selectLfxtPins((select0 & ~select1 & LFXIN) != 0));
    ports.add(portJ);
    ports.forEach(port -> power.watchPinLock(port::setLocked));
    return ports;
  }
}

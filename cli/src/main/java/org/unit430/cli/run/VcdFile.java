package org.unit430.cli.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.StepListener;
import org.unit430.simulator.peripheral.ClassicPort;
import org.unit430.simulator.peripheral.PortPair;
import org.unit430.simulator.peripheral.PortPins;
import org.unit430.simulator.peripheral.PowerMode;

/**
 * Waveforms in IEEE 1364's value change dump: the power mode (0 active, 1 to 5 for LPM0 to LPM4),
 * the frequency of MCLK, the pins of the ports, and the power of the CPU's work, averaged over
 * windows.
 */
final class VcdFile implements StepListener {
  private static final int WINDOW_CYCLES = 1_000;
  private static final int PINS_A_PORT = 8;

  // PJ has no even twin (SLASE54 table 6-42 and following).
  private static final int PORT_J = 0x320;
  private static final double NANO = 1e9;
  private static final String MODE = "!";
  private static final String CLOCK = "\"";
  private static final String POWER = "#";

  private final BufferedWriter out;
  private final Machine machine;
  private final StepMeter meter;
  private double nanoseconds;
  private long steppedCycle;
  private long writtenTime = -1;
  private long hertz;
  private PowerMode mode = PowerMode.ACTIVE;

  /** Changes not written yet, because the power of their window is known only at its end. */
  private final List<Change> changes = new ArrayList<>();

  private record Change(long nanoseconds, String text) {}

  private double windowStart;
  private long windowCycles;
  private double windowPicojoules;

  /**
   * A dump.
   *
   * @param out where to, closed by the caller
   * @param meter advanced for each step before this is told of it
   */
  VcdFile(BufferedWriter out, Machine machine, StepMeter meter) throws IOException {
    this.out = out;
    this.machine = machine;
    this.meter = meter;
    this.hertz = machine.mclkHertz();
    this.steppedCycle = machine.cycle();
    out.write("$timescale 1 ns $end\n$scope module " + machine.device().name() + " $end\n");
    out.write("$var wire 3 " + MODE + " power_mode $end\n");
    out.write("$var integer 32 " + CLOCK + " mclk_hertz $end\n");
    if (meter.hasEnergy()) {
      out.write("$var real 64 " + POWER + " cpu_power_mw $end\n");
    }
    declarePins();
    out.write("$upscope $end\n$enddefinitions $end\n");
    addMode();
    addClock();
  }

  /** Declares the pins of all ports and listens to them. */
  private void declarePins() throws IOException {
    int port = 1;
    for (PortPair pair : machine.modules(PortPair.class)) {
      boolean last = pair.start() == PORT_J;
      declare(last ? "PJ" : "P" + port, pair.odd());
      if (!last) {
        declare("P" + (port + 1), pair.even());
      }
      port += 2;
    }
    for (ClassicPort classic : machine.modules(ClassicPort.class)) {
      declare(classic.name(), classic.pins());
    }
  }

  private void declare(String port, PortPins pins) throws IOException {
    for (int pin = 0; pin < PINS_A_PORT; pin++) {
      String name = port + "." + pin;
      out.write("$var wire 1 " + name + " " + name + " $end\n");
      changes.add(new Change(0, (pins.isHigh(pin) ? "1" : "0") + name));
    }
    pins.addListener(
        (pin, high) -> {
          double sinceStep = (machine.now() - steppedCycle) * NANO / hertz;
          add(nanoseconds + sinceStep, (high ? "1" : "0") + port + "." + pin);
        });
  }

  @Override
  public void retired(long cycle, Instruction instruction, Registers registers) {
    try {
      double step = NANO / hertz;
      if (meter.asleepCycles() != 0) {
        addPower();
        if (meter.hasEnergy()) {
          add(nanoseconds, "r0 " + POWER);
        }
        nanoseconds += meter.asleepCycles() * step;
        windowStart = nanoseconds;
      }
      enter(PowerMode.ACTIVE);
      double took = meter.awakeCycles() * step;
      nanoseconds += took;
      windowCycles += meter.awakeCycles();
      windowPicojoules += meter.picojoules();
      if (windowCycles >= WINDOW_CYCLES) {
        addPower();
        write();
      }
      steppedCycle = machine.cycle();
      enter(PowerMode.of(registers.get(Registers.SR)));
      if (machine.mclkHertz() != hertz) {
        hertz = machine.mclkHertz();
        addClock();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void enter(PowerMode newMode) {
    if (newMode != mode) {
      mode = newMode;
      addMode();
    }
  }

  /** Ends a window of work. Its mean power holds from its start on. */
  private void addPower() {
    if (windowCycles != 0 && meter.hasEnergy()) {
      // 1 pJ in 1 ns is 1 mW.
      double milliwatts = windowPicojoules / (nanoseconds - windowStart);
      add(windowStart, String.format(Locale.ROOT, "r%.6f %s", milliwatts, POWER));
    }
    windowStart = nanoseconds;
    windowCycles = 0;
    windowPicojoules = 0;
  }

  private void addMode() {
    add(nanoseconds, "b" + Integer.toBinaryString(mode.ordinal()) + " " + MODE);
  }

  private void addClock() {
    add(nanoseconds, "b" + Long.toBinaryString(hertz) + " " + CLOCK);
  }

  private void add(double when, String text) {
    changes.add(new Change(Math.round(when), text));
  }

  /** Writes what is left; the last line is the time at which the run ended. */
  void finish() throws IOException {
    addPower();
    write();
    out.write("#" + Math.round(nanoseconds) + "\n");
  }

  /** Writes changes in the order of their times; the sort is stable. */
  private void write() throws IOException {
    changes.sort(Comparator.comparingLong(Change::nanoseconds));
    for (Change change : changes) {
      if (change.nanoseconds != writtenTime) {
        writtenTime = change.nanoseconds;
        out.write("#" + writtenTime + "\n");
      }
      out.write(change.text + "\n");
    }
    changes.clear();
  }
}

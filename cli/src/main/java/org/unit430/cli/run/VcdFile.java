package org.unit430.cli.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.StepListener;
import org.unit430.simulator.peripheral.PowerMode;

/**
 * Waveforms in IEEE 1364's value change dump: the power mode (0 active, 1 to 5 for LPM0 to LPM4),
 * the frequency of MCLK, and the power of the CPU's work, averaged over windows.
 */
final class VcdFile implements StepListener {
  private static final int WINDOW_CYCLES = 1_000;
  private static final double NANO = 1e9;
  private static final String MODE = "!";
  private static final String CLOCK = "\"";
  private static final String POWER = "#";

  private final BufferedWriter out;
  private final Machine machine;
  private final StepMeter meter;
  private double nanoseconds;
  private long writtenTime = -1;
  private long hertz;
  private PowerMode mode = PowerMode.ACTIVE;

  /** Changes within the present window: its power comes first, and is known last. */
  private final StringBuilder window = new StringBuilder();

  private double windowStart;
  private long windowCycles;
  private double windowNanoseconds;
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
    out.write("$timescale 1 ns $end\n$scope module " + machine.device().name() + " $end\n");
    out.write("$var wire 3 " + MODE + " power_mode $end\n");
    out.write("$var integer 32 " + CLOCK + " mclk_hertz $end\n");
    if (meter.hasEnergy()) {
      out.write("$var real 64 " + POWER + " cpu_power_mw $end\n");
    }
    out.write("$upscope $end\n$enddefinitions $end\n");
    writeMode();
    writeClock();
  }

  @Override
  public void retired(long cycle, Instruction instruction, Registers registers) {
    try {
      double step = NANO / hertz;
      if (meter.asleepCycles() != 0) {
        closeWindow();
        if (meter.hasEnergy()) {
          at();
          window.append("r0 ").append(POWER).append('\n');
        }
        nanoseconds += meter.asleepCycles() * step;
        out.write(window.toString());
        window.setLength(0);
        windowStart = nanoseconds;
      }
      enter(PowerMode.ACTIVE);
      double took = meter.awakeCycles() * step;
      nanoseconds += took;
      windowCycles += meter.awakeCycles();
      windowNanoseconds += took;
      windowPicojoules += meter.picojoules();
      if (windowCycles >= WINDOW_CYCLES) {
        closeWindow();
      }
      enter(PowerMode.of(registers.get(Registers.SR)));
      if (machine.mclkHertz() != hertz) {
        hertz = machine.mclkHertz();
        writeClock();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void enter(PowerMode newMode) {
    if (newMode != mode) {
      mode = newMode;
      writeMode();
    }
  }

  private void closeWindow() throws IOException {
    if (windowCycles != 0 && meter.hasEnergy()) {
      // 1 pJ in 1 ns is 1 mW. The mean holds from the start of the window on.
      out.write("#" + Math.round(windowStart) + "\n");
      out.write(
          String.format(Locale.ROOT, "r%.6f %s\n", windowPicojoules / windowNanoseconds, POWER));
    }
    out.write(window.toString());
    window.setLength(0);
    windowStart = nanoseconds;
    windowCycles = 0;
    windowNanoseconds = 0;
    windowPicojoules = 0;
  }

  /** Writes what is left; the last line is the time at which the run ended. */
  void finish() throws IOException {
    closeWindow();
    writtenTime = -1;
    at();
    out.write(window.toString());
  }

  private void writeMode() {
    at();
    window.append('b').append(Integer.toBinaryString(mode.ordinal()));
    window.append(' ').append(MODE).append('\n');
  }

  private void writeClock() {
    at();
    window.append('b').append(Long.toBinaryString(hertz));
    window.append(' ').append(CLOCK).append('\n');
  }

  private void at() {
    long time = Math.round(nanoseconds);
    if (time != writtenTime) {
      window.append('#').append(time).append('\n');
      writtenTime = time;
    }
  }
}

package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;

/** Any bytes in RAM, executed. */
final class RandomCodeFuzzTest {
  private static final long CYCLES = 2_000;

  // Making a machine of 256 KB, and its engine, takes longer than the run; a state is put back
  // faster, and forgets what was translated.
  private static final Device FR5994 = new Device("MSP430FR5994", 0x1C00);
  private static final Device F5529 = new Device("MSP430F5529", 0x2400);
  private static final Device G2553 = new Device("MSP430G2553", 0x0200);

  private static final class Device {
    final Machine interpreted;
    final Machine translated;
    final MachineState fresh;
    final LockStep lockStep;
    final int ram;

    Device(String name, int ram) {
      DeviceProfile profile = DeviceCatalog.byName(name);
      this.interpreted = MachineFactory.create(profile);
      this.translated = MachineFactory.create(profile);
      this.fresh = interpreted.save();
      this.lockStep = new LockStep(interpreted, translated);
      this.ram = ram;
    }

    /** The run ends with a reason, without an exception, and both engines agree. */
    void run(byte[] code) {
      for (Machine machine : new Machine[] {interpreted, translated}) {
        machine.restore(fresh);
        machine.bus().poke(ram, code);
        machine.registers().set(0, ram);
        machine.registers().set(1, ram + 0x180);
      }
      LockStep.Outcome outcome = lockStep.run(CYCLES, CYCLES);
      assertThat(outcome.difference()).isEmpty();
      assertThat(outcome.reason()).isNotNull();
    }
  }

  @FuzzTest
  void anyCodeRunsOnFramDevices(byte[] bytes) {
    FR5994.run(cut(bytes));
  }

  @FuzzTest
  void anyCodeRunsOnFlashDevices(byte[] bytes) {
    F5529.run(cut(bytes));
  }

  @FuzzTest
  void anyCodeRunsOnTheClassicCpu(byte[] bytes) {
    G2553.run(cut(bytes));
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, Math.min(bytes.length, 0x100));
  }
}

package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramImage;

/** The division routines as machine code, against their definition. */
class DivisionKernelTest {
  private static final String CALLER =
      """
      hold:     mov  #0x5A80, &0x15C        ; the watchdog would reset the machine in the midst of the test
      held:     jmp  held
      call_it:  mov  #0x3C00, sp
                call #divide.run
      returned: jmp  returned
      """;

  private static final int[] PRODUCTS = {
    0, 1, 32767, 32768, 65535, 65536, 1 << 20, 123_456_789, Integer.MAX_VALUE
  };

  @ParameterizedTest
  @EnumSource(names = {"EXACT", "SHIFT", "RECIPROCAL"})
  void machineCodeGivesTheDefinedThresholdForEveryMagnitude(ThresholdDivision division) {
    DividingMachine machine = new DividingMachine(division, Multiplier.MPY32, 0);
    SplittableRandom random = new SplittableRandom(430);
    for (int magnitude = 1; magnitude <= 32767; magnitude++) {
      int corner = PRODUCTS[magnitude % PRODUCTS.length];
      int any = random.nextInt(Integer.MAX_VALUE);
      // Around the clamp: T = 32767 m .. 32769 m, where it fits 31 bits.
      int edge =
          (int) Math.min(Integer.MAX_VALUE, 32767L * magnitude + random.nextInt(2 * magnitude + 1));
      for (int product : new int[] {corner, any, any >>> 8, any >>> 16, edge}) {
        machine.compare(division, product, magnitude);
      }
    }
  }

  @Test
  void theReciprocalIsTheSameWithoutAHardwareMultiplier() {
    DividingMachine machine =
        new DividingMachine(ThresholdDivision.RECIPROCAL, Multiplier.SOFTWARE, 0);
    SplittableRandom random = new SplittableRandom(431);
    for (int magnitude = 1; magnitude <= 32767; magnitude += 7) {
      machine.compare(
          ThresholdDivision.RECIPROCAL,
          random.nextInt(Integer.MAX_VALUE) >>> random.nextInt(31),
          magnitude);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TREE", "MASK", "MITCHELL", "TABLE"})
  void routinesForOneProductGiveTheDefinedThreshold(ThresholdDivision division) {
    SplittableRandom random = new SplittableRandom(432);
    // Every exponent of T, with mantissas at both ends and between; corners of every magnitude's.
    for (int exponent = -1; exponent <= 30; exponent++) {
      int power = exponent < 0 ? 0 : 1 << exponent;
      int largest = exponent < 0 ? 0 : power - 1 + power;
      for (int product : new int[] {power, power + (largest - power) * 2 / 5, largest}) {
        if (division == ThresholdDivision.TABLE && product % 3 != 0) {
          continue; // its table takes time to make
        }
        DividingMachine machine = new DividingMachine(division, Multiplier.MPY32, product);
        for (int k = 0; k <= 14; k++) {
          machine.compare(division, product, 1 << k);
          machine.compare(division, product, (2 << k) - 1);
          for (int i = 0; i < 6; i++) {
            machine.compare(division, product, (1 << k) + random.nextInt(1 << k));
          }
          // Where Mitchell's formula changes.
          int split = (int) (((long) product << k) / Math.max(1, power));
          machine.compare(division, product, Math.min(32767, Math.max(1, split)));
          machine.compare(division, product, Math.min(32767, split + 1));
        }
      }
    }
  }

  /** Calls a division routine on a machine. */
  private static final class DividingMachine {
    private static final int TABLE = 0x10000;

    private final Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    private final ProgramImage image;

    DividingMachine(ThresholdDivision division, Multiplier multiplier, int product) {
      Assembler assembler = new FirmwareBuilder(machine.device(), 8).assembler();
      assembler.add(new AssemblyUnit("", "caller.s43", CALLER, Map.of()));
      assembler.add(DivisionRoutine.alone(division, multiplier, machine.device(), product, TABLE));
      image = assembler.assemble();
      machine.load(image);
      if (division == ThresholdDivision.TABLE) {
        machine.bus().poke(TABLE, DivisionRoutine.table(product));
      }
      machine.setBreakpoint(image.address("held"));
      machine.setBreakpoint(image.address("returned"));
      machine.registers().set(0, image.address("hold"));
      assertThat(machine.run(RunLimits.cycles(10))).isInstanceOf(StopReason.Breakpoint.class);
    }

    void compare(ThresholdDivision division, int product, int magnitude) {
      machine.registers().set(0, image.address("call_it"));
      machine.registers().set(12, product & 0xFFFF);
      machine.registers().set(13, product >> 16);
      machine.registers().set(14, magnitude);
      assertThat(machine.run(RunLimits.cycles(1000))).isInstanceOf(StopReason.Breakpoint.class);
      if (machine.registers().get(12) != division.threshold(product, magnitude)) {
        assertThat(machine.registers().get(12))
            .as("T = %d, m = %d", product, magnitude)
            .isEqualTo(division.threshold(product, magnitude));
      }
    }
  }
}

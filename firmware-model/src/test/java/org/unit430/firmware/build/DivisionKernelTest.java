package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
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
  @EnumSource
  void machineCodeGivesTheDefinedThresholdForEveryMagnitude(ThresholdDivision division) {
    DividingMachine machine = new DividingMachine(division);
    SplittableRandom random = new SplittableRandom(430);
    for (int magnitude = 1; magnitude <= 32767; magnitude++) {
      int corner = PRODUCTS[magnitude % PRODUCTS.length];
      int any = random.nextInt(Integer.MAX_VALUE);
      // Around the clamp: T = 32767 m .. 32769 m, where it fits 31 bits.
      int edge =
          (int) Math.min(Integer.MAX_VALUE, 32767L * magnitude + random.nextInt(2 * magnitude + 1));
      for (int product : new int[] {corner, any, any >>> 8, any >>> 16, edge}) {
        assertThat(machine.threshold(product, magnitude))
            .as("T = %d, m = %d", product, magnitude)
            .isEqualTo(division.threshold(product, magnitude));
      }
    }
  }

  /** Calls a division routine on a machine. */
  private static final class DividingMachine {
    private final Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    private final ProgramImage image;

    DividingMachine(ThresholdDivision division) {
      Assembler assembler = new Assembler(machine.device().core()).section("text", 0x4000, 0xFF80);
      assembler.add(new AssemblyUnit("", "caller.s43", CALLER, Map.of()));
      assembler.add(FirmwareBuilder.divisionUnit(division));
      image = assembler.assemble();
      machine.load(image);
      machine.setBreakpoint(image.address("held"));
      machine.setBreakpoint(image.address("returned"));
      machine.registers().set(0, image.address("hold"));
      assertThat(machine.run(RunLimits.cycles(10))).isInstanceOf(StopReason.Breakpoint.class);
    }

    int threshold(int product, int magnitude) {
      machine.registers().set(0, image.address("call_it"));
      machine.registers().set(12, product & 0xFFFF);
      machine.registers().set(13, product >> 16);
      machine.registers().set(14, magnitude);
      assertThat(machine.run(RunLimits.cycles(1000))).isInstanceOf(StopReason.Breakpoint.class);
      return machine.registers().get(12);
    }
  }
}

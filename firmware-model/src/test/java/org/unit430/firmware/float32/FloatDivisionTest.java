package org.unit430.firmware.float32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unit430.firmware.build.DivisionRoutine;
import org.unit430.firmware.build.FloatDivisionRoutine;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramImage;

/**
 * Float divisions: proven bounds, and machine code against their definition. 2^62 pairs cannot be
 * tried; every exponent is, with the leading bits of mantissas, on which the approximations'
 * branches and bounds depend.
 */
class FloatDivisionTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  /** Every exponent from the subnormal numbers' on, with mantissas in steps and at their ends. */
  private static List<Float> magnitudes(int mantissas) {
    List<Float> all = new ArrayList<>();
    for (int exponent = 0; exponent < 255; exponent++) {
      for (int i = 0; i <= mantissas; i++) {
        int mantissa = i == mantissas ? 0x7FFFFF : (1 << 23) / mantissas * i;
        if (exponent + mantissa > 0) {
          all.add(Float.intBitsToFloat(exponent << 23 | mantissa));
        }
      }
    }
    return all;
  }

  private static List<Float> products() {
    List<Float> all = new ArrayList<>(List.of(0f));
    SplittableRandom random = new SplittableRandom(436);
    for (int exponent : new int[] {1, 30, 100, 120, 126, 127, 128, 135, 200, 254}) {
      for (int mantissa : new int[] {0, 0x400000, 0x7FFFFF, random.nextInt(1 << 23)}) {
        all.add(Float.intBitsToFloat(exponent << 23 | mantissa));
      }
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void theThresholdIsWithinTheProvenBound(FloatDivision division) {
    long counted = 0;
    for (float product : products()) {
      for (float magnitude : magnitudes(64)) {
        float t = division.threshold(product, magnitude);
        double exact = (double) product / magnitude;
        if (product == 0) {
          assertThat(t).isZero();
        } else if (magnitude >= Float.MIN_NORMAL && t >= Float.MIN_NORMAL && t <= Float.MAX_VALUE) {
          double ratio = t / exact; // a quotient of two 24-bit numbers, within 2^-52
          boolean within =
              switch (division) {
                case EXACT -> Math.abs(ratio - 1) <= 0x1p-24 * (1 + 0x1p-20);
                case SHIFT -> ratio > 1 - 0x1p-50 && ratio < 2;
                case MASK -> ratio > 0.5 && ratio < 2;
                case MITCHELL -> ratio > 1 - 0x1p-50 && ratio < 1.125 * (1 + 0x1p-50);
              };
          if (!within) {
            fail("%s: T = %s, m = %s gives %s T/m", division, product, magnitude, ratio);
          }
          counted++;
        }
      }
    }
    assertThat(counted).isGreaterThan(100_000);
  }

  @ParameterizedTest
  @EnumSource
  void itFallsAsTheMagnitudeGrowsAndRisesWithT(FloatDivision division) {
    List<Float> magnitudes = magnitudes(32);
    List<Float> products = products();
    products.sort(Float::compare);
    for (int i = 0; i < magnitudes.size(); i++) {
      float last = -1;
      for (float product : products) {
        float t = division.threshold(product, magnitudes.get(i));
        assertRises(last, t);
        last = t;
        if (i > 0) {
          assertRises(t, division.threshold(product, magnitudes.get(i - 1)));
        }
      }
    }
  }

  private static void assertRises(float first, float second) {
    if (first > second) {
      assertThat(first).isLessThanOrEqualTo(second);
    }
  }

  @ParameterizedTest
  @EnumSource
  void machineCodeGivesTheDefinedThreshold(FloatDivision division) {
    SplittableRandom random = new SplittableRandom(437);
    List<Float> magnitudes = magnitudes(2);
    for (float product : products()) {
      Caller caller = new Caller(division, product);
      for (int i = 0; i < magnitudes.size(); i += 1 + random.nextInt(5)) {
        caller.compare(magnitudes.get(i));
      }
      for (int i = 0; i < 100; i++) {
        caller.compare(Float.intBitsToFloat(1 + random.nextInt(0x7F7FFFFF)));
      }
    }
  }

  /** Calls a division on a machine. */
  private static final class Caller {
    private static final String SOURCE =
        """
        hold:     mov  #0x5A80, &0x15C
        held:     jmp  held
        call_it:  mov  #0x3C00, sp
                  call #divide.run
        returned: jmp  returned
        """;

    private final FloatDivision division;
    private final float product;
    private final Machine machine = MachineFactory.create(DEVICE);
    private final ProgramImage image;

    Caller(FloatDivision division, float product) {
      this.division = division;
      this.product = product;
      Assembler assembler = DivisionRoutine.assembler(DEVICE);
      assembler.add(new AssemblyUnit("", "caller.s43", SOURCE, Map.of()));
      FloatDivisionRoutine.alone(division, product, DEVICE).forEach(assembler::add);
      image = assembler.assemble();
      machine.load(image);
      machine.setBreakpoint(image.address("held"));
      machine.setBreakpoint(image.address("returned"));
      machine.registers().set(0, image.address("hold"));
      assertThat(machine.run(RunLimits.cycles(10))).isInstanceOf(StopReason.Breakpoint.class);
    }

    void compare(float magnitude) {
      int bits = Float.floatToRawIntBits(magnitude);
      machine.registers().set(14, bits & 0xFFFF);
      machine.registers().set(15, bits >>> 16);
      machine.registers().set(0, image.address("call_it"));
      assertThat(machine.run(RunLimits.cycles(5000))).isInstanceOf(StopReason.Breakpoint.class);
      int made = machine.registers().get(13) << 16 | machine.registers().get(12);
      int expected = Float.floatToRawIntBits(division.threshold(product, magnitude));
      if (made != expected) {
        assertThat(Integer.toHexString(made))
            .as("T = %s, m = %s", product, magnitude)
            .isEqualTo(Integer.toHexString(expected));
      }
    }
  }
}

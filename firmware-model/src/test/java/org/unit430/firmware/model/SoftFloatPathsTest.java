package org.unit430.firmware.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.build.RandomNetworks;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.MethodName;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.program.ProgramImage;

/** Operands with the same number make the machine do the same. */
class SoftFloatPathsTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final int PAIRS = 6_000;
  private static final int EXPONENT_OF_ONE = 127;

  @ParameterizedTest
  @EnumSource(Multiplier.class)
  void productsOfOnePathDoTheSame(Multiplier multiplier) {
    String name =
        switch (multiplier) {
          case MPY32 -> "__mspabi_mpyf_f5hw";
          case MPY16 -> "__mspabi_mpyf_f5hw16";
          case SOFTWARE -> "__mspabi_mpyf";
        };
    assertThat(distinctPaths(multiplier, name, SoftFloatPaths::multiply)).isGreaterThan(100);
  }

  @Test
  void sumsOfOnePathDoTheSame() {
    assertThat(distinctPaths(Multiplier.MPY32, "__mspabi_addf", SoftFloatPaths::add))
        .isGreaterThan(500);
  }

  /** Both are 0; and by words less, greater, and equal, of both signs and of mixed ones. */
  @Test
  void comparisonsOfOnePathDoTheSame() {
    assertThat(distinctPaths(Multiplier.MPY32, "__mspabi_cmpf", SoftFloatPaths::compare))
        .isEqualTo(1 + 2 * 5);
  }

  @Test
  void quotientsOfOnePathDoTheSame() {
    assertThat(distinctPaths(Multiplier.MPY32, "__mspabi_divf", SoftFloatPaths::divide))
        .isGreaterThan(100);
  }

  /** Networks multiply and add normal numbers and zeros; these have a number. */
  @Test
  void ordinaryOperandsHaveANumber() {
    List<Float> ordinary = List.of(0f, -0f, 1f, -1f, 0.1f, 1e-9f, -12345.678f, 3e8f);
    for (float a : ordinary) {
      for (float b : ordinary) {
        assertThat(SoftFloatPaths.multiply(bits(a), bits(b))).isNotNegative();
        assertThat(SoftFloatPaths.add(bits(a), bits(b))).isNotNegative();
        assertThat(SoftFloatPaths.compare(bits(a), bits(b))).isNotNegative();
        if (a != 0 && b != 0) {
          assertThat(SoftFloatPaths.divide(bits(a), bits(b))).isNotNegative();
        }
      }
    }
    assertThat(SoftFloatPaths.add(bits(Float.POSITIVE_INFINITY), 0)).isNegative();
    assertThat(SoftFloatPaths.multiply(bits(Float.MIN_NORMAL), bits(0.5f))).isNegative();
  }

  /** Calls a routine with many operands; how many paths these took. */
  private static int distinctPaths(Multiplier multiplier, String name, RoutineCalls.Paths paths) {
    FloatFirmware firmware = firmware(multiplier);
    ProgramImage image = firmware.image();
    RoutineMachine machine = new RoutineMachine(firmware, MachineFactory.create(DEVICE));
    Random random = new Random(451);
    Map<Integer, long[]> known = new HashMap<>();
    for (int i = 0; i < PAIRS; i++) {
      int first = operand(random);
      int second = i % 8 == 0 ? near(first, random) : operand(random);
      int path = paths.of(first, second);
      if (path >= 0) {
        long[] figures = machine.call(image.address(name), first, second);
        long[] before = known.putIfAbsent(path, figures);
        assertThat(figures)
            .as("%s of %08Xh and %08Xh, path %d", name, first, second, path)
            .isEqualTo(before == null ? figures : before);
      }
    }
    return known.size();
  }

  private static FloatFirmware firmware(Multiplier multiplier) {
    Network trained = new RandomNetworks(437, 0).tiny();
    FloatNetwork network = FloatNetwork.of(trained, true);
    List<FloatThreshold> thresholds =
        network.layers().stream().map(layer -> FloatThreshold.whole(0.1f)).toList();
    return new FloatFirmwareBuilder(DEVICE, 8, multiplier)
        .build(network, MethodName.parse("unit:exact").get(0), thresholds);
  }

  /** Of both signs, near 1 so that sums meet, with few or many ones; some 0, tiny or huge. */
  private static int operand(Random random) {
    int sign = random.nextInt() & 0x80000000;
    int fraction = random.nextInt() & 0x7FFFFF;
    fraction &= -1 << random.nextInt(24);
    return switch (random.nextInt(16)) {
      case 0 -> sign;
      case 1 -> sign | fraction;
      case 2 -> sign | (random.nextInt(255) << 23) | fraction;
      default -> sign | ((EXPONENT_OF_ONE - 18 + random.nextInt(36)) << 23) | fraction;
    };
  }

  /** The same up to some of the last bits, and perhaps the sign. */
  private static int near(int operand, Random random) {
    int lastBits = random.nextInt() >>> (9 + random.nextInt(23));
    return operand ^ lastBits ^ (random.nextInt() & 0x80000000);
  }

  private static int bits(float value) {
    return Float.floatToIntBits(value);
  }
}

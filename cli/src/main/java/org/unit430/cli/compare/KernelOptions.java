package org.unit430.cli.compare;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.cli.MultiplierOption;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.simulator.device.DeviceProfile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a comparison's kernels compute in and multiply on, and what does not go with it. */
public final class KernelOptions {
  @Option(
      names = "--arithmetic",
      paramLabel = "q15|float32",
      defaultValue = "q15",
      description =
          "What kernels compute in: 16-bit fixed point, or IEEE single precision by soft float"
              + " routines, for all methods but library- and lea- ones and the divisions exact,"
              + " shift, mask and mitchell (default: ${DEFAULT-VALUE}).")
  private String arithmetic = "q15";

  @Mixin private MultiplierOption multiplier = new MultiplierOption();

  Arithmetic arithmetic() {
    return Arithmetic.byLabel(arithmetic)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "--arithmetic: there is no '%s'; there are %s"
                        .formatted(
                            arithmetic,
                            Arrays.stream(Arithmetic.values())
                                .map(Arithmetic::label)
                                .collect(Collectors.joining(", ")))));
  }

  Multiplier multiplier(DeviceProfile device) {
    return multiplier.on(device);
  }

  /**
   * Refuses what the kernels cannot do or cannot say of themselves.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE}
   */
  static void check(Setup setup, CostOptions costs) {
    if (setup.arithmetic() == Arithmetic.FLOAT32) {
      checkFloat(setup, costs);
    } else if (setup.multiplier() == Multiplier.SOFTWARE) {
      checkSoftware(setup, costs);
    }
  }

  private static void checkSoftware(Setup setup, CostOptions costs) {
    CommandFailure.require(
        setup.fidelity() == Fidelity.MACHINE,
        "--multiplier software needs --fidelity machine: a product's cycles depend on its factors,"
            + " which the model does not look at");
    CommandFailure.require(
        !costs.breakEven(),
        "--break-even needs a hardware multiplier: without one a product has no cost of its own,"
            + " but one that depends on its factors");
    for (Method method : setup.methods()) {
      CommandFailure.require(
          !method.isModelled(),
          "method %s is modelled from products of equal cost; --multiplier software has none"
              .formatted(method.label()));
      CommandFailure.require(
          !costs.worstCase() || method.products() != Method.Products.LIBRARY,
          "--worst-case knows no bound for the loop of a C library's multiplication (method %s)"
              .formatted(method.label()));
    }
  }

  private static void checkFloat(Setup setup, CostOptions costs) {
    CommandFailure.require(
        setup.fidelity() == Fidelity.MACHINE && !costs.breakEven(),
        "--arithmetic float32 is for --fidelity machine, without --break-even: a product's cycles"
            + " depend on its factors");
    CommandFailure.require(
        !setup.budget().ofThresholds(),
        "--arithmetic float32 takes its thresholds from --percentile; leave --budget out");
    CommandFailure.require(
        setup.thresholds().of() != ThresholdScope.Of.GROUP,
        "--arithmetic float32 has one threshold for a layer; groups are for q15");
    for (Method method : setup.methods()) {
      CommandFailure.require(
          !method.isByLayer(),
          "method %s chooses among 16-bit kernels; --arithmetic float32 needs a method's name"
              .formatted(method.label()));
      try {
        FloatFirmwareBuilder.require(method);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
      }
    }
  }
}

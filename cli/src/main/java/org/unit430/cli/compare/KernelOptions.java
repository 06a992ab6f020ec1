package org.unit430.cli.compare;

import org.unit430.cli.ArithmeticOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.MultiplierOption;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.prune.Method;
import org.unit430.simulator.device.DeviceProfile;
import picocli.CommandLine.Mixin;

/** What a comparison's kernels compute in and multiply on, and what does not go with it. */
public final class KernelOptions {
  @Mixin private ArithmeticOption arithmetic = new ArithmeticOption();

  @Mixin private MultiplierOption multiplier = new MultiplierOption();

  Arithmetic arithmetic() {
    return arithmetic.arithmetic();
  }

  Multiplier multiplier(DeviceProfile device) {
    return multiplier.on(device);
  }

  /**
   * Refuses what the kernels cannot do or cannot say of themselves.
   *
   * @throws CommandFailure with {@link org.unit430.cli.ExitCode#USAGE}
   */
  static void check(Setup setup, CostOptions costs) {
    if (setup.arithmetic() == Arithmetic.FLOAT32) {
      ArithmeticOption.requireFloat(setup.methods());
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
}

package org.unit430.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.prune.Method;
import picocli.CommandLine.Option;

/** The option by which commands that run kernels let users choose what these compute in. */
public final class ArithmeticOption {
  @Option(
      names = "--arithmetic",
      paramLabel = "q15|float32",
      defaultValue = "q15",
      description =
          "What kernels compute in: 16-bit fixed point, or IEEE single precision by soft float"
              + " routines (default: ${DEFAULT-VALUE}). float32 has no library- and lea- methods;"
              + " its divisions are exact, shift, mask and mitchell.")
  private String label = "q15";

  /**
   * What the user chose.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if there is no such word
   */
  public Arithmetic arithmetic() {
    return Arithmetic.byLabel(label)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "--arithmetic: there is no '%s'; there are %s"
                        .formatted(
                            label,
                            Arrays.stream(Arithmetic.values())
                                .map(Arithmetic::label)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * Refuses what has no kernels in single precision.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} naming it, and why
   */
  public static void requireFloat(List<Method> methods) {
    for (Method method : methods) {
      try {
        FloatFirmwareBuilder.require(method);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
      }
    }
  }
}

package org.unit430.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unit430.firmware.build.FirmwareDoesNotFitException;
import org.unit430.firmware.build.Multiplier;
import org.unit430.simulator.device.DeviceProfile;
import picocli.CommandLine.Option;

/** The option by which commands that run kernels let users choose what these multiply on. */
public final class MultiplierOption {
  @Option(
      names = "--multiplier",
      paramLabel = "mpy32|mpy16|software",
      description =
          "What kernels multiply on: the 32-bit hardware multiplier; the 16-bit one, or that part"
              + " of the other; or no hardware, by shifting and adding (default: the best that the"
              + " device has). Results are the same.")
  private Optional<String> label = Optional.empty();

  /**
   * What the user chose, or the best that a device has.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if there is no such word, with {@link
   *     ExitCode#UNSUPPORTED_INPUT} if the device has no such unit
   */
  public Multiplier on(DeviceProfile device) {
    if (label.isEmpty()) {
      return Multiplier.bestOf(device);
    }
    Multiplier chosen =
        Multiplier.byLabel(label.get())
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        "--multiplier: there is no '%s'; there are %s"
                            .formatted(
                                label.get(),
                                Arrays.stream(Multiplier.values())
                                    .map(Multiplier::label)
                                    .sorted()
                                    .collect(Collectors.joining(", ")))));
    try {
      return chosen.requireOn(device);
    } catch (FirmwareDoesNotFitException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, "--multiplier: " + e.getMessage(), e);
    }
  }
}

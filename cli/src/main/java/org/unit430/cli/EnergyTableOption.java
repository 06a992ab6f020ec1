package org.unit430.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.EnergyTableCatalog;
import org.unit430.energy.OutsideTableException;
import org.unit430.energy.data.DataFileException;
import picocli.CommandLine.Option;

/** The option by which commands that price work let users bring a table of their own board. */
public final class EnergyTableOption {
  @Option(
      names = "--energy-table",
      paramLabel = "FILE",
      description =
          "Energy table of your own board, made by 'unit430 calibrate' (default: the one that"
              + " comes with the program for the device).")
  private Optional<Path> file = Optional.empty();

  /** Whether the user brought a table. */
  public boolean isGiven() {
    return file.isPresent();
  }

  /**
   * What prices work on a device.
   *
   * @param device name as in its profile
   * @return empty if there is no table for the device
   * @throws CommandFailure if the user's table cannot be read or is for another device
   */
  public Optional<EnergyModel> find(String device) {
    if (file.isPresent()) {
      return Optional.of(new EnergyModel(read(file.get(), device)));
    }
    return EnergyTableCatalog.devices().contains(device)
        ? Optional.of(new EnergyModel(EnergyTableCatalog.forDevice(device)))
        : Optional.empty();
  }

  /**
   * What prices work on a device.
   *
   * @throws OutsideTableException if there is no table for it
   * @throws CommandFailure if the user's table cannot be read or is for another device
   */
  public EnergyModel require(String device) {
    return find(device).orElseGet(() -> new EnergyModel(EnergyTableCatalog.forDevice(device)));
  }

  private static EnergyTable read(Path file, String device) {
    try {
      EnergyTable table = EnergyTableCatalog.load(file);
      if (!table.device().equals(device)) {
        throw new CommandFailure(
            ExitCode.UNSUPPORTED_INPUT,
            "%s: device: is a table of the %s, and the program is for the %s"
                .formatted(file, table.device(), device));
      }
      return table;
    } catch (DataFileException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    }
  }
}

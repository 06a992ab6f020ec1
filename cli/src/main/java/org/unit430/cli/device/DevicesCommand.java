package org.unit430.cli.device;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.unit430.cli.ExitCode;
import org.unit430.cli.JsonOption;
import org.unit430.energy.EnergyTableCatalog;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.device.ModuleSpec;
import org.unit430.simulator.device.ModuleType;
import org.unit430.simulator.device.SpeedLimit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code unit430 devices}: what can be simulated. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the devices that --device knows: core, bytes of memory (information memory and all"
          + " RAM included, boot loaders not), multiplier, how fast the CPU may run, and whether"
          + " energies can be estimated.",
      "docs/devices.md says how to describe a device of your own."
    })
public final class DevicesCommand implements Callable<Integer> {
  @Mixin private JsonOption json = new JsonOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<DeviceProfile> devices =
        DeviceCatalog.names().stream().map(DeviceCatalog::byName).toList();
    json.print(spec, () -> document(devices), () -> text(devices));
    return ExitCode.OK;
  }

  private static String text(List<DeviceProfile> devices) {
    return table(devices)
        .lines()
        .map(line -> line.stripTrailing() + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private static String table(List<DeviceProfile> devices) {
    return AsciiTable.getTable(
        AsciiTable.NO_BORDERS,
        devices,
        List.of(
            text("device", DeviceProfile::name),
            text("core", DevicesCommand::core),
            number("FRAM", device -> bytes(device, MemoryKind.FRAM)),
            number("flash", device -> bytes(device, MemoryKind.FLASH)),
            number("RAM", device -> bytes(device, MemoryKind.SRAM)),
            text("multiplier", DevicesCommand::multiplier),
            text("energy", device -> hasEnergyTable(device) ? "yes" : "no"),
            text("MCLK at most", DevicesCommand::limits)));
  }

  private static ColumnData<DeviceProfile> text(
      String title, Function<DeviceProfile, String> value) {
    return new Column()
        .header(title)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .maxWidth(80)
        .with(value);
  }

  private static ColumnData<DeviceProfile> number(
      String title, Function<DeviceProfile, String> value) {
    return new Column().header(title).dataAlign(HorizontalAlign.RIGHT).with(value);
  }

  private static String core(DeviceProfile device) {
    return device.core().name();
  }

  private static String bytes(DeviceProfile device, MemoryKind kind) {
    int bytes = device.bytes(kind);
    return bytes == 0 ? "-" : String.valueOf(bytes);
  }

  private static List<String> multipliers(DeviceProfile device) {
    return device.modules().stream()
        .map(ModuleSpec::type)
        .filter(type -> type == ModuleType.MPY16 || type == ModuleType.MPY32)
        .map(type -> type == ModuleType.MPY16 ? "16x16" : "32x32")
        .toList();
  }

  private static String multiplier(DeviceProfile device) {
    List<String> multipliers = multipliers(device);
    return multipliers.isEmpty() ? "none" : String.join(", ", multipliers);
  }

  private static boolean hasEnergyTable(DeviceProfile device) {
    return EnergyTableCatalog.devices().contains(device.name());
  }

  private static String limits(DeviceProfile device) {
    return device.speedLimits().isEmpty()
        ? "no limit"
        : device.speedLimits().stream()
            .map(limit -> limit(device, limit))
            .collect(Collectors.joining(", "));
  }

  private static String limit(DeviceProfile device, SpeedLimit limit) {
    String megahertz = String.format(Locale.ROOT, "%s MHz", megahertz(limit.mclkHertz()));
    return device.bytes(MemoryKind.FRAM) > 0
        ? megahertz + " (NWAITS " + limit.framWaitStates() + ")"
        : megahertz + " (" + limit.minimumVolts() + " V)";
  }

  private static String megahertz(long hertz) {
    return hertz % 1_000_000 == 0 ? String.valueOf(hertz / 1_000_000) : String.valueOf(hertz / 1e6);
  }

  private static ObjectNode document(List<DeviceProfile> devices) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", "unit430.devices/1");
    ArrayNode entries = document.putArray("devices");
    for (DeviceProfile device : devices) {
      ObjectNode node = entries.addObject();
      node.put("name", device.name());
      node.put("core", core(device));
      node.put("framBytes", device.bytes(MemoryKind.FRAM));
      node.put("flashBytes", device.bytes(MemoryKind.FLASH));
      node.put("ramBytes", device.bytes(MemoryKind.SRAM));
      ArrayNode multipliers = node.putArray("multipliers");
      multipliers(device).forEach(multipliers::add);
      node.put("energyTable", hasEnergyTable(device));
      node.put("systemCalls", device.systemCalls());
      ArrayNode limits = node.putArray("speedLimits");
      for (SpeedLimit limit : device.speedLimits()) {
        limits
            .addObject()
            .put("mclkHertz", limit.mclkHertz())
            .put("minimumVolts", limit.minimumVolts())
            .put("framWaitStates", limit.framWaitStates());
      }
      ArrayNode modules = node.putArray("modules");
      for (ModuleSpec module : device.modules()) {
        modules
            .addObject()
            .put("name", module.name())
            .put("type", module.type().label())
            .put("base", module.base());
      }
      ArrayNode unconfirmed = node.putArray("unconfirmed");
      device.provenance().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              entry ->
                  entry
                      .getValue()
                      .unconfirmed()
                      .ifPresent(what -> unconfirmed.add(entry.getKey() + ": " + what)));
    }
    return document;
  }
}

package org.unit430.simulator.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the modules of a profile, and checks that they fit the device and each other. */
final class ModuleReader {
  private static final int DCO_SETTINGS_OF_CS = 16;
  private static final int MOST_CHANNELS = 8;
  private static final int MOST_CHANNELS_OF_X1XX = 3;
  private static final int LAST_TRIGGER_OF_X1XX = 13;
  private static final int MOST_UNITS = 7;
  private static final int LAST_PAIR = 14;

  private final MemoryMap memory;
  private final List<InterruptVector> vectors;
  private final DeviceClocks clocks;
  private final Consumer<YamlNode> note;
  private final Map<Integer, String> vectorOwners = new HashMap<>();
  private final Set<Integer> triggers = new HashSet<>();

  /**
   * A reader for one device.
   *
   * @param note takes down the source of a node
   */
  ModuleReader(
      MemoryMap memory,
      List<InterruptVector> vectors,
      DeviceClocks clocks,
      Consumer<YamlNode> note) {
    this.memory = memory;
    this.vectors = vectors;
    this.clocks = clocks;
    this.note = note;
  }

  List<ModuleSpec> read(YamlNode sequence) {
    List<YamlNode> entries = sequence.elements();
    List<ModuleSpec> modules = new ArrayList<>();
    for (YamlNode entry : entries) {
      ModuleSpec module = module(entry);
      checkPlace(entry, module, modules);
      modules.add(module);
    }
    for (int i = 0; i < modules.size(); i++) {
      checkCompany(entries.get(i), modules.get(i), modules);
    }
    return modules;
  }

  private ModuleSpec module(YamlNode entry) {
    entry.keys("name", "type", "base", "vectors?", "options?", "source", "unconfirmed?");
    note.accept(entry);
    YamlNode typeNode = entry.get("type");
    ModuleType type =
        ModuleType.byLabel(typeNode.text())
            .orElseThrow(
                () ->
                    typeNode.error(
                        "unknown module type "
                            + typeNode.text()
                            + "; known are "
                            + String.join(
                                ", ",
                                Arrays.stream(ModuleType.values())
                                    .map(ModuleType::label)
                                    .toList())));
    String name = entry.get("name").text();
    Map<String, Integer> moduleVectors = new HashMap<>();
    section(entry, "vectors", type.vectors(), type.optionalVectors())
        .forEach((key, node) -> moduleVectors.put(key, vector(name + " " + key, node)));
    Map<String, Integer> options = new HashMap<>();
    section(entry, "options", type.options(), type.optionalOptions())
        .forEach((key, node) -> options.put(key, option(key, node)));
    return new ModuleSpec(name, type, entry.get("base").evenAddress(), moduleVectors, options);
  }

  /** The entries of a mapping of which some keys must be there and others may. */
  private static Map<String, YamlNode> section(
      YamlNode entry, String key, List<String> required, Iterable<String> optional) {
    Optional<YamlNode> section = entry.find(key);
    if (section.isEmpty()) {
      if (!required.isEmpty()) {
        throw entry.error("missing key " + key + " with " + String.join(", ", required));
      }
      return Map.of();
    }
    List<String> keys = new ArrayList<>(required);
    optional.forEach(name -> keys.add(name + "?"));
    return section.get().keys(keys.toArray(String[]::new)).entries();
  }

  private int vector(String owner, YamlNode node) {
    int address = node.evenAddress();
    if (vectors.stream().noneMatch(vector -> vector.address() == address)) {
      throw node.error(String.format("%04Xh is none of the device's vectors", address));
    }
    String other = vectorOwners.put(address, owner);
    if (other != null || address == InterruptVector.RESET) {
      throw node.error(
          String.format("%04Xh is that of %s", address, other == null ? "the reset" : other));
    }
    return address;
  }

  private int option(String key, YamlNode node) {
    if (key.startsWith("dma-") || key.equals(ModuleType.CHAIN_TRIGGER)) {
      int trigger = node.integer(1, 31);
      if (!triggers.add(trigger)) {
        throw node.error("two modules have DMA trigger " + trigger);
      }
      return trigger;
    }
    if (key.startsWith("calibrated-")) {
      return node.integer(0, 0xFFFF);
    }
    return switch (key) {
      case "ram-vector-top" -> node.evenAddress();
      case ModuleType.CHANNELS -> node.integer(1, MOST_CHANNELS);
      case ModuleType.UNITS -> node.integer(2, MOST_UNITS);
      case "lfxt-pins" -> node.integer(1, 0xFFFF);
      case ModuleType.VECTOR_REGISTER, ModuleType.CHANNEL_BASE -> peripheralWord(node);
      case ModuleType.DCO_STEP -> node.integer(1, 100);
      case "information-first", "information-last", "main-first", "main-last" -> framAddress(node);
      case ModuleType.FLAG_BIT, ModuleType.ENABLE_BIT -> node.integer(0, LAST_PAIR);
      default -> throw node.error("unknown key");
    };
  }

  private int peripheralWord(YamlNode node) {
    int address = node.evenAddress();
    if (memory.kind(address) != MemoryKind.PERIPHERAL) {
      throw node.error(String.format("%05Xh is in no peripheral region", address));
    }
    return address;
  }

  private int framAddress(YamlNode node) {
    int address = node.integer(0, memory.end() - 1);
    if (memory.kind(address) != MemoryKind.FRAM) {
      throw node.error(String.format("%05Xh is in no FRAM region", address));
    }
    return address;
  }

  private void checkPlace(YamlNode entry, ModuleSpec module, List<ModuleSpec> others) {
    for (ModuleSpec.Block block : module.blocks()) {
      for (int address = block.first(); address < block.end(); address += 2) {
        if (memory.kind(address) != MemoryKind.PERIPHERAL) {
          throw entry
              .get("base")
              .error(
                  String.format(
                      "%s would be at %05Xh, which is in no peripheral region",
                      module.name(), address));
        }
      }
      for (ModuleSpec other : others) {
        for (ModuleSpec.Block taken : other.blocks()) {
          if (block.first() < taken.end() && taken.first() < block.end()) {
            throw entry
                .get("base")
                .error(
                    String.format(
                        "%s and %s are both at %05Xh",
                        other.name(), module.name(), Math.max(block.first(), taken.first())));
          }
        }
      }
    }
  }

  private void checkCompany(YamlNode entry, ModuleSpec module, List<ModuleSpec> modules) {
    module
        .type()
        .need()
        .ifPresent(
            need -> {
              if (modules.stream().noneMatch(other -> other.type() == need)) {
                throw entry.error(
                    "module type " + module.type().label() + " needs one of type " + need.label());
              }
            });
    switch (module.type()) {
      case SYS,
          SFR,
          SFR_CLASSIC,
          PMM,
          PMM_F5,
          FRCTL,
          FRCTL_A,
          FRAM_PROTECTION,
          CS,
          CS_SMALL,
          UCS,
          BASIC_CLOCK,
          BASIC_CLOCK_PLUS,
          DMA,
          DMA_CLASSIC -> {
        if (modules.stream().filter(other -> other.type() == module.type()).count() > 1) {
          throw entry.error("a device has one module of type " + module.type().label());
        }
      }
      default -> {
        // There may be several.
      }
    }
    if (module.type() == ModuleType.CS
        && (clocks.dcoHertz().size() != DCO_SETTINGS_OF_CS
            || clocks.vloHertz().isEmpty()
            || clocks.modHertz().isEmpty())) {
      throw entry.error("module type cs needs clocks vlo, mod, and dco with 16 frequencies");
    }
    int ranges =
        switch (module.type()) {
          case BASIC_CLOCK -> 8;
          case BASIC_CLOCK_PLUS -> 16;
          default -> 0;
        };
    if (ranges != 0 && clocks.dcoHertz().size() != ranges) {
      throw entry.error(
          "module type %s needs the clock dco with %d frequencies, those of RSEL at DCO = 3"
              .formatted(module.type().label(), ranges));
    }
    boolean needsVlo =
        module.type() == ModuleType.UCS
            || module.type() == ModuleType.CS_SMALL
            || module.type() == ModuleType.BASIC_CLOCK_PLUS;
    if (needsVlo && clocks.vloHertz().isEmpty()) {
      throw entry.error("module type " + module.type().label() + " needs the clock vlo");
    }
    checkDma(entry, module, modules);
    for (int unit = module.option(ModuleType.UNITS).orElse(0); unit < MOST_UNITS; unit++) {
      if (module.option(ModuleType.dmaOption(unit)).isPresent()) {
        throw entry.error("there is no unit " + unit + " for option " + ModuleType.dmaOption(unit));
      }
    }
  }

  /** The trigger numbers must be those of the controller that the device has. */
  private void checkDma(YamlNode entry, ModuleSpec module, List<ModuleSpec> modules) {
    if (module.type() == ModuleType.DMA_CLASSIC
        && module.option(ModuleType.CHANNELS).getAsInt() > MOST_CHANNELS_OF_X1XX) {
      throw entry.error("an x1xx has at most 3 DMA channels");
    }
    OptionalInt highest =
        module.options().entrySet().stream()
            .filter(option -> option.getKey().startsWith("dma-"))
            .mapToInt(Map.Entry::getValue)
            .max();
    if (highest.isEmpty()) {
      return;
    }
    boolean isClassic = modules.stream().anyMatch(other -> other.type() == ModuleType.DMA_CLASSIC);
    if (!isClassic && modules.stream().noneMatch(other -> other.type() == ModuleType.DMA)) {
      throw entry.error("DMA triggers need a module of type dma or dma-x1xx");
    }
    if (isClassic && highest.getAsInt() > LAST_TRIGGER_OF_X1XX) {
      throw entry.error("modules of an x1xx have DMA triggers 1 to " + LAST_TRIGGER_OF_X1XX);
    }
  }
}

package org.unit430.simulator.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.unit430.simulator.isa.CpuCore;

/** Makes a profile of a YAML document; docs/devices.md describes the format. */
final class DeviceProfileReader {
  private static final String SCHEMA = "unit430-device-1";

  private static final MemoryKind[] KINDS = {
    MemoryKind.SRAM,
    MemoryKind.FRAM,
    MemoryKind.FLASH,
    MemoryKind.ROM,
    MemoryKind.PERIPHERAL,
    MemoryKind.MIRROR
  };

  private final YamlNode root;
  private final Map<String, Provenance> provenance = new TreeMap<>();

  private DeviceProfileReader(YamlNode root) {
    this.root = root;
  }

  /**
   * Reads one document.
   *
   * @param file its name for messages
   * @throws DeviceProfileException if it is no valid profile
   */
  static DeviceProfile read(String file, byte[] content) {
    return new DeviceProfileReader(YamlNode.parse(file, content)).profile();
  }

  private DeviceProfile profile() {
    root.keys(
        "schema",
        "name",
        "documents",
        "core",
        "memory",
        "vectors",
        "clocks",
        "supply?",
        "speed-limits",
        "wake-up?",
        "modules",
        "system-calls?");
    if (!root.get("schema").text().equals(SCHEMA)) {
      throw root.get("schema").error("must be " + SCHEMA);
    }
    root.get("documents").entries().values().forEach(YamlNode::text);
    YamlNode core = root.get("core").keys("type", "source", "unconfirmed?");
    note(core);
    MemoryMap memory = memory();
    List<InterruptVector> vectors = vectors();
    DeviceClocks clocks = clocks();
    ModuleReader modules = new ModuleReader(memory, vectors, clocks, this::note);
    return new DeviceProfile(
        root.get("name").text(),
        core.get("type").constant(CpuCore.values()),
        memory,
        vectors,
        clocks,
        root.find("supply").map(this::supply),
        speedLimits(),
        root.find("wake-up").map(this::wakeUps).orElse(Map.of()),
        modules.read(root.get("modules")),
        root.find("system-calls").map(YamlNode::truth).orElse(false),
        provenance);
  }

  /** Takes down where a value comes from: a text whose parts each begin with a known document. */
  private void note(YamlNode value) {
    YamlNode source = value.get("source");
    Set<String> documents = root.get("documents").entries().keySet();
    for (String part : source.text().split("; ", -1)) {
      String document = part.split(" ", 2)[0];
      if (!documents.contains(document)) {
        throw source.error(document + " is none of the documents: " + String.join(", ", documents));
      }
    }
    Optional<String> unconfirmed = value.find("unconfirmed").map(YamlNode::text);
    provenance.put(value.path(), new Provenance(source.text(), unconfirmed));
  }

  private MemoryMap memory() {
    List<MemoryRegion> regions = new ArrayList<>();
    for (YamlNode entry : root.get("memory").elements()) {
      MemoryRegion region = region(entry);
      for (MemoryRegion other : regions) {
        if (region.overlaps(other)) {
          throw entry.error("region " + region.name() + " overlaps region " + other.name());
        }
      }
      regions.add(region);
    }
    try {
      return new MemoryMap(regions);
    } catch (IllegalArgumentException e) {
      throw root.get("memory").error(e.getMessage());
    }
  }

  private MemoryRegion region(YamlNode entry) {
    entry.keys("name", "first", "last", "kind", "of?", "source", "unconfirmed?");
    note(entry);
    MemoryKind kind = entry.get("kind").constant(KINDS);
    OptionalInt mirrored = OptionalInt.empty();
    if (kind == MemoryKind.MIRROR) {
      mirrored =
          OptionalInt.of(
              entry.find("of").orElseThrow(() -> entry.error("missing key of")).evenAddress());
    } else if (entry.find("of").isPresent()) {
      throw entry.get("of").error("only a mirror is one of another region");
    }
    int last = entry.get("last").integer(0, MemoryRegion.ADDRESS_SPACE_END - 1);
    try {
      return new MemoryRegion(
          entry.get("name").text(), entry.get("first").evenAddress(), last + 1, kind, mirrored);
    } catch (IllegalArgumentException e) {
      throw entry.error(e.getMessage());
    }
  }

  private List<InterruptVector> vectors() {
    YamlNode table =
        root.get("vectors").keys("source", "unconfirmed?", "non-maskable", "addresses");
    note(table);
    Map<String, YamlNode> addresses = table.get("addresses").entries();
    List<String> nonMaskable = new ArrayList<>();
    for (YamlNode name : table.get("non-maskable").elements()) {
      if (!addresses.containsKey(name.text())) {
        throw name.error("there is no vector " + name.text());
      }
      nonMaskable.add(name.text());
    }
    Map<Integer, InterruptVector> byAddress = new LinkedHashMap<>();
    addresses.forEach(
        (name, place) -> {
          int address = place.evenAddress();
          InterruptVector vector;
          try {
            vector = new InterruptVector(address, name, !nonMaskable.contains(name));
          } catch (IllegalArgumentException e) {
            throw place.error(e.getMessage());
          }
          InterruptVector other = byAddress.put(address, vector);
          if (other != null) {
            throw place.error(String.format("%04Xh is that of %s", address, other.name()));
          }
        });
    return List.copyOf(byAddress.values());
  }

  private DeviceClocks clocks() {
    YamlNode clocks =
        root.get("clocks").keys("after-reset", "vlo?", "mod?", "lfxt?", "hfxt?", "dco?");
    YamlNode reset =
        clocks
            .get("after-reset")
            .keys("mclk-hertz", "smclk-hertz", "aclk-hertz", "source", "unconfirmed?");
    note(reset);
    return new DeviceClocks(
        reset.get("mclk-hertz").hertz(),
        reset.get("smclk-hertz").hertz(),
        reset.get("aclk-hertz").hertz(),
        oscillator(clocks.find("vlo")),
        oscillator(clocks.find("mod")),
        oscillator(clocks.find("lfxt")),
        oscillator(clocks.find("hfxt")),
        clocks.find("dco").map(this::dco).orElse(List.of()));
  }

  private OptionalLong oscillator(Optional<YamlNode> entry) {
    if (entry.isEmpty()) {
      return OptionalLong.empty();
    }
    note(entry.get().keys("hertz", "source", "unconfirmed?"));
    return OptionalLong.of(entry.get().get("hertz").hertz());
  }

  private List<Long> dco(YamlNode entry) {
    note(entry.keys("hertz", "source", "unconfirmed?"));
    return entry.get("hertz").elements().stream().map(YamlNode::hertz).toList();
  }

  private SupplyRange supply(YamlNode entry) {
    note(entry.keys("minimum-volts", "maximum-volts", "source", "unconfirmed?"));
    try {
      return new SupplyRange(
          entry.get("minimum-volts").volts(), entry.get("maximum-volts").volts());
    } catch (IllegalArgumentException e) {
      throw entry.error(e.getMessage());
    }
  }

  private List<SpeedLimit> speedLimits() {
    List<SpeedLimit> limits = new ArrayList<>();
    for (YamlNode entry : root.get("speed-limits").elements()) {
      entry.keys("mclk-hertz", "minimum-volts", "fram-wait-states?", "source", "unconfirmed?");
      note(entry);
      limits.add(
          new SpeedLimit(
              entry.get("mclk-hertz").hertz(),
              entry.get("minimum-volts").volts(),
              entry.find("fram-wait-states").map(node -> node.integer(0, 15)).orElse(0)));
    }
    return limits;
  }

  private Map<String, WakeUpTime> wakeUps(YamlNode section) {
    Map<String, WakeUpTime> times = new TreeMap<>();
    section
        .keys("lpm0?", "lpm1?", "lpm2?", "lpm3?", "lpm4?", "lpm3.5?", "lpm4.5?")
        .entries()
        .forEach(
            (mode, entry) -> {
              note(entry.keys("microseconds", "dco-periods?", "source", "unconfirmed?"));
              times.put(
                  mode.toUpperCase(Locale.ROOT),
                  new WakeUpTime(
                      entry.get("microseconds").positive() / 1e6,
                      entry.find("dco-periods").map(YamlNode::positive).orElse(0.0)));
            });
    return times;
  }
}

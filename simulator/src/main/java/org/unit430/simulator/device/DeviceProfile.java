package org.unit430.simulator.device;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.unit430.simulator.isa.CpuCore;

/**
 * What tells one device from another. {@link DeviceCatalog} reads profiles from YAML.
 *
 * @param name as TI writes it, for example {@code MSP430FR5994}
 * @param core instruction set
 * @param memory what answers where
 * @param vectors interrupt vectors, the reset vector among them
 * @param clocks oscillators, and frequencies after a reset
 * @param supply voltages that the device works with, if it is a real one
 * @param speedLimits how fast the CPU may run; empty if there is no limit
 * @param wakeUps how long a wake-up takes from each of the modes LPM0 to LPM4 that is named
 * @param modules peripheral modules that the machine models
 * @param systemCalls whether calls to the addresses of GDB's simulator are answered
 * @param provenance where each value comes from, by its path in the profile's document
 */
public record DeviceProfile(
    String name,
    CpuCore core,
    MemoryMap memory,
    List<InterruptVector> vectors,
    DeviceClocks clocks,
    Optional<SupplyRange> supply,
    List<SpeedLimit> speedLimits,
    Map<String, WakeUpTime> wakeUps,
    List<ModuleSpec> modules,
    boolean systemCalls,
    Map<String, Provenance> provenance) {
  // A cycle is a microsecond, as good as any on a machine that has no clocks.
  private static final long FLAT_HERTZ = 1_000_000;

  /** Copies the collections. */
  public DeviceProfile {
    vectors = List.copyOf(vectors);
    speedLimits = List.copyOf(speedLimits);
    wakeUps = Map.copyOf(wakeUps);
    modules = List.copyOf(modules);
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
  }

  /** A machine of nothing but RAM, for checking instructions alone. */
  public static DeviceProfile flatRam(CpuCore core) {
    int end = core == CpuCore.CPUX ? MemoryRegion.ADDRESS_SPACE_END : 0x10000;
    return new DeviceProfile(
        "flat RAM",
        core,
        new MemoryMap(List.of(new MemoryRegion("RAM", 0, end, MemoryKind.SRAM))),
        List.of(),
        DeviceClocks.fixed(FLAT_HERTZ),
        Optional.empty(),
        List.of(),
        Map.of(),
        List.of(),
        false,
        Map.of());
  }

  /** Addresses of the interrupt vectors that GIE does not block, without that of the reset. */
  public Set<Integer> nonMaskableVectors() {
    return vectors.stream()
        .filter(vector -> !vector.maskable() && vector.address() != InterruptVector.RESET)
        .map(InterruptVector::address)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The modules of a type. */
  public List<ModuleSpec> modules(ModuleType type) {
    return modules.stream().filter(module -> module.type() == type).toList();
  }

  /** Bytes of a kind of memory. */
  public int bytes(MemoryKind kind) {
    return memory.regions().stream()
        .filter(region -> region.kind() == kind)
        .mapToInt(MemoryRegion::size)
        .sum();
  }
}

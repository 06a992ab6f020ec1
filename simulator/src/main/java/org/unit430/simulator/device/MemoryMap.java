package org.unit430.simulator.device;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which kind of memory answers at each word of a device's address space. Immutable and shared by
 * all its machines.
 */
public final class MemoryMap {
  private static final MemoryKind[] KINDS = MemoryKind.values();

  private final List<MemoryRegion> regions;
  private final byte[] kindByWord;
  private final int end;
  private final List<MemoryRegion> mirrors;

  /**
   * Lays out regions.
   *
   * @throws IllegalArgumentException if two of them overlap, or if one mirrors what is not RAM
   */
  public MemoryMap(List<MemoryRegion> regions) {
    this.regions = List.copyOf(regions);
    this.end = regions.stream().mapToInt(MemoryRegion::end).max().orElse(0);
    this.kindByWord = new byte[end / 2];
    Arrays.fill(kindByWord, (byte) MemoryKind.VACANT.ordinal());
    for (MemoryRegion region : regions) {
      for (int word = region.start() / 2; word < region.end() / 2; word++) {
        if (kindByWord[word] != MemoryKind.VACANT.ordinal()) {
          throw new IllegalArgumentException(
              String.format(
                  "memory region %s overlaps another one at %05Xh", region.name(), 2 * word));
        }
        kindByWord[word] = (byte) region.kind().ordinal();
      }
    }
    this.mirrors =
        this.regions.stream().filter(region -> region.kind() == MemoryKind.MIRROR).toList();
    mirrors.forEach(this::checkMirror);
  }

  private void checkMirror(MemoryRegion mirror) {
    for (int address = mirror.start(); address < mirror.end(); address += 2) {
      int origin = origin(address);
      if (kind(origin) != MemoryKind.SRAM) {
        throw new IllegalArgumentException(
            String.format(
                "memory region %s mirrors %05Xh, where there is no RAM", mirror.name(), origin));
      }
    }
  }

  /** Whether any RAM answers at two addresses. */
  public boolean hasMirrors() {
    return !mirrors.isEmpty();
  }

  /** Where the RAM that answers at an address has its own address; elsewhere the address itself. */
  public int origin(int address) {
    for (MemoryRegion mirror : mirrors) {
      if (mirror.contains(address)) {
        return mirror.mirrored().getAsInt() + address - mirror.start();
      }
    }
    return address;
  }

  /** At which other address the RAM at an address answers too, if it does. */
  public OptionalInt image(int origin) {
    for (MemoryRegion mirror : mirrors) {
      int address = mirror.start() + origin - mirror.mirrored().getAsInt();
      if (mirror.contains(address)) {
        return OptionalInt.of(address);
      }
    }
    return OptionalInt.empty();
  }

  /** The regions, as given. */
  public List<MemoryRegion> regions() {
    return regions;
  }

  /** First address behind all regions. */
  public int end() {
    return end;
  }

  /** What answers at an address. */
  public MemoryKind kind(int address) {
    return address >= 0 && address < end ? KINDS[kindByWord[address >> 1]] : MemoryKind.VACANT;
  }

  /** The region that an address lies in. */
  public Optional<MemoryRegion> region(int address) {
    return regions.stream().filter(r -> r.contains(address)).findFirst();
  }

  /**
   * Ordinals of {@link MemoryKind} by word address: for the bus, which looks one up at every
   * access. Not to be changed.
   */
  public byte[] kindByWord() {
    return kindByWord;
  }
}

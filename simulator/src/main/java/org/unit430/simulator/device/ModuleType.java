package org.unit430.simulator.device;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The kinds of peripheral modules that a machine can have, and what a device profile says of each.
 * In the order in which they are built: a module needs only those before it.
 */
public enum ModuleType {
  /** System module: reset and NMI vector registers. */
  SYS("sys", 0x20, "system-nmi user-nmi", "", "ram-vector-top", null),
  /** Special function registers. */
  SFR("sfr", 0x06, "watchdog", "", "", SYS),
  /** Power management module of FRAM devices. */
  PMM("pmm-fram", 0x12, "", "", "", null),
  /** FRAM controller. */
  FRCTL("frctl", 0x10, "", "", "", SYS),
  /** FRAM controller of the FR599x. */
  FRCTL_A("frctl-a", 0x10, "", "", "", SYS),
  /** CRC-CCITT module. */
  CRC16("crc16", 0x08, "", "", "", null),
  /** Clock system of the FR58xx, FR59xx and FR6xx. */
  CS("cs", 0x10, "", "", "", SFR),
  /** Watchdog of FRAM devices and F5xx. */
  WDT_A("wdt-a", 0x02, "", "", "", SFR),
  /** 16-bit multiplier of the x1xx. */
  MPY16("mpy16", 0x10, "", "", "", null),
  /** 32-bit multiplier. */
  MPY32("mpy32", 0x30, "", "", "", null),
  /** DMA controller; its size is that of the general registers, each channel takes as much more. */
  DMA("dma", 0x10, "dma", "", "channels", null),
  /** Two digital ports, or port J. */
  PORTS("ports", 0x20, "", "odd even", "", null),
  /** Timer_A of FRAM devices and F5xx. */
  TIMER_A("timer-a", 0x30, "ccr0 others", "", "units", null),
  /** Timer_B of FRAM devices and F5xx. */
  TIMER_B("timer-b", 0x30, "ccr0 others", "", "units", null),
  /** Enhanced universal serial communication interface A, as a UART. */
  EUSCI_A("eusci-a", 0x20, "uart", "", "", null),
  /** RTC counter of the FR2xx and FR4xx. */
  RTC_COUNTER("rtc-counter", 0x10, "rtc", "", "", null);

  /** Name of the option that says how many DMA channels there are. */
  public static final String CHANNELS = "channels";

  /** Name of the option that says how many capture/compare units a timer has. */
  public static final String UNITS = "units";

  private static final int MOST_UNITS = 7;

  private final String label;
  private final int size;
  private final String vectors;
  private final String optionalVectors;
  private final String options;
  private final ModuleType need;

  /** Names are separated by blanks. */
  ModuleType(
      String label,
      int size,
      String vectors,
      String optionalVectors,
      String options,
      ModuleType need) {
    this.label = label;
    this.size = size;
    this.vectors = vectors;
    this.optionalVectors = optionalVectors;
    this.options = options;
    this.need = need;
  }

  private static List<String> names(String names) {
    return names.isEmpty() ? List.of() : List.of(names.split(" "));
  }

  /** The type with a name. */
  public static Optional<ModuleType> byLabel(String label) {
    return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
  }

  /** Its name in device profiles. */
  public String label() {
    return label;
  }

  /** Names of the interrupt vectors that it must be given. */
  public List<String> vectors() {
    return names(vectors);
  }

  /** Names of interrupt vectors that it may be given. */
  public List<String> optionalVectors() {
    return names(optionalVectors);
  }

  /** Names of the numbers that it must be given. */
  public List<String> options() {
    return names(options);
  }

  /** Names of the numbers that it may be given. */
  public Set<String> optionalOptions() {
    Stream<String> names =
        switch (this) {
          case TIMER_A, TIMER_B -> IntStream.range(0, MOST_UNITS).mapToObj(ModuleType::dmaOption);
          case EUSCI_A -> Stream.of("dma-receive", "dma-transmit");
          case PORTS -> Stream.of("lfxt-pins");
          default -> Stream.of();
        };
    return names.collect(Collectors.toUnmodifiableSet());
  }

  /** Name of the option that gives the DMA trigger of a timer's capture/compare unit. */
  public static String dmaOption(int unit) {
    return "dma-ccr" + unit;
  }

  /** A module without which it cannot work, if there is one. */
  public Optional<ModuleType> need() {
    return Optional.ofNullable(need);
  }

  /** Bytes of its registers; for {@link #DMA} also of each channel's. */
  public int size() {
    return size;
  }
}

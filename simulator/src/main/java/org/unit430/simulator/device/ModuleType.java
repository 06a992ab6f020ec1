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
  /** Memory protection unit of the FR59xx and FR69xx; protects FRAM from main-first on. */
  MPU("mpu-a", 0x0A, "", "", "information-first information-last main-first main-last", SYS),
  /** Write protection of FRAM on the FR2xx and FR4xx. */
  FRAM_PROTECTION(
      "fram-protection",
      0x02,
      "",
      "",
      "information-first information-last main-first main-last",
      null),
  /** CRC-CCITT module. */
  CRC16("crc16", 0x08, "", "", "", null),
  /** Special function registers of the x1xx and x2xx. */
  SFR_CLASSIC("sfr-x1xx", 0x06, "watchdog nmi", "", "", null),
  /** Power management module of the F5xx. */
  PMM_F5("pmm-f5xx", 0x12, "", "", "", null),
  /** Flash controller of the x1xx and x2xx. */
  FCTL_CLASSIC("fctl-x1xx", 0x06, "", "", "", null),
  /** Flash controller of the F5xx. */
  FCTL_F5("fctl-f5xx", 0x08, "", "", "", null),
  /** Basic clock module of the x1xx. */
  BASIC_CLOCK("basic-clock", 0x04, "", "", "dco-step-percent", SFR_CLASSIC),
  /** Basic clock module+ of the x2xx. */
  BASIC_CLOCK_PLUS("basic-clock-plus", 0x08, "", "", "dco-step-percent", SFR_CLASSIC),
  /** Unified clock system of the F5xx. */
  UCS("ucs", 0x12, "", "", "", SFR),
  /** Clock system of the FR2xx and FR4xx. */
  CS_SMALL("cs-fr2xx", 0x12, "", "", "", SFR),
  /** Clock system of the FR58xx, FR59xx and FR6xx. */
  CS("cs", 0x10, "", "", "", SFR),
  /** Watchdog of FRAM devices and F5xx. */
  WDT_A("wdt-a", 0x02, "", "", "", SFR),
  /** Watchdog of the x1xx and x2xx. */
  WDT("wdt", 0x02, "", "", "", SFR_CLASSIC),
  /** 16-bit multiplier of the x1xx. */
  MPY16("mpy16", 0x10, "", "", "", null),
  /** 32-bit multiplier. */
  MPY32("mpy32", 0x30, "", "", "", null),
  /** DMA controller; its size is that of the general registers, each channel takes as much more. */
  DMA("dma", 0x10, "dma", "", "channels", null),
  /** DMA controller of the x1xx; the registers of its channels lie apart. */
  DMA_CLASSIC("dma-x1xx", 0x04, "dma", "", "channels channel-base", null),
  /** Two digital ports, or port J. */
  PORTS("ports", 0x20, "", "odd even", "", null),
  /** A digital port of the x1xx or x2xx with interrupts. */
  PORT_CLASSIC("port-x1xx", 0x08, "port", "", "", null),
  /** Such a port without interrupts. */
  PORT_PLAIN("port-x1xx-plain", 0x04, "", "", "", null),
  /** Timer_A of the x1xx and x2xx. */
  TIMER_A_CLASSIC("timer-a-x1xx", 0x20, "ccr0 others", "", "units iv", null),
  /** Timer_B of the x1xx. */
  TIMER_B_CLASSIC("timer-b-x1xx", 0x20, "ccr0 others", "", "units iv", null),
  /** Timer_A of FRAM devices and F5xx. */
  TIMER_A("timer-a", 0x30, "ccr0 others", "", "units", null),
  /** Timer_B of FRAM devices and F5xx. */
  TIMER_B("timer-b", 0x30, "ccr0 others", "", "units", null),
  /** Enhanced universal serial communication interface A, as a UART. */
  EUSCI_A("eusci-a", 0x20, "uart", "", "", null),
  /** Universal serial communication interface A of the F5xx, as a UART. */
  USCI_A("usci-a", 0x20, "uart", "", "", null),
  /** The same of the x2xx; the block begins one byte before UCA0ABCTL. */
  USCI_A_CLASSIC("usci-a-x2xx", 0x0C, "receive transmit", "", "flag-bit", SFR_CLASSIC),
  /** USART of the x1xx, as a UART. */
  USART("usart", 0x08, "receive transmit", "", "flag-bit enable-bit", SFR_CLASSIC),
  /** RTC counter of the FR2xx and FR4xx. */
  RTC_COUNTER("rtc-counter", 0x10, "rtc", "", "", null);

  /** Name of the option that says how many DMA channels there are. */
  public static final String CHANNELS = "channels";

  /** Name of the option that says where the registers of an x1xx's DMA channels begin. */
  public static final String CHANNEL_BASE = "channel-base";

  /** Name of the option that gives the DMA trigger by which a channel starts the next one. */
  public static final String CHAIN_TRIGGER = "chain-trigger";

  /** Name of the option that gives the DMA trigger of a receiver. */
  public static final String DMA_RECEIVE = "dma-receive";

  /** Name of the option that gives the DMA trigger of a transmitter. */
  public static final String DMA_TRANSMIT = "dma-transmit";

  /** Name of the option that says how many capture/compare units a timer has. */
  public static final String UNITS = "units";

  /** Name of the option that says where TxIV of an older timer is. */
  public static final String VECTOR_REGISTER = "iv";

  /** Name of the option that says by how many percent a step of the DCO raises its frequency. */
  public static final String DCO_STEP = "dco-step-percent";

  /** Name of the option that says which bit of IFG1 and IFG2 is a receiver's flag, 0 to 14. */
  public static final String FLAG_BIT = "flag-bit";

  /** Name of the option that says which bit of ME1 and ME2 enables a receiver, 0 to 14. */
  public static final String ENABLE_BIT = "enable-bit";

  /**
   * Frequencies for which a device can have calibration constants, in the order of their addresses
   * from 10F8h on (hardware.md 8.4).
   */
  public static final List<Integer> CALIBRATED_MEGAHERTZ = List.of(16, 12, 8, 1);

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
          case TIMER_A, TIMER_B, TIMER_A_CLASSIC, TIMER_B_CLASSIC ->
              IntStream.range(0, MOST_UNITS).mapToObj(ModuleType::dmaOption);
          case EUSCI_A, USCI_A, USART -> Stream.of(DMA_RECEIVE, DMA_TRANSMIT);
          case DMA -> Stream.of(CHAIN_TRIGGER);
          case PORTS -> Stream.of("lfxt-pins");
          case BASIC_CLOCK_PLUS -> CALIBRATED_MEGAHERTZ.stream().map(ModuleType::calibration);
          default -> Stream.of();
        };
    return names.collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Name of the option that gives a calibration constant: BCSCTL1 in the upper byte, DCOCTL in the
   * lower one.
   */
  public static String calibration(int megahertz) {
    return "calibrated-" + megahertz + "mhz";
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

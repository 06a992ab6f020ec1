package org.unit430.energy.calibration;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.unit430.energy.ChargeStructure;
import org.unit430.energy.ChargeStructure.ClockPoint;
import org.unit430.energy.CoreScale;
import org.unit430.energy.EventPrice;
import org.unit430.energy.Unit;
import org.unit430.simulator.event.Event;

/**
 * What draws charge in an MSP430 with FRAM: the coefficients, how each event is made of them, and
 * those that nobody measured but that follow from measured ones.
 */
final class FramModel {
  static final String LINE_FILL = "lineFill";
  static final String LINE_FILL_REPEATED = "lineFillRepeated";
  static final String LINE_FILL_DATA_SHEET = "lineFillDataSheet";
  static final String FRAM_STANDBY = "framStandby";
  static final String FRAM_WRITE = "framWrite";

  /** What the names of clock currents begin with, and that of the slope, too. */
  static final String CLOCK = "clock";

  static final String CLOCK_SLOPE = "clockSupplySlope";

  static final CoreScale CORE =
      new CoreScale(
          0,
          List.of(),
          "twelve instructions measured at 3.0 V and 3.3 V draw the same charge: one regulator, one"
              + " core voltage");

  /** Clocks of the data sheet's current tables, MHz; the clock system's current is fitted there. */
  private static final int[] CLOCKS_MEGAHERTZ = {1, 4, 8, 12, 16};

  /** A coefficient that the fit finds. */
  record Fitted(String name, Unit unit, String conditions, String evidence) {}

  /**
   * A coefficient that follows from fitted ones.
   *
   * @param terms factor by fitted coefficient
   * @param relativeUncertainty of the rule itself, one standard deviation
   */
  record Derived(String name, Map<String, Double> terms, double relativeUncertainty, String rule) {}

  private FramModel() {}

  /** The coefficients that a fit finds, in the order of a table. */
  static List<Fitted> fitted() {
    String measured = "board X, 16 MHz, NWAITS=1, code in FRAM, data in SRAM";
    String both = measured + "; data sheet section 5.4";
    String sheet = "data sheet section 5.4, 3.0 V, 25 C, typical";
    Stream<Fitted> charges =
        Stream.of(
            charge("cacheHit", both, "FRAM(100%) rows; loops held in the cache"),
            charge(LINE_FILL, measured, "library divisions, whose lines all differ"),
            charge(
                LINE_FILL_REPEATED,
                measured,
                "straight-line copies of one instruction, whose lines are alike: one line of 4"
                    + " words for 4 words"),
            charge(LINE_FILL_DATA_SHEET, sheet, "FRAM(0..75%) rows, the typical device"),
            charge("framWait", sheet, "rows with NWAITS=1 against rows with NWAITS=0"),
            charge("sramFetch", sheet, "RAM rows"),
            charge("sramRead", measured, "instructions that read 0, 1 and 2 operands from SRAM"),
            charge("memoryOperand", measured, "a second read costs less than the first"),
            charge("sramWrite", measured, "instructions that write SRAM against those that do not"),
            charge("peripheralWrite", measured, "mov Rn,&MPY"),
            charge("internalCycle", measured, "jumps, push, call and ret"),
            charge("multiply16", measured, "mov Rn,&OP2 against mov Rn,&MPY"));
    Stream<Fitted> currents =
        Stream.concat(
            Stream.of(current(FRAM_STANDBY, sheet, "RAM rows against RAM-only rows (FRAM off)")),
            Arrays.stream(CLOCKS_MEGAHERTZ)
                .mapToObj(
                    megahertz ->
                        current(
                            clock(megahertz),
                            "MCLK = SMCLK = " + megahertz + " MHz from the DCO, 3.0 V, 25 C",
                            "LPM0 row of section 5.6; what active rows do not owe to MCLK")));
    Fitted slope =
        new Fitted(
            CLOCK_SLOPE,
            Unit.MICROAMPERE_PER_VOLT,
            "2.2 V to 3.3 V",
            "LPM0 rows at 2.2 V and 3.0 V; instructions measured at 3.0 V and 3.3 V");
    return Stream.of(charges, currents, Stream.of(slope)).flatMap(stream -> stream).toList();
  }

  private static Fitted charge(String name, String conditions, String evidence) {
    return new Fitted(name, Unit.PICOCOULOMB, conditions, evidence);
  }

  private static Fitted current(String name, String conditions, String evidence) {
    return new Fitted(name, Unit.MICROAMPERE, conditions, evidence);
  }

  static String clock(int megahertz) {
    return CLOCK + megahertz + "MHz";
  }

  /** The coefficients that no row isolates. All are charges. */
  static List<Derived> derived() {
    return List.of(
        new Derived(
            "cachedRead",
            Map.of("cacheHit", 1.0, "sramRead", 1.0, "sramFetch", -1.0),
            0.25,
            "as a cached fetch, plus what reading data costs more than fetching in SRAM"),
        new Derived(
            FRAM_WRITE,
            Map.of("cacheHit", 1.0, LINE_FILL, 1.0),
            0.25,
            "as a read that misses: SLASE54C table 5-32, write current = read current"),
        new Derived(
            "peripheralRead",
            Map.of("sramRead", 1.0, "peripheralWrite", 1.0, "sramWrite", -1.0),
            0.25,
            "as an SRAM read, plus what a peripheral costs more than SRAM when written"),
        new Derived("romFetch", Map.of("cacheHit", 1.0), 0.3, "as a cached fetch"),
        new Derived(
            "romRead",
            Map.of("cacheHit", 1.0, "sramRead", 1.0, "sramFetch", -1.0),
            0.3,
            "as a cached read"),
        new Derived("vacantAccess", Map.of("internalCycle", 1.0), 0.3, "as a cycle without memory"),
        new Derived(
            "multiply32",
            Map.of("multiply16", 4.0),
            0.5,
            "as four 16-bit products; SLAU367P table 5-1 gives 11 cycles to 4"));
  }

  /** Which coefficients make up which event. */
  static ChargeStructure structure() {
    List<String> names =
        Stream.concat(fitted().stream().map(Fitted::name), derived().stream().map(Derived::name))
            .toList();
    List<ClockPoint> clock =
        Arrays.stream(CLOCKS_MEGAHERTZ)
            .mapToObj(megahertz -> new ClockPoint(megahertz * 1e6, clock(megahertz)))
            .toList();
    return new ChargeStructure(names, prices(), clock, CLOCK_SLOPE, 3.0, CORE);
  }

  private static Map<Event, EventPrice> prices() {
    Map<Event, EventPrice> prices = new EnumMap<>(Event.class);
    price(prices, Event.FRAM_FETCH_HIT, "the cache serves it", "cacheHit");
    price(prices, Event.FRAM_FETCH_MISS, "a fetch and one FRAM access", "cacheHit", LINE_FILL);
    price(prices, Event.FRAM_READ_HIT, "the cache serves it", "cachedRead");
    price(prices, Event.FRAM_READ_MISS, "a read and one FRAM access", "cachedRead", LINE_FILL);
    price(prices, Event.FRAM_WRITE, "one FRAM access", FRAM_WRITE);
    price(prices, Event.FRAM_WAIT_CYCLE, "the CPU is held", "framWait");
    price(prices, Event.SRAM_FETCH, "code in SRAM", "sramFetch");
    price(prices, Event.SRAM_READ, "the access alone; see MEMORY_OPERAND", "sramRead");
    price(prices, Event.SRAM_WRITE, "one access", "sramWrite");
    Stream.of(Event.FLASH_FETCH, Event.FLASH_READ)
        .forEach(event -> prices.put(event, new EventPrice.Absent("the device has no flash")));
    price(prices, Event.ROM_FETCH, "boot code and LEA microcode only", "romFetch");
    price(prices, Event.ROM_READ, "boot code and the device descriptor", "romRead");
    price(prices, Event.PERIPHERAL_READ, "the peripheral bus", "peripheralRead");
    price(prices, Event.PERIPHERAL_WRITE, "the peripheral bus", "peripheralWrite");
    price(prices, Event.VACANT_ACCESS, "nothing answers", "vacantAccess");
    price(prices, Event.INTERNAL_CYCLE, "the CPU without its bus", "internalCycle");
    prices.put(
        Event.OVERLAPPED_ACCESS,
        new EventPrice.Zero("the access is counted as what it is; only its cycle is taken back"));
    price(prices, Event.MULTIPLY_16, "the multiplier array", "multiply16");
    price(prices, Event.MULTIPLY_32, "the multiplier array", "multiply32");
    price(prices, Event.MEMORY_OPERAND, "the first data read of an instruction", "memoryOperand");
    return prices;
  }

  private static void price(
      Map<Event, EventPrice> prices, Event event, String why, String... coefficients) {
    prices.put(event, new EventPrice.Charge(List.of(coefficients), why));
  }
}

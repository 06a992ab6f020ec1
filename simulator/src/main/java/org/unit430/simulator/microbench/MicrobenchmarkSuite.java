package org.unit430.simulator.microbench;

import java.util.List;
import java.util.Optional;
import org.unit430.simulator.microbench.Microbenchmark.Place;

/**
 * The microbenchmarks that together tell what each event of an FR59xx draws. Measured at 8 MHz and
 * at 16 MHz, at one supply voltage, they determine every coefficient that a table needs.
 */
public final class MicrobenchmarkSuite {
  private static final int COPIES = 100;
  private static final int PASSES = 400;

  private static final List<Microbenchmark> ALL =
      List.of(
          straight("register", "cached fetches and line fills alone", "mov r6, r7"),
          new Microbenchmark(
              "cached-loop",
              "a loop that the cache holds: fetches without line fills",
              List.of(),
              List.of("mov r6, r7"),
              1,
              20_000,
              Place.FRAM),
          straight("jump", "cycles without memory", "jmp $+2"),
          straight("read", "one operand from SRAM", "mov @r4, r6"),
          straight("read-two", "two operands from SRAM", "cmp @r4, 0(r5)"),
          straight("write", "SRAM written", "mov r6, 0(r5)"),
          straight("read-write", "SRAM read and written", "add r6, 0(r5)"),
          straight("push-pop", "the stack", "push r6", "pop r6"),
          straight("peripheral-write", "a multiplier's register written", "mov r6, &0x04C0"),
          straight("peripheral-read", "a multiplier's register read", "mov &0x04CA, r6"),
          straight("multiply", "16x16 products", "mov r6, &0x04C8"),
          straight("multiply-32", "32x32 products", "mov r6, &0x04E0", "mov r6, &0x04E2"),
          new Microbenchmark(
              "fram-read-line",
              "data that the FRAM cache holds",
              List.of("mov #0x8000, r8"),
              List.of("mov @r8, r6"),
              1,
              20_000,
              Place.FRAM),
          new Microbenchmark(
              "fram-read-far",
              "data that are never in the FRAM cache",
              List.of("mov #0x8000, r8"),
              List.of("mov @r8, r6", "add #8, r8", "bic #0x4000, r8"),
              COPIES,
              PASSES,
              Place.FRAM),
          new Microbenchmark(
              "fram-write",
              "FRAM written",
              List.of("mov #0x8000, r8"),
              List.of("mov r6, 0(r8)"),
              COPIES,
              PASSES,
              Place.FRAM),
          new Microbenchmark(
              "sram-code",
              "code in SRAM",
              List.of(),
              List.of("mov r6, r7"),
              COPIES,
              PASSES,
              Place.SRAM),
          new Microbenchmark(
              "lpm0",
              "the clock system while the CPU is off",
              List.of(
                  "mov #wake, &0xFFEA       ; vector of TA0 CCR0",
                  "br #ready",
                  "wake:   bic #0x10, 0(sp)",
                  "reti",
                  "ready:  mov #20000, &0x0352 ; TA0CCR0",
                  "mov #0x0010, &0x0342     ; TA0CCTL0: CCIE",
                  "mov #0x02D4, &0x0340     ; TA0CTL: SMCLK / 8, up, cleared",
                  "eint",
                  "nop"),
              List.of("bis #0x18, sr", "nop"),
              1,
              10,
              Place.FRAM));

  private MicrobenchmarkSuite() {}

  private static Microbenchmark straight(String name, String about, String... body) {
    return new Microbenchmark(
        name, about, List.of(), List.of(body), COPIES, PASSES, Microbenchmark.Place.FRAM);
  }

  /** All of them. */
  public static List<Microbenchmark> all() {
    return ALL;
  }

  /** The one with a name. */
  public static Optional<Microbenchmark> byName(String name) {
    return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
  }
}

package org.unit430.simulator.microbench;

import java.util.List;
import java.util.Optional;
import org.unit430.simulator.microbench.Microbenchmark.Shape;

/**
 * The microbenchmarks that together tell what each event of an FR59xx draws. Measured at 8 MHz and
 * at 16 MHz, at one supply voltage, they determine every coefficient that a program can see.
 */
public final class MicrobenchmarkSuite {
  /**
   * Clocks at which the suite is to be measured, so that waits and line fills can be told apart.
   */
  public static final List<Integer> MEGAHERTZ = List.of(8, 16);

  private static final int COPIES = 100;
  private static final int PASSES = 400;
  private static final int LOOPS = 20_000;

  /** A word of FRAM far from the code, not used otherwise. */
  private static final String FAR = " mov #0x8000, r8\n";

  private static final List<Microbenchmark> ALL =
      List.of(
          straight("register", "", " mov r6, r7"),
          loop("cached-loop", "", " mov r6, r7", LOOPS, ""),
          straight("jump", "", " jmp $+2"),
          straight("read", " mov #DATA, r4\n", " mov @r4, r6"),
          straight("read-two", " mov #DATA, r4\n mov #DATA2, r5\n", " cmp @r4, 0(r5)"),
          straight("write", " mov #DATA, r5\n", " mov r6, 0(r5)"),
          straight("read-write", " mov #DATA, r5\n", " add r6, 0(r5)"),
          straight("push-pop", "", " push r6\n pop r6"),
          straight("peripheral-write", "", " mov r6, &0x4c0"),
          straight("peripheral-read", "", " mov &0x4ca, r6"),
          straight("multiply", "", " mov r6, &0x4c8"),
          straight("multiply-32", "", " mov r6, &0x4e0\n mov r6, &0x4e2"),
          loop("fram-read-line", FAR, " mov @r8, r6", LOOPS, ""),
          straight("fram-read-far", FAR, " mov @r8, r6\n add #8, r8\n bic #0x4000, r8"),
          straight("fram-write", FAR, " mov r6, 0(r8)"),
          routine("library-divide", "__mspabi_divu", "0xFFFF / 1"),
          routine("library-divide-32", "__mspabi_divli", "0x7FFFFFFF / 1"),
          loop(
              "sram-code",
              """
               mov #sram_code, r4
               mov #0x1f00, r5
              copy:
               mov @r4+, 0(r5)
               incd r5
               cmp #sram_end, r4
               jlo copy
              """,
              " call #0x1f00",
              PASSES,
              """
              sram_code:
               .rept 200
               mov r6, r7
               .endr
               ret
              sram_end:
              """),
          loop(
              "lpm0",
              """
               mov #wake, &0xffea
               mov #0, &0x340
               mov #9999, &0x352
               mov #0x0010, &0x342
               mov #0x02d4, &0x340
               nop
               eint
               nop
              """,
              " bis #0x18, sr\n nop",
              10,
              """
              wake:
               bic #0x10, 0(sp)
               reti
              """));

  private MicrobenchmarkSuite() {}

  private static Microbenchmark straight(String name, String setup, String unit) {
    return new Microbenchmark(name, setup, "", unit, COPIES, PASSES, Shape.UNROLLED, "", List.of());
  }

  private static Microbenchmark loop(
      String name, String setup, String unit, int passes, String support) {
    return new Microbenchmark(name, setup, "", unit, 1, passes, Shape.LOOP, support, List.of());
  }

  private static Microbenchmark routine(String name, String symbol, String arguments) {
    Microbenchmark code = RoutineBenchmark.of(symbol, arguments);
    return new Microbenchmark(
        name,
        code.setup(),
        code.pass(),
        code.unit(),
        code.copies(),
        code.passes(),
        code.shape(),
        code.support(),
        code.runtime());
  }

  /**
   * Whether a microbenchmark runs copies of the same few instructions, so that its cache lines are
   * alike; library code is not of that kind.
   */
  public static boolean isRepeated(Microbenchmark benchmark) {
    return benchmark.runtime().isEmpty();
  }

  /** All of them, in the order in which a manifest lists them. */
  public static List<Microbenchmark> all() {
    return ALL;
  }

  /** The one with a name. */
  public static Optional<Microbenchmark> byName(String name) {
    return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
  }
}

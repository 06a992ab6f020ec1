package org.unit430.simulator.microbench;

import java.util.List;
import java.util.Locale;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

/**
 * A program for an FR59xx that repeats one piece of code between two edges of P1.3, which is high
 * meanwhile: {@code copies} in a row, {@code passes} times. It runs from FRAM at 04004h on with
 * data in SRAM, as those do whose energies were measured (measured-energy, README).
 *
 * <p>Registers that the code may use: R4 to R10, R12 to R15; R11 counts passes. The stack begins at
 * 02C00h; 01C00h to 01DFFh are free for data, and R4 points to 01C40h, R5 to 01C80h.
 *
 * @param name in lower case with dashes, for files and for measurements
 * @param about what it shows, for people
 * @param setup lines of assembly before P1.3 rises
 * @param body lines of assembly that are repeated
 * @param copies of the body in a pass, 1 or more; no copy of the loop around them is counted in
 * @param passes 1 to 65535
 * @param place where the measured code lies
 */
public record Microbenchmark(
    String name,
    String about,
    List<String> setup,
    List<String> body,
    int copies,
    int passes,
    Place place) {
  /** Where the measured code lies. */
  public enum Place {
    /** In FRAM, behind the start-up code. */
    FRAM,
    /** In SRAM, copied there first. */
    SRAM
  }

  /** Port 1's bit that is high while the code runs. */
  public static final int MARKER_BIT = 3;

  static final String BEGIN = "begin";
  static final String END = "end";
  private static final int SRAM_CODE = 0x1E00;
  private static final int MOST_PASSES = 0xFFFF;

  /** Copies the lists and checks the counts. */
  public Microbenchmark {
    setup = List.copyOf(setup);
    body = List.copyOf(body);
    if (copies < 1 || passes < 1 || passes > MOST_PASSES) {
      throw new IllegalArgumentException(
          name + ": at least one copy, and 1 to " + MOST_PASSES + " passes");
    }
  }

  /** How often the body is executed while P1.3 is high. */
  public long units() {
    return (long) copies * passes;
  }

  /** The same without the code that it repeats: what is left is the loop and the marker. */
  public Microbenchmark emptied() {
    return new Microbenchmark(name, about, setup, List.of(), copies, passes, place);
  }

  /**
   * The program's source.
   *
   * @param megahertz 1, 8 or 16: MCLK = SMCLK from the DCO
   * @throws IllegalArgumentException for another clock
   */
  public String source(int megahertz) {
    StringBuilder text = new StringBuilder();
    text.append(prologue(megahertz));
    setup.forEach(line -> append(text, line));
    if (place == Place.SRAM) {
      text.append(
          """
                  mov #code, r12
                  mov #%d, r13
          copy:   mov @r12+, 0(r13)
                  incd r13
                  cmp #code_end, r12
                  jlo copy
          """
              .formatted(SRAM_CODE));
    }
    append(text, "mov #" + passes + ", r11");
    if (place == Place.SRAM) {
      append(text, "mov #" + SRAM_CODE + ", r13");
      text.append(
          """
          begin:  bis.b #8, &0x0202       ; P1.3 rises
                  call r13
          end:    bic.b #8, &0x0202       ; P1.3 falls
          done:   jmp done
          code:
          pass:
          """);
      copies(text);
      text.append(
          """
                  sub #1, r11
                  jz leave
                  br #%d
          leave:  ret
          code_end:
          """
              .formatted(SRAM_CODE));
    } else {
      text.append("begin:  bis.b #8, &0x0202       ; P1.3 rises\npass:\n");
      copies(text);
      text.append(
          """
                  sub #1, r11
                  jz end
                  br #pass
          end:    bic.b #8, &0x0202       ; P1.3 falls
          done:   jmp done
          """);
    }
    text.append(
        """
                .org 0xFFFE
                .word start
        """);
    return text.toString();
  }

  private void copies(StringBuilder text) {
    if (!body.isEmpty()) {
      text.append("        .rept ").append(copies).append('\n');
      body.forEach(line -> append(text, line));
      text.append("        .endr\n");
    }
  }

  private static void append(StringBuilder text, String line) {
    // A label stands in the first column.
    text.append(line.contains(":") ? "" : "        ").append(line).append('\n');
  }

  /** SLAU367 3.3 and 8.2.3; hardware.md 8.3: the wait state first, then the clock, in two steps. */
  private static String prologue(int megahertz) {
    String clock =
        switch (megahertz) {
          case 1 -> "        mov #0x0000, &0x0162\n";
          case 8 -> "        mov #0x000C, &0x0162\n";
          case 16 ->
              """
                      mov #0xA510, &0x0140    ; FRCTL0: NWAITS = 1
                      mov #0x0022, &0x0166    ; dividers of 4 while the DCO changes (erratum CS12)
                      mov #0x0048, &0x0162
              """;
          default ->
              throw new IllegalArgumentException(
                  "microbenchmarks run at 1, 8 or 16 MHz, not at " + megahertz);
        };
    return """
            .org 0x4004
    start:  mov #0x2C00, sp
            mov #0x5A80, &0x015C    ; watchdog held
            mov.b #8, &0x0204       ; P1.3 is an output
            clr &0x0202
            clr &0x0130             ; LOCKLPM5
            mov #0xA500, &0x0160
    """
        + clock
        + """
                clr &0x0166             ; no dividers
                clr.b &0x0161           ; the clock registers are closed again
                mov #0x1C40, r4
                mov #0x1C80, r5
        """;
  }

  /**
   * The program.
   *
   * @param megahertz 1, 8 or 16
   */
  public ProgramImage image(int megahertz) {
    return Assembler.assemble(
        CpuCore.CPUX, String.format(Locale.ROOT, "%s.s43", name), source(megahertz));
  }
}

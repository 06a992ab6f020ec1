package org.unit430.simulator.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.isa.CpuCore;

/**
 * The routines that a C compiler's programs call for what the CPU cannot do in an instruction, as
 * assembly units to be added to an {@link org.unit430.simulator.asm.Assembler}. Their labels are
 * global and have the names of TI's EABI (SLAA534, as msp430-elf-gcc uses them).
 *
 * <p>Arguments lie in R12 to R15, the least significant word first: R12 and R13 for 16 bits,
 * R13:R12 and R15:R14 for 32; a result in R12 or R13:R12. R4 to R10 are kept. Call with {@code
 * CALL}; the units need no memory but the stack.
 */
public final class RuntimeLibrary {
  private static final String MACROS = "float-macros.s43";

  private RuntimeLibrary() {}

  /** A source of the library, and what it contains. */
  public enum Part {
    /** {@code __mspabi_divu, divi, remu, remi}: 16-bit division by restoring. */
    DIVIDE_16("divide-16.s43"),
    /** {@code __mspabi_divul, divli, remul, remli}: 32-bit division by restoring. */
    DIVIDE_32("divide-32.s43"),
    /**
     * {@code __mspabi_mpyi} (16 x 16 to 16), {@code mpyul, mpysl} (16 x 16 to 32), {@code mpyl} (32
     * x 32 to 32), by shifting and adding.
     */
    MULTIPLY("multiply.s43"),
    /** The same with {@code _f5hw} at the end of the name, on MPY32. */
    MULTIPLY_MPY32("multiply-mpy32.s43"),
    /** {@code __mspabi_slli, srai, srli} and {@code slll, sral, srll}: by R13 or R14 places. */
    SHIFT("shift.s43"),
    /** {@code __mspabi_addf, subf}: IEEE single. */
    FLOAT_ADD("float-add.s43", MACROS),
    /** {@code __mspabi_mpyf}: IEEE single, without a multiplier. */
    FLOAT_MULTIPLY("float-multiply.s43", MACROS),
    /** {@code __mspabi_mpyf_f5hw}: IEEE single on MPY32. */
    FLOAT_MULTIPLY_MPY32("float-multiply.s43", MACROS),
    /**
     * {@code __mspabi_mpyf_f5hw16}: IEEE single on the part of MPY32 that is a 16-bit multiplier.
     * TI has no name for it.
     */
    FLOAT_MULTIPLY_MPY16("float-multiply.s43", MACROS),
    /** {@code __mspabi_divf}: IEEE single. */
    FLOAT_DIVIDE("float-divide.s43", MACROS),
    /** {@code __mspabi_cmpf}: IEEE single; R12 is below, at or above 0, 1 for a NaN. */
    FLOAT_COMPARE("float-compare.s43", MACROS);

    private final String file;
    private final String macros;

    Part(String file) {
      this(file, "");
    }

    Part(String file, String macros) {
      this.file = file;
      this.macros = macros;
    }

    /** Whether it needs a hardware multiplier with 32-bit operands (MPY32). */
    public boolean needsMpy32() {
      return multiplier() > 0;
    }

    /** MULTIPLIER of the source. */
    private int multiplier() {
      return switch (this) {
        case MULTIPLY_MPY32, FLOAT_MULTIPLY_MPY32 -> 1;
        case FLOAT_MULTIPLY_MPY16 -> 2;
        default -> 0;
      };
    }
  }

  /** One part for a CPU. */
  public static AssemblyUnit unit(Part part, CpuCore core) {
    // Symbols set by "=" belong to their unit; definitions of a unit with global labels are global.
    StringBuilder source = new StringBuilder();
    if (core == CpuCore.CPUX) {
      source.append("CPUX = 1\n");
    }
    source.append("MULTIPLIER = ").append(part.multiplier()).append('\n');
    if (!part.macros.isEmpty()) {
      source.append(text(part.macros));
    }
    return AssemblyUnit.of(part.file, source.append(text(part.file)).toString());
  }

  /**
   * Every part that a device can run.
   *
   * @param mpy32 whether it has MPY32
   */
  public static List<AssemblyUnit> all(CpuCore core, boolean mpy32) {
    return Arrays.stream(Part.values())
        .filter(part -> mpy32 || !part.needsMpy32())
        .map(part -> unit(part, core))
        .toList();
  }

  private static String text(String file) {
    try (InputStream stream = RuntimeLibrary.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("the program was built without " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.unit430.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.program.ProgramImage;

/** Addresses as people write and read them: symbols, or numbers in hexadecimal. */
final class CodeAddress {
  private static final int ADDRESS_SPACE = 0x100000;

  private CodeAddress() {}

  /**
   * The address of a symbol or number: {@code main}, {@code 0x4400} or {@code 4400h}.
   *
   * @throws CommandFailure if it is neither
   */
  static int of(String text, ProgramImage program, Path file) {
    Optional<ProgramImage.Symbol> symbol = program.symbol(text);
    if (symbol.isPresent()) {
      return symbol.get().address();
    }
    String digits =
        text.matches("0[xX][0-9a-fA-F]{1,5}")
            ? text.substring(2)
            : text.matches("[0-9a-fA-F]{1,6}[hH]") ? text.substring(0, text.length() - 1) : "";
    if (!digits.isEmpty()) {
      int address = Integer.parseInt(digits, 16);
      if (address < ADDRESS_SPACE && (address & 1) == 0) {
        return address;
      }
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        ("%s has no symbol '%s', and it is no even address of 20 bits such as 0x4400 or 4400h"
                + " (--until)")
            .formatted(file, text));
  }

  /** An address, and the function it lies in, where that is known. */
  static String named(int address, ProgramImage program) {
    ProgramImage.Symbol best = null;
    for (ProgramImage.Symbol symbol : program.symbols()) {
      if (symbol.kind() == ProgramImage.Symbol.Kind.FUNCTION && symbol.address() <= address) {
        best = symbol;
      }
    }
    String number = "%05Xh".formatted(address);
    return best == null
        ? number
        : "%s, %s+%d".formatted(number, best.name(), address - best.address());
  }
}

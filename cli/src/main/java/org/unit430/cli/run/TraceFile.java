package org.unit430.cli.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.unit430.simulator.asm.Disassembler;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.machine.StepListener;
import org.unit430.simulator.program.ProgramImage;

/**
 * A line an instruction: cycle at which it began, its address, its text, and R0 to R15 behind it,
 * hexadecimal.
 */
final class TraceFile implements StepListener {
  private static final int TEXT_WIDTH = 32;
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();
  private static final int ADDRESS_DIGITS = 5;
  private static final int REGISTERS = 16;

  private final BufferedWriter out;
  private final long limit;
  private final Disassembler disassembler = new Disassembler(Disassembler.Style.EMULATED);
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<Instruction, String> texts = new HashMap<>();
  private final StringBuilder line = new StringBuilder();
  private long lines;

  /**
   * A trace.
   *
   * @param out where to, closed by the caller
   * @param limit lines after which nothing more is written
   */
  TraceFile(BufferedWriter out, ProgramImage program, long limit) {
    this.out = out;
    this.limit = limit;
    for (ProgramImage.Symbol symbol : program.symbols()) {
      names.putIfAbsent(symbol.address(), symbol.name());
    }
  }

  /** Whether nothing more is written. */
  boolean isFull() {
    return lines >= limit;
  }

  @Override
  public void retired(long cycle, Instruction instruction, Registers registers) {
    if (isFull()) {
      return;
    }
    lines++;
    line.setLength(0);
    line.append(cycle).append(' ');
    hex(instruction.address());
    line.append("  ").append(texts.computeIfAbsent(instruction, this::text));
    for (int register = 0; register < REGISTERS; register++) {
      line.append(' ');
      hex(registers.get(register));
    }
    line.append('\n');
    try {
      out.append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(Instruction instruction) {
    String text =
        disassembler.text(instruction, address -> Optional.ofNullable(names.get(address)));
    return text + " ".repeat(Math.max(0, TEXT_WIDTH - text.length()));
  }

  private void hex(int value) {
    for (int shift = 4 * (ADDRESS_DIGITS - 1); shift >= 0; shift -= 4) {
      line.append(HEX[value >> shift & 15]);
    }
  }
}

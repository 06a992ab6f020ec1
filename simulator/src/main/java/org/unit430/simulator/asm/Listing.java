package org.unit430.simulator.asm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.CycleTable;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.UndefinedInstructionException;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.program.ProgramImage.OperationRegion;
import org.unit430.simulator.program.ProgramImage.Segment;
import org.unit430.simulator.program.ProgramImage.Symbol;

/**
 * A listing of a program: a line an instruction, with address, words, cycles without wait states
 * ({@link CycleTable}; {@code +} where a register holds a repeat count), text and operation; data
 * in lines of up to 8 bytes.
 *
 * <p>What lies under a function symbol or in an operation region is shown as code. In a program
 * without either ({@code TI-TXT}, Intel HEX, a stripped ELF) it is what {@link ControlFlow} finds.
 */
public final class Listing {
  private static final int DATA_BYTES_A_LINE = 8;

  private final Decoder decoder;
  private final CycleTable cycles;
  private final Disassembler disassembler = new Disassembler(Disassembler.Style.EMULATED);
  private final TreeMap<Integer, List<String>> labels = new TreeMap<>();
  private final TreeMap<Integer, OperationRegion> operations = new TreeMap<>();

  /** Even addresses of what is shown as instructions. */
  private final BitSet code = new BitSet();

  private final StringBuilder lines = new StringBuilder();

  private Listing(ProgramImage image, CpuCore core) {
    this.decoder = new Decoder(core);
    this.cycles = new CycleTable(core);
    for (Symbol symbol : image.symbols()) {
      labels.computeIfAbsent(symbol.address(), address -> new ArrayList<>()).add(symbol.name());
      if (symbol.kind() == Symbol.Kind.FUNCTION) {
        markCode(symbol.address(), symbol.address() + symbol.size());
      }
    }
    for (OperationRegion region : image.operations()) {
      operations.put(region.start(), region);
      markCode(region.start(), region.end());
    }
    if (code.isEmpty()) {
      code.or(ControlFlow.codeOf(image, decoder));
    }
  }

  private void markCode(int start, int end) {
    for (int address = start; address < end; address += 2) {
      code.set(address);
    }
  }

  /** The listing, lines ended by {@code \n}. */
  public static String of(ProgramImage image, CpuCore core) {
    Listing listing = new Listing(image, core);
    image.segments().forEach(listing::segment);
    return listing.lines.toString();
  }

  private void segment(Segment segment) {
    lines.append(
        String.format(
            Locale.ROOT,
            "; %s 0x%05x to 0x%05x, %d bytes\n",
            segment.name().isEmpty() ? "segment" : segment.name(),
            segment.address(),
            segment.end(),
            segment.bytes().length));
    int address = segment.address();
    while (address < segment.end()) {
      for (String label : labels.getOrDefault(address, List.of())) {
        lines.append(label).append(":\n");
      }
      address = code.get(address) ? code(segment, address) : data(segment, address);
    }
  }

  private String operation(int address) {
    Map.Entry<Integer, OperationRegion> region = operations.floorEntry(address);
    return region != null && address < region.getValue().end()
        ? "; " + region.getValue().operation().label()
        : "";
  }

  private int code(Segment segment, int address) {
    Instruction instruction;
    try {
      instruction = decoder.decode(address, wanted -> word(segment, wanted));
    } catch (UndefinedInstructionException undefined) {
      return data(segment, address);
    }
    if (address + 2 * instruction.words() > segment.end()) {
      return data(segment, address);
    }
    StringBuilder words = new StringBuilder();
    for (int index = 0; index < instruction.words(); index++) {
      words.append(String.format(Locale.ROOT, " %04x", word(segment, address + 2 * index)));
    }
    line(
        address,
        words.toString(),
        cycles.cycles(instruction) + (instruction.repeat().inRegister() ? "+" : ""),
        disassembler.text(instruction, this::name),
        operation(address));
    return address + 2 * instruction.words();
  }

  private Optional<String> name(int address) {
    return Optional.ofNullable(labels.get(address)).map(names -> names.get(0));
  }

  private int data(Segment segment, int address) {
    int end = Math.min(address + DATA_BYTES_A_LINE, segment.end());
    Map.Entry<Integer, List<String>> label = labels.higherEntry(address);
    if (label != null) {
      end = Math.min(end, label.getKey());
    }
    int nextCode = code.nextSetBit(address + 1);
    if (nextCode >= 0) {
      end = Math.min(end, nextCode);
    }
    boolean words = (address & 1) == 0 && ((end - address) & 1) == 0;
    StringBuilder text = new StringBuilder(words ? ".word " : ".byte ");
    String separator = "";
    for (int at = address; at < end; at += words ? 2 : 1) {
      int value = words ? word(segment, at) : segment.bytes()[at - segment.address()] & 0xFF;
      text.append(separator).append(String.format(Locale.ROOT, words ? "0x%04x" : "0x%02x", value));
      separator = ", ";
    }
    line(address, "", "", text.toString(), "");
    return end;
  }

  private void line(int address, String words, String count, String text, String operation) {
    String line =
        String.format(
            Locale.ROOT, "%05x:%-20s %3s  %-36s%s", address, words, count, text, operation);
    lines.append(line.stripTrailing()).append('\n');
  }

  /** A word of the segment; 0 behind its end, where the caller notices. */
  private static int word(Segment segment, int address) {
    int index = address - segment.address();
    if (index < 0 || index + 1 >= segment.bytes().length) {
      return 0;
    }
    return (segment.bytes()[index] & 0xFF) | (segment.bytes()[index + 1] & 0xFF) << 8;
  }
}

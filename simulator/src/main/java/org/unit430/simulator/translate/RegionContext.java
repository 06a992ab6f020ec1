package org.unit430.simulator.translate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.unit430.simulator.cpu.Alu;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.peripheral.HardwareMultiplier;

/**
 * What translated code works on, and the small functions it calls. They are static and short, so
 * that the JVM inlines them.
 */
public final class RegionContext {
  static final int SRAM = MemoryKind.SRAM.ordinal();
  static final int FRAM = MemoryKind.FRAM.ordinal();

  /** Bytes that an address can name. */
  static final int ADDRESS_SPACE = 1 << 20;

  /** What a plain instruction's index cannot leave (SLAU367 4.4.2). */
  static final int LOW_MEMORY = 1 << 16;

  /** Logarithm to base 2 of the bytes in a page of {@link #stretches} and {@link #codePages}. */
  public static final int PAGE_SHIFT = 6;

  /** What {@link #kindOf} has for bytes that translated code cannot access. */
  static final int REFUSED = -1;

  /** What {@link #kindOf} has for SRAM. */
  static final int IN_SRAM = 0;

  /** What {@link #kindOf} has for FRAM. */
  static final int IN_FRAM = 1;

  final char[] memory;
  final byte[] kinds;

  /**
   * For each page that an address can name, the number of the stretch of memory of one kind that it
   * belongs to; even for SRAM, odd for FRAM, negative elsewhere.
   */
  final byte[] stretches = new byte[ADDRESS_SPACE >> PAGE_SHIFT];

  private final Map<Integer, Stretch> stretchByNumber = new HashMap<>();

  final boolean[] codePages;
  final int[] lines;
  final int[] registers;
  final HardwareMultiplier multiplier;
  final LentMultiplier lentMultiplier;

  /**
   * A context.
   *
   * @param memory all words of the address space, see {@link
   *     org.unit430.simulator.memory.MemoryBytes#words}
   * @param kinds the {@link MemoryKind} of each word, as ordinals
   * @param codePages which pages of {@link #PAGE_SHIFT} hold code that the interpreter has decoded
   * @param lines the FRAM cache's, see {@link org.unit430.simulator.memory.FramCache#lines}
   * @param registers R0 to R15
   * @param multiplier the device's, or null
   */
  public RegionContext(
      char[] memory,
      byte[] kinds,
      boolean[] codePages,
      int[] lines,
      int[] registers,
      HardwareMultiplier multiplier) {
    this.memory = memory;
    this.kinds = kinds;
    this.codePages = codePages;
    this.lines = lines;
    this.registers = registers;
    this.multiplier = multiplier;
    this.lentMultiplier = new LentMultiplier(multiplier);
    numberStretches();
  }

  /** A page that is not of one kind is left to the interpreter. */
  private void numberStretches() {
    Arrays.fill(stretches, (byte) REFUSED);
    int pairs = 0;
    int before = REFUSED;
    for (int page = 0; page < stretches.length; page++) {
      int kind = kindOfPage(page << PAGE_SHIFT);
      if (kind != REFUSED && kind != before) {
        pairs++;
      }
      before = kind;
      int number = 2 * pairs + kind;
      if (kind != REFUSED && number <= Byte.MAX_VALUE) {
        stretches[page] = (byte) number;
      }
    }
  }

  private int kindOfPage(int start) {
    int first = start >> 1;
    int end = first + (1 << PAGE_SHIFT >> 1);
    if (end > kinds.length || (kinds[first] != SRAM && kinds[first] != FRAM)) {
      return REFUSED;
    }
    for (int word = first; word < end; word++) {
      if (kinds[word] != kinds[first]) {
        return REFUSED;
      }
    }
    return kinds[first] == SRAM ? IN_SRAM : IN_FRAM;
  }

  /** Memory of one kind, from its first byte to its last one. */
  record Stretch(int kind, int first, int last) {
    /** The part with an address that is beside the bytes from a start to before an end, or null. */
    Stretch beside(int start, int end, int address) {
      if (address >= end) {
        return new Stretch(kind, Math.max(first, end), last);
      }
      return address < start ? new Stretch(kind, first, Math.min(last, start - 1)) : null;
    }
  }

  /** The stretch that an address is in, or null. */
  Stretch stretchAt(int address) {
    int number = (address & -ADDRESS_SPACE) == 0 ? stretches[address >> PAGE_SHIFT] : REFUSED;
    return number < 0 ? null : stretchByNumber.computeIfAbsent(number, n -> stretchAround(address));
  }

  private Stretch stretchAround(int address) {
    int number = stretches[address >> PAGE_SHIFT];
    int first = address >> PAGE_SHIFT;
    while (first > 0 && stretches[first - 1] == number) {
      first--;
    }
    int end = address >> PAGE_SHIFT;
    while (end < stretches.length && stretches[end] == number) {
      end++;
    }
    return new Stretch(number & 1, first << PAGE_SHIFT, (end << PAGE_SHIFT) - 1);
  }

  /** Whether there is memory behind the FRAM cache. */
  boolean hasFram() {
    for (byte kind : kinds) {
      if (kind == FRAM) {
        return true;
      }
    }
    return false;
  }

  /** Whether an index wraps within the low 64 KB, if the register points there (SLAU367 4.4.2). */
  static boolean canWrap(Instruction instruction) {
    return !instruction.extended() && !instruction.opcode().isCpuxOnly();
  }

  /** Whether a negative index is taken to wrap, as it would with what the register holds now. */
  boolean isWrapped(Instruction instruction, Operand indexed) {
    return canWrap(instruction) && registers[indexed.register()] + indexed.value() < 0;
  }

  /** What an index adds to a register. */
  static int offsetOf(Operand indexed, boolean wraps) {
    return wraps ? indexed.value() + LOW_MEMORY : indexed.value();
  }

  static boolean readable(byte[] kinds, int address) {
    int word = address >> 1;
    return word < kinds.length && (kinds[word] == SRAM || kinds[word] == FRAM);
  }

  /** The kind of memory of all bytes from a first to a last one, or {@link #REFUSED}. */
  static int kindOf(byte[] stretches, int first, int last) {
    if (((first | last) & -ADDRESS_SPACE) != 0) {
      return REFUSED;
    }
    int stretch = stretches[first >> PAGE_SHIFT];
    return stretch == stretches[last >> PAGE_SHIFT] && stretch >= 0 ? stretch & 1 : REFUSED;
  }

  /** Whether a page holds code from which a word at an address might come. */
  static boolean holdsCode(boolean[] codePages, int address) {
    return codePages[address >> PAGE_SHIFT];
  }

  static int loadByte(char[] memory, int address) {
    return (memory[address >> 1] >> ((address & 1) << 3)) & 0xFF;
  }

  static void storeByte(char[] memory, int address, int value) {
    int shift = (address & 1) << 3;
    memory[address >> 1] =
        (char) ((memory[address >> 1] & ~(0xFF << shift)) | ((value & 0xFF) << shift));
  }

  static int decimalSum(int destination, int source, int carry, int bits) {
    Size size = bits == 8 ? Size.BYTE : bits == 16 ? Size.WORD : Size.ADDRESS;
    return Alu.addDecimal(size, destination, source, carry);
  }

  static int status(int rest, int carry, int zeroResult, int negative, int overflow) {
    return (rest & ~Alu.FLAGS)
        | carry
        | (zeroResult == 0 ? Alu.ZERO : 0)
        | (negative != 0 ? Alu.NEGATIVE : 0)
        | (overflow != 0 ? Alu.OVERFLOW : 0);
  }
}

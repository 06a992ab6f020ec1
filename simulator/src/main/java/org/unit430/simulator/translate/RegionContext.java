package org.unit430.simulator.translate;

import org.unit430.simulator.cpu.Alu;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.peripheral.HardwareMultiplier;

/**
 * What translated code works on, and the small functions it calls. They are static and short, so
 * that the JVM inlines them; those that it does not are {@link Accesses}'.
 */
public final class RegionContext {
  static final int SRAM = MemoryKind.SRAM.ordinal();
  static final int FRAM = MemoryKind.FRAM.ordinal();

  private static final int ADDRESS_SPACE = 1 << 20;

  /** Logarithm to base 2 of the bytes in a page of {@link #access} and {@link #codePages}. */
  public static final int PAGE_SHIFT = 6;

  /** What {@link #access} has for a page of SRAM. */
  static final int IN_SRAM = 0;

  /** What {@link #access} has for a page of FRAM. */
  static final int IN_FRAM = 1;

  private static final byte ELSEWHERE = 2;

  final byte[] memory;
  final byte[] kinds;

  /** How each page that an address can name is accessed, so that one comparison tells. */
  final byte[] access = new byte[ADDRESS_SPACE >> PAGE_SHIFT];

  final boolean[] codePages;
  final int[] lines;
  final int[] registers;
  final HardwareMultiplier multiplier;

  /** Counters of the region that runs. */
  long[] counts = {};

  /** Wait states that the region that runs was translated for. */
  int waitStates;

  /**
   * A context.
   *
   * @param memory all bytes of the address space
   * @param kinds the {@link MemoryKind} of each word, as ordinals
   * @param codePages which pages of {@link #PAGE_SHIFT} hold code that the interpreter has decoded
   * @param lines the FRAM cache's, see {@link FramCache#lines}
   * @param registers R0 to R15
   * @param multiplier the device's, or null
   */
  public RegionContext(
      byte[] memory,
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
    for (int page = 0; page < access.length; page++) {
      access[page] = accessOf(page << PAGE_SHIFT);
    }
  }

  /** A page that is not of one kind is left to the interpreter. */
  private byte accessOf(int start) {
    int first = start >> 1;
    int end = first + (1 << PAGE_SHIFT >> 1);
    if (end > kinds.length || (kinds[first] != SRAM && kinds[first] != FRAM)) {
      return ELSEWHERE;
    }
    for (int word = first; word < end; word++) {
      if (kinds[word] != kinds[first]) {
        return ELSEWHERE;
      }
    }
    return (byte) (kinds[first] == SRAM ? IN_SRAM : IN_FRAM);
  }

  static boolean readable(byte[] kinds, int address) {
    int word = address >> 1;
    return word < kinds.length && (kinds[word] == SRAM || kinds[word] == FRAM);
  }

  /** Fetches from a line of FRAM. Returns MCLK cycles of waiting. */
  static long fetch(int[] lines, int line, long[] counts, int missSite, int waitStates) {
    if (FramCache.read(lines, line)) {
      return 0;
    }
    counts[missSite]++;
    return waitStates;
  }

  /** Reads data; site counts FRAM reads, the next one misses. Returns MCLK cycles of waiting. */
  static long read(
      byte[] access, int[] lines, int address, long[] counts, int site, int waitStates) {
    if (access[address >> PAGE_SHIFT] == IN_SRAM) {
      return 0;
    }
    counts[site]++;
    return fetch(lines, address >> FramCache.LINE_SHIFT, counts, site + 1, waitStates);
  }

  /** Writes data; site counts FRAM writes. Returns MCLK cycles of waiting. */
  static long written(byte[] access, int address, long[] counts, int site, int waitStates) {
    if (access[address >> PAGE_SHIFT] == IN_SRAM) {
      return 0;
    }
    counts[site]++;
    return waitStates;
  }

  static int loadWord(byte[] memory, int even) {
    return (memory[even] & 0xFF) | (memory[even + 1] & 0xFF) << 8;
  }

  static int loadByte(byte[] memory, int address) {
    return memory[address] & 0xFF;
  }

  static void storeWord(byte[] memory, int even, int value) {
    memory[even] = (byte) value;
    memory[even + 1] = (byte) (value >> 8);
  }

  static void storeByte(byte[] memory, int address, int value) {
    memory[address] = (byte) value;
  }

  /** Register plus index; {@code wraps} as a plain instruction's (SLAU367 4.4.2). */
  static int indexed(int base, int index, boolean wraps) {
    int sum = base + index;
    return wraps && base < 0x10000 ? sum & 0xFFFF : sum & 0xFFFFF;
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

  /** Writes OP2 of the multiplier; site counts wide operations. */
  static void multiply(
      HardwareMultiplier multiplier, int value, long cycle, long[] counts, int site) {
    multiply(multiplier, value, cycle, counts, site, multiplier.mode());
  }

  /** As the other one, in a mode that is known beforehand. */
  static void multiply(
      HardwareMultiplier multiplier, int value, long cycle, long[] counts, int site, int mode) {
    if (multiplier.writeOperand2(mode, value, cycle)) {
      counts[site]++;
    }
  }
}

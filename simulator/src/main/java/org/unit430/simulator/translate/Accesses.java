package org.unit430.simulator.translate;

import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.peripheral.HardwareMultiplier;

/**
 * Bus accesses of translated code that calls them, instead of having them written out at every
 * place ({@link RegionContext}). Each does all of an access: it finds out whether the address can
 * be accessed by translated code at all, fetches the instruction's own words first, and then
 * transfers the data; so a place needs one call and one branch.
 *
 * <p>Where code is fetched from FRAM, {@code fetch} says which lines: twice the first one, plus 1
 * if the next one, too; {@link #NOTHING} if none. Counters begin at {@code site}: misses of each
 * line fetched, then what {@link Account.Access} has for the data. A result holds what was read in
 * bits 15 to 0 and the MCLK cycles of waiting in bits 62 to 32; it is {@link #REFUSED}, and nothing
 * has happened, if the interpreter has to execute the instruction.
 */
final class Accesses {
  /** No line has to be fetched. */
  static final int NOTHING = -1;

  /** The only negative result. */
  static final long REFUSED = -1;

  /** How far waiting is shifted up in a result. */
  static final int WAITS_SHIFT = 32;

  private static final int COUNTERS_OF_READ = 2;

  private Accesses() {}

  /** {@code fetch} for a line of code and, if it goes on there, the next one. */
  static int fetchOf(int line, boolean andNext) {
    return line << 1 | (andNext ? 1 : 0);
  }

  /** Reads the word that holds an address. */
  static long readWord(RegionContext c, int address, int fetch, int site) {
    int kind = c.access[address >> RegionContext.PAGE_SHIFT];
    return kind > RegionContext.IN_FRAM ? REFUSED : read(c, kind, address, fetch, site);
  }

  /** Reads a byte. */
  static long readByte(RegionContext c, int address, int fetch, int site) {
    int kind = c.access[address >> RegionContext.PAGE_SHIFT];
    if (kind > RegionContext.IN_FRAM) {
      return REFUSED;
    }
    return byteOf(read(c, kind, address, fetch, site), address);
  }

  /** Reads the word that holds an address, if it can be written, too. */
  static long readWordToWrite(RegionContext c, int address, int fetch, int site) {
    return canWrite(c, address) == REFUSED ? REFUSED : readWord(c, address, fetch, site);
  }

  /** Reads a byte, if it can be written, too. */
  static long readByteToWrite(RegionContext c, int address, int fetch, int site) {
    return canWrite(c, address) == REFUSED ? REFUSED : readByte(c, address, fetch, site);
  }

  /** Writes the word that holds an address. */
  static long writeWord(RegionContext c, int address, int value, int fetch, int site) {
    long waits = write(c, address, fetch, site);
    if (waits >= 0) {
      RegionContext.storeWord(c.memory, address & ~1, value);
    }
    return waits;
  }

  /** Writes a byte. */
  static long writeByte(RegionContext c, int address, int value, int fetch, int site) {
    long waits = write(c, address, fetch, site);
    if (waits >= 0) {
      RegionContext.storeByte(c.memory, address, value);
    }
    return waits;
  }

  /** Fetches. */
  static long fetch(RegionContext c, int fetch, int site) {
    return (long) waitsOfFetch(c, fetch, site) << WAITS_SHIFT;
  }

  /** Whether an address can be read: 0 or {@link #REFUSED}. */
  static long canRead(RegionContext c, int address) {
    return c.access[address >> RegionContext.PAGE_SHIFT] > RegionContext.IN_FRAM ? REFUSED : 0;
  }

  /** Whether an address can be written: 0 or {@link #REFUSED}. */
  static long canWrite(RegionContext c, int address) {
    // Behind the end of memory no page is noted, so that has to be asked first.
    return canRead(c, address) == REFUSED || c.codePages[address >> RegionContext.PAGE_SHIFT]
        ? REFUSED
        : 0;
  }

  /**
   * Reads the word that holds an address and writes it to the first operand of a multiplication, at
   * an offset from MPY.
   *
   * @param cycle the MCLK cycle of the write, but for the waits
   */
  static long readToOperand1(
      RegionContext c, int address, int fetch, int site, int offset, long cycle) {
    long word = readWord(c, address, fetch, site);
    if (word >= 0) {
      c.multiplier.writeOperand1(offset, (int) word, cycle + (word >>> WAITS_SHIFT));
    }
    return word;
  }

  /**
   * Reads the word that holds an address and writes it to OP2. Its counters are behind those of the
   * read.
   *
   * @param cycle the MCLK cycle of the write, but for the waits
   */
  static long readToOperand2(RegionContext c, int address, int fetch, int site, long cycle) {
    long word = readWord(c, address, fetch, site);
    if (word >= 0) {
      long written = cycle + (word >>> WAITS_SHIFT);
      writeOperand2(c, (int) word, written, site + countersOf(fetch) + COUNTERS_OF_READ);
    }
    return word;
  }

  /** Writes the first operand of a multiplication, at an offset from MPY. */
  static void writeOperand1(RegionContext c, int offset, int value, long cycle) {
    c.multiplier.writeOperand1(offset, value, cycle);
  }

  /** Writes OP2; site counts wide operations. */
  static void writeOperand2(RegionContext c, int value, long cycle, int site) {
    HardwareMultiplier multiplier = c.multiplier;
    if (multiplier.writeOperand2(multiplier.mode(), value, cycle)) {
      c.counts[site]++;
    }
  }

  /** Reads RESLO or RESHI. */
  static int readResult(RegionContext c, int offset, long cycle) {
    return c.multiplier.readResult(offset, cycle);
  }

  /** Writes RESLO or RESHI. */
  static void writeResult(RegionContext c, int offset, int value, long cycle) {
    c.multiplier.writeResult(offset, value, cycle);
  }

  private static long read(RegionContext c, int kind, int address, int fetch, int site) {
    int waits = waitsOfFetch(c, fetch, site);
    int counter = site + countersOf(fetch);
    if (kind == RegionContext.IN_FRAM) {
      c.counts[counter]++;
      waits += waitsOfLine(c, address >> FramCache.LINE_SHIFT, counter + 1);
    }
    return (long) waits << WAITS_SHIFT | RegionContext.loadWord(c.memory, address & ~1);
  }

  private static long byteOf(long word, int address) {
    long waits = word & -1L << WAITS_SHIFT;
    return waits | (word >> ((address & 1) << 3) & 0xFF);
  }

  private static long write(RegionContext c, int address, int fetch, int site) {
    if (canWrite(c, address) == REFUSED) {
      return REFUSED;
    }
    int kind = c.access[address >> RegionContext.PAGE_SHIFT];
    int waits = waitsOfFetch(c, fetch, site);
    int counter = site + countersOf(fetch);
    if (kind == RegionContext.IN_FRAM) {
      c.counts[counter]++;
      waits += c.waitStates;
    }
    return (long) waits << WAITS_SHIFT;
  }

  private static int countersOf(int fetch) {
    return fetch == NOTHING ? 0 : 1 + (fetch & 1);
  }

  private static int waitsOfFetch(RegionContext c, int fetch, int site) {
    if (fetch == NOTHING) {
      return 0;
    }
    int line = fetch >> 1;
    int waits = waitsOfLine(c, line, site);
    return (fetch & 1) == 0 ? waits : waits + waitsOfLine(c, line + 1, site + 1);
  }

  private static int waitsOfLine(RegionContext c, int line, int missSite) {
    if (FramCache.read(c.lines, line)) {
      return 0;
    }
    c.counts[missSite]++;
    return c.waitStates;
  }
}

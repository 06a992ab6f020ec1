package org.unit430.simulator.event;

/**
 * One countable thing the machine did. The enum is closed: an energy table must price every
 * constant, or say why it is zero.
 *
 * <p>Every MCLK cycle the CPU spends is exactly one event with {@link #cycles()} = 1, so the cycle
 * count of any stretch of execution is the weighted sum of its events (see {@link
 * EventCounts#cycles()}). The split of an instruction's cycles into bus accesses and internal
 * cycles follows hardware.md section 3.6: one cycle for each 16-bit bus access; what the manual's
 * cycle table has beyond them is internal.
 */
public enum Event {
  /** A code word fetched from FRAM whose 8-byte line was in the read cache. */
  FRAM_FETCH_HIT(1),
  /** A code word fetched from FRAM that made the cache fill a line (SLAU367 7.5.1). */
  FRAM_FETCH_MISS(1),
  /** A data word or byte read from FRAM whose line was in the read cache. */
  FRAM_READ_HIT(1),
  /** A data word or byte read from FRAM that made the cache fill a line. */
  FRAM_READ_MISS(1),
  /** A data word or byte written to FRAM. */
  FRAM_WRITE(1),
  /** An MCLK cycle the CPU was held because FRAM was busy (NWAITS, SLAU367 7.5). */
  FRAM_WAIT_CYCLE(1),
  /** A code word fetched from SRAM. */
  SRAM_FETCH(1),
  /** A data word or byte read from SRAM. */
  SRAM_READ(1),
  /** A data word or byte written to SRAM. */
  SRAM_WRITE(1),
  /** A code word fetched from flash. */
  FLASH_FETCH(1),
  /** A data word or byte read from flash. */
  FLASH_READ(1),
  /** A code word fetched from ROM (boot loader). */
  ROM_FETCH(1),
  /** A data word or byte read from ROM or the device descriptor. */
  ROM_READ(1),
  /** A peripheral register read. */
  PERIPHERAL_READ(1),
  /** A peripheral register written. */
  PERIPHERAL_WRITE(1),
  /** An access where the device has no memory (SLAU445 1.9.2). */
  VACANT_ACCESS(1),
  /** A cycle of an instruction in which the CPU used no bus. */
  INTERNAL_CYCLE(1),
  /**
   * A bus access that shares its cycle with another one. Only {@code CALLA x(Rn)} has it: SLAU367
   * table 4-17 gives 5 cycles to six bus accesses.
   */
  OVERLAPPED_ACCESS(-1),
  /**
   * The hardware multiplier started an operation with a second operand of 8 or 16 bits and a first
   * one likewise.
   */
  MULTIPLY_16(0),
  /** The hardware multiplier started an operation with an operand of 24 or 32 bits. */
  MULTIPLY_32(0),
  /**
   * An instruction that read at least one operand from memory or from a peripheral, by whatever
   * addressing mode (POP, RET, RETI and POPM among them; an immediate is a fetched word, not a
   * read). Counted once an instruction however many reads it makes. Energies measured on an FR5994
   * need it: the first data read of an instruction costs far more than its second.
   */
  MEMORY_OPERAND(0);

  private final int cycles;

  Event(int cycles) {
    this.cycles = cycles;
  }

  /**
   * MCLK cycles one such event stands for: 1, 0 (runs beside the CPU) or -1 (shares a cycle counted
   * elsewhere).
   */
  public int cycles() {
    return cycles;
  }
}

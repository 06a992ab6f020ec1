package org.unit430.simulator.device;

/** What answers at an address. */
public enum MemoryKind {
  /** Nothing: reads give 3FFFh, writes are lost (SLAU445 1.9.2). */
  VACANT,
  /** Static RAM, no wait states. */
  SRAM,
  /** Ferroelectric RAM behind the FRAM controller's read cache. */
  FRAM,
  /** Flash: read like ROM; not written by stores. */
  FLASH,
  /** Mask ROM and the device descriptor. */
  ROM,
  /** Memory-mapped modules. */
  PERIPHERAL,
  /** Static RAM that lies at other addresses too, where it is {@link #SRAM}. */
  MIRROR
}

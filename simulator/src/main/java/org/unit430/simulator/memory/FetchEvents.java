package org.unit430.simulator.memory;

import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.event.Event;

/** What fetching a word of code is counted as. */
public final class FetchEvents {
  private FetchEvents() {}

  /** The event of fetching from a kind of memory, where no line has to be filled. */
  public static Event of(MemoryKind kind) {
    return switch (kind) {
      case FRAM -> Event.FRAM_FETCH_HIT;
      case SRAM, MIRROR -> Event.SRAM_FETCH;
      case FLASH -> Event.FLASH_FETCH;
      case ROM -> Event.ROM_FETCH;
      case VACANT, PERIPHERAL -> Event.VACANT_ACCESS;
    };
  }
}

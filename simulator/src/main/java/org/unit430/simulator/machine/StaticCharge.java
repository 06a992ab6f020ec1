package org.unit430.simulator.machine;

import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventLedger;

/**
 * The events of an instruction that are the same each time it is executed.
 *
 * @param words words fetched
 * @param fetch the event that each of them is if no line has to be filled
 * @param internalCycles MCLK cycles beyond one for each bus access; negative if accesses overlap
 * @param readsMemory whether an operand is read from memory
 */
record StaticCharge(int words, Event fetch, int internalCycles, boolean readsMemory) {
  /** Charges the fetching of the instruction, so many times, without lines that were missing. */
  void fetched(EventLedger ledger, long times) {
    ledger.count(fetch, words * times);
  }

  /** Charges all but the fetching, so many times. */
  void retired(EventLedger ledger, long times) {
    if (internalCycles > 0) {
      ledger.count(Event.INTERNAL_CYCLE, internalCycles * times);
    } else if (internalCycles < 0) {
      ledger.count(Event.OVERLAPPED_ACCESS, -internalCycles * times);
    }
    if (readsMemory) {
      ledger.count(Event.MEMORY_OPERAND, times);
    }
    ledger.retire(times);
  }
}

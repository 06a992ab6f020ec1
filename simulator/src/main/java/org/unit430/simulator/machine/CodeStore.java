package org.unit430.simulator.machine;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.device.MemoryMap;
import org.unit430.simulator.isa.CycleTable;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.memory.Bus;
import org.unit430.simulator.translate.RegionContext;

/**
 * Decoded instructions by address, made when first needed and dropped when their words are written.
 */
final class CodeStore {
  // A store asks whether its 64-byte page holds decoded code before it looks at slots.
  private static final int PAGE_SHIFT = RegionContext.PAGE_SHIFT;
  private static final int SLOTS_OF_PAGE = 1 << PAGE_SHIFT >> 1;
  private static final int LONGEST_INSTRUCTION_WORDS = 4;

  private final MemoryMap map;
  private final Decoder decoder;
  private final CycleTable table;
  private final ChargePlan plan;
  private final CodeSlot[] slots;
  private final boolean[] pageHasCode;
  private final Set<Integer> breakpoints = new HashSet<>();
  private Predicate<Instruction> special = instruction -> false;
  private Translations translations;

  CodeStore(MemoryMap map, Decoder decoder, ChargePlan plan) {
    this.map = map;
    this.decoder = decoder;
    this.table = new CycleTable(decoder.core());
    this.plan = plan;
    this.slots = new CodeSlot[map.end() / 2];
    this.pageHasCode = new boolean[(map.end() >> PAGE_SHIFT) + 1];
  }

  /** Says who translates code, or null for nobody. */
  void setTranslations(Translations newTranslations) {
    clear();
    translations = newTranslations;
  }

  /** Which pages of {@link RegionContext#PAGE_SHIFT} hold code; changes as code is decoded. */
  boolean[] pageHasCode() {
    return pageHasCode;
  }

  /** The slot at an even address if it has been decoded, else null. */
  CodeSlot cached(int address) {
    int word = address >> 1;
    return word < slots.length ? slots[word] : null;
  }

  /**
   * Decodes the instruction at an address.
   *
   * @throws FirmwareFault if there is no memory that can hold code
   */
  CodeSlot decode(int address, Bus bus) {
    MemoryKind kind = map.kind(address);
    if (kind == MemoryKind.VACANT || kind == MemoryKind.PERIPHERAL) {
      throw new FirmwareFault(
          address,
          String.format(
              "the program counter ran to %05Xh, where there is %s",
              address, kind == MemoryKind.VACANT ? "no memory" : "a peripheral"));
    }
    Instruction instruction = decoder.decode(address, bus::peekCode);
    CodeSlot slot =
        new CodeSlot(
            instruction,
            table,
            map,
            plan.row(instruction),
            breakpoints.contains(address),
            special.test(instruction));
    slots[address >> 1] = slot;
    markPage(address);
    markPage(address + 2 * slot.words - 2);
    return slot;
  }

  /** Code in RAM that answers at two addresses is written at the other one, too. */
  private void markPage(int address) {
    pageHasCode[address >> PAGE_SHIFT] = true;
    pageHasCode[map.origin(address) >> PAGE_SHIFT] = true;
  }

  /** A word has been written: whatever was decoded from it is stale. */
  void written(int address) {
    if (pageHasCode[address >> PAGE_SHIFT]) {
      int word = address >> 1;
      for (int i = Math.max(0, word - LONGEST_INSTRUCTION_WORDS + 1); i <= word; i++) {
        slots[i] = null;
      }
      forgetTranslations(address);
    }
  }

  private void forgetTranslations(int address) {
    if (translations != null) {
      translations.forget(address);
    }
  }

  /** Says which instructions the machine has to look at twice, and forgets everything decoded. */
  void setSpecial(Predicate<Instruction> predicate) {
    special = predicate;
    clear();
  }

  /** Forgets everything decoded. */
  void clear() {
    // Pages without code have no slots; there are many of them.
    for (int page = 0; page < pageHasCode.length; page++) {
      if (pageHasCode[page]) {
        int first = page << PAGE_SHIFT >> 1;
        Arrays.fill(slots, first, Math.min(slots.length, first + SLOTS_OF_PAGE), null);
        pageHasCode[page] = false;
      }
    }
    if (translations != null) {
      translations.clear();
    }
  }

  void setBreakpoint(int address, boolean set) {
    if (set) {
      breakpoints.add(address);
    } else {
      breakpoints.remove(address);
    }
    CodeSlot slot = cached(address);
    if (slot != null) {
      slot.stops = set;
      slot.special = set || special.test(slot.instruction);
      forgetTranslations(address);
    }
  }
}

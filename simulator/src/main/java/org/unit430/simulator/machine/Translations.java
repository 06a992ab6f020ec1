package org.unit430.simulator.machine;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.unit430.simulator.cpu.Alu;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.peripheral.HardwareMultiplier;
import org.unit430.simulator.translate.Region;
import org.unit430.simulator.translate.RegionContext;
import org.unit430.simulator.translate.Step;
import org.unit430.simulator.translate.Translator;

/**
 * Which code is hot, and what it was translated to. An instruction grows hot by being the target of
 * backward jumps, of calls, of interrupts and of exits from regions: there the next region begins.
 */
final class Translations {
  /** A region cannot be entered. */
  static final long NOT_RUN = -1;

  /** Visits after which a region of no size at all would pay. */
  private static final int FEWEST_VISITS = 500;

  private static final int MOST_TARGETS = 32;

  /** Visits after which a region that could not be entered is translated once more. */
  private static final int VISITS_BETWEEN_ATTEMPTS = 1_000_000;

  private final CodeStore code;
  private final Registers registers;
  private final Translator translator;
  private final IntUnaryOperator visits;
  private long retired;
  private long retiredInAll;

  /**
   * Translates nothing yet.
   *
   * @param visits how often control has to come to a region before it is translated, for its
   *     {@linkplain Translator#effort effort}
   */
  Translations(Machine machine, CodeStore code, IntUnaryOperator visits) {
    this.visits = visits;
    this.code = code;
    this.registers = machine.registers();
    FramCache cache = machine.framCache();
    RegionContext context =
        new RegionContext(
            machine.bus().memory().words(),
            machine.bus().kindByWord(),
            code.pageHasCode(),
            cache.lines(),
            registers.values(),
            machine.module(HardwareMultiplier.class).orElse(null));
    this.translator =
        new Translator(context, cache, machine.ledger(), machine.device().core(), this::step);
  }

  private Step step(int address) {
    CodeSlot slot = code.cached(address);
    return slot == null || slot.special
        ? null
        : new Step(
            slot.instruction,
            slot.cycles,
            slot.charge.internalCycles(),
            slot.row,
            List.copyOf(slot.targets));
  }

  /**
   * Runs the region that can be entered at a slot, and those that control comes to from there, up
   * to an RETI that changes what SR allows.
   *
   * @param bound the MCLK cycle in which something else may happen
   * @return the MCLK cycle reached, or {@link #NOT_RUN} if the instruction has to be interpreted
   */
  long run(CodeSlot first, long cycle, long bound) {
    // Regions change none of these.
    if (!translator.isReady()) {
      return NOT_RUN;
    }
    boolean multiplies = translator.lendsMultiplier();
    int status = allowed();
    long reached = cycle;
    CodeSlot slot = first;
    do {
      Region region = slot.region;
      if (!fits(slot, reached, bound, multiplies)) {
        break;
      }
      if (translator.isStale(region)) {
        drop(region);
        break;
      }
      long began = reached;
      reached = translator.run(region, slot.regionEntry, began, bound);
      if (reached == began) {
        refused(slot);
        break;
      }
      if (allowed() != status) {
        break;
      }
      slot = code.cached(registers.get(Registers.PC));
      heat(slot);
    } while (slot != null && slot.region != null && !slot.special);
    return reached == cycle ? NOT_RUN : reached;
  }

  /** SR without the flags. */
  private int allowed() {
    return registers.get(Registers.SR) & ~Alu.FLAGS;
  }

  /** Whether translated code can be entered at a slot and has time enough. */
  boolean admits(CodeSlot slot, long cycle, long bound) {
    return slot.region != null
        && translator.isReady()
        && fits(slot, cycle, bound, translator.lendsMultiplier());
  }

  /**
   * Whether a slot's region has time enough, and the multiplier if it needs that.
   *
   * @param multiplies whether the multiplier can be lent
   */
  private static boolean fits(CodeSlot slot, long cycle, long bound, boolean multiplies) {
    Region region = slot.region;
    return (multiplies || !region.multiplies())
        && cycle + region.entryCost(slot.regionEntry) <= bound;
  }

  /** A region was entered at a slot and has executed nothing. */
  private void refused(CodeSlot slot) {
    Region region = slot.region;
    if (region.refuse()) {
      drop(region);
      if (!translator.guessesNoMore(region)) {
        // There is nothing else to try, unless the program comes to do something else.
        slot.heat = -VISITS_BETWEEN_ATTEMPTS;
      }
    }
  }

  /** An interpreted instruction that changes the flow has been executed. */
  void transferred(CodeSlot slot) {
    int target = registers.get(Registers.PC);
    if (slot.computesTarget
        && slot.targets.size() < MOST_TARGETS
        && !slot.targets.contains(target)) {
      slot.targets.add(target);
    }
    if (target <= slot.address || SpecialInstructions.isCall(slot.instruction.opcode())) {
      heat(code.cached(target));
    }
  }

  /** An interrupt has been taken. */
  void interrupted() {
    heat(code.cached(registers.get(Registers.PC)));
  }

  private void heat(CodeSlot slot) {
    if (slot == null || slot.region != null || slot.special) {
      return;
    }
    slot.heat++;
    if (slot.heat == visits.applyAsInt(0)) {
      slot.visitsNeeded = visits.applyAsInt(translator.effort(slot.address));
    }
    if (slot.heat == slot.visitsNeeded) {
      translator.translate(slot.address).ifPresent(this::connect);
    }
  }

  private void connect(Region region) {
    translator.replacedBy(region).forEach(this::drop);
    int[] entries = region.entries();
    for (int entry = 0; entry < entries.length; entry++) {
      CodeSlot slot = code.cached(entries[entry]);
      if (slot.region == null) {
        slot.region = region;
        slot.regionEntry = entry;
      }
    }
  }

  /** How often control has to come to a region of some effort, so that its translation pays. */
  static int worthwhileVisits(int effort) {
    return FEWEST_VISITS + effort;
  }

  /** The word at an address has been written, or is no longer to be passed unseen. */
  void forget(int address) {
    translator.rewritten(address).forEach(this::drop);
  }

  private void drop(Region region) {
    retired += translator.drop(region);
    for (int address : region.entries()) {
      CodeSlot entry = code.cached(address);
      if (entry != null && entry.region == region) {
        entry.region = null;
        entry.heat = 0;
      }
    }
  }

  /** All code is to be decoded anew. */
  void clear() {
    retired += translator.clear();
  }

  /** How many instructions have retired in regions, of those that have been charged. */
  long retired() {
    return retiredInAll;
  }

  /** Charges what regions did. Returns how many instructions have retired in them. */
  long charge() {
    long sum = retired + translator.charge();
    retired = 0;
    retiredInAll += sum;
    return sum;
  }
}

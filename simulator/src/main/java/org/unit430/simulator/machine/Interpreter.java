package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.List;
import org.unit430.simulator.cpu.Cpu;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.memory.Bus;

/**
 * Executes one decoded instruction after another. Of instructions between which nothing else can
 * happen, it only counts how often each was executed, and what cannot be known beforehand: data
 * accesses, and lines of FRAM that were not in the cache. {@link #settle} charges the rest.
 */
final class Interpreter {
  private final Elapsed elapsed;
  private final EventLedger ledger;
  private final Bus bus;
  private final Cpu cpu;
  private final Registers registers;
  private final CodeStore code;
  private final List<CodeSlot> uncharged = new ArrayList<>();

  Interpreter(Machine machine, Cpu cpu, CodeStore code, Elapsed elapsed) {
    this.elapsed = elapsed;
    this.ledger = machine.ledger();
    this.bus = machine.bus();
    this.cpu = cpu;
    this.registers = cpu.registers();
    this.code = code;
  }

  /**
   * Executes an instruction and those behind it up to a cycle, or up to one that is not {@linkplain
   * CodeSlot#isPlain plain}, has not been decoded or can run translated, or until a module has been
   * accessed that may have changed what happens next.
   *
   * @param first the instruction at PC
   * @param bound the MCLK cycle in which something else may happen; not yet reached
   * @param translations whom to tell where control goes, or null for nobody
   */
  void run(CodeSlot first, long bound, Translations translations) {
    bus.beginUndisturbed();
    CodeSlot slot = first;
    do {
      if (slot.executions == 0) {
        uncharged.add(slot);
      }
      executeUncharged(slot);
      slot.executions++;
      elapsed.instructions++;
      if (translations != null && slot.changesFlow) {
        translations.transferred(slot);
      }
      if (elapsed.cycle >= bound || bus.isDisturbed()) {
        return;
      }
      slot = code.cached(registers.get(Registers.PC));
    } while (slot != null
        && slot.isPlain()
        && (translations == null || !translations.admits(slot, elapsed.cycle, bound)));
  }

  private void executeUncharged(CodeSlot slot) {
    ledger.open(slot.row);
    bus.begin(slot.words);
    bus.fetchUncharged(slot.address, slot.words);
    registers.set(Registers.PC, slot.next);
    int times;
    try {
      times = cpu.execute(slot.instruction);
    } catch (FirmwareFault e) {
      slot.charge.fetched(ledger, 1);
      throw e;
    }
    int cycles = times == 1 ? slot.cycles : slot.cycles + unforeseen(slot, times);
    elapsed.cycle += cycles + bus.waits();
  }

  /** Executes an instruction and charges it at once. */
  void execute(CodeSlot slot) {
    ledger.open(slot.row);
    bus.begin(slot.words);
    bus.fetch(slot.address, slot.words);
    registers.set(Registers.PC, slot.next);
    int times = cpu.execute(slot.instruction);
    slot.charge.retired(ledger, 1);
    elapsed.cycle += slot.cycles + unforeseen(slot, times) + bus.waits();
    elapsed.instructions++;
  }

  /** Cycles of repeats whose count came from a register, so the cycle table could not know it. */
  private int unforeseen(CodeSlot slot, int times) {
    int repeats = times - slot.instruction.repeat().staticCount();
    if (repeats > 0) {
      ledger.count(Event.INTERNAL_CYCLE, repeats);
      return repeats * slot.cyclesPerRepeat;
    }
    return 0;
  }

  /** Sees to it that the ledger has everything that was executed. */
  void settle() {
    if (uncharged.isEmpty()) {
      return;
    }
    int open = ledger.openRow();
    for (CodeSlot slot : uncharged) {
      ledger.open(slot.row);
      slot.charge.fetched(ledger, slot.executions);
      slot.charge.retired(ledger, slot.executions);
      slot.executions = 0;
    }
    uncharged.clear();
    ledger.open(open);
  }
}

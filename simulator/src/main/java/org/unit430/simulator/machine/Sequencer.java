package org.unit430.simulator.machine;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.unit430.simulator.cpu.Cpu;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceClocks;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.WakeUpTime;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.isa.CycleTable;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.isa.UndefinedInstructionException;
import org.unit430.simulator.memory.Bus;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.peripheral.ClockTree;
import org.unit430.simulator.peripheral.EventQueue;
import org.unit430.simulator.peripheral.InterruptController;
import org.unit430.simulator.peripheral.Peripheral;
import org.unit430.simulator.peripheral.PowerMode;
import org.unit430.simulator.peripheral.ResetCause;

/**
 * The run loop: what happens in which MCLK cycle. Between two instructions, in this order: events
 * of modules that are due, watchpoints that were hit, resets, interrupts, sleep, limits; then one
 * instruction, charged to its row of the ledger. Whoever executes instructions in another way has
 * to be back here, with registers, memory, ledger, FRAM cache and time as this loop leaves them,
 * before the first instruction that begins at or after the horizon of {@link EventQueue}.
 */
final class Sequencer {
  static final int RESET_VECTOR = 0xFFFE;
  private static final int NO_CALL = -1;
  // Two words pushed and the vector read; on CPUX and the old core alike.
  private static final int INTERRUPT_ACCESSES = 3;
  // SLAU367 table 4-8 ff.: WDT and RST/NMI reset.
  private static final int RESET_CYCLES = 4;
  // LFMODCLK is MODCLK divided by this (SLAU367 3.2.4).
  private static final int LFMOD_DIVIDER = 128;

  private final EventLedger ledger;
  private final FramCache framCache;
  private final CodeStore code;
  private final Bus bus;
  private final Cpu cpu;
  private final Registers registers;
  private final List<Peripheral> modules;
  private final Elapsed elapsed = new Elapsed();
  private final Interpreter interpreter;
  private final EventQueue events = new EventQueue(this::accessCycle);
  private final InterruptController interrupts;
  private final ClockTree clocks;
  private final Map<String, WakeUpTime> wakeUps;
  private final ResetController resets = new ResetController();
  private final SpecialInstructions special = new SpecialInstructions();

  private final DeepSleep deepSleep;

  private SleepHistory sleepHistory;
  private boolean asleep;
  private boolean inShadow;
  private Translations translations;

  Sequencer(Machine machine, Cpu cpu, CodeStore code, List<Peripheral> modules) {
    this.ledger = machine.ledger();
    this.framCache = machine.framCache();
    this.bus = machine.bus();
    DeviceProfile device = machine.device();
    this.interrupts = new InterruptController(device.nonMaskableVectors());
    this.clocks = clockTree(device.clocks());
    this.wakeUps = device.wakeUps();
    this.cpu = cpu;
    this.registers = cpu.registers();
    this.code = code;
    this.modules = modules;
    this.deepSleep = new DeepSleep(device.memory(), bus, registers, clocks, modules);
    this.interpreter = new Interpreter(machine, cpu, code, elapsed);
  }

  /** A device without one of the low-frequency oscillators cannot select it, so any will do. */
  private ClockTree clockTree(DeviceClocks oscillators) {
    long vlo = oscillators.vloHertz().orElse(oscillators.resetAclkHertz());
    OptionalLong mod = oscillators.modHertz();
    return new ClockTree(
        events, vlo, mod.isPresent() ? Math.max(1, mod.getAsLong() / LFMOD_DIVIDER) : vlo);
  }

  /** MCLK cycles since power-up. */
  long cycle() {
    return elapsed.cycle;
  }

  /** The MCLK cycle in which the bus access happens that is being made now. */
  long accessCycle() {
    return elapsed.cycle + bus.accesses();
  }

  /** What modules schedule their events with. */
  EventQueue events() {
    return events;
  }

  /** Where modules request interrupts. */
  InterruptController interrupts() {
    return interrupts;
  }

  /** The clocks that modules count. */
  ClockTree clocks() {
    return clocks;
  }

  /** Says who notes sleep and wake-ups from now on. */
  void setSleepHistory(SleepHistory history) {
    sleepHistory = history;
  }

  /** Where modules ask for a reset. */
  ResetController resets() {
    return resets;
  }

  /** What is done at instructions that are not only executed. */
  SpecialInstructions special() {
    return special;
  }

  /** Says who runs hot regions, or null for nobody. */
  void setTranslations(Translations newTranslations) {
    settle();
    translations = newTranslations;
  }

  boolean translates() {
    return translations != null;
  }

  /** Sees to it that the ledger has everything that was done. */
  void settle() {
    interpreter.settle();
    if (translations != null) {
      elapsed.instructions += translations.charge();
    }
  }

  /** How many instructions have retired in translated code since the engine was chosen. */
  long translatedInstructions() {
    return translations == null ? 0 : translations.retired();
  }

  /** How far the run has come. */
  MachineState.Progress progress() {
    return new MachineState.Progress(elapsed.cycle, elapsed.instructions, asleep, inShadow);
  }

  /** Goes on from where another run had come to. */
  void setProgress(MachineState.Progress progress) {
    elapsed.cycle = progress.cycle();
    elapsed.instructions = progress.instructions();
    asleep = progress.asleep();
    inShadow = progress.inShadow();
  }

  /**
   * Runs until something stops it.
   *
   * @param listener whom to tell of every instruction, or null for nobody
   * @param fresh whether a breakpoint at the very first instruction is passed over
   */
  StopReason run(RunLimits limits, StepListener listener, boolean fresh) {
    boolean watching = bus.watchpoints().isSet();
    long cycleLimit = saturatedSum(elapsed.cycle, limits.cycles());
    long instructionLimit = saturatedSum(elapsed.instructions, limits.instructions());
    // A listener wants every instruction; watchpoints and protection are the bus's business.
    boolean translating = translations != null && listener == null && !watching;
    long limitCheck = firstCycleAtLimit(instructionLimit);
    boolean first = fresh;
    try {
      while (elapsed.cycle < cycleLimit) {
        if (events.horizon() <= elapsed.cycle) {
          fireEvents();
        }
        if (watching && bus.watchpoints().isHit()) {
          return new StopReason.Watchpoint(bus.watchpoints().takeHit());
        }
        int status = registers.get(Registers.SR);
        if (resets.isRequested()) {
          reset();
          continue;
        }
        if (interrupts.pending((status & Registers.GIE) != 0) && !inShadow) {
          interrupt(status);
          continue;
        }
        if ((status & Registers.CPUOFF) != 0) {
          if (!sleep(status, cycleLimit)) {
            return new StopReason.AsleepForever(registers.get(Registers.PC));
          }
          continue;
        }
        if (elapsed.cycle >= limitCheck) {
          settle();
          if (elapsed.instructions == instructionLimit) {
            return new StopReason.InstructionLimit(limits.instructions());
          }
          limitCheck = firstCycleAtLimit(instructionLimit);
        }
        CodeSlot slot = slotAtPc();
        StopReason stop = null;
        long began = elapsed.cycle;
        if (slot.special) {
          if (slot.stops && !first) {
            return new StopReason.Breakpoint(slot.address);
          }
          if (special.isEndless(slot.instruction, status, events.isWaiting(), modules)) {
            return new StopReason.EndlessLoop(slot.address);
          }
          stop = executeWithEnvironment(slot);
        } else if (translating
            && slot.region != null
            && !bus.protection().isSet()
            && !interrupts.pending((status & Registers.GIE) != 0)
            && runRegion(slot, Math.min(cycleLimit, limitCheck))) {
          first = false;
          inShadow = isShadow(status);
          continue;
        } else if (listener == null
            && !watching
            && slot.isPlain()
            && !bus.protection().isSet()
            && framCache.isPlain()
            && !interrupts.pending((status & Registers.GIE) != 0)) {
          long bound = Math.min(Math.min(cycleLimit, limitCheck), events.horizon());
          interpreter.run(slot, bound, translating ? translations : null);
          first = false;
          inShadow = false;
          continue;
        } else {
          interpreter.execute(slot);
          if (translating && slot.changesFlow && !bus.protection().isSet()) {
            translations.transferred(slot);
          }
        }
        first = false;
        if (listener != null) {
          listener.retired(began, slot.instruction, registers);
        }
        if (stop != null) {
          return stop;
        }
        inShadow = isShadow(status);
      }
      return new StopReason.CycleLimit(limits.cycles());
    } catch (UndefinedInstructionException e) {
      return new StopReason.Fault(e.address(), e.getMessage());
    } catch (FirmwareFault e) {
      return new StopReason.Fault(e.address(), e.getMessage());
    } finally {
      // No access is under way any more.
      bus.begin(0);
      settle();
    }
  }

  /**
   * Runs translated code up to the next event or limit.
   *
   * @return false if nothing was executed, so that the instruction has to be interpreted
   */
  private boolean runRegion(CodeSlot slot, long limit) {
    long bound = Math.min(limit, events.horizon());
    long reached = translations.run(slot, elapsed.cycle, bound);
    if (reached == Translations.NOT_RUN) {
      return false;
    }
    elapsed.cycle = reached;
    return true;
  }

  /**
   * The instruction behind one that sets GIE is executed before an interrupt is taken (SLAU445
   * 4.6.2.20), but a CPU put to sleep by the same instruction wakes.
   */
  private boolean isShadow(int statusBefore) {
    return (registers.get(Registers.SR) & ~statusBefore & (Registers.GIE | Registers.CPUOFF))
        == Registers.GIE;
  }

  /** When the limit may be reached at the earliest: an instruction takes at least one cycle. */
  private long firstCycleAtLimit(long instructionLimit) {
    return saturatedSum(elapsed.cycle, instructionLimit - elapsed.instructions);
  }

  /** Fires events between instructions; DMA takes cycles. */
  private void fireEvents() {
    bus.begin(0);
    ledger.open(0);
    events.fireUntil(elapsed.cycle);
    elapsed.cycle += bus.waits();
  }

  /**
   * SR and PC go to the stack, the handler of the pending interrupt of the highest priority runs.
   */
  private void interrupt(int status) {
    bus.begin(0);
    if (clocks.effectiveMode().isRegulatorOff()) {
      resets.reset(ResetCause.WAKE_UP_FROM_LPMX5);
      return;
    }
    if (asleep) {
      wakeSlowly();
    }
    ledger.open(0);
    int vector = interrupts.acknowledge((status & Registers.GIE) != 0);
    cpu.interrupt(vector);
    int internal = CycleTable.INTERRUPT_CYCLES - INTERRUPT_ACCESSES;
    ledger.count(Event.INTERNAL_CYCLE, internal);
    elapsed.cycle += CycleTable.INTERRUPT_CYCLES + bus.waits();
    if (translations != null && !bus.protection().isSet()) {
      translations.interrupted();
    }
  }

  /** Lets time pass to the next event, or to the limit. */
  private boolean sleep(int status, long cycleLimit) {
    if (!asleep) {
      asleep = true;
      bus.begin(0);
      clocks.enter(PowerMode.of(status));
      deepSleep.enterIfSelected();
    }
    if (!events.isWaiting()) {
      return false;
    }
    long wake = Math.max(elapsed.cycle, Math.min(events.horizon(), cycleLimit));
    if (sleepHistory != null) {
      sleepHistory.slept(
          clocks.effectiveMode(),
          clocks.smclkHertz(),
          (wake - elapsed.cycle) / (double) clocks.mclkHertz());
    }
    elapsed.cycle = wake;
    return true;
  }

  /** An interrupt, or a reset in LPMx.5, wakes the CPU, which takes a while from most modes. */
  private void wakeSlowly() {
    WakeUpTime time = wakeUps.get(clocks.effectiveMode().label());
    double seconds = time == null ? 0 : time.seconds(clocks.dcoHertz());
    wake(seconds);
  }

  private void wake(double seconds) {
    asleep = false;
    if (sleepHistory != null) {
      sleepHistory.woke(clocks.effectiveMode(), clocks.smclkHertz(), seconds);
    }
    // Until MCLK runs, other clocks are as in the low-power mode.
    elapsed.cycle += (long) Math.ceil(seconds * clocks.mclkHertz());
    clocks.enter(PowerMode.ACTIVE);
  }

  /** Resets the device now, at a debugger's wish: the CPU goes to the reset vector. */
  void reset(ResetCause cause) {
    resets.reset(cause);
    reset();
    inShadow = false;
    bus.begin(0);
  }

  /**
   * Power-up clear or deeper: modules at their reset values, SR clear, PC at the reset vector.
   * SLAU367 1.2.
   */
  private void reset() {
    bus.begin(0);
    if (clocks.effectiveMode().isRegulatorOff()) {
      wakeSlowly();
      deepSleep.lose();
    } else if (asleep) {
      wake(0);
    }
    resets.perform(modules);
    framCache.flush();
    registers.set(Registers.SR, 0);
    ledger.open(0);
    registers.set(Registers.PC, bus.readWord(RESET_VECTOR));
    ledger.count(Event.INTERNAL_CYCLE, RESET_CYCLES - 1);
    elapsed.cycle += RESET_CYCLES + bus.waits();
  }

  private CodeSlot slotAtPc() {
    int pc = registers.get(Registers.PC);
    CodeSlot slot = code.cached(pc);
    if (slot == null) {
      if (pc < special.environment().lowestCode()) {
        throw new FirmwareFault(
            pc, String.format("the program counter ran to %05Xh, where no code can be", pc));
      }
      slot = code.decode(pc, bus);
      ledger.ensureRows(slot.row + 1);
    }
    return slot;
  }

  /**
   * Executes an instruction that may call the environment. The call itself is made: it takes its
   * cycles and writes the stack; the environment then acts as a subroutine without instructions.
   */
  private StopReason executeWithEnvironment(CodeSlot slot) {
    Environment environment = special.environment();
    if (environment.watches(slot.address)) {
      environment.reached(slot.address, bus);
    }
    Opcode opcode = slot.instruction.opcode();
    // PC drops bit 0, which is part of a system call's number.
    int target = SpecialInstructions.isCall(opcode) ? cpu.callTarget(slot.instruction) : NO_CALL;
    interpreter.execute(slot);
    if (target == NO_CALL || !environment.answers(target)) {
      return null;
    }
    int returnAddress = opcode == Opcode.CALL ? Size.WORD.bytes() : Size.ADDRESS.bytes();
    registers.set(Registers.SP, registers.get(Registers.SP) + returnAddress);
    registers.set(Registers.PC, slot.next);
    OptionalInt exitStatus = environment.call(target, registers, bus);
    return exitStatus.isPresent() ? new StopReason.Exited(exitStatus.getAsInt()) : null;
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}

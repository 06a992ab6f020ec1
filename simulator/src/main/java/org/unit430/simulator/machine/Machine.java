package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.unit430.simulator.cpu.Cpu;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.memory.Bus;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.peripheral.ClockTree;
import org.unit430.simulator.peripheral.EventQueue;
import org.unit430.simulator.peripheral.InterruptController;
import org.unit430.simulator.peripheral.Peripheral;
import org.unit430.simulator.peripheral.ResetCause;
import org.unit430.simulator.program.ProgramImage;

/**
 * A device with its memory, running: executes instructions, keeps the time in MCLK cycles and
 * counts events.
 */
public final class Machine {
  private static final int EAGER_VISITS = 10;

  private final DeviceProfile device;
  private final EventLedger ledger = new EventLedger();
  private final FramCache framCache = new FramCache();
  private final ChargePlan plan = new ChargePlan();
  private final CodeStore code;
  private final Bus bus;
  private final Registers registers;
  private final List<Peripheral> modules = new ArrayList<>();
  private final Sequencer sequencer;

  /** The profile that was made last: most of the next one will be the same. */
  private Profile profile = Profile.EMPTY;

  /**
   * A machine just switched on: memory and registers zero, no wait states, peripherals at their
   * reset values.
   */
  public Machine(DeviceProfile device) {
    this.device = device;
    this.code = new CodeStore(device.memory(), new Decoder(device.core()), plan);
    this.bus = new Bus(device.memory(), framCache, ledger, code::written);
    bus.protection().onChange(code::clear);
    Cpu cpu = new Cpu(device.core(), bus);
    this.registers = cpu.registers();
    this.sequencer = new Sequencer(this, cpu, code, modules);
  }

  /** Connects modules to the bus. */
  void connect(List<? extends Peripheral> connected) {
    bus.connect(connected);
    modules.addAll(connected);
  }

  /** The module of a kind, if the device has one; the first if it has several. */
  public <T extends Peripheral> Optional<T> module(Class<T> kind) {
    return modules.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** The modules of a kind, in the order of their numbers: Timer_A before Timer_B, P1 before P3. */
  public <T extends Peripheral> List<T> modules(Class<T> kind) {
    return modules.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** What modules schedule their events with. */
  EventQueue events() {
    return sequencer.events();
  }

  /** Where modules request interrupts. */
  InterruptController interrupts() {
    return sequencer.interrupts();
  }

  /** The clocks that modules count. */
  ClockTree clocks() {
    return sequencer.clocks();
  }

  /** Where modules ask for a reset. */
  ResetController resets() {
    return sequencer.resets();
  }

  /** Frequency of the CPU clock as the firmware has set it, Hz. */
  public long mclkHertz() {
    return clocks().mclkHertz();
  }

  /** Keeps the CPU off the bus for some MCLK cycles, from the present access on. */
  void hold(int cycles) {
    bus.hold(Event.INTERNAL_CYCLE, cycles);
  }

  /** The device this is a machine of. */
  public DeviceProfile device() {
    return device;
  }

  /** The memory bus. */
  public Bus bus() {
    return bus;
  }

  /** The FRAM controller's cache. */
  public FramCache framCache() {
    return framCache;
  }

  /** The CPU registers. */
  public Registers registers() {
    return registers;
  }

  /** Where modules report events. */
  public EventLedger ledger() {
    return ledger;
  }

  /** MCLK cycles since power-up. */
  public long cycle() {
    return sequencer.cycle();
  }

  /** The MCLK cycle of what happens now: a bus access, or the event of a module. */
  public long now() {
    return events().cycle();
  }

  /** The MCLK cycle in which the bus access happens that is being made now. */
  long accessCycle() {
    return sequencer.accessCycle();
  }

  /**
   * Puts a program into memory and PC at its entry.
   *
   * @throws IllegalArgumentException if bytes fall where the device has no memory
   */
  public void load(ProgramImage program) {
    for (ProgramImage.Segment segment : program.segments()) {
      bus.poke(segment.address(), segment.bytes());
    }
    plan.add(program);
    code.clear();
    registers.set(
        Registers.PC, program.entry().orElseGet(() -> bus.peekWord(Sequencer.RESET_VECTOR)));
  }

  /** Says who answers calls that leave the device. */
  public void setEnvironment(Environment environment) {
    sequencer.special().setEnvironment(environment);
    code.setSpecial(sequencer.special()::includes);
  }

  /** Makes runs end with {@link StopReason.EndlessLoop} where a program has come to rest. */
  public void stopAtEndlessLoops() {
    sequencer.special().stopAtEndlessLoops();
    code.setSpecial(sequencer.special()::includes);
  }

  /** Begins to note at which frequencies of MCLK the machine runs. */
  public ClockHistory recordClocks() {
    ClockHistory history =
        new ClockHistory(
            this::cycle, events()::cycle, () -> profile().total(), clocks().mclkHertz());
    clocks().addListener((mclkHertz, smclkHertz, aclkHertz) -> history.clockIs(mclkHertz));
    return history;
  }

  /** How instructions are executed. */
  public Engine engine() {
    return sequencer.translates() ? Engine.TRANSLATE : Engine.INTERPRET;
  }

  /** Says how instructions are executed; {@link Engine#INTERPRET} if it is never said. */
  public void setEngine(Engine engine) {
    setEngine(engine, Translations::worthwhileVisits);
  }

  /**
   * How many instructions have retired in translated code, up to the end of the last run, since the
   * engine was chosen.
   */
  public long translatedInstructions() {
    return sequencer.translatedInstructions();
  }

  /**
   * {@link Engine#TRANSLATE}, but as soon as code runs for the tenth time: for checks, in which as
   * much as possible is to run translated, whether that pays or not.
   */
  public void translateEagerly() {
    setEngine(Engine.TRANSLATE, effort -> EAGER_VISITS);
  }

  /** As {@link #setEngine(Engine)}, translating after so many visits for a region's effort. */
  void setEngine(Engine engine, IntUnaryOperator visits) {
    Translations translations =
        engine == Engine.TRANSLATE ? new Translations(this, code, visits) : null;
    sequencer.setTranslations(translations);
    code.setTranslations(translations);
  }

  /** Begins to note how long the machine sleeps, and how deeply. */
  public SleepHistory recordSleep() {
    SleepHistory history = new SleepHistory();
    sequencer.setSleepHistory(history);
    return history;
  }

  /** Makes runs stop before the instruction at an address. */
  public void setBreakpoint(int address) {
    code.setBreakpoint(address, true);
  }

  /** Undoes {@link #setBreakpoint}. */
  public void clearBreakpoint(int address) {
    code.setBreakpoint(address, false);
  }

  /**
   * What the machine is like now, to be put back by {@link #restore} into this machine or another
   * one of the same device. To be called between runs, not by a listener during one.
   */
  public MachineState save() {
    sequencer.settle();
    return new MachineState(this, modules, plan, sequencer.progress());
  }

  /**
   * Puts the machine back into a state, from which it continues exactly as the machine did that was
   * saved. Breakpoints stay.
   *
   * @throws IllegalArgumentException if the state is that of another device
   */
  public void restore(MachineState state) {
    state.requireDevice(device);
    sequencer.setProgress(state.progress());
    state.restoreTo(this, modules, plan);
    code.clear();
  }

  /** Runs until something stops it; a breakpoint at the very first instruction does not. */
  public StopReason run(RunLimits limits) {
    return run(limits, null);
  }

  /**
   * Runs as {@link #run(RunLimits)} does and tells of every instruction.
   *
   * @param listener whom to tell, or null for nobody, which costs nothing
   */
  public StopReason run(RunLimits limits, StepListener listener) {
    return sequencer.run(limits, listener, true);
  }

  /**
   * Goes on with a run that a limit ended: differs from {@link #run(RunLimits)} in that a
   * breakpoint at the very first instruction does stop it. So a long run can be made of short ones,
   * to look between them whether it is still wanted.
   */
  public StopReason resume(RunLimits limits) {
    return sequencer.run(limits, null, false);
  }

  /** Resets the device now, at a debugger's wish: the CPU goes to the reset vector. */
  public void reset(ResetCause cause) {
    sequencer.reset(cause);
  }

  /** Events and instructions charged so far, by symbol and operation. */
  public Profile profile() {
    sequencer.settle();
    List<ChargeKey> keys = plan.keys();
    ledger.ensureRows(keys.size());
    List<Profile.Charge> charges = new ArrayList<>();
    List<Profile.Charge> before = profile.charges();
    for (int row = 0; row < keys.size(); row++) {
      ChargeKey key = keys.get(row);
      charges.add(
          row < before.size() && isCurrent(before.get(row), key, row)
              ? before.get(row)
              : new Profile.Charge(key, ledger.retired(row), ledger.counts(row)));
    }
    profile = new Profile(charges);
    return profile;
  }

  private boolean isCurrent(Profile.Charge charge, ChargeKey key, int row) {
    return charge.instructions() == ledger.retired(row)
        && ledger.isUnchanged(row, charge.events())
        && charge.key().equals(key);
  }
}

package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.unit430.simulator.device.DeviceClocks;
import org.unit430.simulator.device.ModuleSpec;
import org.unit430.simulator.device.ModuleType;
import org.unit430.simulator.peripheral.BasicClock;
import org.unit430.simulator.peripheral.ClassicDma;
import org.unit430.simulator.peripheral.ClassicPort;
import org.unit430.simulator.peripheral.ClassicSpecialFunctions;
import org.unit430.simulator.peripheral.ClockSystem;
import org.unit430.simulator.peripheral.CorePower;
import org.unit430.simulator.peripheral.Crc16;
import org.unit430.simulator.peripheral.Dma;
import org.unit430.simulator.peripheral.DmaTriggers;
import org.unit430.simulator.peripheral.EusciA;
import org.unit430.simulator.peripheral.FlagRegister;
import org.unit430.simulator.peripheral.FlashControl;
import org.unit430.simulator.peripheral.FramControl;
import org.unit430.simulator.peripheral.FramTiming;
import org.unit430.simulator.peripheral.FramWriteProtection;
import org.unit430.simulator.peripheral.InterruptController;
import org.unit430.simulator.peripheral.InterruptLine;
import org.unit430.simulator.peripheral.MemoryProtection;
import org.unit430.simulator.peripheral.Multiplier16;
import org.unit430.simulator.peripheral.Multiplier32;
import org.unit430.simulator.peripheral.Oscillators;
import org.unit430.simulator.peripheral.OwnFlags;
import org.unit430.simulator.peripheral.Peripheral;
import org.unit430.simulator.peripheral.PmmRegisters;
import org.unit430.simulator.peripheral.PortPair;
import org.unit430.simulator.peripheral.RtcCounter;
import org.unit430.simulator.peripheral.SmallFramClock;
import org.unit430.simulator.peripheral.SpecialFunctionRegisters;
import org.unit430.simulator.peripheral.SystemRegisters;
import org.unit430.simulator.peripheral.Timer;
import org.unit430.simulator.peripheral.TimerVector;
import org.unit430.simulator.peripheral.TimerWiring;
import org.unit430.simulator.peripheral.UnifiedClock;
import org.unit430.simulator.peripheral.Usart;
import org.unit430.simulator.peripheral.UsciA;
import org.unit430.simulator.peripheral.Watchdog;

/** Makes the modules of one machine as its device's profile lists them, and wires them up. */
final class ModuleBuilder {
  // Constants for 16 MHz, DCOCTL first; those for lower frequencies follow (hardware.md 8.4).
  private static final int CALIBRATION = 0x10F8;

  private final Machine machine;
  private final DeviceClocks deviceClocks;
  private final InterruptController interrupts;
  private final Map<ModuleType, List<Peripheral>> built = new EnumMap<>(ModuleType.class);

  ModuleBuilder(Machine machine) {
    this.machine = machine;
    this.deviceClocks = machine.device().clocks();
    this.interrupts = machine.interrupts();
  }

  /**
   * Makes a module; what its type {@linkplain ModuleType#need needs} has been made.
   *
   * @return the module, and behind it those of its registers that lie elsewhere
   */
  List<Peripheral> build(ModuleSpec spec) {
    Peripheral module = make(spec);
    built.computeIfAbsent(spec.type(), type -> new ArrayList<>()).add(module);
    List<Peripheral> made = new ArrayList<>(List.of(module));
    spec.option(ModuleType.VECTOR_REGISTER)
        .ifPresent(address -> made.add(new TimerVector(address, (Timer) module)));
    spec.option(ModuleType.CHANNEL_BASE)
        .ifPresent(address -> made.add(((ClassicDma) module).channels(address)));
    return made;
  }

  private Peripheral make(ModuleSpec spec) {
    int base = spec.base();
    return switch (spec.type()) {
      case SYS ->
          new SystemRegisters(
              base,
              interrupts,
              vector(spec, "system-nmi"),
              vector(spec, "user-nmi"),
              spec.option("ram-vector-top").getAsInt());
      case SFR ->
          new SpecialFunctionRegisters(base, interrupts, vector(spec, "watchdog"), system());
      case PMM -> new PmmRegisters(base, machine.resets());
      case FRCTL -> framControl(base, FramControl.Variant.FRCTL);
      case FRCTL_A -> framControl(base, FramControl.Variant.FRCTL_A);
      case MPU ->
          new MemoryProtection(
              base,
              range(spec, "main"),
              range(spec, "information"),
              machine.bus().protection(),
              system(),
              machine.resets());
      case FRAM_PROTECTION ->
          new FramWriteProtection(
              base, range(spec, "main"), range(spec, "information"), machine.framCache());
      case CRC16 -> new Crc16(base);
      case CS ->
          new ClockSystem(
              base, oscillators(), machine.clocks(), specialFunctions(), machine.resets());
      case WDT_A -> {
        SpecialFunctionRegisters flags = specialFunctions();
        yield watchdog(
            Watchdog.Variant.WDT_A, base, () -> flags.raise(SpecialFunctionRegisters.WDTIFG));
      }
      case WDT -> {
        ClassicSpecialFunctions flags = classicFunctions();
        yield watchdog(
            Watchdog.Variant.WDT, base, () -> flags.raise(ClassicSpecialFunctions.WDTIFG));
      }
      case SFR_CLASSIC ->
          new ClassicSpecialFunctions(
              base, interrupts, vector(spec, "watchdog"), vector(spec, "nmi"));
      case PMM_F5 -> new CorePower(base, machine.resets());
      case FCTL_CLASSIC -> new FlashControl(base, FlashControl.CLASSIC_SIZE, machine.resets());
      case FCTL_F5 -> new FlashControl(base, FlashControl.SIZE, machine.resets());
      case BASIC_CLOCK -> basicClock(spec, BasicClock.Variant.X1XX);
      case BASIC_CLOCK_PLUS -> basicClock(spec, BasicClock.Variant.X2XX);
      case UCS ->
          new UnifiedClock(
              base,
              deviceClocks.vloHertz().getAsLong(),
              deviceClocks.lfxtHertz(),
              deviceClocks.hfxtHertz(),
              machine.clocks(),
              specialFunctions()::setOscillatorFault);
      case CS_SMALL ->
          new SmallFramClock(
              base,
              deviceClocks.vloHertz().getAsLong(),
              deviceClocks.lfxtHertz(),
              machine.clocks(),
              specialFunctions()::setOscillatorFault);
      case PORT_CLASSIC ->
          new ClassicPort(base, machine.events(), interrupts, OptionalInt.of(vector(spec, "port")));
      case PORT_PLAIN -> new ClassicPort(base, machine.events(), interrupts, OptionalInt.empty());
      case TIMER_A_CLASSIC -> timer(spec, TimerWiring.Kind.A);
      case TIMER_B_CLASSIC -> timer(spec, TimerWiring.Kind.B);
      case USCI_A -> unifiedSerial(spec);
      case USCI_A_CLASSIC ->
          new UsciA(
              UsciA.Layout.X2XX,
              base,
              machine.clocks(),
              machine.events(),
              sharedFlags(spec, false));
      case USART -> classicSerial(spec);
      case MPY16 -> new Multiplier16(base, machine::accessCycle, machine.ledger());
      case MPY32 -> new Multiplier32(base, machine::accessCycle, machine::hold, machine.ledger());
      case DMA ->
          new Dma(
              base,
              spec.option(ModuleType.CHANNELS).getAsInt(),
              spec.option(ModuleType.CHAIN_TRIGGER),
              machine.bus().forDma(),
              machine::hold,
              machine.events(),
              interrupts,
              vector(spec, "dma"));
      case DMA_CLASSIC ->
          new ClassicDma(
              base,
              spec.option(ModuleType.CHANNELS).getAsInt(),
              machine.bus().forDma(),
              machine::hold,
              machine.events(),
              interrupts,
              vector(spec, "dma"));
      case PORTS -> ports(spec);
      case TIMER_A -> timer(spec, TimerWiring.Kind.A);
      case TIMER_B -> timer(spec, TimerWiring.Kind.B);
      case EUSCI_A -> serial(spec);
      case RTC_COUNTER ->
          new RtcCounter(base, machine.clocks(), machine.events(), interrupts, vector(spec, "rtc"));
    };
  }

  private Watchdog watchdog(Watchdog.Variant variant, int base, Runnable intervalPassed) {
    return new Watchdog(
        variant, base, machine.clocks(), machine.events(), intervalPassed, machine.resets());
  }

  /**
   * Flags in IFG1 and IFG2.
   *
   * @param clearedByService whether accepting an interrupt clears its flag (SLAU049 13.2.7)
   */
  private FlagRegister sharedFlags(ModuleSpec spec, boolean clearedByService) {
    ClassicSpecialFunctions functions = classicFunctions();
    int bit = spec.option(ModuleType.FLAG_BIT).getAsInt();
    return functions.pair(
        bit,
        interrupts.line(
            vector(spec, "receive"), clearedByService ? () -> functions.clear(1 << bit) : () -> {}),
        interrupts.line(
            vector(spec, "transmit"),
            clearedByService ? () -> functions.clear(2 << bit) : () -> {}));
  }

  private BasicClock basicClock(ModuleSpec spec, BasicClock.Variant variant) {
    List<BasicClock.Calibration> calibrations = new ArrayList<>();
    int address = CALIBRATION;
    for (int megahertz : ModuleType.CALIBRATED_MEGAHERTZ) {
      OptionalInt constants = spec.option(ModuleType.calibration(megahertz));
      if (constants.isPresent()) {
        int dcoctl = constants.getAsInt() & 0xFF;
        int bcsctl1 = constants.getAsInt() >> 8;
        calibrations.add(new BasicClock.Calibration(dcoctl, bcsctl1, megahertz * 1_000_000L));
        machine.bus().poke(address, new byte[] {(byte) dcoctl, (byte) bcsctl1});
      }
      address += 2;
    }
    double ratio = 1 + spec.option(ModuleType.DCO_STEP).getAsInt() / 100.0;
    return new BasicClock(
        variant,
        spec.base(),
        deviceClocks.dcoHertz(),
        ratio,
        calibrations,
        deviceClocks.lfxtHertz(),
        deviceClocks.hfxtHertz(),
        deviceClocks.vloHertz(),
        machine.clocks(),
        classicFunctions()::setOscillatorFault);
  }

  private static FramTiming.Range range(ModuleSpec spec, String memory) {
    return new FramTiming.Range(
        spec.option(memory + "-first").getAsInt(), spec.option(memory + "-last").getAsInt());
  }

  private static int vector(ModuleSpec spec, String name) {
    return spec.vector(name).getAsInt();
  }

  private FramControl framControl(int base, FramControl.Variant variant) {
    FramControl control =
        new FramControl(base, variant, machine.framCache(), system(), machine.resets());
    machine.framCache().setFaults(control);
    return control;
  }

  private Oscillators oscillators() {
    return new Oscillators(
        deviceClocks.dcoHertz(),
        deviceClocks.vloHertz().getAsLong(),
        deviceClocks.modHertz().getAsLong(),
        deviceClocks.lfxtHertz(),
        deviceClocks.hfxtHertz());
  }

  private PortPair ports(ModuleSpec spec) {
    PortPair ports =
        new PortPair(
            spec.base(), machine.events(), interrupts, spec.vector("odd"), spec.vector("even"));
    for (Peripheral power : all(ModuleType.PMM)) {
      ((PmmRegisters) power).watchPinLock(ports::setLocked);
    }
    spec.option("lfxt-pins")
        .ifPresent(
            pins -> {
              for (Peripheral clocks : all(ModuleType.CS)) {
                ports.setFunctionListener(
                    (select0, select1) ->
                        ((ClockSystem) clocks).selectLfxtPins((select0 & ~select1 & pins) == pins));
              }
            });
    return ports;
  }

  private Timer timer(ModuleSpec spec, TimerWiring.Kind kind) {
    int units = spec.option(ModuleType.UNITS).getAsInt();
    Timer timer =
        new Timer(
            new TimerWiring(
                kind,
                spec.base(),
                units,
                vector(spec, "ccr0"),
                vector(spec, "others"),
                spec.option(ModuleType.VECTOR_REGISTER).isPresent()),
            machine.clocks(),
            machine.events(),
            interrupts);
    for (int i = 0; i < units; i++) {
      int unit = i;
      timer.connectDma(
          unit, trigger(spec, ModuleType.dmaOption(unit), () -> timer.clearFlag(unit)));
    }
    return timer;
  }

  private EusciA serial(ModuleSpec spec) {
    EusciA serial =
        new EusciA(
            spec.base(), machine.clocks(), machine.events(), interrupts, vector(spec, "uart"));
    serial.connectDma(
        trigger(spec, ModuleType.DMA_RECEIVE, () -> serial.clearFlag(true)),
        trigger(spec, ModuleType.DMA_TRANSMIT, () -> serial.clearFlag(false)));
    return serial;
  }

  private UsciA unifiedSerial(ModuleSpec spec) {
    OwnFlags flags = new OwnFlags(interrupts.line(vector(spec, "uart")));
    flags.connectDma(
        trigger(spec, ModuleType.DMA_RECEIVE, () -> flags.set(UsciA.RXIFG, false)),
        trigger(spec, ModuleType.DMA_TRANSMIT, () -> flags.set(UsciA.TXIFG, false)));
    return new UsciA(UsciA.Layout.F5XX, spec.base(), machine.clocks(), machine.events(), flags);
  }

  private Usart classicSerial(ModuleSpec spec) {
    ClassicSpecialFunctions functions = classicFunctions();
    int receive = 1 << spec.option(ModuleType.FLAG_BIT).getAsInt();
    int transmit = receive << 1;
    functions.triggerDma(
        receive, trigger(spec, ModuleType.DMA_RECEIVE, () -> functions.clear(receive)));
    functions.triggerDma(
        transmit, trigger(spec, ModuleType.DMA_TRANSMIT, () -> functions.clear(transmit)));
    int enableBit = spec.option(ModuleType.ENABLE_BIT).getAsInt();
    return new Usart(
        spec.base(),
        machine.clocks(),
        machine.events(),
        sharedFlags(spec, true),
        () -> functions.isEnabled(enableBit + 1));
  }

  /** The DMA trigger that an option names, or nothing that listens. */
  private InterruptLine trigger(ModuleSpec spec, String option, Runnable taken) {
    OptionalInt number = spec.option(option);
    return number.isPresent() ? dma().trigger(number.getAsInt(), taken) : requested -> {};
  }

  /** The modules made so far of a type. */
  List<Peripheral> all(ModuleType type) {
    return built.getOrDefault(type, List.of());
  }

  private SystemRegisters system() {
    return (SystemRegisters) all(ModuleType.SYS).get(0);
  }

  private SpecialFunctionRegisters specialFunctions() {
    return (SpecialFunctionRegisters) all(ModuleType.SFR).get(0);
  }

  private ClassicSpecialFunctions classicFunctions() {
    return (ClassicSpecialFunctions) all(ModuleType.SFR_CLASSIC).get(0);
  }

  private DmaTriggers dma() {
    List<Peripheral> classic = all(ModuleType.DMA_CLASSIC);
    return (DmaTriggers) (classic.isEmpty() ? all(ModuleType.DMA) : classic).get(0);
  }
}

package org.unit430.simulator.microbench;

import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblerException;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.SleepHistory;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.microbench.Microbenchmark.Shape;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.runtime.RuntimeLibrary;

/**
 * A microbenchmark as a program for an MSP430FR5994, and what the simulated device does in it. The
 * program sets the clock and the wait states and then repeats the event for ever, with pin P1.3
 * high while it lasts and low between events, so that it can be flashed and measured.
 */
public final class MicrobenchmarkProgram {
  /** The device that the programs are for. */
  public static final String DEVICE = "MSP430FR5994";

  /**
   * Places of code that the FRAM cache tells apart: words of a line. Moving everything by a whole
   * line only swaps the sets.
   */
  public static final int PLACEMENTS = FramCache.LINE_BYTES / 2;

  private static final int DATA = 0x1C00;
  private static final int DATA_2 = 0x1E00;
  private static final int STACK_TOP = 0x2C00;
  private static final int CODE = 0x4400;
  private static final int CODE_LIMIT = 0xFF80;
  private static final int RESET_VECTOR = 0xFFFE;
  private static final int LINE_WORDS = FramCache.LINE_BYTES / 2;
  private static final long CYCLE_LIMIT = 400_000_000;

  private final Microbenchmark benchmark;
  private final Conditions conditions;
  private final int placement;
  private final ProgramImage image;

  /**
   * Clock and wait states that the program sets.
   *
   * @param mclkHertz 1, 4, 8, 12 or 16 MHz
   * @param framWaitStates NWAITS of FRCTL0; too few for the clock give the access time error
   */
  public record Conditions(double mclkHertz, int framWaitStates) {
    /** The wait states that the data sheet asks for: 1 above 8 MHz (SLASE54 5.3). */
    public static Conditions at(double mclkHertz) {
      return new Conditions(mclkHertz, mclkHertz > 8e6 ? 1 : 0);
    }

    private String clockSetup() {
      // SLAU367 3.3, SLASE54 table 5-6: DCO of 1, 4, 8, 24 (halved) and 16 MHz.
      String settings =
          switch ((int) Math.round(mclkHertz / 1e6)) {
            case 1 -> "DCO = 0\nDIVIDERS = 0\n";
            case 4 -> "DCO = 0x0006\nDIVIDERS = 0\n";
            case 8 -> "DCO = 0x000c\nDIVIDERS = 0\n";
            case 12 -> "DCO = 0x004c\nDIVIDERS = 0x0011\n";
            case 16 -> "DCO = 0x0048\nDIVIDERS = 0\n";
            default -> "";
          };
      if (settings.isEmpty() || Math.round(mclkHertz) % 1_000_000 != 0) {
        throw new UnbuildableException(
            "the DCO has no setting for MCLK = %.0f Hz; 1, 4, 8, 12 or 16 MHz"
                .formatted(mclkHertz));
      }
      // The DCO overshoots for 10 us (erratum CS12), and a clock beyond what NWAITS allows would
      // leave the FRAM controller at 15 wait states: until then MCLK stays divided by 8, as reset
      // leaves it. 120 cycles are 40 us of 3 MHz. The four NOPs make it whole cache lines.
      return settings
          + """
           mov #DCO, &CSCTL1
           mov #0x0033, &CSCTL2
           mov #40, r10
          settle:
           dec r10
           jnz settle
           .rept 4
           nop
           .endr
           mov #DIVIDERS, &CSCTL3
          """;
    }
  }

  /**
   * What happened.
   *
   * @param event in one event, while P1.3 is high, the marker's own instructions left out
   * @param unitEvents in {@code units} units, without the loop around unrolled ones
   * @param units that {@code unitEvents} holds
   * @param sleepSeconds time with the CPU off in one event
   */
  public record Measurement(
      EventCounts event, EventCounts unitEvents, long units, double sleepSeconds) {
    /** Seconds of one event. */
    public double seconds(double mclkHertz) {
      return event.cycles() / mclkHertz + sleepSeconds;
    }

    /** Cycles of one unit. */
    public double cyclesPerUnit() {
      return (double) unitEvents.cycles() / units;
    }
  }

  /**
   * Assembles.
   *
   * @param placement 0 to 3: how many words into a cache line the loop and the called routines
   *     begin
   * @throws UnbuildableException if the source does not assemble or fit, or the clock cannot be set
   */
  public MicrobenchmarkProgram(Microbenchmark benchmark, Conditions conditions, int placement) {
    this.benchmark = benchmark;
    this.conditions = conditions;
    this.placement = placement;
    this.image = assemble(benchmark.copies());
  }

  /** At placement 0. */
  public MicrobenchmarkProgram(Microbenchmark benchmark, Conditions conditions) {
    this(benchmark, conditions, 0);
  }

  /** What it is made of. */
  public Microbenchmark benchmark() {
    return benchmark;
  }

  /** The program, to be written to a file or loaded. */
  public ProgramImage image() {
    return image;
  }

  /**
   * Runs one event on a simulated device.
   *
   * @throws UnbuildableException if the program does not come to the event's end
   */
  public Measurement run() {
    Event whole = run(image);
    if (benchmark.shape() == Shape.LOOP) {
      return new Measurement(whole.counts, whole.counts, benchmark.units(), whole.sleepSeconds);
    }
    // What more copies take more. An empty loop taken off would not do: it stays in the cache,
    // while
    // the loop around copies is fetched anew in each pass.
    int more = benchmark.copies() / (2 * LINE_WORDS) * LINE_WORDS;
    Event fewer = run(assemble(benchmark.copies() - more));
    return new Measurement(
        whole.counts,
        whole.counts.minus(fewer.counts),
        (long) more * benchmark.passes(),
        whole.sleepSeconds);
  }

  private record Event(EventCounts counts, double sleepSeconds) {}

  private Event run(ProgramImage program) {
    Machine machine = MachineFactory.create(DeviceCatalog.byName(DEVICE));
    machine.load(program);
    SleepHistory sleep = machine.recordSleep();
    int begin = program.address("measure_begin");
    int end = program.address("measure_end");
    machine.setBreakpoint(begin);
    runTo(machine, begin);
    EventCounts before = machine.profile().total();
    machine.clearBreakpoint(begin);
    machine.setBreakpoint(end);
    runTo(machine, end);
    return new Event(machine.profile().total().minus(before), sleep.seconds());
  }

  private void runTo(Machine machine, int address) {
    StopReason reason = machine.run(RunLimits.cycles(CYCLE_LIMIT));
    if (!(reason instanceof StopReason.Breakpoint stop) || stop.address() != address) {
      throw new UnbuildableException(
          benchmark.name() + " does not come to its end: " + reason.description());
    }
  }

  private ProgramImage assemble(int copies) {
    DeviceProfile device = DeviceCatalog.byName(DEVICE);
    Assembler assembler =
        new Assembler(CpuCore.CPUX)
            .section("text", CODE, CODE_LIMIT)
            .section("reset", RESET_VECTOR, RESET_VECTOR + 2)
            .add(AssemblyUnit.of(benchmark.name() + ".s43", source(device, copies)));
    for (RuntimeLibrary.Part part : benchmark.runtime()) {
      assembler.add(RuntimeLibrary.unit(part, CpuCore.CPUX));
    }
    try {
      return assembler.assemble();
    } catch (AssemblerException e) {
      throw new UnbuildableException(
          benchmark.name() + " does not assemble: " + e.getMessage().lines().findFirst().orElse(""),
          e);
    }
  }

  private String source(DeviceProfile device, int copies) {
    String text =
        """
        ; %s on %s: one event each time that P1.3 is high
        WDTCTL  = 0x15c
        FRCTL0  = 0x140
        PM5CTL0 = 0x130
        CSCTL0  = 0x160
        CSCTL1  = 0x162
        CSCTL2  = 0x164
        CSCTL3  = 0x166
        P1OUT   = 0x202
        P1DIR   = 0x204
        MARKER  = 8
        DATA    = %d
        DATA2   = %d
        STACK   = %d
        COPIES  = %d
         .section text
         .entry start
        start:
         mov #0x5a80, &WDTCTL
         mov #STACK, sp
         bis.b #MARKER, &P1DIR
         bic.b #MARKER, &P1OUT
         bic #1, &PM5CTL0
         mov #0xa500 + (%d << 4), &FRCTL0
         mov #0xa500, &CSCTL0
        %s clr.b &CSCTL0 + 1
        event:
        %s
         mov #%d, r10
         bis.b #MARKER, &P1OUT
        """
            .formatted(
                benchmark.name(),
                device.name(),
                DATA,
                DATA_2,
                STACK_TOP,
                copies,
                conditions.framWaitStates(),
                conditions.clockSetup(),
                benchmark.setup(),
                benchmark.passes());
    StringBuilder source = new StringBuilder(text);
    boolean loop = benchmark.shape() == Shape.LOOP;
    source.append("measure_begin:\n");
    if (loop) {
      source.append(" br #pass\n").append(place());
    }
    source.append("pass:\n").append(benchmark.pass()).append('\n');
    source.append(" .rept ").append(copies).append(", i\n");
    source.append(benchmark.unit()).append("\n .endr\n");
    // Of the loops that were measured, unrolled ones take 6 cycles a pass, the others end so.
    source.append(
        loop
            ? " add #-1, r10\n cmp #0, r10\n jne pass\n"
            : " dec r10\n jz measure_end\n br #pass\n");
    source.append("measure_end:\n bic.b #MARKER, &P1OUT\n");
    // At least 1 ms between events, so that they can be told apart in a trace of the current.
    source.append(" mov #20000, r10\npause: dec r10\n jnz pause\n br #event\n");
    source.append(" .section reset\n .word start\n .section text\n");
    source.append(place()).append(benchmark.support()).append('\n');
    return source.toString();
  }

  private String place() {
    return " .align 16\n .space " + 2 * placement + "\n";
  }
}

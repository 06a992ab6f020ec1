package org.unit430.simulator.peripheral;

import static org.unit430.simulator.peripheral.DmaChannel.Extent.BLOCK;
import static org.unit430.simulator.peripheral.DmaChannel.Extent.BURST;

import java.util.OptionalInt;

/**
 * What the DMA controllers of all families do, whatever their registers look like (SLAU367 chapter
 * 11, SLAU049 chapter 8; hardware.md 8.7). Transfers take place between instructions: one cycle
 * after the trigger, two MCLK cycles for each byte or word and one more at the end. Not modelled:
 * an NMI that aborts a transfer (ENNMI).
 */
final class DmaEngine {
  /** The trigger that is a bit of the channel's control register. */
  static final int DMAREQ = 0;

  /** From the trigger to the first access: 1 or 2 cycles (SLAU367 11.2.7). */
  private static final int SYNCHRONIZATION_CYCLES = 1;

  private static final int END_CYCLES = 1;

  /** A burst gives the bus back after so many transfers, for so many cycles (11.2.2.3). */
  private static final int BURST_TRANSFERS = 4;

  private static final int BURST_PAUSE_CYCLES = 2;
  private static final long CYCLES_PER_TRANSFER = 2;

  /** Longs of a snapshot that belong to no channel. */
  private static final int OWN = 5;

  private final DmaBus bus;
  private final CpuHold cpuHold;
  private final EventScheduler scheduler;
  private final InterruptLine interrupt;
  private final OptionalInt chainTrigger;
  private final ScheduledEvent turn;
  private final DmaChannel[] channels;
  private final boolean[] levels;
  private final Runnable[] takers;

  /** Which trigger starts each channel. */
  private final int[] selections;

  private boolean roundRobin;
  private int first;

  /** The cycle in which the transfer under way lets the next one begin. */
  private long nextTurnCycle;

  /**
   * Channels at their reset values.
   *
   * @param triggers how many there are, {@link #DMAREQ} included, at most 64
   * @param chainTrigger the trigger by which a channel's DMAxIFG starts the next channel, and the
   *     last one's the first, if the device has it
   * @param interrupt requested while a channel's flag and enable are set
   */
  DmaEngine(
      int channelCount,
      int triggers,
      OptionalInt chainTrigger,
      DmaBus bus,
      CpuHold cpuHold,
      EventScheduler scheduler,
      InterruptLine interrupt) {
    this.bus = bus;
    this.cpuHold = cpuHold;
    this.scheduler = scheduler;
    this.interrupt = interrupt;
    this.chainTrigger = chainTrigger;
    this.channels = new DmaChannel[channelCount];
    for (int i = 0; i < channelCount; i++) {
      channels[i] = new DmaChannel();
    }
    this.levels = new boolean[triggers];
    this.takers = new Runnable[triggers];
    for (int i = 0; i < triggers; i++) {
      takers[i] = () -> {};
    }
    this.selections = new int[channelCount];
    this.turn = scheduler.newEvent(this::takeTurn);
  }

  /**
   * A trigger that modules set and clear like an interrupt request.
   *
   * @param number as in DMAxTSEL, at least 1
   * @param taken clears the module's flag, called when a transfer starts
   */
  InterruptLine trigger(int number, Runnable taken) {
    boolean isChain = chainTrigger.isPresent() && number == chainTrigger.getAsInt();
    if (number <= DMAREQ || number >= levels.length || isChain) {
      throw new IllegalArgumentException("modules have no DMA trigger " + number);
    }
    takers[number] = taken;
    return high -> setLevel(number, high);
  }

  private void setLevel(int number, boolean high) {
    boolean rises = high && !levels[number];
    levels[number] = high;
    if (rises) {
      for (int i = 0; i < channels.length; i++) {
        if (selections[i] == number) {
          channels[i].request();
        }
      }
      scheduleTurn();
    }
  }

  /** How many channels there are. */
  int count() {
    return channels.length;
  }

  /** A channel's registers, control aside: that is written by {@link #writeControl}. */
  DmaChannel channel(int number) {
    return channels[number];
  }

  /** DMAxTSEL of a channel. */
  int selection(int number) {
    return selections[number];
  }

  /** Writes DMAxTSEL of a channel. */
  void select(int number, int trigger) {
    selections[number] = trigger;
  }

  /** Writes ROUNDROBIN. */
  void setRoundRobin(boolean on) {
    roundRobin = on;
    first = on ? first : 0;
  }

  /** Writes DMAxCTL, which may ask for a transfer. */
  void writeControl(int number, int value) {
    DmaChannel channel = channels[number];
    boolean hadFlag = channel.hasFlag();
    channel.writeControl(value);
    boolean bySoftware = DmaChannel.asksForTransfer(value) && selections[number] == DMAREQ;
    if (bySoftware || (channel.isLevelSensitive() && levels[selections[number]])) {
      channel.request();
    }
    followFlag(number, hadFlag);
    scheduleTurn();
    updateInterrupt();
  }

  /** A flag that rises may be the trigger of the next channel. */
  private void followFlag(int number, boolean hadFlag) {
    int next = (number + 1) % channels.length;
    if (channels[number].hasFlag()
        && !hadFlag
        && chainTrigger.isPresent()
        && selections[next] == chainTrigger.getAsInt()) {
      channels[next].request();
    }
  }

  /** Sets when the next requested channel has its turn, if there is one. */
  private void scheduleTurn() {
    for (DmaChannel channel : channels) {
      if (channel.isRequested()) {
        long soonest = Math.max(scheduler.cycle() + SYNCHRONIZATION_CYCLES, nextTurnCycle);
        turn.schedule(Math.min(turn.cycle(), soonest));
        return;
      }
    }
    turn.cancel();
  }

  /** Serves the requested channel of the highest priority. */
  private void takeTurn() {
    for (int i = 0; i < channels.length; i++) {
      int number = (first + i) % channels.length;
      if (channels[number].isRequested()) {
        serve(number);
        break;
      }
    }
    updateInterrupt();
  }

  private void serve(int number) {
    DmaChannel channel = channels[number];
    DmaChannel.Extent extent = channel.extent();
    int limit = extent == BLOCK ? Integer.MAX_VALUE : extent == BURST ? BURST_TRANSFERS : 1;
    takers[selections[number]].run();
    // Before the transfer, because what it writes may set off the next trigger.
    channel.endRequest();
    // Nobody else has a turn while this one lasts.
    nextTurnCycle = ScheduledEvent.NEVER;
    int transfers = 0;
    boolean last = false;
    boolean hadFlag = channel.hasFlag();
    while (!last && transfers < limit) {
      last = channel.transfer(bus);
      transfers++;
    }
    followFlag(number, hadFlag);
    nextTurnCycle = scheduler.cycle() + CYCLES_PER_TRANSFER * transfers;
    if (extent == BURST && !last) {
      channel.request();
      nextTurnCycle += BURST_PAUSE_CYCLES;
    } else {
      cpuHold.hold(END_CYCLES);
      nextTurnCycle += END_CYCLES + SYNCHRONIZATION_CYCLES;
      if (channel.isLevelSensitive() && levels[selections[number]]) {
        channel.request();
      }
    }
    if (roundRobin) {
      first = (number + 1) % channels.length;
    }
    scheduleTurn();
  }

  /** The channel of the highest priority that requests an interrupt, if one does. */
  OptionalInt interrupting() {
    for (int i = 0; i < channels.length; i++) {
      if (channels[i].requestsInterrupt()) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** Clears DMAxIFG of a channel. */
  void clearFlag(int number) {
    channels[number].clearFlag();
    updateInterrupt();
  }

  private void updateInterrupt() {
    interrupt.set(interrupting().isPresent());
  }

  /** Puts every channel at its reset values. */
  void reset() {
    for (int i = 0; i < channels.length; i++) {
      channels[i].reset();
      selections[i] = 0;
    }
    setRoundRobin(false);
    nextTurnCycle = 0;
    turn.cancel();
    updateInterrupt();
  }

  /** Longs that {@link #save} fills. */
  int saved() {
    return OWN + channels.length * (1 + DmaChannel.SAVED);
  }

  void save(long[] to, int at) {
    to[at] = roundRobin ? 1 : 0;
    to[at + 1] = first;
    to[at + 2] = turn.cycle();
    to[at + 3] = nextTurnCycle;
    to[at + 4] = 0;
    for (int i = 0; i < levels.length; i++) {
      to[at + 4] |= levels[i] ? 1L << i : 0;
    }
    for (int i = 0; i < channels.length; i++) {
      to[at + OWN + i] = selections[i];
      channels[i].save(to, at + OWN + channels.length + i * DmaChannel.SAVED);
    }
  }

  void restore(long[] from, int at) {
    roundRobin = from[at] != 0;
    first = (int) from[at + 1];
    nextTurnCycle = from[at + 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (from[at + 4] & (1L << i)) != 0;
    }
    for (int i = 0; i < channels.length; i++) {
      selections[i] = (int) from[at + OWN + i];
      channels[i].restore(from, at + OWN + channels.length + i * DmaChannel.SAVED);
    }
    turn.schedule(from[at + 2]);
    updateInterrupt();
  }
}

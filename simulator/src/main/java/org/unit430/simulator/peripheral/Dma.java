package org.unit430.simulator.peripheral;

import static org.unit430.simulator.peripheral.DmaChannel.Extent.BLOCK;
import static org.unit430.simulator.peripheral.DmaChannel.Extent.BURST;

/**
 * The DMA controller (SLAU367 chapter 11; hardware.md 8.7). Transfers take place between
 * instructions: one cycle after the trigger, two MCLK cycles for each byte or word and one more at
 * the end. Not modelled: an NMI that aborts a transfer (ENNMI).
 */
public final class Dma extends RegisterBlock {
  private static final int TRIGGERS = 32;
  private static final int DMAREQ = 0;

  private static final int CTL4 = 0x08;
  private static final int IV = 0x0E;
  private static final int CHANNELS = 0x10;
  private static final int CHANNEL_SIZE = 0x10;

  // Offsets within a channel.
  private static final int CTL = 0x00;
  private static final int SA = 0x02;
  private static final int SA_HIGH = 0x04;
  private static final int DA = 0x06;
  private static final int DA_HIGH = 0x08;
  private static final int SZ = 0x0A;

  private static final int ROUNDROBIN = 1 << 1;

  /** From the trigger to the first access: 1 or 2 cycles (SLAU367 11.2.7). */
  private static final int SYNCHRONIZATION_CYCLES = 1;

  private static final int END_CYCLES = 1;

  /** A burst gives the bus back after so many transfers, for so many cycles (11.2.2.3). */
  private static final int BURST_TRANSFERS = 4;

  private static final int BURST_PAUSE_CYCLES = 2;
  private static final long CYCLES_PER_TRANSFER = 2;

  private final DmaBus bus;
  private final CpuHold cpuHold;
  private final EventScheduler scheduler;
  private final InterruptLine interrupt;
  private final ScheduledEvent turn;
  private final DmaChannel[] channels;
  private final boolean[] levels = new boolean[TRIGGERS];
  private final Runnable[] takers = new Runnable[TRIGGERS];

  /** Five bits for each channel: which trigger starts it. */
  private final int[] selections;

  private int control4;
  private int first;

  /** The cycle in which the transfer under way lets the next one begin. */
  private long nextTurnCycle;

  /**
   * A controller at its reset values.
   *
   * @param base address of DMACTL0
   * @param channelCount 1 to 8
   * @param vector address of its interrupt vector
   */
  public Dma(
      int base,
      int channelCount,
      DmaBus bus,
      CpuHold cpuHold,
      EventScheduler scheduler,
      InterruptController interrupts,
      int vector) {
    super(base, CHANNELS + channelCount * CHANNEL_SIZE);
    this.bus = bus;
    this.cpuHold = cpuHold;
    this.scheduler = scheduler;
    this.interrupt = interrupts.line(vector);
    this.channels = new DmaChannel[channelCount];
    for (int i = 0; i < channelCount; i++) {
      channels[i] = new DmaChannel();
    }
    for (int i = 0; i < TRIGGERS; i++) {
      takers[i] = () -> {};
    }
    this.selections = new int[channelCount];
    this.turn = scheduler.newEvent(this::takeTurn);
  }

  /**
   * A trigger that modules set and clear like an interrupt request.
   *
   * @param number as in DMAxTSEL, 1 to 31
   * @param taken clears the module's flag, called when a transfer starts
   */
  public InterruptLine trigger(int number, Runnable taken) {
    if (number <= DMAREQ || number >= TRIGGERS) {
      throw new IllegalArgumentException("there is no DMA trigger " + number);
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
    interrupt.set(highestRequest() != 0);
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
    while (!last && transfers < limit) {
      last = channel.transfer(bus);
      transfers++;
    }
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
    if ((control4 & ROUNDROBIN) != 0) {
      first = (number + 1) % channels.length;
    }
    scheduleTurn();
  }

  @Override
  int read(int offset) {
    scheduler.catchUp();
    int value = peek(offset);
    if (offset == IV) {
      clearHighest(value);
    }
    return value;
  }

  @Override
  int peek(int offset) {
    if (offset >= CHANNELS) {
      DmaChannel channel = channels[(offset - CHANNELS) / CHANNEL_SIZE];
      return switch (offset % CHANNEL_SIZE) {
        case CTL -> channel.control();
        case SA -> channel.source() & 0xFFFF;
        case SA_HIGH -> channel.source() >> 16;
        case DA -> channel.destination() & 0xFFFF;
        case DA_HIGH -> channel.destination() >> 16;
        case SZ -> channel.size();
        default -> 0;
      };
    }
    if (offset < channels.length) {
      int upper = offset + 1 < channels.length ? selections[offset + 1] << 8 : 0;
      return selections[offset] | upper;
    }
    return offset == CTL4 ? control4 : offset == IV ? highestRequest() : 0;
  }

  @Override
  void write(int offset, int value) {
    scheduler.catchUp();
    if (offset >= CHANNELS) {
      writeChannel((offset - CHANNELS) / CHANNEL_SIZE, offset % CHANNEL_SIZE, value);
    } else if (offset < channels.length) {
      // DMACTL0 selects the triggers of channels 0 and 1, DMACTL1 those of 2 and 3, ...
      selections[offset] = value & (TRIGGERS - 1);
      if (offset + 1 < channels.length) {
        selections[offset + 1] = (value >> 8) & (TRIGGERS - 1);
      }
    } else if (offset == CTL4) {
      control4 = value & 7;
      first = (control4 & ROUNDROBIN) != 0 ? first : 0;
    } else if (offset == IV) {
      clearHighest(highestRequest());
    }
    interrupt.set(highestRequest() != 0);
  }

  private void writeChannel(int number, int offset, int value) {
    DmaChannel channel = channels[number];
    switch (offset) {
      case CTL -> {
        channel.writeControl(value);
        boolean bySoftware = DmaChannel.asksForTransfer(value) && selections[number] == DMAREQ;
        if (bySoftware || (channel.isLevelSensitive() && levels[selections[number]])) {
          channel.request();
        }
        scheduleTurn();
      }
      case SA -> channel.writeSourceLow(value);
      case SA_HIGH -> channel.writeSourceHigh(value);
      case DA -> channel.writeDestinationLow(value);
      case DA_HIGH -> channel.writeDestinationHigh(value);
      case SZ -> channel.writeSize(value);
      default -> {
        // Nothing there.
      }
    }
  }

  private int highestRequest() {
    for (int i = 0; i < channels.length; i++) {
      if (channels[i].requestsInterrupt()) {
        return 2 * i + 2;
      }
    }
    return 0;
  }

  private void clearHighest(int code) {
    if (code != 0) {
      channels[code / 2 - 1].clearFlag();
      interrupt.set(highestRequest() != 0);
    }
  }

  @Override
  public void reset() {
    for (int i = 0; i < channels.length; i++) {
      channels[i].reset();
      selections[i] = 0;
    }
    control4 = 0;
    first = 0;
    nextTurnCycle = 0;
    turn.cancel();
    interrupt.set(false);
  }

  @Override
  public long[] save() {
    int own = 5;
    long[] saved = new long[own + channels.length * (1 + DmaChannel.SAVED)];
    saved[0] = control4;
    saved[1] = first;
    saved[2] = turn.cycle();
    saved[4] = nextTurnCycle;
    for (int i = 0; i < TRIGGERS; i++) {
      saved[3] |= levels[i] ? 1L << i : 0;
    }
    for (int i = 0; i < channels.length; i++) {
      saved[own + i] = selections[i];
      channels[i].save(saved, own + channels.length + i * DmaChannel.SAVED);
    }
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    int own = 5;
    control4 = (int) saved[0];
    first = (int) saved[1];
    nextTurnCycle = saved[4];
    for (int i = 0; i < TRIGGERS; i++) {
      levels[i] = (saved[3] & (1L << i)) != 0;
    }
    for (int i = 0; i < channels.length; i++) {
      selections[i] = (int) saved[own + i];
      channels[i].restore(saved, own + channels.length + i * DmaChannel.SAVED);
    }
    turn.schedule(saved[2]);
    interrupt.set(highestRequest() != 0);
  }
}

package org.unit430.simulator.peripheral;

import java.util.OptionalInt;

/**
 * The DMA controller of the x1xx (SLAU049 chapter 8): DMACTL0 and DMACTL1, and apart from them the
 * registers of the {@linkplain #channels channels}. Addresses have 16 bits, triggers four, and
 * there is no vector register: handlers look at the flags and clear them. What it does, and what is
 * not modelled, says {@link DmaEngine}.
 */
public final class ClassicDma extends RegisterBlock implements DmaTriggers {
  /** Bytes that DMACTL0 and DMACTL1 take. */
  public static final int SIZE = 0x04;

  /** Bytes that the registers of a channel take. */
  public static final int CHANNEL_SIZE = 0x08;

  /** DMACTL0 has room for so many triggers. */
  public static final int MOST_CHANNELS = 3;

  private static final int TRIGGERS = 16;
  private static final int TRIGGER_BITS = 4;

  /** DMA0IFG triggers channel 1, DMA1IFG channel 2, DMA2IFG channel 0. */
  private static final int CHAIN_TRIGGER = 14;

  private static final int CTL0 = 0x00;
  private static final int CTL1 = 0x02;
  private static final int ROUNDROBIN = 1 << 1;

  private final EventScheduler scheduler;
  private final DmaEngine engine;
  private int control1;

  /**
   * A controller at its reset values.
   *
   * @param base address of DMACTL0
   * @param channelCount 1 to {@link #MOST_CHANNELS}
   * @param vector address of its interrupt vector
   */
  public ClassicDma(
      int base,
      int channelCount,
      DmaBus bus,
      CpuHold cpuHold,
      EventScheduler scheduler,
      InterruptController interrupts,
      int vector) {
    super(base, SIZE);
    this.scheduler = scheduler;
    this.engine =
        new DmaEngine(
            channelCount,
            TRIGGERS,
            OptionalInt.of(CHAIN_TRIGGER),
            bus,
            cpuHold,
            scheduler,
            interrupts.line(vector));
  }

  /** The registers of the channels, which remember nothing of their own. */
  public Peripheral channels(int base) {
    return new Channels(base);
  }

  @Override
  public InterruptLine trigger(int number, Runnable taken) {
    return engine.trigger(number, taken);
  }

  @Override
  int peek(int offset) {
    if (offset == CTL1) {
      return control1;
    }
    int selections = 0;
    for (int i = 0; i < engine.count(); i++) {
      selections |= engine.selection(i) << (TRIGGER_BITS * i);
    }
    return selections;
  }

  @Override
  void write(int offset, int value) {
    scheduler.catchUp();
    if (offset == CTL0) {
      for (int i = 0; i < engine.count(); i++) {
        engine.select(i, (value >> (TRIGGER_BITS * i)) & (TRIGGERS - 1));
      }
    } else {
      control1 = value & 7;
      engine.setRoundRobin((control1 & ROUNDROBIN) != 0);
    }
  }

  @Override
  public void reset() {
    control1 = 0;
    engine.reset();
  }

  @Override
  public long[] save() {
    long[] saved = new long[1 + engine.saved()];
    saved[0] = control1;
    engine.save(saved, 1);
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    control1 = (int) saved[0];
    engine.restore(saved, 1);
  }

  private final class Channels extends RegisterBlock {
    private static final int CTL = 0;
    private static final int SA = 2;
    private static final int DA = 4;
    private static final int SZ = 6;

    Channels(int base) {
      super(base, engine.count() * CHANNEL_SIZE);
    }

    @Override
    int read(int offset) {
      scheduler.catchUp();
      return peek(offset);
    }

    @Override
    int peek(int offset) {
      DmaChannel channel = engine.channel(offset / CHANNEL_SIZE);
      return switch (offset % CHANNEL_SIZE) {
        case CTL -> channel.control();
        case SA -> channel.source();
        case DA -> channel.destination();
        case SZ -> channel.size();
        default -> throw new AssertionError(offset);
      };
    }

    @Override
    void write(int offset, int value) {
      scheduler.catchUp();
      int number = offset / CHANNEL_SIZE;
      DmaChannel channel = engine.channel(number);
      switch (offset % CHANNEL_SIZE) {
        case CTL -> engine.writeControl(number, value);
        case SA -> channel.writeSourceLow(value);
        case DA -> channel.writeDestinationLow(value);
        case SZ -> channel.writeSize(value);
        default -> throw new AssertionError(offset);
      }
    }

    @Override
    public void reset() {
      // The controller resets them.
    }

    @Override
    public long[] save() {
      return new long[0];
    }

    @Override
    public void restore(long[] saved) {
      // The controller remembers.
    }
  }
}

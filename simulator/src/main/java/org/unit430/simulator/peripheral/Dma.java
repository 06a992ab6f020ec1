package org.unit430.simulator.peripheral;

import java.util.OptionalInt;

/**
 * The DMA controller of FRAM devices and the F5xx (SLAU367 chapter 11; hardware.md 8.7). What it
 * does, and what is not modelled, says {@link DmaEngine}.
 */
public final class Dma extends RegisterBlock implements DmaTriggers {
  private static final int TRIGGERS = 32;

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

  private final EventScheduler scheduler;
  private final DmaEngine engine;
  private int control4;

  /**
   * A controller at its reset values.
   *
   * @param base address of DMACTL0
   * @param channelCount 1 to 8
   * @param chainTrigger the trigger by which the flag of a channel starts the next one, if the
   *     device has it
   * @param vector address of its interrupt vector
   */
  public Dma(
      int base,
      int channelCount,
      OptionalInt chainTrigger,
      DmaBus bus,
      CpuHold cpuHold,
      EventScheduler scheduler,
      InterruptController interrupts,
      int vector) {
    super(base, CHANNELS + channelCount * CHANNEL_SIZE);
    this.scheduler = scheduler;
    this.engine =
        new DmaEngine(
            channelCount, TRIGGERS, chainTrigger, bus, cpuHold, scheduler, interrupts.line(vector));
  }

  @Override
  public InterruptLine trigger(int number, Runnable taken) {
    return engine.trigger(number, taken);
  }

  @Override
  int read(int offset) {
    scheduler.catchUp();
    int value = peek(offset);
    if (offset == IV) {
      engine.interrupting().ifPresent(engine::clearFlag);
    }
    return value;
  }

  @Override
  int peek(int offset) {
    if (offset >= CHANNELS) {
      DmaChannel channel = engine.channel((offset - CHANNELS) / CHANNEL_SIZE);
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
    if (offset < engine.count()) {
      int upper = offset + 1 < engine.count() ? engine.selection(offset + 1) << 8 : 0;
      return engine.selection(offset) | upper;
    }
    return switch (offset) {
      case CTL4 -> control4;
      case IV -> 2 * (engine.interrupting().orElse(-1) + 1);
      default -> 0;
    };
  }

  @Override
  void write(int offset, int value) {
    scheduler.catchUp();
    if (offset >= CHANNELS) {
      writeChannel((offset - CHANNELS) / CHANNEL_SIZE, offset % CHANNEL_SIZE, value);
    } else if (offset < engine.count()) {
      // DMACTL0 selects the triggers of channels 0 and 1, DMACTL1 those of 2 and 3, ...
      engine.select(offset, value & (TRIGGERS - 1));
      if (offset + 1 < engine.count()) {
        engine.select(offset + 1, (value >> 8) & (TRIGGERS - 1));
      }
    } else if (offset == CTL4) {
      control4 = value & 7;
      engine.setRoundRobin((control4 & ROUNDROBIN) != 0);
    } else if (offset == IV) {
      engine.interrupting().ifPresent(engine::clearFlag);
    }
  }

  private void writeChannel(int number, int offset, int value) {
    DmaChannel channel = engine.channel(number);
    switch (offset) {
      case CTL -> engine.writeControl(number, value);
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

  @Override
  public void reset() {
    control4 = 0;
    engine.reset();
  }

  @Override
  public long[] save() {
    long[] saved = new long[1 + engine.saved()];
    saved[0] = control4;
    engine.save(saved, 1);
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    control4 = (int) saved[0];
    engine.restore(saved, 1);
  }
}

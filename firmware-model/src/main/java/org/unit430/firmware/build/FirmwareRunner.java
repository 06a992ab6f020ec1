package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.List;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.ChargeKey;
import org.unit430.simulator.machine.FirmwareFault;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.Profile;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;

/**
 * Runs a firmware's inferences on a simulated machine, one after another. Each begins with the FRAM
 * cache empty, so that its cycles do not depend on what ran before.
 */
public final class FirmwareRunner {
  private static final long START_UP_CYCLES = 10_000;
  // No kernel needs near this much for a multiply-accumulate: the firmware is lost.
  private static final long CYCLES_PER_MAC_LIMIT = 5_000;
  // Stands for the work of steps without multiply-accumulates.
  private static final long LEAST_WORK = 10_000;

  private final InferenceProgram firmware;
  private final Machine machine;

  /**
   * What one inference did.
   *
   * @param logits 32-bit accumulators of the last layer, or its 16-bit outputs
   * @param layers of each layer, in order
   * @param total the layers, and the calls between them
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record InferenceRun(int[] logits, List<Profile> layers, Profile total) {
    /** Multiply-accumulates executed in a layer. */
    public long macsExecuted(int layer) {
      return macsExecuted(layers.get(layer));
    }

    /**
     * Multiply-accumulates executed in what a layer did: calls of a routine that makes a product,
     * or what the multiplier did, which kernels use for nothing else but divisions.
     */
    public static long macsExecuted(Profile layer) {
      long calls =
          layer.charges().stream()
              .filter(charge -> charge.key().symbol().endsWith(Multiplier.PRODUCT_LABEL))
              .mapToLong(Profile.Charge::instructions)
              .sum();
      if (calls > 0) {
        return calls;
      }
      EventCounts dividing = layer.byOperation().get(Operation.DIVIDE).events();
      return layer.total().get(Event.MULTIPLY_16) - dividing.get(Event.MULTIPLY_16);
    }

    /**
     * A profile that says how often a routine made a product, as {@link #macsExecuted(Profile)}
     * reads it; nothing else in it changes.
     *
     * @param profile of one layer, with a charge for accumulation
     */
    public static Profile withProducts(Profile profile, long products) {
      List<Profile.Charge> charges = new ArrayList<>();
      for (Profile.Charge charge : profile.charges()) {
        ChargeKey key = charge.key();
        if (key.operation() == Operation.ACCUMULATE) {
          charges.add(new Profile.Charge(key, charge.instructions() - products, charge.events()));
          charges.add(
              new Profile.Charge(
                  new ChargeKey(key.symbol() + Multiplier.PRODUCT_LABEL, key.operation()),
                  products,
                  EventCounts.NONE));
        } else {
          charges.add(charge);
        }
      }
      return new Profile(charges);
    }
  }

  /** Loads the firmware into a machine and runs its start-up code. */
  public FirmwareRunner(InferenceProgram firmware, Machine machine) {
    this.firmware = firmware;
    this.machine = machine;
    machine.load(firmware.image());
    machine.setBreakpoint(firmware.inference());
    runTo(firmware.inference(), START_UP_CYCLES);
    machine.setBreakpoint(firmware.nextLayer());
    machine.setBreakpoint(firmware.done());
  }

  /**
   * Runs one inference.
   *
   * @param input at the first layer's scale, CHW
   * @throws FirmwareFault if the firmware goes astray
   */
  public InferenceRun run(short[] input) {
    byte[] bytes = new byte[2 * input.length];
    for (int i = 0; i < input.length; i++) {
      bytes[2 * i] = (byte) input[i];
      bytes[2 * i + 1] = (byte) (input[i] >> 8);
    }
    machine.bus().poke(firmware.inputAddress(), bytes);
    machine.framCache().flush();
    Profile before = machine.profile();
    long limit = (firmware.macs() + LEAST_WORK) * CYCLES_PER_MAC_LIMIT;
    List<Profile> layers = new ArrayList<>();
    runTo(firmware.nextLayer(), limit);
    Profile last = machine.profile();
    for (int i = 0; i < firmware.steps(); i++) {
      runTo(firmware.nextLayer(), limit);
      Profile now = machine.profile();
      layers.add(now.minus(last));
      last = now;
    }
    runTo(firmware.done(), limit);
    Profile total = machine.profile().minus(before);
    runTo(firmware.inference(), limit);
    return firmware.counted(input, new InferenceRun(logits(), layers, total));
  }

  private int[] logits() {
    int[] logits = new int[firmware.outputs()];
    for (int i = 0; i < logits.length; i++) {
      int address = firmware.logitsAddress() + firmware.outputBytes() * i;
      int low = machine.bus().peekWord(address);
      logits[i] =
          firmware.outputBytes() == Short.BYTES
              ? (short) low
              : low | machine.bus().peekWord(address + 2) << 16;
    }
    return logits;
  }

  private void runTo(int address, long cycles) {
    StopReason reason = machine.run(RunLimits.cycles(cycles));
    if (!(reason instanceof StopReason.Breakpoint stop) || stop.address() != address) {
      throw new FirmwareFault(
          machine.registers().get(0),
          "the firmware did not reach %05Xh: %s".formatted(address, reason.description()));
    }
  }
}

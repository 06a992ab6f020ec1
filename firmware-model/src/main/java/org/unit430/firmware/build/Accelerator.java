package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.ChargeKey;
import org.unit430.simulator.machine.Profile;

/**
 * What a layer costs whose sums are made by the FR5994's low-energy accelerator (LEA), one call of
 * DSPLib's vector multiply-accumulate a sum. Modelled: calls by the line that was measured on a
 * board (prior-art.md section 3.3, 2021: 616 + 1.5 N cycles and 204 + 0.527 N nJ for N elements at
 * 16 MHz; 2024: 622 + 1.5 N and 206 + 0.503 N), copies into the accelerator's RAM by what the
 * manual says of DMA, everything else, loops included, by the dense kernel's run. Logits are the
 * dense kernel's.
 *
 * @param calls of the vector multiply-accumulate
 * @param elements that they multiply, made even for each call
 * @param macs of the layer
 * @param framWords copied from FRAM
 * @param sramWords copied within SRAM
 * @param transfers by which they are copied
 */
public record Accelerator(
    long calls, long elements, long macs, long framWords, long sramWords, long transfers) {
  /** No work. */
  public static final Accelerator NONE = new Accelerator(0, 0, 0, 0, 0, 0);

  private static final int CALL_CYCLES = 616;
  private static final double ELEMENT_CYCLES = 1.5;
  private static final double CALL_JOULES = 204e-9;
  private static final double ELEMENT_JOULES = 0.527e-9;
  // 4 KB shared with the CPU less the accelerator's stack of 312 bytes (hardware.md section 7).
  private static final int RAM_WORDS = (4096 - 312) / 2;
  // Source, destination, size and control: four MOV #N, &EDE of 5 cycles and 3 words.
  private static final int SET_UP_MOVES = 4;
  // Two to synchronise, one at the end (SLAU367 11.2.7).
  private static final int TRANSFER_CYCLES = 3;
  private static final int LINE_WORDS = 4;

  /** The work of a layer. */
  static Accelerator of(QuantizedLayer layer) {
    int elements = layer.weightsPerOutput() + layer.weightsPerOutput() % 2;
    int pieces = parts(2 * elements, RAM_WORDS);
    int filters = Math.max(1, (RAM_WORDS - elements) / elements);
    int groups = layer.windows().groups();
    int rounds = pieces > 1 ? 1 : groups * parts(layer.outputChannels() / groups, filters);
    long positions =
        (long) layer.output().height() * layer.poolHeight() * layer.output().width() * layer.pool();
    // A window that is the whole input lies in one row; another is gathered row by row.
    boolean whole = layer.weightsPerOutput() == layer.input().size();
    int rows =
        whole ? pieces : layer.input().channels() / layer.windows().groups() * layer.kernelHeight();
    long outputs = positions * layer.outputChannels();
    // Where a filter and a window do not fit together, both pass through the RAM piece by piece.
    long filterCopies = pieces > 1 ? outputs : layer.outputChannels();
    long windowCopies = pieces > 1 ? outputs : positions * rounds;
    return new Accelerator(
        outputs * pieces,
        outputs * elements,
        positions * layer.outputChannels() * layer.weightsPerOutput(),
        filterCopies * layer.weightsPerOutput(),
        windowCopies * layer.weightsPerOutput(),
        filterCopies * pieces + windowCopies * rows);
  }

  private static int parts(int count, int size) {
    return (count + size - 1) / size;
  }

  /** Energy of the calls, from the measured line; copies are priced as events. */
  public double callJoules() {
    return calls * CALL_JOULES + elements * ELEMENT_JOULES;
  }

  /**
   * What stands for the calls among the events of some runs: their cycles and multiplications.
   *
   * @param runs how many
   */
  public EventCounts callEvents(int runs) {
    long cycles = calls * CALL_CYCLES + Math.round(elements * ELEMENT_CYCLES);
    return EventCounts.of(Event.INTERNAL_CYCLE, cycles * runs)
        .plus(EventCounts.of(Event.MULTIPLY_16, macs * runs));
  }

  /** Both together. */
  public Accelerator plus(Accelerator other) {
    return new Accelerator(
        calls + other.calls,
        elements + other.elements,
        macs + other.macs,
        framWords + other.framWords,
        sramWords + other.sramWords,
        transfers + other.transfers);
  }

  private EventCounts copyEvents(boolean waits) {
    long fills = (framWords + LINE_WORDS - 1) / LINE_WORDS;
    long moves = SET_UP_MOVES * transfers;
    return EventCounts.of(Event.FRAM_READ_MISS, fills)
        .plus(EventCounts.of(Event.FRAM_READ_HIT, framWords - fills))
        .plus(EventCounts.of(Event.FRAM_WAIT_CYCLE, waits ? fills : 0))
        .plus(EventCounts.of(Event.SRAM_READ, sramWords))
        .plus(EventCounts.of(Event.SRAM_WRITE, framWords + sramWords))
        .plus(EventCounts.of(Event.FRAM_FETCH_HIT, 3 * moves))
        .plus(EventCounts.of(Event.PERIPHERAL_WRITE, moves))
        .plus(EventCounts.of(Event.INTERNAL_CYCLE, moves + TRANSFER_CYCLES * transfers));
  }

  /**
   * A dense run with its multiplications handed to the accelerator.
   *
   * @param layers of the program; empty for steps without weights
   * @param dense what the dense kernels did
   */
  static InferenceRun instead(List<Optional<QuantizedLayer>> layers, InferenceRun dense) {
    boolean waits = dense.total().total().get(Event.FRAM_WAIT_CYCLE) > 0;
    List<Profile> made = new ArrayList<>();
    Profile total = dense.total();
    for (int i = 0; i < layers.size(); i++) {
      Profile before = dense.layers().get(i);
      Profile after =
          layers.get(i).map(layer -> of(layer).replace(layer.name(), before, waits)).orElse(before);
      made.add(after);
      total = total.minus(before).plus(after);
    }
    return new InferenceRun(dense.logits(), made, total);
  }

  private Profile replace(String name, Profile dense, boolean waits) {
    List<Profile.Charge> charges =
        new ArrayList<>(
            dense.charges().stream()
                .filter(charge -> charge.key().operation() != Operation.MULTIPLY)
                .toList());
    String symbol = name + ".lea";
    charges.add(
        new Profile.Charge(new ChargeKey(symbol, Operation.MULTIPLY), calls, callEvents(1)));
    charges.add(
        new Profile.Charge(
            new ChargeKey(symbol, Operation.LOAD_STORE),
            SET_UP_MOVES * transfers,
            copyEvents(waits)));
    return new Profile(charges);
  }
}

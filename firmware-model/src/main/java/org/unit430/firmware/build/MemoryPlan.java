package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.unit430.firmware.network.Shape;

/**
 * What a program needs of a device's memory, known before it runs.
 *
 * @param sramBytes values, scratch and stack
 * @param sramAvailable of the device
 * @param scratchBytes shared by all kernels
 * @param stackBytes for calls
 * @param framBytes code, tables, weights and biases
 * @param weightsAvailable bytes of FRAM for weights and biases
 * @param codeBytes code and tables, 0 if it was not assembled
 * @param steps in the order in which they run
 */
public record MemoryPlan(
    int sramBytes,
    int sramAvailable,
    int scratchBytes,
    int stackBytes,
    int framBytes,
    int weightsAvailable,
    int codeBytes,
    List<Row> steps) {
  /** Copies the list. */
  public MemoryPlan {
    steps = List.copyOf(steps);
  }

  /**
   * A step's part.
   *
   * @param name of the step
   * @param output shape of what it makes
   * @param liveBytes of all values that live while it runs
   * @param framBytes its weights and biases
   */
  public record Row(String name, Shape output, int liveBytes, int framBytes) {}

  /** The step while which most values live; the first of equals. */
  public Row peak() {
    return steps.stream()
        .sorted(Comparator.comparingInt(row -> -row.liveBytes()))
        .findFirst()
        .orElseThrow();
  }

  /** Weights and biases. */
  public int weightBytes() {
    return steps.stream().mapToInt(Row::framBytes).sum();
  }

  /** Whether the values and the weights fit. */
  public boolean fits() {
    return sramBytes <= sramAvailable && weightBytes() <= weightsAvailable;
  }

  /**
   * Refuses what does not fit.
   *
   * @param network name for the message
   * @throws FirmwareDoesNotFitException saying which memory is missing, how much and where
   */
  void requireFit(String network) {
    List<String> complaints = new ArrayList<>();
    if (sramBytes > sramAvailable) {
      complaints.add(
          "%,d bytes of SRAM, %,d more than the device's %,d (most is needed at %s: %,d bytes of values)"
              .formatted(
                  sramBytes,
                  sramBytes - sramAvailable,
                  sramAvailable,
                  peak().name(),
                  peak().liveBytes()));
    }
    if (weightBytes() > weightsAvailable) {
      Row largest = steps.stream().max(Comparator.comparingInt(Row::framBytes)).orElseThrow();
      complaints.add(
          "%,d bytes of FRAM for weights, %,d more than the device's %,d (the largest are %s's: %,d bytes)"
              .formatted(
                  weightBytes(),
                  weightBytes() - weightsAvailable,
                  weightsAvailable,
                  largest.name(),
                  largest.framBytes()));
    }
    if (!complaints.isEmpty()) {
      throw new FirmwareDoesNotFitException(
          "network %s needs %s".formatted(network, String.join(" and ", complaints)));
    }
  }
}

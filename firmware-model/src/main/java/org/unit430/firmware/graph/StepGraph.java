package org.unit430.firmware.graph;

import java.util.List;
import org.unit430.firmware.network.Shape;

/**
 * A network that may branch: steps in the order in which they run.
 *
 * @param name what reports call it
 * @param input shape of the input as the firmware stores it
 * @param inputOrder for each stored input value, its index in the model's input
 * @param clampsInput whether the model itself takes negative inputs as 0
 * @param steps at least one; each reads the input or what steps before it made
 * @param outputOrder for each output of the model, its index in what the last step makes
 * @param notes what the firmware does otherwise than the model, for people
 */
public record StepGraph(
    String name,
    Shape input,
    List<Integer> inputOrder,
    boolean clampsInput,
    List<Step> steps,
    List<Integer> outputOrder,
    List<String> notes) {
  /** Copies the lists. */
  public StepGraph {
    inputOrder = List.copyOf(inputOrder);
    steps = List.copyOf(steps);
    outputOrder = List.copyOf(outputOrder);
    notes = List.copyOf(notes);
  }

  /** The input as the firmware stores it. */
  public float[] stored(float[] modelInput) {
    float[] stored = new float[inputOrder.size()];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = modelInput[inputOrder.get(i)];
    }
    return stored;
  }
}

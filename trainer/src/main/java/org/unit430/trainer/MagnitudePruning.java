package org.unit430.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Global magnitude pruning: of all weights of all layers together, those with the smallest absolute
 * value go (L1 norm of a single weight). Biases stay.
 */
final class MagnitudePruning {
  private MagnitudePruning() {}

  /** Returns masks that keep everything: 1 for every parameter. */
  static List<float[]> keepAll(List<float[]> tensors) {
    List<float[]> masks = new ArrayList<>();
    for (float[] tensor : tensors) {
      float[] mask = new float[tensor.length];
      Arrays.fill(mask, 1);
      masks.add(mask);
    }
    return masks;
  }

  /**
   * Returns the masks for a higher sparsity. What was pruned stays pruned; of the rest the smallest
   * go, the first on a tie.
   *
   * @param tensors the parameters
   * @param masks 1 (kept) or 0 (pruned) for each parameter so far
   * @param sparsity fraction of the weights to be pruned; rounded up to whole weights
   * @return the new masks
   */
  static List<float[]> prune(List<float[]> tensors, List<float[]> masks, double sparsity) {
    List<float[]> result = new ArrayList<>();
    masks.forEach(mask -> result.add(mask.clone()));
    List<Candidate> kept = new ArrayList<>();
    int weights = 0;
    for (int tensor = 0; tensor < tensors.size(); tensor++) {
      if (Parameters.isWeights(tensor)) {
        weights += tensors.get(tensor).length;
        for (int i = 0; i < tensors.get(tensor).length; i++) {
          if (masks.get(tensor)[i] != 0) {
            kept.add(new Candidate(Math.abs(tensors.get(tensor)[i]), tensor, i));
          }
        }
      }
    }
    kept.sort((a, b) -> Float.compare(a.magnitude, b.magnitude)); // stable: first on a tie
    int pruned = weights - kept.size();
    int target = (int) Math.ceil(sparsity * weights);
    for (Candidate candidate : kept.subList(0, Math.max(0, target - pruned))) {
      result.get(candidate.tensor)[candidate.index] = 0;
    }
    return result;
  }

  private record Candidate(float magnitude, int tensor, int index) {}
}

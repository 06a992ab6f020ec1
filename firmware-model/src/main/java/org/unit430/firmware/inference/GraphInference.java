package org.unit430.firmware.inference;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.inference.LayerArithmetic.LayerResult;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.FixedGraph;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;

/**
 * Inference of a graph in integers under one method: the specification that its firmware must equal
 * bit for bit, outputs and executed multiply-accumulates.
 */
public final class GraphInference {
  private final FixedGraph graph;
  private final Method method;
  private final Thresholds thresholds;
  private final List<int[]> weightThresholds = new ArrayList<>();

  /**
   * Prepares a method.
   *
   * @param thresholds one for each step, used by UnIT in steps with weights
   */
  public GraphInference(FixedGraph graph, Method method, Thresholds thresholds) {
    this.graph = method.prepared(graph);
    this.method = method;
    this.thresholds = thresholds;
    for (int i = 0; i < graph.steps().size(); i++) {
      LayerThreshold threshold = method.threshold(thresholds, i);
      weightThresholds.add(
          graph
              .layer(i)
              .filter(layer -> method.division().isPresent() && layer.kind() == Kind.CONVOLUTION)
              .map(layer -> ReferenceInference.weightThresholds(method, layer, threshold))
              .orElse(new int[0]));
    }
  }

  /**
   * Runs one input.
   *
   * @param input at the firmware's scale and order
   */
  public ReferenceInference.Result run(short[] input) {
    List<short[]> values = new ArrayList<>();
    values.add(input);
    List<Long> executed = new ArrayList<>();
    int[] outputs = {};
    for (int i = 0; i < graph.steps().size(); i++) {
      List<short[]> sources = graph.sources(i, values);
      if (graph.layer(i).isPresent()) {
        QuantizedLayer layer = graph.layer(i).get();
        LayerResult result =
            ReferenceInference.run(
                method,
                layer,
                method.threshold(thresholds, i),
                weightThresholds.get(i),
                sources.get(0));
        outputs = result.outputs();
        executed.add(result.macsExecuted());
      } else {
        outputs = graph.steps().get(i).run(sources);
        executed.add(0L);
      }
      values.add(LayerArithmetic.toShorts(outputs));
    }
    return new ReferenceInference.Result(outputs, executed);
  }

  /**
   * Sets thresholds, all at the same percentile of non-zero products or activations.
   *
   * @param inputs calibration inputs at the firmware's scale and order
   * @param percent 0 to 100
   * @param skips whose thresholds they are
   * @param scope what shares one
   * @return one for each step, 0 for steps without weights
   */
  public static Thresholds calibrate(
      FixedGraph graph,
      List<short[]> inputs,
      double percent,
      Method.Skips skips,
      ThresholdScope scope) {
    List<List<short[]>> values = new ArrayList<>();
    values.add(inputs);
    ThresholdCalibrator calibrator = new ThresholdCalibrator(skips, scope, List.of(percent));
    for (int i = 0; i < graph.steps().size(); i++) {
      List<List<short[]>> sources = graph.sources(i, values);
      graph
          .layer(i)
          .ifPresentOrElse(
              layer -> calibrator.add(layer, sources.get(0)), calibrator::addWithoutWeights);
      List<short[]> made = new ArrayList<>();
      for (int n = 0; n < inputs.size(); n++) {
        int index = n;
        List<short[]> ofInput = sources.stream().map(source -> source.get(index)).toList();
        made.add(LayerArithmetic.toShorts(graph.steps().get(i).run(ofInput)));
      }
      values.add(made);
    }
    return calibrator.thresholds().get(0);
  }
}

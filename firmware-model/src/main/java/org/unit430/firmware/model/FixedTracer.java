package org.unit430.firmware.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.inference.ThresholdOwners;
import org.unit430.firmware.model.InferenceModel.Trace;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;

/** Traces the integer reference of a firmware in 16-bit fixed point. */
final class FixedTracer implements Tracer {
  private final Firmware firmware;
  private final Thresholds thresholds;
  private final ReferenceInference reference;
  private final Optional<DivisionCharges> divisions;

  FixedTracer(Firmware firmware, Thresholds thresholds, DeviceProfile device) {
    this.firmware = firmware;
    this.thresholds = thresholds;
    this.reference = new ReferenceInference(firmware.network(), firmware.method(), thresholds);
    this.divisions =
        firmware.method().divisions().isEmpty()
            ? Optional.empty()
            : Optional.of(new DivisionCharges(firmware, MachineFactory.create(device)));
  }

  @Override
  public int paths() {
    return PathCounts.SIZE;
  }

  @Override
  public long[] once() {
    return PathCounts.once();
  }

  @Override
  public Trace trace(short[] input) {
    List<PathCounts> counts = new ArrayList<>();
    List<long[]> divided = new ArrayList<>();
    ReferenceInference.Result result =
        reference.run(
            input,
            (index, activations) -> {
              QuantizedLayer layer = firmware.network().layers().get(index);
              Method own = firmware.method().at(index);
              LayerThreshold threshold = firmware.method().threshold(thresholds, index);
              divided.add(divisions(layer, activations, own, threshold));
              PathCounts paths = PathCounts.begin(layer, activations, own, threshold);
              counts.add(paths);
              return paths;
            });
    List<long[]> paths = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      paths.add(counts.get(i).counts(result.macsExecuted().get(i)));
    }
    paths.add(once());
    divided.add(new long[Figures.SIZE]);
    return new Trace(result.logits(), paths, divided);
  }

  private long[] divisions(
      QuantizedLayer layer, short[] activations, Method own, LayerThreshold threshold) {
    long[] sum = new long[Figures.SIZE];
    boolean sparse = own.storage() == Method.Storage.SPARSE;
    for (int i : ThresholdOwners.activations(layer, activations, own, threshold)) {
      for (int group = 0; group < threshold.groups(); group++) {
        if (!sparse || ThresholdOwners.weightsOf(layer, i, threshold, group) > 0) {
          int product = threshold.products().get(group);
          DivisionCharges.Routine routine =
              new DivisionCharges.Routine(layer.name(), group, own.division().orElseThrow());
          long[] figures = divisions.orElseThrow().of(routine, product, Math.abs(activations[i]));
          Figures.add(sum, figures, 1);
        }
      }
    }
    return sum;
  }
}

package org.unit430.energy.calibration;

import java.util.List;
import org.unit430.energy.ChargeStructure;
import org.unit430.energy.Unit;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.EventCounts;

/** Turns event counts into rows of a fit: pC or uA per unit of each coefficient. */
final class RowWeights {
  private final ChargeStructure structure;
  private final double[] unitScale;

  RowWeights(ChargeStructure structure) {
    this.structure = structure;
    List<Unit> units =
        structure.names().stream()
            .map(
                name ->
                    FramModel.fitted().stream()
                        .filter(fitted -> fitted.name().equals(name))
                        .map(FramModel.Fitted::unit)
                        .findFirst()
                        .orElse(Unit.PICOCOULOMB))
            .toList();
    this.unitScale = units.stream().mapToDouble(Unit::inBaseUnits).toArray();
  }

  /** Charge of one of {@code units} equal pieces of work, in pC. */
  double[] charge(EventCounts counts, double units, OperatingPoint point) {
    return scaled(structure.weights(counts, point), 1 / (units * Unit.PICOCOULOMB.inBaseUnits()));
  }

  /** Mean current while the work runs over and over, in uA. */
  double[] current(EventCounts counts, OperatingPoint point) {
    double seconds = counts.cycles() / point.mclkHertz();
    return scaled(structure.weights(counts, point), 1 / (seconds * Unit.MICROAMPERE.inBaseUnits()));
  }

  /** The clock system's current alone, in uA. */
  double[] clockCurrent(OperatingPoint point) {
    double[] weights = new double[structure.names().size()];
    structure.addClock(weights, 1, point);
    return scaled(weights, 1 / Unit.MICROAMPERE.inBaseUnits());
  }

  private double[] scaled(double[] weights, double factor) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= unitScale[i] * factor;
    }
    return weights;
  }

  int column(String name) {
    return structure.names().indexOf(name);
  }
}

package org.unit430.cli.compare;

import java.util.List;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method.Weights;

/**
 * A workload's data and networks as a comparison needs them.
 *
 * @param test inputs that are measured
 * @param calibration inputs that set scales and thresholds
 * @param unpruned network as trained
 * @param trainingTimePruned its pruned twin
 * @param signed whether inputs have negative values
 */
public record WorkloadData(
    Dataset test,
    Dataset calibration,
    Network unpruned,
    Network trainingTimePruned,
    boolean signed) {
  /** The data of a workload that a comparison asks for. */
  public static WorkloadData of(Workload workload, Setup setup) {
    return new WorkloadData(
        workload.test(setup.inputs(), setup.seed()),
        workload.calibration(setup.calibrationInputs()),
        workload.network(),
        workload.prunedNetwork(),
        workload.signedInput());
  }

  /** Inputs of all workloads are scaled so. */
  double inputLimit() {
    return 1;
  }

  Network network(Weights weights) {
    return weights == Weights.UNPRUNED ? unpruned : trainingTimePruned;
  }

  /** Test inputs in the network's real units. */
  List<float[]> testImages() {
    return test.images();
  }

  List<float[]> calibrationImages() {
    return calibration.images();
  }

  List<Integer> calibrationLabels() {
    return calibration.labels();
  }
}

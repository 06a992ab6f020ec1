package org.unit430.cli.reproduce;

/**
 * What UnIT gains on one workload by one reading.
 *
 * @param workload name
 * @param reading which
 * @param unit UnIT
 * @param reference what it is compared with
 * @param accuracyPValue of McNemar's test: how likely so different accuracies are by the choice of
 *     inputs alone
 */
record Gain(String workload, Reading reading, Side unit, Side reference, double accuracyPValue) {
  double value(Metric metric) {
    return metric.value(unit, reference);
  }
}

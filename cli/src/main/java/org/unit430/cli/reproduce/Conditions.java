package org.unit430.cli.reproduce;

import org.unit430.cli.compare.Setup;
import org.unit430.firmware.prune.ThresholdDivision;

/**
 * What a reproduction depends on.
 *
 * @param setup of the last workload; workloads differ in name and, where a split is smaller, in the
 *     number of inputs
 * @param division by which UnIT makes thresholds
 * @param energyTable its id
 * @param energyTableSha256 its hash
 * @param sources the workloads that ran and those that did not
 */
record Conditions(
    Setup setup,
    ThresholdDivision division,
    String energyTable,
    String energyTableSha256,
    Sources sources) {}

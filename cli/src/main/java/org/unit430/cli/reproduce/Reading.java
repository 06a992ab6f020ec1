package org.unit430.cli.reproduce;

import java.util.Arrays;
import java.util.List;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdDivision;

/**
 * A way to read the abstract: how the model that was pruned in training is executed, and of what
 * kind the multiply-accumulates of both sides are. It says neither.
 */
enum Reading {
  /** Loops written for the machine; zero weights are multiplied like others. */
  TUNED_DENSE("tuned", "dense", "unit", "ttp-dense"),
  /** Loops written for the machine; each weight is tested for zero. */
  TUNED_ZERO_TEST("tuned", "zero test", "unit", "ttp-zero-test"),
  /** Loops written for the machine; only non-zero weights are stored. */
  TUNED_CSR("tuned", "CSR", "unit", "ttp-csr"),
  /** Every executed product a call of a fixed-point multiply; zero weights as others. */
  LIBRARY_DENSE("library", "dense", "library-unit", "library-ttp-dense"),
  /** Every executed product such a call; each weight is tested for zero. */
  LIBRARY_ZERO_TEST("library", "zero test", "library-unit", "library-ttp-zero-test");

  private final String arithmetic;
  private final String execution;
  private final String unit;
  private final String reference;

  Reading(String arithmetic, String execution, String unit, String reference) {
    this.arithmetic = arithmetic;
    this.execution = execution;
    this.unit = unit;
    this.reference = reference;
  }

  /** How a multiply-accumulate is executed: tuned or library. */
  String arithmetic() {
    return arithmetic;
  }

  /** How the pruned model is executed: dense, zero test or CSR. */
  String execution() {
    return execution;
  }

  /** Both in words. */
  String label() {
    return arithmetic + ", TTP " + execution;
  }

  /** UnIT on the unpruned model. */
  Method unit(ThresholdDivision division) {
    return MethodName.parse(unit + ":" + division.label()).get(0);
  }

  /** What it is compared with. */
  Method reference() {
    return MethodName.parse(reference).get(0);
  }

  /** The readings whose loops there are. */
  static List<Reading> available() {
    return Arrays.stream(values())
        .filter(reading -> exists(reading.unit) && exists(reading.reference))
        .toList();
  }

  private static boolean exists(String method) {
    try {
      return !MethodName.parse(method).isEmpty();
    } catch (IllegalArgumentException e) {
      // There is no such method.
      return false;
    }
  }

  /** All methods that all readings need, none twice. */
  static List<Method> methods(ThresholdDivision division) {
    return available().stream()
        .flatMap(reading -> List.of(reading.reference(), reading.unit(division)).stream())
        .distinct()
        .toList();
  }
}

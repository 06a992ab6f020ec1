package org.unit430.cli.shift;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.unit430.firmware.shift.Domain;

/** What a domain is met with: a network, and what it was adapted by. */
enum Arm {
  /** The unpruned network, every multiply-accumulate. */
  DENSE("unpruned, dense", "nothing"),
  /** The twin pruned in training on the source. */
  TTP("TTP twin", "nothing"),
  /** That twin retrained on the target. */
  TTP_RETRAINED("TTP retrained on the target", "labelled inputs of the target"),
  /** UnIT with thresholds of the source's calibration split. */
  UNIT("UnIT, source thresholds", "nothing"),
  /** UnIT with thresholds of inputs of the target; the network and its formats stay. */
  UNIT_RECALIBRATED("UnIT, recalibrated", "unlabelled inputs of the target");

  private final String text;
  private final String adaptation;

  Arm(String text, String adaptation) {
    this.text = text;
    this.adaptation = adaptation;
  }

  /** Those that meet a domain, in the order of reports. */
  static List<Arm> of(Domain domain) {
    return Arrays.stream(values())
        .filter(arm -> arm != UNIT_RECALIBRATED || !domain.source())
        .filter(arm -> arm != TTP_RETRAINED || domain.retrained().isPresent())
        .toList();
  }

  /** In documents. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people. */
  String text() {
    return text;
  }

  /** What of the target it needs. */
  String adaptation() {
    return adaptation;
  }

  boolean isUnit() {
    return this == UNIT || this == UNIT_RECALIBRATED;
  }
}

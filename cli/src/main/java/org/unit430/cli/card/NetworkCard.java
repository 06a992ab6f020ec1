package org.unit430.cli.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.BundledNetworks;
import org.unit430.firmware.network.FloatInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.NetworkFile;
import org.unit430.firmware.network.NetworkManifest;
import org.unit430.firmware.network.NetworkManifest.Accuracy;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;

/**
 * What a network is worth on a test split.
 *
 * @param entry what the manifest says of it
 * @param fileBytes size of its file
 * @param macs multiply-accumulates of an inference, those of outputs that pooling drops left out
 * @param macsOfAllOutputs with them, as papers count
 * @param floating how often the float reference is right
 * @param fixed how often 16-bit fixed point is, nothing skipped
 * @param agreements inputs that both give the same class
 * @param sizes of the firmware, a method each
 */
record NetworkCard(
    NetworkManifest.Entry entry,
    int fileBytes,
    long macs,
    long macsOfAllOutputs,
    Accuracy floating,
    Accuracy fixed,
    int agreements,
    List<DeviceSize> sizes) {
  private static final double INPUT_LIMIT = 1;
  private static final double CONFIDENCE = 0.95;
  private static final double PERCENT = 100;

  /**
   * Examines a network.
   *
   * @param network a bundled one
   * @param test inputs to judge by
   * @param calibration inputs that set formats, thresholds and cut-offs
   * @param signed whether inputs have negative values
   * @param percentile of UnIT's thresholds
   * @param methods for which firmware is built
   */
  static NetworkCard of(
      Network network,
      Dataset test,
      Dataset calibration,
      boolean signed,
      double percentile,
      List<Method> methods) {
    FloatInference floating = new FloatInference(network);
    QuantizedNetwork quantized =
        Quantizer.quantize(network, calibration.images(), INPUT_LIMIT, signed);
    ReferenceInference fixed =
        new ReferenceInference(
            quantized, Method.all().get(0), Thresholds.zero(quantized.layers().size()));
    List<int[]> predictions =
        IntStream.range(0, test.size())
            .parallel()
            .mapToObj(
                i ->
                    new int[] {
                      floating.classify(test.image(i)),
                      fixed.run(quantized.quantizeInput(test.image(i))).predicted()
                    })
            .toList();
    int floatCorrect = 0;
    int fixedCorrect = 0;
    int agreements = 0;
    for (int i = 0; i < test.size(); i++) {
      int[] predicted = predictions.get(i);
      floatCorrect += predicted[0] == test.label(i) ? 1 : 0;
      fixedCorrect += predicted[1] == test.label(i) ? 1 : 0;
      agreements += predicted[0] == predicted[1] ? 1 : 0;
    }
    return new NetworkCard(
        BundledNetworks.manifest().find(network.name()).orElseThrow(),
        fileBytes(network),
        network.macs(),
        network.macsOfAllOutputs(),
        new Accuracy(floatCorrect, test.size()),
        new Accuracy(fixedCorrect, test.size()),
        agreements,
        methods.stream()
            .map(method -> DeviceSize.of(quantized, calibration, percentile, method))
            .toList());
  }

  private static int fileBytes(Network network) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      NetworkFile.write(network, file);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to write", e);
    }
    return file.size();
  }

  /** An accuracy with its 95 % interval (Wilson score). */
  static String text(Accuracy accuracy) {
    ConfidenceInterval interval = interval(accuracy);
    return "%,d of %,d = %.1f %% (%.1f-%.1f)"
        .formatted(
            accuracy.correct(),
            accuracy.of(),
            PERCENT * accuracy.correct() / accuracy.of(),
            PERCENT * interval.getLowerBound(),
            PERCENT * interval.getUpperBound());
  }

  private static ConfidenceInterval interval(Accuracy accuracy) {
    return new WilsonScoreInterval().createInterval(accuracy.of(), accuracy.correct(), CONFIDENCE);
  }

  void write(ObjectNode json) {
    json.put("name", entry.name())
        .put("sha256", entry.sha256())
        .put("fileBytes", fileBytes)
        .put("command", entry.command())
        .put("seed", entry.seed())
        .put("epoch", entry.epoch())
        .put("epochs", entry.epochs())
        .put("macs", macs)
        .put("macsOfAllOutputs", macsOfAllOutputs)
        .put("weights", entry.weights().total())
        .put("zeroWeights", entry.weights().zero())
        .put("sparsity", entry.weights().sparsity())
        .put("agreements", agreements);
    write(json.putObject("validationFloat"), entry.validation());
    write(json.putObject("testFloat"), floating);
    write(json.putObject("testFixed"), fixed);
  }

  private static void write(ObjectNode json, Accuracy accuracy) {
    ConfidenceInterval interval = interval(accuracy);
    json.put("correct", accuracy.correct())
        .put("of", accuracy.of())
        .put("low", interval.getLowerBound())
        .put("high", interval.getUpperBound());
  }
}

package org.unit430.cli.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.prune.FatReluCalibrator;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;

/**
 * How large the firmware of a network under a method is.
 *
 * @param network name
 * @param method label
 * @param framBytes all of it
 * @param weightBytes weights as the method stores them, with indexes, and biases
 * @param ramBytes the peak: activations, scratch and stack
 */
record DeviceSize(String network, String method, int framBytes, int weightBytes, int ramBytes) {
  static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final int MCLK_MEGAHERTZ = 16;

  /**
   * Calibrates the method as {@code compare} does and builds its firmware. A constant takes a word
   * or none by its value, so the thresholds count.
   *
   * @param network with the formats of the calibration inputs
   * @param calibration inputs
   * @param percentile of UnIT's thresholds
   */
  static DeviceSize of(
      QuantizedNetwork network, Dataset calibration, double percentile, Method method) {
    List<short[]> inputs = calibration.images().stream().map(network::quantizeInput).toList();
    QuantizedNetwork run =
        method.activations() == Method.Activations.FATRELU
            ? FatReluCalibrator.calibrate(network, inputs, calibration.labels())
            : network;
    Thresholds thresholds = ThresholdCalibrator.percentile(run, inputs, percentile, method.skips());
    Firmware firmware = new FirmwareBuilder(DEVICE, MCLK_MEGAHERTZ).build(run, method, thresholds);
    return new DeviceSize(
        network.name(),
        method.label(),
        firmware.framBytes(),
        weightBytes(firmware),
        firmware.ramBytes());
  }

  private static int weightBytes(Firmware firmware) {
    Set<String> placed =
        firmware.layerNames().stream()
            .flatMap(layer -> Stream.of(layer + ".weights", layer + ".bias"))
            .collect(Collectors.toSet());
    return firmware.image().segments().stream()
        .filter(segment -> placed.contains(segment.name()))
        .mapToInt(segment -> segment.bytes().length)
        .sum();
  }

  /** Code, its tables, the reset vector, and activations that find no room in SRAM. */
  int otherFramBytes() {
    return framBytes - weightBytes;
  }

  void write(ObjectNode json) {
    json.put("network", network)
        .put("method", method)
        .put("framBytes", framBytes)
        .put("weightBytes", weightBytes)
        .put("otherFramBytes", otherFramBytes())
        .put("ramBytes", ramBytes);
  }
}

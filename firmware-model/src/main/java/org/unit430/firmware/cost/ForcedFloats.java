package org.unit430.firmware.cost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.prune.Method;
import org.unit430.simulator.device.DeviceProfile;

/** {@link ForcedRun} in single precision: activations that are no finite numbers force it. */
final class ForcedFloats {
  private ForcedFloats() {}

  /**
   * Nothing is skipped that a method could skip. Infinite activations are above every limit and
   * every finite threshold of a weight, and make thresholds of 0 for every weight. Where sums that
   * are negative stop early, activations are no numbers, and neither are sums then, which the
   * routines give a plus sign.
   */
  static ForcedRun nothingSkipped(FloatFirmware firmware, DeviceProfile device, ControlFlow flow) {
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < firmware.network().layers().size(); i++) {
      boolean stops = firmware.method().at(i).skips() == Method.Skips.NEGATIVE_SUMS;
      ByteBuffer input =
          ByteBuffer.allocate(Float.BYTES * firmware.network().layers().get(i).input().size())
              .order(ByteOrder.LITTLE_ENDIAN);
      while (input.hasRemaining()) {
        input.putFloat(stops ? Float.NaN : Float.POSITIVE_INFINITY);
      }
      inputs.add(input.array());
    }
    return new ForcedRun(firmware, inputs, device, Optional.of(flow));
  }
}

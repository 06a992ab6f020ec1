package org.unit430.firmware.cost;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.ModuleType;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.peripheral.HardwareMultiplier;
import org.unit430.simulator.program.ProgramImage;

/**
 * The instructions of kernels that make a product, one for each: what stands in a stretch of
 * multiplication and calls a routine, or writes the multiplier's second factor (OP2, SLAU367 table
 * 5-7), which starts it.
 */
final class Products {
  private Products() {}

  /** Their addresses. */
  static Set<Integer> of(ControlFlow flow, ProgramImage image, DeviceProfile device) {
    Set<Integer> starts = new TreeSet<>();
    Stream.of(ModuleType.MPY32, ModuleType.MPY16)
        .flatMap(type -> device.modules(type).stream())
        .forEach(module -> starts.add(module.base() + HardwareMultiplier.OP2));
    Set<Integer> found = new TreeSet<>();
    for (ProgramImage.OperationRegion region : image.operations()) {
      if (region.operation() == Operation.MULTIPLY) {
        flow.nodes().subMap(region.start(), region.end()).values().stream()
            .map(ControlFlow.Node::instruction)
            .filter(i -> ControlFlow.isCall(i) || writes(i, starts))
            .forEach(i -> found.add(i.address()));
      }
    }
    return found;
  }

  private static boolean writes(Instruction instruction, Set<Integer> addresses) {
    Operand to = instruction.destination();
    return to.mode() == Operand.Mode.ABSOLUTE && addresses.contains(to.value());
  }
}

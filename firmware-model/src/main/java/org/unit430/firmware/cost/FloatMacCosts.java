package org.unit430.firmware.cost;

import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.simulator.program.ProgramImage;

/**
 * The most that the multiplications and additions of soft float take in an inference, layer by
 * layer: where activations, weights and products are normal numbers or 0 ({@link FloatExponents}),
 * no multiplication has to move an operand or a result into place, and sums cannot cancel most
 * every time ({@link FloatSumCosts}). Where they may be subnormal, each is the slowest there is.
 */
final class FloatMacCosts {
  private final FloatFirmware firmware;
  private final Visits visits;
  private final CallCosts calls;
  private final int addition;
  private final OptionalInt multiplication;

  /**
   * Of a firmware.
   *
   * @param full a run that makes all products which can be made
   */
  FloatMacCosts(FloatFirmware firmware, ForcedRun full, CallCosts calls) {
    this.firmware = firmware;
    this.visits = full.visits();
    this.calls = calls;
    this.addition = firmware.image().address(FloatOperands.ADDITION);
    this.multiplication =
        FloatOperands.MULTIPLICATIONS.stream()
            .flatMap(name -> firmware.image().symbol(name).stream())
            .mapToInt(ProgramImage.Symbol::address)
            .filter(address -> visits.of(address) > 0)
            .findFirst();
  }

  /** The routines whose cycles {@link #most} has. */
  Set<Integer> routines() {
    Set<Integer> routines = new TreeSet<>(Set.of(addition));
    multiplication.ifPresent(routines::add);
    return routines;
  }

  /** The most cycles, for inputs of a range; none where no product can be made. */
  long most(FloatInputs inputs) {
    return multiplication.isPresent() ? most(inputs, multiplication.getAsInt()) : 0;
  }

  private long most(FloatInputs inputs, int product) {
    FloatSumCosts sums = new FloatSumCosts(calls, addition);
    long slowestSum = calls.most(addition, FloatOperands.sums());
    long slowestProduct = calls.most(product, FloatOperands.products());
    long normalProduct = calls.most(product, FloatOperands.normalProducts());
    List<FloatExponents> exponents = FloatExponents.of(firmware.network(), inputs);
    long cycles = 0;
    long counted = 0;
    for (int i = 0; i < exponents.size(); i++) {
      FloatLayer layer = firmware.network().layers().get(i);
      long products = visits.products(code(layer.name()));
      long begun = layer.macs() / layer.weightsPerOutput();
      cycles +=
          exponents.get(i).normal()
              ? products * normalProduct + sums.most(exponents.get(i), products, begun)
              : products * (slowestProduct + slowestSum);
      counted += products;
    }
    if (counted != visits.of(addition) || counted != visits.of(product)) {
      throw new IllegalStateException(
          "%d products of layers, %d additions, %d multiplications"
              .formatted(counted, visits.of(addition), visits.of(product)));
    }
    return cycles;
  }

  /** The products among a layer's code: from its first label to that of something else. */
  private Set<Integer> code(String layer) {
    NavigableMap<Integer, String> labels = new TreeMap<>();
    firmware.image().symbols().forEach(symbol -> labels.put(symbol.address(), symbol.name()));
    Set<Integer> found = new TreeSet<>();
    for (int address : visits.productsAt()) {
      if (labels.floorEntry(address).getValue().startsWith(layer + ".")) {
        found.add(address);
      }
    }
    return found;
  }
}

package org.unit430.firmware.prune;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unit430.firmware.quantize.FixedGraph;
import org.unit430.firmware.quantize.QuantizedNetwork;

/**
 * How the multiply-accumulates of a network are executed: a composition of one choice in each of
 * five parts. A {@link MethodName} says it in words.
 *
 * @param name on the command line and in reports, without the division
 * @param weights which of the workload's two networks it runs
 * @param storage how weights lie in FRAM
 * @param activations what is done to activations beyond the network's own functions
 * @param skips which multiply-accumulates it leaves out
 * @param products how a product is made and added
 * @param division how UnIT makes its thresholds; empty for other methods
 * @param layers the method of each layer, if they have one each; empty otherwise
 */
public record Method(
    String name,
    Weights weights,
    Storage storage,
    Activations activations,
    Skips skips,
    Products products,
    Optional<ThresholdDivision> division,
    List<Method> layers) {

  /** Which network. */
  public enum Weights {
    /** As trained. */
    UNPRUNED,
    /** Pruned while it was trained: most weights are zero. */
    TRAINING_TIME_PRUNED
  }

  /** How weights lie in FRAM. */
  public enum Storage {
    /** Every weight, zero or not. */
    DENSE,
    /** Only non-zero weights, each with its offset (compressed rows, prior-art.md section 4). */
    SPARSE
  }

  /** What is done to activations. */
  public enum Activations {
    /** Nothing. */
    AS_TRAINED,
    /** FATReLU: those not above their layer's cut-off become zero (Kurtz et al., ICML 2020). */
    FATRELU
  }

  /** What is left out at run time. */
  public enum Skips {
    /** Nothing. */
    NOTHING,
    /** Products with a zero activation. */
    ZERO_ACTIVATIONS,
    /** Products with an activation whose magnitude is not above the layer's limit. */
    SMALL_ACTIVATIONS,
    /** Products with a zero weight, tested for each. */
    ZERO_WEIGHTS,
    /** Products not above the layer's threshold: UnIT. */
    BELOW_THRESHOLD,
    /**
     * The same products, but weights lie in the order of their magnitude, so that a loop over them
     * ends at the first that is skipped.
     */
    BELOW_THRESHOLD_SORTED,
    /**
     * Products at random, as large a share of each layer's as UnIT skips on the calibration inputs:
     * what skipping is worth that does not look at operands.
     */
    RANDOM,
    /**
     * Products not above the layer's threshold, at no cost of deciding: no program can do that, so
     * it bounds from below what deciding by products can cost.
     */
    BELOW_THRESHOLD_UNTESTED,
    /** What cannot lift a sum that has become negative, in front of a ReLU: SnaPEA, exact. */
    NEGATIVE_SUMS,
    /** What the method of each layer leaves out. */
    BY_LAYER;

    /** Whether thresholds are made by division. */
    public boolean dividesThresholds() {
      return this == BELOW_THRESHOLD || this == BELOW_THRESHOLD_SORTED;
    }

    /** Whether a layer's threshold decides what is left out. */
    public boolean hasThreshold() {
      return dividesThresholds()
          || this == SMALL_ACTIVATIONS
          || this == RANDOM
          || this == BELOW_THRESHOLD_UNTESTED;
    }
  }

  /** How a product is made and added. */
  public enum Products {
    /** In the multiplier, 32 bits, by kernels written in assembly. */
    EXACT,
    /**
     * By calls of a fixed-point multiply that rounds and saturates to 16 bits, from plain loops, as
     * compiled C does it (TI's QmathLib {@code _QNrsmpy}, SONIC's {@code F_MUL}; prior-art 3.2, 6).
     */
    LIBRARY,
    /** By calls of the low-energy accelerator's vector multiply-accumulate; modelled. */
    ACCELERATOR
  }

  /** Whether its costs are computed from a machine's run of {@code dense}, not simulated. */
  public boolean isModelled() {
    return skips == Skips.BELOW_THRESHOLD_UNTESTED || products == Products.ACCELERATOR;
  }

  /** Checks that a division comes with UnIT and only with it. */
  public Method {
    if (division.isPresent() != skips.dividesThresholds()) {
      throw new IllegalArgumentException(
          "method " + name + ": UnIT, and only UnIT, needs a division");
    }
    layers = List.copyOf(layers);
    for (Method layer : layers) {
      if (layer.weights != weights
          || layer.activations != activations
          || layer.products != products) {
        throw new IllegalArgumentException(
            "method %s: its layers run different networks".formatted(name));
      }
    }
  }

  /** One method for all layers. */
  public Method(
      String name,
      Weights weights,
      Storage storage,
      Activations activations,
      Skips skips,
      Products products,
      Optional<ThresholdDivision> division) {
    this(name, weights, storage, activations, skips, products, division, List.of());
  }

  /** A method of which it is not yet said what it does in each layer. */
  public static Method undecided(String name, Weights weights) {
    return new Method(
        name,
        weights,
        Storage.DENSE,
        Activations.AS_TRAINED,
        Skips.BY_LAYER,
        Products.EXACT,
        Optional.empty());
  }

  /**
   * A method that executes each layer by one of its own.
   *
   * @param chosen one for each layer; they run the same network
   */
  public static Method composed(String name, List<Method> chosen) {
    return new Method(
        name,
        chosen.get(0).weights,
        Storage.DENSE,
        chosen.get(0).activations,
        Skips.BY_LAYER,
        Products.EXACT,
        Optional.empty(),
        chosen);
  }

  /** The same method on the network with FATReLU's cut-offs. */
  public Method withCutoffs() {
    return new Method(
        name + "+fatrelu",
        weights,
        storage,
        Activations.FATRELU,
        skips,
        products,
        division,
        layers.stream().map(Method::withCutoffs).toList());
  }

  /** Whether each layer has a method of its own, chosen or not. */
  public boolean isByLayer() {
    return skips == Skips.BY_LAYER;
  }

  /**
   * The method of a layer: this one, unless each layer has its own.
   *
   * @throws IllegalStateException if these have not been chosen
   */
  public Method at(int layer) {
    if (!isByLayer()) {
      return this;
    }
    if (layers.isEmpty()) {
      throw new IllegalStateException("method " + name + ": nothing was chosen for its layers");
    }
    return layers.get(layer);
  }

  /** The divisions that its layers use. */
  public Set<ThresholdDivision> divisions() {
    Set<ThresholdDivision> used = EnumSet.noneOf(ThresholdDivision.class);
    division.ifPresent(used::add);
    layers.forEach(layer -> used.addAll(layer.divisions()));
    return used;
  }

  /** A network as this method computes it. */
  public QuantizedNetwork prepared(QuantizedNetwork network) {
    return products == Products.LIBRARY ? network.withRoundedProducts() : network;
  }

  /** A graph as this method computes it. */
  public FixedGraph prepared(FixedGraph graph) {
    return products == Products.LIBRARY ? graph.withRoundedProducts() : graph;
  }

  /** A layer's threshold; 0 for a method that has none. */
  public LayerThreshold threshold(Thresholds thresholds, int layer) {
    return at(layer).skips.hasThreshold() ? thresholds.of(layer) : LayerThreshold.whole(0);
  }

  /** Name and division, as one word. */
  public String label() {
    return division.map(d -> name + ":" + d.label()).orElse(name);
  }

  /**
   * The methods that a comparison shows when nobody asks for others, in the order in which reports
   * list them.
   */
  public static List<Method> standard() {
    return named("dense", "zero-skip", "ttp-dense", "ttp-zero-test", "ttp-csr", "unit");
  }

  /**
   * Every method that needs no plus, under the default divisions; combinations are made of these.
   */
  public static List<Method> all() {
    return named(MethodName.single().toArray(String[]::new));
  }

  private static List<Method> named(String... names) {
    List<Method> methods = new ArrayList<>();
    for (String name : names) {
      methods.addAll(MethodName.parse(name));
    }
    return methods;
  }

  /** UnIT alone, with a division. */
  public static Method unit(ThresholdDivision division) {
    return MethodName.parse("unit:" + division.label()).get(0);
  }
}

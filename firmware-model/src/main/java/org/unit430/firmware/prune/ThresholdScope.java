package org.unit430.firmware.prune;

import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.quantize.QuantizedLayer;

/**
 * What shares one threshold T.
 *
 * @param of what
 * @param channels of a group, 1 or more; 0 if thresholds do not belong to groups
 */
public record ThresholdScope(Of of, int channels) {
  /** What it can be. */
  public enum Of {
    /** All layers share one T, a real number, each at the scale of its own accumulator. */
    NETWORK,
    /** Each layer has its own. */
    LAYER,
    /** Each group of consecutive output channels of a layer has its own. */
    GROUP
  }

  /** One T for each layer. */
  public static final ThresholdScope LAYER = new ThresholdScope(Of.LAYER, 0);

  /** One T for the network. */
  public static final ThresholdScope NETWORK = new ThresholdScope(Of.NETWORK, 0);

  private static final String GROUP_WORD = "group:";

  /** Checks. */
  public ThresholdScope {
    if (of == Of.GROUP ? channels < 1 : channels != 0) {
      throw new IllegalArgumentException(
          "thresholds of %s with groups of %d channels".formatted(of, channels));
    }
  }

  /**
   * Reads {@code global}, {@code layer} or {@code group:N}.
   *
   * @throws IllegalArgumentException saying what is possible
   */
  public static ThresholdScope parse(String text) {
    if (text.equals("global")) {
      return NETWORK;
    }
    if (text.equals("layer")) {
      return LAYER;
    }
    if (text.matches(GROUP_WORD + "[1-9][0-9]{0,5}")) {
      return new ThresholdScope(Of.GROUP, Integer.parseInt(text.substring(GROUP_WORD.length())));
    }
    throw new IllegalArgumentException(
        "'%s' is none of global, layer and group:N with N output channels, 1 or more"
            .formatted(text));
  }

  /** The word that {@link #parse} reads. */
  public String label() {
    return switch (of) {
      case NETWORK -> "global";
      case LAYER -> "layer";
      case GROUP -> GROUP_WORD + channels;
    };
  }

  /** In words, for people. */
  public String description() {
    return switch (of) {
      case NETWORK -> "the network's T";
      case LAYER -> "a layer's T";
      case GROUP -> "T of %d output channel%s".formatted(channels, channels == 1 ? "" : "s");
    };
  }

  /**
   * Refuses a method that has one threshold a layer by its nature.
   *
   * @throws IllegalArgumentException saying why, and what to use
   */
  public void requireFor(Method method) {
    if (!suits(method)) {
      throw new IllegalArgumentException(
          "method '%s' %s, so thresholds cannot belong to groups of them; use layer or global"
              .formatted(method.label(), wholeLayer(method)));
    }
  }

  /** Whether a method can have such thresholds. */
  public boolean suits(Method method) {
    return of != Of.GROUP || wholeLayer(method).isEmpty();
  }

  /** Why a method has one threshold a layer; empty if it need not. */
  private static String wholeLayer(Method method) {
    if (method.products() == Method.Products.LIBRARY && method.skips().dividesThresholds()) {
      return "runs plain loops over all output channels";
    }
    return switch (method.skips()) {
      case BELOW_THRESHOLD_SORTED ->
          "walks an activation's weights of all output channels in one order";
      case SMALL_ACTIVATIONS -> "leaves an activation out for all output channels at once";
      default -> "";
    };
  }

  /** Output channels of a layer that share one T. */
  int channelsOf(QuantizedLayer layer, Skips skips) {
    return of == Of.GROUP && skips.dividesThresholds() && channels < layer.outputChannels()
        ? channels
        : Integer.MAX_VALUE;
  }
}

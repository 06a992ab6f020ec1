package org.unit430.firmware.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unit430.firmware.prune.Method.Activations;
import org.unit430.firmware.prune.Method.Products;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.prune.Method.Storage;
import org.unit430.firmware.prune.Method.Weights;

/**
 * Reads a method's name: words joined by plus, each of which settles one or more parts of the
 * method; a division may follow behind a colon, as in {@code ttp-csr+unit:shift}. In front may
 * stand {@code library-}, for products made as compiled C makes them.
 */
public final class MethodName {
  private static final String LIBRARY = "library-";

  private enum Part {
    WEIGHTS,
    ACTIVATIONS,
    SKIPS
  }

  private enum Word {
    DENSE("dense", "the loop"),
    ZERO_SKIP("zero-skip", "what is skipped"),
    TTP_DENSE("ttp-dense", "the weights"),
    TTP_ZERO_TEST("ttp-zero-test", "weights and what is skipped"),
    TTP_CSR("ttp-csr", "the weights"),
    FATRELU("fatrelu", "the activations"),
    INPUT_SKIP("input-skip", "what is skipped"),
    SNAPEA("snapea", "what is skipped"),
    UNIT("unit", "what is skipped"),
    UNIT_SORTED("unit-sorted", "what is skipped"),
    RANDOM_SKIP("random-skip", "what is skipped"),
    PRODUCT_ORACLE("product-oracle", "what is skipped"),
    LEA_DENSE("lea-dense", "the loop");

    private final String text;
    private final String settles;

    Word(String text, String settles) {
      this.text = text;
      this.settles = settles;
    }

    List<Part> parts() {
      return switch (this) {
        case DENSE, LEA_DENSE, TTP_ZERO_TEST -> List.of(Part.WEIGHTS, Part.SKIPS);
        case TTP_DENSE, TTP_CSR -> List.of(Part.WEIGHTS);
        case FATRELU -> List.of(Part.ACTIVATIONS);
        case ZERO_SKIP, INPUT_SKIP, SNAPEA, UNIT, UNIT_SORTED, RANDOM_SKIP, PRODUCT_ORACLE ->
            List.of(Part.SKIPS);
      };
    }

    Skips skips() {
      return switch (this) {
        case ZERO_SKIP -> Skips.ZERO_ACTIVATIONS;
        case TTP_ZERO_TEST -> Skips.ZERO_WEIGHTS;
        case INPUT_SKIP -> Skips.SMALL_ACTIVATIONS;
        case SNAPEA -> Skips.NEGATIVE_SUMS;
        case UNIT -> Skips.BELOW_THRESHOLD;
        case UNIT_SORTED -> Skips.BELOW_THRESHOLD_SORTED;
        case RANDOM_SKIP -> Skips.RANDOM;
        case PRODUCT_ORACLE -> Skips.BELOW_THRESHOLD_UNTESTED;
        case DENSE, LEA_DENSE, TTP_DENSE, TTP_CSR, FATRELU -> Skips.NOTHING;
      };
    }
  }

  private MethodName() {}

  /** The methods that need no plus, in the order in which reports list them. */
  public static List<String> single() {
    List<String> names = new ArrayList<>();
    for (Word word : Word.values()) {
      names.add(word.text);
    }
    names.add(LIBRARY + Word.DENSE.text);
    names.add(LIBRARY + Word.UNIT.text);
    return names;
  }

  /** A word's method if no division was named, or the default ones are meant. */
  private record Named(String words, List<ThresholdDivision> divisions, boolean chosen) {}

  /**
   * The methods of a name.
   *
   * @param name as above; without a division it stands for {@link ThresholdDivision#DEFAULTS} where
   *     one is needed
   * @throws IllegalArgumentException saying which words do not go together, and what is possible
   */
  public static List<Method> parse(String name) {
    Named named = divisions(name);
    boolean library = named.words.startsWith(LIBRARY);
    Map<Part, Word> settled =
        settle(library ? named.words.substring(LIBRARY.length()) : named.words);
    Word base = settled.get(Part.WEIGHTS);
    Word rule = settled.get(Part.SKIPS);
    boolean pruned = base != null && base != Word.DENSE && base != Word.LEA_DENSE;
    Storage storage = base == Word.TTP_CSR ? Storage.SPARSE : Storage.DENSE;
    boolean fat = settled.containsKey(Part.ACTIVATIONS);
    Skips otherwise = fat ? Skips.ZERO_ACTIVATIONS : Skips.NOTHING;
    Skips skips = rule == null || rule == Word.DENSE ? otherwise : rule.skips();
    if (storage == Storage.SPARSE && !goesWithSparse(skips)) {
      throw new IllegalArgumentException(
          "method '%s': stored non-zero weights (ttp-csr) go with unit and snapea only; %s needs all weights, as in ttp-dense+%s"
              .formatted(
                  named.words,
                  rule == null ? "fatrelu" : rule.text,
                  rule == null ? "fatrelu" : rule.text));
    }
    if (library && !goesWithLibrary(storage, skips)) {
      throw new IllegalArgumentException(
          "method '%s': plain C loops (library-) are built for dense, zero-skip, unit, ttp-dense, ttp-zero-test and fatrelu"
              .formatted(named.words));
    }
    Products products = library ? Products.LIBRARY : Products.EXACT;
    if (base == Word.LEA_DENSE) {
      if (fat || library) {
        throw new IllegalArgumentException(
            "method '%s': lea-dense stands alone".formatted(named.words));
      }
      products = Products.ACCELERATOR;
    }
    Method.Weights weights = pruned ? Weights.TRAINING_TIME_PRUNED : Weights.UNPRUNED;
    Activations activations = fat ? Activations.FATRELU : Activations.AS_TRAINED;
    if (!skips.dividesThresholds()) {
      if (named.chosen) {
        throw new IllegalArgumentException(
            "method '%s' makes no thresholds, so ':%s' means nothing"
                .formatted(named.words, named.divisions.get(0).label()));
      }
      return List.of(
          new Method(
              named.words, weights, storage, activations, skips, products, Optional.empty()));
    }
    List<Method> methods = new ArrayList<>();
    for (ThresholdDivision division : named.divisions) {
      methods.add(
          new Method(
              named.words, weights, storage, activations, skips, products, Optional.of(division)));
    }
    return methods;
  }

  private static boolean goesWithSparse(Skips skips) {
    return skips == Skips.NOTHING || skips == Skips.BELOW_THRESHOLD || skips == Skips.NEGATIVE_SUMS;
  }

  private static boolean goesWithLibrary(Storage storage, Skips skips) {
    return storage == Storage.DENSE
        && switch (skips) {
          case NOTHING, ZERO_ACTIVATIONS, ZERO_WEIGHTS, BELOW_THRESHOLD -> true;
          case SMALL_ACTIVATIONS,
              BELOW_THRESHOLD_SORTED,
              RANDOM,
              BELOW_THRESHOLD_UNTESTED,
              NEGATIVE_SUMS,
              BY_LAYER ->
              false;
        };
  }

  private static Named divisions(String name) {
    int colon = name.indexOf(':');
    if (colon < 0) {
      return new Named(name, ThresholdDivision.DEFAULTS, false);
    }
    String label = name.substring(colon + 1);
    ThresholdDivision division =
        ThresholdDivision.byLabel(label)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "method '%s': there is no division '%s'; there are %s"
                            .formatted(
                                name,
                                label,
                                Arrays.stream(ThresholdDivision.values())
                                    .map(ThresholdDivision::label)
                                    .collect(Collectors.joining(", ")))));
    return new Named(name.substring(0, colon), List.of(division), true);
  }

  /** Which word settles each part; two for one part contradict each other. */
  private static Map<Part, Word> settle(String name) {
    Map<String, Word> known = new LinkedHashMap<>();
    for (Word word : Word.values()) {
      known.put(word.text, word);
    }
    Map<Part, Word> settled = new EnumMap<>(Part.class);
    for (String text : name.split("\\+", -1)) {
      Word word = known.get(text);
      if (word == null) {
        throw new IllegalArgumentException(
            "there is no method '%s'; there are %s, combinations joined by plus, as ttp-csr+unit, and library- in front of some"
                .formatted(text, String.join(", ", known.keySet())));
      }
      for (Part part : word.parts()) {
        Word other = settled.put(part, word);
        if (other != null) {
          throw new IllegalArgumentException(
              "method '%s': %s and %s both settle %s; choose one of them"
                  .formatted(name, other.text, word.text, word.settles));
        }
      }
    }
    return settled;
  }
}

package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.unit430.cli.compare.AutoChoice.Option;
import org.unit430.firmware.build.FirmwareDoesNotFitException;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.inference.SignedSums;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.prune.Method.Weights;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;

/**
 * Chooses a method for each layer of a network so that they cost least together while accuracy on
 * the calibration split stays within a budget. Every candidate runs in all layers on the machine,
 * which tells what it costs in each; costs are taken to add up. Combinations are then tried from
 * the cheapest on until one is accurate enough. What layers cost under a candidate is measured
 * behind layers that run the same candidate: the row of the report says what the choice really
 * costs.
 */
final class AutoSearch {
  /** Combinations tried before the search goes on layer by layer. */
  static final int MOST_TRIED = 200;

  private static final String LOSSLESS = "";

  private static final List<String> UNPRUNED =
      List.of("dense", "zero-skip", "snapea", "input-skip", "unit", "unit-sorted");
  private static final List<String> PRUNED =
      List.of(
          "ttp-csr",
          "ttp-dense",
          "ttp-zero-test",
          "ttp-dense+zero-skip",
          "ttp-csr+snapea",
          "ttp-csr+unit",
          "ttp-dense+unit-sorted");

  private final Networks networks;
  private final CalibrationSplit split;
  private final Budget budget;
  private final Method owner;
  private final QuantizedNetwork network;
  private final int reference;
  // By what they leave out of which layer: correct inputs, if these are enough.
  private final Map<List<String>, OptionalInt> known = new HashMap<>();

  /** What a search needs of a comparison. */
  interface Networks {
    /** The network that a method runs. */
    QuantizedNetwork network(Method method);

    /** A method's thresholds; zero if it has none. */
    Thresholds thresholds(Method method);

    /** Whether there are kernels for it. */
    boolean hasKernels(Method method);

    /** Whether sums are rounded, so that the order of their products shows. */
    boolean roundsSums();

    /** Its firmware. */
    NetworkProgram build(Method method, Thresholds thresholds);

    /** A calibration input as a program takes it. */
    short[] input(NetworkProgram program, int index);

    /**
     * Gives the class that a method names for each calibration input, by number; as its firmware
     * would, which equals the reference.
     *
     * @param owner whose network it runs
     */
    IntUnaryOperator classifier(Method owner, Method method, Thresholds thresholds);
  }

  private record Candidate(Method method, Thresholds thresholds, List<Double> costs) {}

  private AutoSearch(
      Networks networks, CalibrationSplit split, Budget budget, Method owner, int reference) {
    this.networks = networks;
    this.split = split;
    this.budget = budget;
    this.owner = owner;
    this.network = networks.network(owner);
    this.reference = reference;
  }

  /**
   * Chooses.
   *
   * @param undecided names the weights
   * @param scope of thresholds; candidates that it does not suit are left out
   */
  static AutoChoice choose(
      Method undecided,
      ThresholdScope scope,
      Networks networks,
      CalibrationSplit split,
      Budget budget) {
    List<Method> plain =
        candidates(undecided.weights(), scope).stream().filter(networks::hasKernels).toList();
    Method lossless = plain.get(0);
    int layers = networks.network(lossless).layers().size();
    int reference = split.correct(lossless, lossless, Thresholds.zero(layers));
    List<Method> cut = plain.stream().map(Method::withCutoffs).toList();
    return Stream.of(plain, cut)
        .flatMap(
            methods ->
                new AutoSearch(networks, split, budget, methods.get(0), reference)
                    .choose(undecided.name(), methods).stream())
        .min(Comparator.comparingDouble(AutoChoice::cost))
        .orElseThrow();
  }

  private static List<Method> candidates(Weights weights, ThresholdScope scope) {
    List<Method> methods = new ArrayList<>();
    for (String name : weights == Weights.UNPRUNED ? UNPRUNED : PRUNED) {
      for (Method method : MethodList.parse(List.of(name), List.of(ThresholdDivision.values()))) {
        if (scope.suits(method)) {
          methods.add(method);
        }
      }
    }
    return methods;
  }

  /** The best of one network, unless even with nothing skipped it exceeds the budget. */
  private Optional<AutoChoice> choose(String name, List<Method> methods) {
    List<Candidate> candidates =
        methods.parallelStream().map(this::measure).flatMap(Optional::stream).toList();
    int layers = network.layers().size();
    List<List<Candidate>> sorted = new ArrayList<>();
    List<List<Candidate>> distinct = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      int layer = i;
      List<Candidate> ofLayer =
          candidates.stream()
              .filter(candidate -> means(candidate.method, layer))
              .sorted(Comparator.comparingDouble(candidate -> candidate.costs.get(layer)))
              .toList();
      sorted.add(ofLayer);
      distinct.add(worthTrying(ofLayer, layer));
    }
    // The lossless ones are the dearest of each layer.
    if (!allows(distinct.stream().map(options -> options.get(options.size() - 1)).toList())) {
      return Optional.empty();
    }
    Optional<List<Candidate>> first = firstAllowed(distinct);
    List<Candidate> chosen = first.orElseGet(() -> layerByLayer(distinct));
    List<AutoChoice.Layer> choices = choices(sorted, chosen);
    return Optional.of(
        new AutoChoice(
            composed(name, chosen),
            thresholds(chosen),
            choices,
            correct(chosen).orElseThrow(),
            reference,
            candidates.size(),
            known.size(),
            first.isPresent()));
  }

  private Optional<Candidate> measure(Method method) {
    Thresholds thresholds = networks.thresholds(method);
    try {
      return Optional.of(
          new Candidate(method, thresholds, split.costs(networks.build(method, thresholds))));
    } catch (FirmwareDoesNotFitException e) {
      return Optional.empty();
    }
  }

  /** Whether a method does in a layer what its name says. */
  private boolean means(Method method, int index) {
    QuantizedLayer layer = network.layers().get(index);
    return switch (method.skips()) {
      case NEGATIVE_SUMS -> SignedSums.stopEarly(layer);
      case BELOW_THRESHOLD_SORTED -> layer.windows().groups() == 1;
      default -> true;
    };
  }

  /**
   * Of those that leave out the same the cheapest; none that loses products and yet saves nothing.
   */
  private List<Candidate> worthTrying(List<Candidate> sorted, int layer) {
    Map<String, Candidate> first = new TreeMap<>();
    sorted.forEach(candidate -> first.putIfAbsent(effect(candidate.method, layer), candidate));
    Candidate lossless = first.get(LOSSLESS);
    return sorted.stream()
        .filter(candidate -> candidate.equals(first.get(effect(candidate.method, layer))))
        .filter(
            candidate ->
                candidate.equals(lossless)
                    || candidate.costs.get(layer) < lossless.costs.get(layer))
        .toList();
  }

  /**
   * What changes a layer's outputs; methods of the same effect give the same outputs. Where numbers
   * are rounded the order of sums and the owner of an exact threshold show.
   */
  private String effect(Method method, int index) {
    if (!method.skips().hasThreshold()) {
      boolean reordered = networks.roundsSums() && method.skips() == Skips.NEGATIVE_SUMS;
      return reordered ? "nothing, by sign" : LOSSLESS;
    }
    if (method.skips() == Skips.SMALL_ACTIVATIONS) {
      return "activations";
    }
    ThresholdDivision division = method.division().orElseThrow();
    boolean byActivation =
        method.skips() == Skips.BELOW_THRESHOLD_SORTED
            || network.layers().get(index).kind() == QuantizedLayer.Kind.FULLY_CONNECTED;
    return switch (division) {
      case EXACT, TABLE ->
          networks.roundsSums() ? "products " + byActivation : "products"; // whoever owns it
      case SHIFT, TREE -> "shift " + byActivation;
      case MASK, RECIPROCAL, MITCHELL -> division.label() + " " + byActivation;
    };
  }

  /** The cheapest combination within the budget, unless too many had to be tried. */
  private Optional<List<Candidate>> firstAllowed(List<List<Candidate>> options) {
    List<double[]> costs = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      int layer = i;
      costs.add(options.get(i).stream().mapToDouble(c -> c.costs.get(layer)).toArray());
    }
    CheapestFirst combinations = new CheapestFirst(costs);
    for (int tried = 0; tried < MOST_TRIED && combinations.hasNext(); tried++) {
      List<Candidate> combination = pick(options, combinations.next());
      if (allows(combination)) {
        return Optional.of(combination);
      }
    }
    return Optional.empty();
  }

  /** From nothing skipped on, whatever saves most first, if the budget allows. */
  private List<Candidate> layerByLayer(List<List<Candidate>> options) {
    record Move(int layer, Candidate to, double saving) {}

    List<Candidate> now = new ArrayList<>();
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      int layer = i;
      List<Candidate> ofLayer = options.get(i);
      // The lossless one is the dearest that is left.
      Candidate lossless = ofLayer.get(ofLayer.size() - 1);
      now.add(lossless);
      for (Candidate candidate : ofLayer.subList(0, ofLayer.size() - 1)) {
        moves.add(
            new Move(layer, candidate, lossless.costs.get(layer) - candidate.costs.get(layer)));
      }
    }
    moves.sort(Comparator.comparingDouble(Move::saving).reversed());
    boolean[] moved = new boolean[options.size()];
    for (Move move : moves) {
      if (!moved[move.layer]) {
        Candidate before = now.set(move.layer, move.to);
        moved[move.layer] = allows(now);
        if (!moved[move.layer]) {
          now.set(move.layer, before);
        }
      }
    }
    return now;
  }

  private static List<Candidate> pick(List<List<Candidate>> options, int[] indices) {
    List<Candidate> picked = new ArrayList<>();
    for (int i = 0; i < indices.length; i++) {
      picked.add(options.get(i).get(indices[i]));
    }
    return picked;
  }

  private List<AutoChoice.Layer> choices(List<List<Candidate>> sorted, List<Candidate> chosen) {
    List<AutoChoice.Layer> layers = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      int layer = i;
      Function<Candidate, Option> option =
          candidate -> new Option(candidate.method, candidate.costs.get(layer));
      Optional<Option> runnerUp =
          sorted.get(i).stream()
              .filter(candidate -> !candidate.equals(chosen.get(layer)))
              .filter(
                  candidate -> {
                    List<Candidate> other = new ArrayList<>(chosen);
                    other.set(layer, candidate);
                    return allows(other);
                  })
              .findFirst()
              .map(option);
      layers.add(
          new AutoChoice.Layer(
              network.layers().get(i).name(), option.apply(chosen.get(i)), runnerUp));
    }
    return layers;
  }

  private boolean allows(List<Candidate> combination) {
    return correct(combination).isPresent();
  }

  private OptionalInt correct(List<Candidate> combination) {
    List<String> effects = new ArrayList<>();
    for (int i = 0; i < combination.size(); i++) {
      effects.add(effect(combination.get(i).method, i));
    }
    return known.computeIfAbsent(
        effects,
        key ->
            split.correct(
                owner,
                composed("tried", combination),
                thresholds(combination),
                budget.errors(reference, split.size())));
  }

  private static Method composed(String name, List<Candidate> combination) {
    return Method.composed(name, combination.stream().map(Candidate::method).toList());
  }

  private static Thresholds thresholds(List<Candidate> combination) {
    List<LayerThreshold> layers = new ArrayList<>();
    for (int i = 0; i < combination.size(); i++) {
      layers.add(combination.get(i).thresholds.of(i));
    }
    return new Thresholds(layers);
  }
}

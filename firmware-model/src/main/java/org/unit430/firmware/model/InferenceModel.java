package org.unit430.firmware.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.Profile;

/**
 * A firmware's inferences without executing its instructions: the reference inference counts the
 * paths that each layer's kernel takes ({@link PathCounts}, in single precision {@link
 * FloatPathCounts}), and each path is charged what it did in runs of the machine ({@link
 * LinearCosts}). Routines whose paths depend on operands are called on a machine, once for each way
 * through them ({@link DivisionCharges}, {@link RoutineCharges}). Logits and executed
 * multiply-accumulates are the firmware's, instructions and events without wait states too; cache
 * misses and the waits they cause are estimates ({@link CacheCosts}).
 *
 * <p>Use: {@link #trace} any inputs, let {@link #choose} say which of them a machine has to run,
 * {@link #learn} from these runs, then {@link #predict}.
 */
public final class InferenceModel {
  /** Runs that the fit is checked against and that it did not need. */
  public static final int CHECKS = 4;

  // What is exact may need fewer, but cache misses are estimated, and an estimate errs most far
  // from what it was learnt from. So half of these examples are the inputs farthest out: with a
  // ridge of 0.003 and 16 examples that come first, the largest error under unit:shift is 0.49 % on
  // 100 inputs of digits and 0.87 % on 100 pale ones of mnist, with 8 and 8 it is 0.17 and 0.31 %.
  private static final int FIRST_EXAMPLES = 8;
  private static final int FARTHEST_EXAMPLES = 8;

  private final NetworkProgram program;
  private final Tracer tracer;
  private final List<LinearCosts> costs = new ArrayList<>();
  private final List<CacheCosts> caches = new ArrayList<>();

  /**
   * What the reference inference found for one input.
   *
   * @param logits as a run of the program gives them
   * @param paths of each layer, and of what lies between layers
   * @param called figures of the routines of each layer whose paths depend on operands, which are
   *     divisions and soft float, and of what lies between
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Trace(int[] logits, List<long[]> paths, List<long[]> called) {}

  /**
   * An input that both the reference and a machine ran.
   *
   * @param trace by the reference
   * @param run by the machine
   */
  public record Example(Trace trace, InferenceRun run) {}

  /**
   * Which inputs a machine should run.
   *
   * @param examples that determine the charges
   * @param checks that are determined by the others
   */
  public record Choice(List<Integer> examples, List<Integer> checks) {}

  /** A model of a firmware that has learnt nothing yet. */
  public InferenceModel(Firmware firmware, Thresholds thresholds, DeviceProfile device) {
    this(firmware, new FixedTracer(firmware, thresholds, device));
  }

  /**
   * The same in single precision.
   *
   * @param thresholds with which the firmware was built
   */
  public InferenceModel(
      FloatFirmware firmware, List<FloatThreshold> thresholds, DeviceProfile device) {
    this(firmware, new FloatTracer(firmware, thresholds, device));
  }

  private InferenceModel(NetworkProgram program, Tracer tracer) {
    this.program = program;
    this.tracer = tracer;
  }

  /** Runs one input in the reference, as the program takes it; thread-safe. */
  public Trace trace(short[] input) {
    return tracer.trace(input);
  }

  /** Says which traced inputs a machine should run so that all can be predicted. */
  public Choice choose(List<Trace> traces) {
    List<Integer> examples = new ArrayList<>();
    List<Integer> spanned = new ArrayList<>();
    List<LinearCosts> spans = new ArrayList<>();
    for (int i = 0; i < stretches(); i++) {
      spans.add(new LinearCosts(tracer.paths()));
    }
    long[] nothing = {};
    for (int t = 0; t < traces.size(); t++) {
      boolean adds = t < FIRST_EXAMPLES;
      for (int i = 0; i < stretches(); i++) {
        long[] paths = traces.get(t).paths.get(i);
        adds |= !spans.get(i).spans(paths);
        spans.get(i).learn(paths, nothing);
      }
      (adds ? examples : spanned).add(t);
    }
    List<Integer> farthest = farthest(traces, examples, spanned);
    examples.addAll(farthest);
    spanned.removeAll(farthest);
    // Spread over what is left, so that the checks are not all of one kind.
    List<Integer> checks = new ArrayList<>();
    for (int i = 0; i < Math.min(CHECKS, spanned.size()); i++) {
      checks.add(spanned.get((int) ((long) spanned.size() * i / CHECKS)));
    }
    return new Choice(examples, checks);
  }

  /**
   * Inputs of which some count lies farthest from its mean over the examples, in standard
   * deviations; as many as leave enough for checks.
   */
  private List<Integer> farthest(
      List<Trace> traces, List<Integer> examples, List<Integer> spanned) {
    double[] distances = new double[traces.size()];
    for (int i = 0; i < stretches(); i++) {
      for (int path = 0; path < tracer.paths(); path++) {
        int stretch = i;
        int count = path;
        ToDoubleFunction<Integer> at = t -> traces.get(t).paths.get(stretch)[count];
        double mean = examples.stream().mapToDouble(at).average().orElse(0);
        double deviation =
            Math.sqrt(
                examples.stream()
                    .mapToDouble(t -> Math.pow(at.applyAsDouble(t) - mean, 2))
                    .average()
                    .orElse(0));
        for (int t : deviation > 0 ? spanned : List.<Integer>of()) {
          double beyond = Math.abs(at.applyAsDouble(t) - mean) / deviation;
          distances[t] = Math.max(distances[t], beyond);
        }
      }
    }
    return spanned.stream()
        .sorted(Comparator.comparingDouble((Integer t) -> -distances[t]))
        .limit(Math.max(0, Math.min(FARTHEST_EXAMPLES, spanned.size() - CHECKS)))
        .toList();
  }

  /** Layers, and what lies between them. */
  private int stretches() {
    return program.steps() + 1;
  }

  /**
   * Learns what each path costs.
   *
   * @param examples inputs by {@link Choice#examples()}
   * @throws ModelMismatchException if these show that the path counts do not determine the figures
   */
  public void learn(List<Example> examples) {
    costs.clear();
    caches.clear();
    for (int i = 0; i < stretches(); i++) {
      LinearCosts linear = new LinearCosts(tracer.paths());
      List<Profile> profiles = new ArrayList<>();
      for (Example example : examples) {
        Profile profile = stretch(example.run, i);
        profiles.add(profile);
        long[] figures = Figures.of(profile);
        Figures.add(figures, example.trace.called.get(i), -1);
        linear.learn(example.trace.paths.get(i), figures);
      }
      costs.add(linear);
      int stretch = i;
      List<long[]> paths = examples.stream().map(e -> e.trace.paths.get(stretch)).toList();
      caches.add(CacheCosts.of(paths, profiles));
    }
    examples.forEach(this::check);
  }

  /**
   * Holds the model to a run of the machine.
   *
   * @throws ModelMismatchException if anything differs that should be exact
   */
  public void check(Example example) {
    if (!Arrays.equals(example.trace.logits, example.run.logits())) {
      throw new ModelMismatchException(
          "method %s: the reference's logits are not the machine's"
              .formatted(program.method().label()));
    }
    for (int i = 0; i < stretches(); i++) {
      long[] expected = Figures.of(stretch(example.run, i));
      long[] found = figures(example.trace, i);
      if (!Arrays.equals(expected, found)) {
        throw new ModelMismatchException(
            "method %s, %s: the paths that fidelity 'model' counts do not determine what the kernel does (%s)"
                .formatted(program.method().label(), name(i), Figures.difference(expected, found)));
      }
    }
  }

  /** Whether an input takes only paths that were learnt; always so for those chosen from. */
  public boolean isPredictable(Trace trace) {
    for (int i = 0; i < stretches(); i++) {
      if (!costs.get(i).spans(trace.paths.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * What the firmware does for an input.
   *
   * @throws IllegalStateException if it is not {@link #isPredictable}
   */
  public InferenceRun predict(Trace trace) {
    List<Profile> profiles = new ArrayList<>();
    Profile total = Profile.EMPTY;
    List<Long> products = tracer.calledProducts(trace);
    for (int i = 0; i < stretches(); i++) {
      Profile profile =
          Figures.profile(figures(trace, i), name(i), trace.paths.get(i), caches.get(i));
      if (!products.isEmpty()) {
        profile = InferenceRun.withProducts(profile, products.get(i));
      }
      total = total.plus(profile);
      profiles.add(profile);
    }
    return new InferenceRun(trace.logits, profiles.subList(0, profiles.size() - 1), total);
  }

  private long[] figures(Trace trace, int stretch) {
    long[] figures =
        costs
            .get(stretch)
            .predict(trace.paths.get(stretch))
            .orElseThrow(
                () ->
                    new IllegalStateException(name(stretch) + " takes paths that were not learnt"));
    Figures.add(figures, trace.called.get(stretch), 1);
    return figures;
  }

  private String name(int stretch) {
    List<String> layers = program.layerNames();
    return stretch < layers.size() ? layers.get(stretch) : "main";
  }

  private static Profile stretch(InferenceRun run, int stretch) {
    if (stretch < run.layers().size()) {
      return run.layers().get(stretch);
    }
    return run.layers().stream().reduce(run.total(), Profile::minus);
  }
}

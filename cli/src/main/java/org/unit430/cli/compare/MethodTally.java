package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.unit430.cli.stats.MethodDifference;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.Profile;

/**
 * The inferences of one method, added up as they come, so that a test set of any size needs little
 * memory. Sums are integers: they do not depend on how inputs were divided among threads.
 */
public final class MethodTally {
  private Profile total = Profile.EMPTY;
  private final List<EventCounts> layers = new ArrayList<>();
  private final long[] executed;
  private final List<MethodDifference.Outcome> outcomes = new ArrayList<>();
  private final ToDoubleFunction<EventCounts> joules;

  /** Nothing yet, of a network with so many layers; energy is priced by a function. */
  public MethodTally(int layers, ToDoubleFunction<EventCounts> joules) {
    this.joules = joules;
    for (int i = 0; i < layers; i++) {
      this.layers.add(EventCounts.NONE);
    }
    executed = new long[layers];
  }

  /** Adds an inference that said one class of an input with a label. */
  void add(InferenceRun run, int predicted, int label) {
    total = total.plus(run.total());
    for (int i = 0; i < executed.length; i++) {
      layers.set(i, layers.get(i).plus(run.layers().get(i).total()));
      executed[i] += run.macsExecuted(i);
    }
    EventCounts counts = run.total().total();
    outcomes.add(
        new MethodDifference.Outcome(
            predicted == label, counts.cycles(), joules.applyAsDouble(counts)));
  }

  /** Adds what another thread has counted of later inputs. */
  void add(MethodTally later) {
    total = total.plus(later.total);
    for (int i = 0; i < executed.length; i++) {
      layers.set(i, layers.get(i).plus(later.layers.get(i)));
      executed[i] += later.executed[i];
    }
    outcomes.addAll(later.outcomes);
  }

  /** All cycles and events. */
  public Profile total() {
    return total;
  }

  EventCounts layer(int index) {
    return layers.get(index);
  }

  /** Multiply-accumulates that a layer executed. */
  public long executed(int layer) {
    return executed[layer];
  }

  int inputs() {
    return outcomes.size();
  }

  int correct() {
    return (int) outcomes.stream().filter(MethodDifference.Outcome::correct).count();
  }

  CycleDistribution cycles() {
    return CycleDistribution.of(
        outcomes.stream().mapToLong(MethodDifference.Outcome::cycles).toArray());
  }

  /** Of each input, in their order. */
  public List<MethodDifference.Outcome> outcomes() {
    return List.copyOf(outcomes);
  }
}

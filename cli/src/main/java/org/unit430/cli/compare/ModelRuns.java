package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.model.InferenceModel;
import org.unit430.firmware.model.InferenceModel.Example;
import org.unit430.firmware.model.InferenceModel.Trace;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.Engine;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;

/** One method's inferences by {@link InferenceModel}, with the few machine runs that it needs. */
public final class ModelRuns {
  private final NetworkProgram firmware;
  private final DeviceProfile device;
  private final Engine engine;
  private final List<float[]> calibration;
  private final Dataset test;
  private final InferenceModel model;

  /**
   * What came of it.
   *
   * @param tally over the test inputs
   * @param check of the model against the machine
   */
  public record Outcome(MethodTally tally, ModelCheck check) {}

  /**
   * A method's runs to come.
   *
   * @param firmware of the method
   * @param model of this firmware
   * @param device it runs on
   * @param engine by which machines execute instructions
   * @param calibration inputs to learn from
   * @param test inputs to model
   */
  public ModelRuns(
      NetworkProgram firmware,
      InferenceModel model,
      DeviceProfile device,
      Engine engine,
      List<float[]> calibration,
      Dataset test) {
    this.firmware = firmware;
    this.device = device;
    this.engine = engine;
    this.calibration = List.copyOf(calibration);
    this.test = test;
    this.model = model;
  }

  /**
   * Models all test inputs.
   *
   * @param pool does the work
   * @param tallies makes empty ones
   * @param progress told of every one
   */
  public Outcome run(WorkerPool pool, Supplier<MethodTally> tallies, Runnable progress)
      throws InterruptedException {
    // Learning prefers calibration inputs; a test input runs on a machine only where it takes
    // paths that none of those takes.
    int offset = calibration.size();
    List<short[]> inputs =
        Stream.concat(calibration.stream(), test.images().stream()).map(firmware::input).toList();
    List<Trace> traces =
        flat(
            pool,
            inputs.size(),
            (from, to) -> inputs.subList(from, to).stream().map(model::trace).toList());
    InferenceModel.Choice choice = model.choose(traces);
    List<Example> examples = machineRuns(pool, choice.examples(), inputs, traces);
    model.learn(examples);
    List<Example> checks = machineRuns(pool, choice.checks(), inputs, traces);
    checks.forEach(model::check);
    MethodTally tally = tallies.get();
    WorkerPool.join(
            pool.submit(
                test.size(),
                (from, to) -> {
                  MethodTally part = tallies.get();
                  for (int i = from; i < to; i++) {
                    InferenceRun run = model.predict(traces.get(offset + i));
                    part.add(run, firmware.predicted(run.logits()), test.label(i));
                    progress.run();
                  }
                  return part;
                }))
        .forEach(tally::add);
    return new Outcome(tally, residuals(examples, checks));
  }

  private List<Example> machineRuns(
      WorkerPool pool, List<Integer> chosen, List<short[]> inputs, List<Trace> traces)
      throws InterruptedException {
    return flat(
        pool,
        chosen.size(),
        (from, to) -> {
          Machine machine = MachineFactory.create(device);
          machine.setEngine(engine);
          FirmwareRunner runner = new FirmwareRunner(firmware, machine);
          List<Example> examples = new ArrayList<>();
          for (int index : chosen.subList(from, to)) {
            InferenceRun run = runner.run(inputs.get(index));
            examples.add(new Example(traces.get(index), run));
          }
          return examples;
        });
  }

  private static <T> List<T> flat(WorkerPool pool, int size, WorkerPool.Work<List<T>> work)
      throws InterruptedException {
    return WorkerPool.join(pool.submit(size, work)).stream().flatMap(List::stream).toList();
  }

  private ModelCheck residuals(List<Example> examples, List<Example> checks) {
    double[] residuals =
        (checks.isEmpty() ? examples : checks)
            .stream()
                .mapToDouble(
                    example ->
                        Math.abs(
                            (double) model.predict(example.trace()).total().cycles()
                                    / example.run().total().cycles()
                                - 1))
                .toArray();
    double sum = 0;
    double largest = 0;
    for (double residual : residuals) {
      sum += residual;
      largest = Math.max(largest, residual);
    }
    return new ModelCheck(examples.size(), checks.size(), sum / residuals.length, largest);
  }
}

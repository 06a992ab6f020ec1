package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.unit430.cli.EngineOption;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.model.InferenceModel;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;

/** Runs firmware on all test inputs, inputs side by side: on machines, or by the model. */
final class MethodRuns {
  private final WorkloadData data;
  private final DeviceProfile device;
  private final WorkerPool pool;
  private final MethodRows rows;
  private final EngineOption engine;
  private final Runnable step;

  /**
   * Runs to come.
   *
   * @param rows what is made of them
   * @param engine how machines execute instructions
   * @param step told of every inference that is done
   */
  MethodRuns(
      WorkloadData data,
      DeviceProfile device,
      WorkerPool pool,
      MethodRows rows,
      EngineOption engine,
      Runnable step) {
    this.data = data;
    this.device = device;
    this.pool = pool;
    this.rows = rows;
    this.engine = engine;
    this.step = step;
  }

  /** Every instruction of every firmware. */
  List<MethodRow> simulated(List<NetworkProgram> programs) throws InterruptedException {
    List<List<Future<MethodTally>>> parts = new ArrayList<>();
    for (NetworkProgram program : programs) {
      parts.add(submit(program));
    }
    List<MethodRow> made = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      made.add(row(programs.get(i), parts.get(i)));
    }
    return made;
  }

  /**
   * By models.
   *
   * @param models makes the model of a firmware
   */
  List<MethodRow> modelled(
      List<NetworkProgram> programs, Function<NetworkProgram, InferenceModel> models)
      throws InterruptedException {
    List<MethodRow> made = new ArrayList<>();
    for (NetworkProgram program : programs) {
      if (program.method().isModelled()) {
        // Its model needs the machine's run.
        made.add(row(program, submit(program)));
      } else {
        ModelRuns.Outcome outcome =
            new ModelRuns(
                    program,
                    models.apply(program),
                    device,
                    engine.engine(),
                    data.calibrationImages(),
                    data.test())
                .run(pool, () -> rows.tally(program), step);
        made.add(rows.row(program, outcome.tally(), Optional.of(outcome.check())));
      }
    }
    return made;
  }

  private MethodRow row(NetworkProgram program, List<Future<MethodTally>> parts)
      throws InterruptedException {
    MethodTally tally = rows.tally(program);
    WorkerPool.join(parts).forEach(tally::add);
    return rows.row(program, tally, Optional.empty());
  }

  private List<Future<MethodTally>> submit(NetworkProgram program) {
    return pool.submit(data.test().size(), (from, to) -> infer(program, from, to));
  }

  private MethodTally infer(NetworkProgram program, int from, int to) {
    Machine machine = MachineFactory.create(device);
    machine.setEngine(engine.engine());
    FirmwareRunner runner = new FirmwareRunner(program, machine);
    Optional<EngineCheck> check =
        engine.check() ? Optional.of(new EngineCheck(program, machine)) : Optional.empty();
    MethodTally tally = rows.tally(program);
    for (int i = from; i < to; i++) {
      short[] input = program.input(data.test().image(i));
      InferenceRun run = runner.run(input);
      tally.add(run, program.predicted(run.logits()), data.test().label(i));
      int number = i;
      check.ifPresent(interpreter -> interpreter.compare(input, number));
      step.run();
    }
    return tally;
  }
}

package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.unit430.cli.EngineOption;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholds;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.FloatInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.FatReluCalibrator;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Activations;
import org.unit430.firmware.prune.Method.Weights;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;

/** Runs every method on the same inputs, on simulated machines, all cores at once. */
public final class Comparison implements AutoSearch.Networks {
  private static final String BETWEEN_LAYERS = "(between layers)";
  private static final String FRAM_WAIT = "FRAM wait";

  private final Setup setup;
  private final WorkloadData data;
  private final DeviceProfile device;
  private final EnergyModel energy;
  private final Map<Weights, QuantizedNetwork> networks = new EnumMap<>(Weights.class);
  private final Map<Weights, List<short[]>> calibration = new EnumMap<>(Weights.class);
  private final Map<Weights, QuantizedNetwork> cut = new EnumMap<>(Weights.class);
  private final Map<Calibrated, Thresholds> thresholds = new ConcurrentHashMap<>();
  private final Map<Method, Thresholds> built = new HashMap<>();
  private final List<AutoChoice> choices = new ArrayList<>();
  private final List<PercentileChoice> percentiles = new ArrayList<>();

  /** Quantises both networks of a workload and prepares their calibration inputs. */
  public Comparison(Setup setup, WorkloadData data, DeviceProfile device, EnergyModel energy) {
    this.setup = setup;
    this.data = data;
    this.device = device;
    this.energy = energy;
    for (Weights weights : Weights.values()) {
      QuantizedNetwork network =
          Quantizer.quantize(
              data.network(weights), data.calibrationImages(), data.inputLimit(), data.signed());
      networks.put(weights, network);
      calibration.put(
          weights, data.calibrationImages().stream().map(network::quantizeInput).toList());
    }
  }

  /** The clock, supply and wait states of the run. */
  OperatingPoint point() {
    return setup.point();
  }

  /** What the firmware runs on. */
  DeviceProfile device() {
    return device;
  }

  /** The quantised form of a network. */
  QuantizedNetwork network(Weights weights) {
    return networks.get(weights);
  }

  /** The network that a method runs: with cut-offs under FATReLU. */
  @Override
  public QuantizedNetwork network(Method method) {
    return method.activations() == Method.Activations.FATRELU
        ? cut.computeIfAbsent(
            method.weights(),
            weights ->
                FatReluCalibrator.calibrate(
                    networks.get(weights), calibration.get(weights), data.calibrationLabels()))
        : networks.get(method.weights());
  }

  /** A method's thresholds, from calibration inputs; zero if it has none. */
  @Override
  public Thresholds thresholds(Method method) {
    QuantizedNetwork network = network(method);
    if (!method.skips().hasThreshold()) {
      return Thresholds.zero(network.layers().size());
    }
    return thresholds.computeIfAbsent(
        new Calibrated(method.weights(), method.activations(), method.skips()),
        key ->
            ThresholdCalibrator.percentile(
                network,
                calibration.get(method.weights()),
                setup.percentile(),
                method.skips(),
                setup.thresholds()));
  }

  private record Calibrated(Weights weights, Activations activations, Method.Skips skips) {}

  /** How the methods that were searched for were chosen, in the order of the rows. */
  List<AutoChoice> choices() {
    return List.copyOf(choices);
  }

  /** How thresholds were found where they were searched for, in the order of the rows. */
  List<PercentileChoice> percentiles() {
    return List.copyOf(percentiles);
  }

  private CalibrationSplit split(Weights weights) {
    return new CalibrationSplit(
        this,
        calibration.get(weights),
        data.calibrationLabels(),
        device,
        counts ->
            setup
                .budget()
                .minimise()
                .cost(counts, c -> energy.price(c, point()).meanJoules(), point().mclkHertz()));
  }

  private Thresholds searched(Method method) {
    if (!method.skips().hasThreshold() || method.isModelled()) {
      return thresholds(method);
    }
    PercentileChoice choice =
        PercentileSearch.find(
            method, setup.thresholds(), this, split(method.weights()), setup.budget());
    percentiles.add(choice);
    return choice.thresholds();
  }

  @Override
  public boolean hasKernels(Method method) {
    return setup.arithmetic() == Arithmetic.Q15 || FloatFirmwareBuilder.refusal(method).isEmpty();
  }

  @Override
  public NetworkProgram build(Method method, Thresholds made) {
    if (setup.arithmetic() == Arithmetic.FLOAT32) {
      List<FloatThreshold> real = FloatThresholds.of(network(method), method, made);
      return new FloatFirmwareBuilder(device, setup.mclkMegahertz(), setup.multiplier())
          .build(floatNetwork(method), method, real);
    }
    return new FirmwareBuilder(device, setup.mclkMegahertz(), setup.multiplier())
        .build(network(method), method, made);
  }

  /** The network that a method runs in single precision, with the cut-offs of 16 bits. */
  private FloatNetwork floatNetwork(Method method) {
    return FloatNetwork.of(data.network(method.weights()), data.signed())
        .withCutoffsOf(network(method));
  }

  @Override
  public short[] input(NetworkProgram program, int index) {
    return program.input(data.calibrationImages().get(index));
  }

  @Override
  public IntUnaryOperator classifier(Method owner, Method method, Thresholds made) {
    if (setup.arithmetic() == Arithmetic.FLOAT32) {
      List<FloatThreshold> real = FloatThresholds.of(network(owner), method, made);
      FloatReference reference = new FloatReference(floatNetwork(owner), method, real);
      return index -> reference.run(data.calibrationImages().get(index)).predicted();
    }
    ReferenceInference reference = new ReferenceInference(network(owner), method, made);
    return index -> reference.run(calibration.get(owner.weights()).get(index)).predicted();
  }

  /** The thresholds that a method's firmware is built with. */
  Thresholds builtWith(Method method) {
    return Optional.ofNullable(built.get(method)).orElseGet(() -> thresholds(method));
  }

  /** Calibration inputs, at the scale of a network's first layer. */
  List<short[]> calibration(Weights weights) {
    return calibration.get(weights);
  }

  /** Test inputs in the network's real units. */
  List<float[]> testImages() {
    return data.testImages();
  }

  /** Calibration inputs in the network's real units. */
  List<float[]> calibrationImages() {
    return data.calibrationImages();
  }

  /**
   * Runs all methods.
   *
   * @param engine how instructions are executed
   * @param progress told how many inferences have been done
   */
  public List<MethodRow> run(EngineOption engine, IntConsumer progress)
      throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    Runnable step = () -> progress.accept(done.incrementAndGet());
    List<NetworkProgram> firmwares = new ArrayList<>();
    List<Thresholds> ofFirmwares = new ArrayList<>();
    for (Method method : setup.methods()) {
      if (method.isByLayer()) {
        AutoChoice choice =
            AutoSearch.choose(
                method, setup.thresholds(), this, split(method.weights()), setup.budget());
        choices.add(choice);
        built.put(choice.method(), choice.thresholds());
        firmwares.add(build(choice.method(), choice.thresholds()));
        ofFirmwares.add(choice.thresholds());
      } else {
        Thresholds made = setup.budget().ofThresholds() ? searched(method) : thresholds(method);
        built.put(method, made);
        firmwares.add(build(method, made));
        ofFirmwares.add(made);
      }
    }
    List<MethodRow> rows = new ArrayList<>();
    try (WorkerPool pool = new WorkerPool(Runtime.getRuntime().availableProcessors())) {
      if (setup.fidelity() == Fidelity.MODEL) {
        for (int i = 0; i < firmwares.size(); i++) {
          Firmware firmware = (Firmware) firmwares.get(i); // KernelOptions sees to that
          if (firmware.method().isModelled()) {
            // Its model needs the machine's run of dense.
            MethodTally tally = tally(firmware);
            WorkerPool.join(simulated(pool, firmware, engine, step)).forEach(tally::add);
            rows.add(row(firmware, tally, Optional.empty()));
            continue;
          }
          ModelRuns.Outcome outcome =
              new ModelRuns(
                      firmware, ofFirmwares.get(i), device, data.calibrationImages(), data.test())
                  .run(pool, () -> tally(firmware), step);
          rows.add(row(firmware, outcome.tally(), Optional.of(outcome.check())));
        }
        return rows;
      }
      return simulated(pool, firmwares, engine, step);
    }
  }

  private List<MethodRow> simulated(
      WorkerPool pool, List<NetworkProgram> programs, EngineOption engine, Runnable step)
      throws InterruptedException {
    List<List<Future<MethodTally>>> parts = new ArrayList<>();
    for (NetworkProgram program : programs) {
      parts.add(simulated(pool, program, engine, step));
    }
    List<MethodRow> rows = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      MethodTally tally = tally(programs.get(i));
      WorkerPool.join(parts.get(i)).forEach(tally::add);
      rows.add(row(programs.get(i), tally, Optional.empty()));
    }
    return rows;
  }

  private List<Future<MethodTally>> simulated(
      WorkerPool pool, NetworkProgram firmware, EngineOption engine, Runnable step) {
    return pool.submit(data.test().size(), (from, to) -> infer(firmware, engine, from, to, step));
  }

  private MethodTally tally(NetworkProgram firmware) {
    return new MethodTally(firmware.steps(), pricing(firmware)::inference);
  }

  private MethodTally infer(
      NetworkProgram firmware, EngineOption engine, int from, int to, Runnable progress) {
    Machine machine = MachineFactory.create(device);
    machine.setEngine(engine.engine());
    FirmwareRunner runner = new FirmwareRunner(firmware, machine);
    Optional<EngineCheck> check =
        engine.check() ? Optional.of(new EngineCheck(firmware, machine)) : Optional.empty();
    MethodTally tally = tally(firmware);
    for (int i = from; i < to; i++) {
      short[] input = firmware.input(data.test().image(i));
      InferenceRun run = runner.run(input);
      tally.add(run, firmware.predicted(run.logits()), data.test().label(i));
      int number = i;
      check.ifPresent(interpreter -> interpreter.compare(input, number));
      progress.run();
    }
    return tally;
  }

  private MethodRow row(NetworkProgram firmware, MethodTally tally, Optional<ModelCheck> check) {
    Profile total = tally.total();
    List<MethodRow.LayerShare> layers = layers(firmware, tally);
    return new MethodRow(
        firmware.method(),
        firmware,
        tally.inputs(),
        tally.correct(),
        layers.stream().mapToLong(MethodRow.LayerShare::macsDense).sum(),
        layers.stream().mapToLong(MethodRow.LayerShare::macsExecuted).sum(),
        total,
        tally.cycles(),
        pricing(firmware).total(total.total(), tally.inputs()),
        operations(firmware, tally),
        layers,
        tally.outcomes(),
        check);
  }

  private List<MethodRow.LayerShare> layers(NetworkProgram firmware, MethodTally tally) {
    List<MethodRow.LayerShare> shares = new ArrayList<>();
    RowPricing pricing = pricing(firmware);
    EventCounts rest = tally.total().total();
    for (int i = 0; i < firmware.steps(); i++) {
      EventCounts counts = tally.layer(i);
      rest = rest.minus(counts);
      shares.add(
          new MethodRow.LayerShare(
              firmware.layerNames().get(i),
              firmware.layerMacs(i) * tally.inputs(),
              tally.executed(i),
              counts.cycles(),
              pricing.layer(i, counts, tally.inputs())));
    }
    shares.add(new MethodRow.LayerShare(BETWEEN_LAYERS, 0, 0, rest.cycles(), pricing.events(rest)));
    return shares;
  }

  /** FRAM waits are taken out of every operation and stand as one of their own. */
  private List<MethodRow.OperationShare> operations(NetworkProgram firmware, MethodTally tally) {
    RowPricing pricing = pricing(firmware);
    Profile total = tally.total();
    List<MethodRow.OperationShare> shares = new ArrayList<>();
    for (Map.Entry<Operation, Profile.Charge> entry : total.byOperation().entrySet()) {
      EventCounts counts = entry.getValue().events().without(Event.FRAM_WAIT_CYCLE);
      shares.add(
          new MethodRow.OperationShare(
              entry.getKey().label(),
              entry.getValue().instructions(),
              counts.cycles(),
              pricing.operation(entry.getKey(), counts, tally.inputs())));
    }
    long waits = total.total().get(Event.FRAM_WAIT_CYCLE);
    shares.add(
        new MethodRow.OperationShare(
            FRAM_WAIT, waits, waits, pricing.events(EventCounts.of(Event.FRAM_WAIT_CYCLE, waits))));
    return shares;
  }

  private RowPricing pricing(NetworkProgram firmware) {
    return new RowPricing(energy, point(), firmware);
  }

  /** Share of the test inputs that a network labels right as kernels compute, nothing skipped. */
  double denseAccuracy(Weights weights) {
    return setup.arithmetic() == Arithmetic.FLOAT32
        ? floatAccuracy(weights)
        : fixedAccuracy(weights);
  }

  /**
   * Share of the test inputs that a network in 16-bit fixed point labels right, nothing skipped.
   */
  double fixedAccuracy(Weights weights) {
    QuantizedNetwork network = networks.get(weights);
    ReferenceInference reference =
        new ReferenceInference(
            network, Method.all().get(0), Thresholds.zero(network.layers().size()));
    Dataset test = data.test();
    return (double)
            test.countCorrect(image -> reference.run(network.quantizeInput(image)).predicted())
        / test.size();
  }

  /** Share of the test inputs that a float network labels right. */
  double floatAccuracy(Weights weights) {
    Network network = data.network(weights);
    Dataset test = data.test();
    return (double) test.countCorrect(new FloatInference(network)::classify) / test.size();
  }
}

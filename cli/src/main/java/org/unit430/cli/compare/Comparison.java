package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.unit430.cli.EngineOption;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholds;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.model.InferenceModel;
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

/** Runs every method on the same inputs, on simulated machines, all cores at once. */
public final class Comparison implements AutoSearch.Networks {
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
  public boolean roundsSums() {
    return setup.arithmetic() == Arithmetic.FLOAT32;
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

  /** The same as real numbers. */
  List<FloatThreshold> realThresholds(Method method) {
    return FloatThresholds.of(network(method), method, builtWith(method));
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
    for (Method method : setup.methods()) {
      if (method.isByLayer()) {
        AutoChoice choice =
            AutoSearch.choose(
                method, setup.thresholds(), this, split(method.weights()), setup.budget());
        choices.add(choice);
        built.put(choice.method(), choice.thresholds());
        firmwares.add(build(choice.method(), choice.thresholds()));
      } else {
        Thresholds made = setup.budget().ofThresholds() ? searched(method) : thresholds(method);
        built.put(method, made);
        firmwares.add(build(method, made));
      }
    }
    MethodRows rows = new MethodRows(energy, point());
    try (WorkerPool pool = new WorkerPool(Runtime.getRuntime().availableProcessors())) {
      MethodRuns runs = new MethodRuns(data, device, pool, rows, engine, step);
      return setup.fidelity() == Fidelity.MODEL
          ? runs.modelled(firmwares, this::model)
          : runs.simulated(firmwares);
    }
  }

  private InferenceModel model(NetworkProgram program) {
    return program instanceof FloatFirmware floats
        ? new InferenceModel(floats, realThresholds(program.method()), device)
        : new InferenceModel((Firmware) program, builtWith(program.method()), device);
  }

  /** Share of the test inputs that a network labels right as kernels compute, nothing skipped. */
  double denseAccuracy(Weights weights) {
    if (setup.arithmetic() == Arithmetic.Q15) {
      return fixedAccuracy(weights);
    }
    FloatNetwork network = FloatNetwork.of(data.network(weights), data.signed());
    FloatReference reference =
        new FloatReference(
            network,
            Method.all().get(0),
            network.layers().stream().map(layer -> FloatThreshold.ZERO).toList());
    Dataset test = data.test();
    return (double) test.countCorrect(image -> reference.run(image).predicted()) / test.size();
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

package org.unit430.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.Engine;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;

/**
 * Inferences a second of the bundled network {@code digits} on an MSP430FR5994 at 16 MHz. An
 * operation is one inference; inputs take turns.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 8, time = 3)
@Measurement(iterations = 5, time = 3)
public class InferenceBenchmark {
  private static final String WORKLOAD = "digits";
  private static final int INPUTS = 20;
  private static final int MEGAHERTZ = 16;
  private static final double PERCENTILE = 30;

  /** Inputs of all workloads are scaled so. */
  private static final double INPUT_LIMIT = 1;

  /** How layers are executed. */
  @Param({"dense", "zero-skip", "unit"})
  public String method;

  /** How instructions are executed. */
  @Param({"INTERPRET", "TRANSLATE"})
  public Engine engine;

  private Machine machine;
  private FirmwareRunner runner;
  private List<short[]> inputs;
  private int next;

  /** Builds the firmware and loads it. */
  @Setup
  public void load() {
    Workload workload = Workloads.byName(WORKLOAD, Optional.empty());
    Dataset calibration = workload.calibration(INPUTS);
    List<float[]> images = IntStream.range(0, INPUTS).mapToObj(calibration::image).toList();
    QuantizedNetwork network =
        Quantizer.quantize(workload.network(), images, INPUT_LIMIT, workload.signedInput());
    inputs = images.stream().map(network::quantizeInput).toList();
    Method chosen = MethodName.parse(method).get(0);
    Thresholds thresholds =
        chosen.skips().hasThreshold()
            ? ThresholdCalibrator.percentile(network, inputs, PERCENTILE, chosen.skips())
            : Thresholds.zero(network.layers().size());
    DeviceProfile device = DeviceCatalog.byName("MSP430FR5994");
    machine = MachineFactory.create(device);
    machine.setEngine(engine);
    runner =
        new FirmwareRunner(
            new FirmwareBuilder(device, MEGAHERTZ).build(network, chosen, thresholds), machine);
  }

  /** One inference. */
  @Benchmark
  public int[] inference(Work work) {
    work.begin();
    FirmwareRunner.InferenceRun run = runner.run(inputs.get(next));
    work.end(run.total().instructions());
    next = (next + 1) % INPUTS;
    return run.logits();
  }
}

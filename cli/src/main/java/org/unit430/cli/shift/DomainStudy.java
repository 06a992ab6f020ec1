package org.unit430.cli.shift;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.unit430.cli.compare.MethodTally;
import org.unit430.cli.compare.ModelRuns;
import org.unit430.cli.compare.WorkerPool;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.model.InferenceModel;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.firmware.shift.Domain;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.Engine;

/** Meets a domain with every arm, on the same inputs. */
final class DomainStudy {
  private static final double INPUT_LIMIT = 1;
  private static final Method DENSE = method("dense");
  private static final Method TTP = method("ttp-csr");

  private final ShiftSetup setup;
  private final DeviceProfile device;
  private final EnergyModel energy;
  private final WorkerPool pool;

  DomainStudy(ShiftSetup setup, DeviceProfile device, EnergyModel energy, WorkerPool pool) {
    this.setup = setup;
    this.device = device;
    this.energy = energy;
    this.pool = pool;
  }

  private static Method method(String name) {
    return MethodName.parse(name).get(0);
  }

  /**
   * Runs the arms of a domain.
   *
   * @param progress told of every inference
   */
  DomainResult run(Domain domain, Runnable progress) throws InterruptedException {
    Dataset test = domain.evaluation().chosen(inputs(domain), setup.seed());
    Dataset source = domain.workload().calibration(setup.calibrationInputs());
    Dataset target =
        domain.source() ? source : domain.calibration().first(setup.calibrationInputs());
    List<ArmResult> results = new ArrayList<>();
    for (Arm arm : Arm.of(domain)) {
      results.add(run(arm, domain, source, target, test, progress));
    }
    return new DomainResult(domain, test.sha256(), results);
  }

  /** How many inputs judge a domain. */
  int inputs(Domain domain) {
    return Math.min(setup.inputs(), domain.evaluation().size());
  }

  private ArmResult run(
      Arm arm, Domain domain, Dataset source, Dataset target, Dataset test, Runnable progress)
      throws InterruptedException {
    // A network that was retrained on the target gets its formats there, too.
    Dataset formats = arm == Arm.TTP_RETRAINED ? target : source;
    QuantizedNetwork network =
        Quantizer.quantize(
            network(arm, domain), formats.images(), INPUT_LIMIT, domain.workload().signedInput());
    Method method = arm.isUnit() ? setup.unit() : arm == Arm.DENSE ? DENSE : TTP;
    Dataset thresholdInputs = arm == Arm.UNIT_RECALIBRATED ? target : source;
    Thresholds thresholds =
        ThresholdCalibrator.percentile(
            network,
            thresholdInputs.images().stream().map(network::quantizeInput).toList(),
            setup.percentile(),
            method.skips());
    Firmware firmware =
        new FirmwareBuilder(device, setup.mclkMegahertz()).build(network, method, thresholds);
    ModelRuns.Outcome outcome =
        new ModelRuns(
                firmware,
                new InferenceModel(firmware, thresholds, device),
                device,
                Engine.TRANSLATE,
                target.images(),
                test)
            .run(pool, () -> tally(network), progress);
    MethodTally tally = outcome.tally();
    return new ArmResult(
        arm,
        method.label(),
        network.layers().stream().mapToLong(QuantizedLayer::macs).sum() * test.size(),
        IntStream.range(0, network.layers().size()).mapToLong(tally::executed).sum(),
        tally.total().cycles(),
        energy.price(tally.total().total(), setup.point()),
        tally.outcomes(),
        outcome.check());
  }

  private static Network network(Arm arm, Domain domain) {
    return switch (arm) {
      case DENSE, UNIT, UNIT_RECALIBRATED -> domain.workload().network();
      case TTP -> domain.workload().prunedNetwork();
      case TTP_RETRAINED -> domain.retrained().orElseThrow();
    };
  }

  private MethodTally tally(QuantizedNetwork network) {
    return new MethodTally(network.layers().size(), this::joules);
  }

  private double joules(EventCounts counts) {
    return energy.price(counts, setup.point()).meanJoules();
  }
}

package org.unit430.cli.estimate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.unit430.cli.CalibrationOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.cli.OutputDirectory;
import org.unit430.cli.TestInputsOption;
import org.unit430.cli.WorkloadOption;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.npy.NpyWriter;
import org.unit430.firmware.onnx.OnnxExporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code unit430 export}: writes a bundled network and its data for other tools. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a workload's network as NAME.onnx and inputs of it as NAME.npz, for other tools and"
          + " for 'unit430 estimate'.",
      "The archive holds x (float32, NCHW) and y (labels): calibration inputs first, then test"
          + " inputs."
    })
public final class ExportCommand implements Callable<Integer> {
  @Mixin private WorkloadOption workload = new WorkloadOption();

  @Option(
      names = "--pruned",
      description = "Export the training-time-pruned network instead, as NAME-ttp.")
  private boolean pruned;

  @Mixin private CalibrationOption calibration = new CalibrationOption();

  @Mixin private TestInputsOption inputs = new TestInputsOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where to write them (default: the current directory).")
  private Path out;

  @Override
  public Integer call() {
    try {
      Workload source = workload.source();
      String name = source.name() + (pruned ? "-ttp" : "");
      byte[] archive = archive(source);
      OutputDirectory directory = new OutputDirectory(out);
      directory.write(
          name + ".onnx", OnnxExporter.export(pruned ? source.prunedNetwork() : source.network()));
      directory.write(name + ".npz", archive);
    } catch (DatasetException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private byte[] archive(Workload source) {
    Dataset first = source.calibration(calibration.count());
    Dataset second = source.test(inputs.count(), inputs.seed());
    int size = source.input().size();
    float[] values = new float[(first.size() + second.size()) * size];
    int[] labels = new int[first.size() + second.size()];
    for (int i = 0; i < labels.length; i++) {
      Dataset set = i < first.size() ? first : second;
      int index = i < first.size() ? i : i - first.size();
      System.arraycopy(set.image(index), 0, values, i * size, size);
      labels[i] = set.label(index);
    }
    int[] shape = {
      labels.length, source.input().channels(), source.input().height(), source.input().width()
    };
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("x", NpyWriter.floats(shape, values));
    arrays.put("y", NpyWriter.integers(labels));
    return NpyWriter.archive(arrays);
  }
}

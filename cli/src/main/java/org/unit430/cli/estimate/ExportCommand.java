package org.unit430.cli.estimate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;
import org.unit430.firmware.npy.NpyWriter;
import org.unit430.firmware.onnx.OnnxExporter;
import picocli.CommandLine.Command;
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
  @Option(
      names = "--workload",
      paramLabel = "NAME",
      description = "digits or mnist (default: digits; mnist with --data).")
  private Optional<String> workload = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory with the workload's original files.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--pruned",
      description = "Export the training-time-pruned network instead, as NAME-ttp.")
  private boolean pruned;

  @Option(
      names = "--calibration",
      paramLabel = "N",
      defaultValue = "64",
      description = "Calibration inputs (default: ${DEFAULT-VALUE}).")
  private int calibration;

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Test inputs (default: ${DEFAULT-VALUE}).")
  private int inputs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Chooses the test inputs (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where to write them (default: the current directory).")
  private Path out;

  @Override
  public Integer call() {
    try {
      Workload source = Workloads.byName(workload.orElse(Workloads.defaultName(data)), data);
      String name = source.name() + (pruned ? "-ttp" : "");
      write(
          name + ".onnx", OnnxExporter.export(pruned ? source.prunedNetwork() : source.network()));
      write(name + ".npz", archive(source));
    } catch (DatasetException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private byte[] archive(Workload source) {
    Dataset first = source.calibration(calibration);
    Dataset second = source.test(inputs, seed);
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

  private void write(String file, byte[] bytes) {
    try {
      Files.createDirectories(out);
      Files.write(out.resolve(file), bytes);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "cannot write %s: %s; choose another --out".formatted(out.resolve(file), e.getMessage()),
          e);
    }
  }
}

package org.unit430.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.dataset.Split;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;
import org.unit430.firmware.network.NetworkFormatException;
import org.unit430.firmware.network.NetworkManifest;
import org.unit430.firmware.shift.Domains;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that trains the bundled networks again, from the raw data to the committed files. */
@Command(
    name = "trainer/retrain",
    sortOptions = false,
    description =
        "Trains the networks of a workload: the unpruned one and its training-time-pruned twin. The"
            + " same command gives the same bytes on the same kind of processor. A run that was"
            + " interrupted goes on after its last whole epoch when the command is given again.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the networks were written",
      "2:the command line is wrong",
      "3:the pruned network lost more validation accuracy than it may; nothing was written",
      "4:data are missing or damaged, or a file cannot be read or written"
    })
public final class Retrain implements Callable<Integer> {
  /** The launcher names the project's root, so that the command works from any directory. */
  private static final String PROJECT = "${sys:unit430.project:-.}/";

  private static final int USAGE = CommandLine.ExitCode.USAGE;
  private static final int GATE_FAILED = 3;
  private static final int UNUSABLE_DATA = 4;
  private static final long DEFAULT_SEED = 430;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      defaultValue = "digits",
      description = "digits (default), cifar10, gesture, har, har-leaky, kws or mnist")
  private String workload = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "directory with the workload's original files; digits needs none")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--shift",
      description =
          "retrain the pruned twin on every target domain of the workload (mnist, kws or har)"
              + " instead; see docs/shift.md")
  private boolean shift;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + DEFAULT_SEED,
      description = "seed of the first weights and of the order of the images (${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = PROJECT + "firmware-model/src/main/resources/org/unit430/firmware/network",
      description = "where the networks and manifest.json go (${DEFAULT-VALUE})")
  private Path out = Path.of("");

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = PROJECT + "trainer/target/checkpoints",
      description = "where an interrupted run is remembered (${DEFAULT-VALUE})")
  private Path work = Path.of("");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and exit")
  @SuppressWarnings("UnusedVariable") // that it was given is all picocli needs to know
  private boolean help;

  /**
   * Runs the command and exits.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Retrain())
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> {
              commandLine.getErr().println("trainer/retrain: " + exception.getMessage());
              return exitCode(exception);
            });
  }

  private static int exitCode(Exception exception) throws Exception {
    if (exception instanceof IllegalArgumentException) {
      return USAGE;
    }
    if (exception instanceof PruningFailedException) {
      return GATE_FAILED;
    }
    if (exception instanceof DatasetException
        || exception instanceof NetworkFormatException
        || exception instanceof IOException
        || exception instanceof UncheckedIOException) {
      return UNUSABLE_DATA;
    }
    throw exception;
  }

  @Override
  public Integer call() throws IOException {
    Workload source = Workloads.byName(workload, data);
    if (!Files.isDirectory(out)) {
      throw new IOException(out + ": no such directory; run from the project's root or pass --out");
    }
    System.err.printf("%s: reading the data%n", workload);
    Progress progress = new ConsoleProgress(System.err, System::nanoTime);
    if (shift) {
      Path directory =
          data.orElseThrow(() -> new IllegalArgumentException("--shift needs --data DIR"));
      NetworkFolder folder = new NetworkFolder(Files.createDirectories(out.resolve("shift")));
      new ShiftTrainer(seed, folder, work, progress)
          .train(Domains.of(workload, directory), command(), Retrain::print);
      return CommandLine.ExitCode.OK;
    }
    WorkloadTrainer.Splits splits =
        new WorkloadTrainer.Splits(
            source.training(),
            source.validation(),
            source.test(source.size(Split.TEST), DEFAULT_SEED));
    WorkloadTrainer trainer = new WorkloadTrainer(Recipe.of(source, seed), work, progress);
    List<TrainedNetwork> networks = trainer.train(workload, splits, command());
    new NetworkFolder(out).add(networks);
    trainer.deleteCheckpoints(workload);
    networks.forEach(Retrain::print);
    return CommandLine.ExitCode.OK;
  }

  private static void print(TrainedNetwork trained) {
    NetworkManifest.Entry entry = trained.entry();
    System.out.printf(
        "%s: epoch %d, validation %d/%d, test %d/%d, %d of %d weights are 0, sha256 %s%n",
        entry.name(),
        entry.epoch(),
        entry.validation().correct(),
        entry.validation().of(),
        entry.test().correct(),
        entry.test().of(),
        entry.weights().zero(),
        entry.weights().total(),
        entry.sha256());
  }

  /** What the manifest says: the command without the paths of this machine. */
  private String command() {
    return "trainer/retrain --workload "
        + workload
        + (data.isPresent() ? " --data DIR" : "")
        + (shift ? " --shift" : "")
        + (seed == DEFAULT_SEED ? "" : " --seed " + seed);
  }
}

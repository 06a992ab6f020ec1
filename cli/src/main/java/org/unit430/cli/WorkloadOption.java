package org.unit430.cli;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;
import picocli.CommandLine.Option;

/** The options by which commands that run bundled networks let users choose one and its data. */
public final class WorkloadOption {
  @Option(
      names = "--workload",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description =
          "${COMPLETION-CANDIDATES} (default: digits, which makes its own inputs; mnist with"
              + " --data).")
  private Optional<String> workload = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory with the workload's original files, packed as they are handed out or not.")
  private Optional<Path> data = Optional.empty();

  /** The workload's name, or that of the one that is meant if the user named none. */
  public String name() {
    return workload.orElse(Workloads.defaultName(data));
  }

  /** Where its files are. */
  public Optional<Path> data() {
    return data;
  }

  /**
   * The workload.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if there is none of that name, or the
   *     directory is missing or too much
   * @throws DatasetException if its files cannot be read
   */
  public Workload source() {
    try {
      return Workloads.byName(name(), data);
    } catch (DatasetException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  /** Tells picocli what there is. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Workloads.names().iterator();
    }
  }
}

package org.unit430.cli.reproduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;

/**
 * Where each workload's data are.
 *
 * @param found those that can run, by name
 * @param leftOut why others cannot, by name
 */
record Sources(Map<String, Workload> found, Map<String, String> leftOut) {

  /**
   * Looks for the data of every workload.
   *
   * @param data a directory with files of workloads, in it or in its own directories; empty: only
   *     workloads that make their inputs run
   * @throws CommandFailure if a directory is given that has no workload's files, naming those that
   *     were looked for
   */
  static Sources in(Optional<Path> data) {
    Map<String, Workload> found = new LinkedHashMap<>();
    Map<String, String> leftOut = new LinkedHashMap<>();
    List<Path> places = data.map(Sources::places).orElse(List.of());
    for (String name : Workloads.names()) {
      if (!Workloads.needsData(name)) {
        found.put(name, Workloads.byName(name, Optional.empty()));
      } else if (data.isEmpty()) {
        leftOut.put(name, "needs its files: --data DIR");
      } else {
        find(name, places)
            .ifPresentOrElse(
                workload -> found.put(name, workload),
                () ->
                    leftOut.put(
                        name, "no complete files in " + data.get() + " or the directories in it"));
      }
    }
    if (data.isPresent() && found.keySet().stream().noneMatch(Workloads::needsData)) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT,
          "%s: neither it nor a directory in it has the complete files of a workload; looked for %s"
              .formatted(data.get(), wanted()));
    }
    return new Sources(found, leftOut);
  }

  private static String wanted() {
    return Workloads.names().stream()
        .filter(Workloads::needsData)
        .map(Workloads::files)
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static Optional<Workload> find(String name, List<Path> places) {
    for (Path place : places) {
      Workload workload = Workloads.byName(name, Optional.of(place));
      try {
        workload.calibration(1);
        workload.test(1, 0);
        return Optional.of(workload);
      } catch (DatasetException e) {
        // The files of this workload are elsewhere.
      }
    }
    return Optional.empty();
  }

  private static List<Path> places(Path directory) {
    List<Path> places = new ArrayList<>(List.of(directory));
    try (Stream<Path> inside = Files.list(directory)) {
      inside.filter(Files::isDirectory).sorted().forEach(places::add);
    } catch (java.nio.file.NoSuchFileException | java.nio.file.NotDirectoryException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT, "%s: no such directory".formatted(directory), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return places;
  }
}

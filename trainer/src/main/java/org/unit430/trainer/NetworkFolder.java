package org.unit430.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.unit430.firmware.network.NetworkManifest;

/**
 * The folder of the bundled networks: one file a network, and the manifest.
 *
 * @param folder where it is; it must exist
 */
record NetworkFolder(Path folder) {
  private static final String MANIFEST = "manifest.json";

  /**
   * Adds networks or replaces those of the same name; others stay. The manifest is written last.
   *
   * @throws IOException if the folder cannot be written
   */
  void add(List<TrainedNetwork> networks) throws IOException {
    for (TrainedNetwork trained : networks) {
      replace(trained.entry().name() + ".bin", TrainedNetwork.bytes(trained.network()));
    }
    Set<String> names =
        networks.stream().map(trained -> trained.entry().name()).collect(Collectors.toSet());
    List<NetworkManifest.Entry> entries = new ArrayList<>();
    Path manifest = folder.resolve(MANIFEST);
    if (Files.exists(manifest)) {
      NetworkManifest old = NetworkManifest.read(Files.readAllBytes(manifest), manifest.toString());
      old.networks().stream().filter(entry -> !names.contains(entry.name())).forEach(entries::add);
    }
    networks.forEach(trained -> entries.add(trained.entry()));
    entries.sort(Comparator.comparing(NetworkManifest.Entry::name));
    replace(MANIFEST, new NetworkManifest(NetworkManifest.SCHEMA, entries).write());
  }

  private void replace(String name, byte[] contents) throws IOException {
    Path next = folder.resolve(name + ".new");
    Files.write(next, contents);
    Files.move(
        next,
        folder.resolve(name),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }
}

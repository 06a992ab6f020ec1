package org.unit430.firmware.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The trained networks that come with unit430, as resources beside this class. */
public final class BundledNetworks {
  private static final String MANIFEST = "manifest.json";

  private BundledNetworks() {}

  /**
   * Reads where the networks come from.
   *
   * @return the manifest
   */
  public static NetworkManifest manifest() {
    return NetworkManifest.read(resource(MANIFEST), MANIFEST);
  }

  /**
   * Returns the names of the networks.
   *
   * @return in the manifest's order
   */
  public static List<String> names() {
    return manifest().networks().stream().map(NetworkManifest.Entry::name).toList();
  }

  /**
   * Reads a network and checks that it is the one the manifest speaks of.
   *
   * @param name one of {@link #names()}
   * @return the network
   * @throws IllegalArgumentException if there is no such network; the message lists those there are
   */
  public static Network load(String name) {
    NetworkManifest manifest = manifest();
    NetworkManifest.Entry entry =
        manifest
            .find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no network '" + name + "' is bundled; there are " + names()));
    String file = name + ".bin";
    byte[] bytes = resource(file);
    if (!Sha256.hex(bytes).equals(entry.sha256())) {
      throw new NetworkFormatException(
          file, 0, "the contents are not those of " + MANIFEST + " (SHA-256 differs)");
    }
    try {
      return NetworkFile.read(new ByteArrayInputStream(bytes), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String file) {
    try (InputStream in = BundledNetworks.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new NetworkFormatException(file, 0, "the resource is missing from this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

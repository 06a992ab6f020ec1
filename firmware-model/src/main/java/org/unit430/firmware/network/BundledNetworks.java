package org.unit430.firmware.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The trained networks that come with unit430, as resources beside this class. */
public final class BundledNetworks {
  private static final String MANIFEST = "manifest.json";

  /** The folder of networks that only the study of domain shift needs. */
  private static final String SHIFT = "shift/";

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
   * Reads where the networks come from that were made for the study of domain shift.
   *
   * @return the manifest; it shares no name with {@link #manifest()}
   */
  public static NetworkManifest shiftManifest() {
    return NetworkManifest.read(resource(SHIFT + MANIFEST), SHIFT + MANIFEST);
  }

  /**
   * Returns the names of the networks.
   *
   * @return in the order of {@link #manifest()}
   */
  public static List<String> names() {
    return manifest().networks().stream().map(NetworkManifest.Entry::name).toList();
  }

  /**
   * Looks up where a network comes from.
   *
   * @param name of a network
   * @return its entry in {@link #manifest()} or {@link #shiftManifest()}, if it has one
   */
  public static Optional<NetworkManifest.Entry> find(String name) {
    return manifest().find(name).or(() -> shiftManifest().find(name));
  }

  /**
   * Reads a network and checks that it is the one the manifest speaks of.
   *
   * @param name one of {@link #names()} or of {@link #shiftManifest()}
   * @return the network
   * @throws IllegalArgumentException if there is no such network; the message lists those there are
   */
  public static Network load(String name) {
    boolean usual = manifest().find(name).isPresent();
    NetworkManifest.Entry entry =
        find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no network '" + name + "' is bundled; there are " + names()));
    String folder = usual ? "" : SHIFT;
    String file = folder + name + ".bin";
    byte[] bytes = resource(file);
    if (!Sha256.hex(bytes).equals(entry.sha256())) {
      throw new NetworkFormatException(
          file, 0, "the contents are not those of " + folder + MANIFEST + " (SHA-256 differs)");
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

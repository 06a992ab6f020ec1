package org.unit430.trainer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.NetworkFile;
import org.unit430.firmware.network.NetworkManifest;

/**
 * A network to be bundled, with what the manifest says about it.
 *
 * @param network the network
 * @param entry its origin and worth
 */
record TrainedNetwork(Network network, NetworkManifest.Entry entry) {

  /** Returns the contents of the network's file. */
  static byte[] bytes(Network network) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      NetworkFile.write(network, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to write", e);
    }
    return out.toByteArray();
  }
}

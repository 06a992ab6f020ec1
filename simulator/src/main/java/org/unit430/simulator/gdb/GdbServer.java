package org.unit430.simulator.gdb;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/** Waits for GDB on a TCP port of this computer only; one client after the other. */
public final class GdbServer implements Closeable {
  // A client that comes while another is served waits.
  private static final int WAITING_CLIENTS = 1;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final ServerSocketChannel server;

  /**
   * Opens the port.
   *
   * @param port 1 to 65535, or 0 for any that is free
   * @throws IOException if it is taken
   */
  public GdbServer(int port) throws IOException {
    server = ServerSocketChannel.open();
    try {
      server.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), WAITING_CLIENTS);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.socket().getLocalPort();
  }

  /**
   * Serves clients until one detaches or kills the program. One that just goes away leaves the
   * machine as it is to the next.
   *
   * @param sessions a new session for each client
   * @throws IOException if the port fails; a client's failure ends that client's connection only
   */
  public void serve(Supplier<GdbSession> sessions) throws IOException {
    boolean served = false;
    while (!served) {
      served = serve(server.accept(), sessions.get());
    }
  }

  private static boolean serve(SocketChannel client, GdbSession session) {
    try (client;
        ChannelLink link = new ChannelLink(client)) {
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return new GdbConnection(link, session).serve();
    } catch (IOException e) {
      return session.hasEnded();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

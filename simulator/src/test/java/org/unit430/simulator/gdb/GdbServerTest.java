package org.unit430.simulator.gdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A scripted client over a real socket. */
class GdbServerTest {
  private static final int PATIENCE_SECONDS = 60;

  private final Debuggee debuggee = new Debuggee();
  private GdbServer server;
  private CompletableFuture<Void> served;

  @BeforeEach
  void start() throws IOException {
    server = new GdbServer(0);
    served =
        CompletableFuture.runAsync(
            () -> {
              try {
                server.serve(() -> new GdbSession(debuggee.machine, debuggee.monitor));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** A client with acknowledgements. */
  private final class Client implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Client() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setSoTimeout(PATIENCE_SECONDS * 1000);
      in = socket.getInputStream();
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void start(String command) throws IOException {
      send("$%s#%02x".formatted(command, Packets.checksum(command)));
      assertThat((char) in.read()).isEqualTo('+');
    }

    String reply() throws IOException {
      assertThat((char) in.read()).isEqualTo('$');
      StringBuilder data = new StringBuilder();
      for (int c = in.read(); c != '#'; c = in.read()) {
        data.append((char) c);
      }
      String checksum = "" + (char) in.read() + (char) in.read();
      assertThat(checksum).isEqualTo("%02x".formatted(Packets.checksum(data)));
      send("+");
      return data.toString();
    }

    String ask(String command) throws IOException {
      start(command);
      return reply();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aClientDebugsAProgram() throws Exception {
    try (Client client = new Client()) {
      assertThat(client.ask("qSupported:multiprocess+;swbreak+;hwbreak+"))
          .contains("PacketSize=4000");
      assertThat(client.ask("?")).isEqualTo("S05");
      assertThat(client.ask("Z0,440c,2")).isEqualTo("OK");
      assertThat(client.ask("vCont;c")).isEqualTo("T05swbreak:;");
      assertThat(client.ask("p0")).isEqualTo("0c440000");
      assertThat(client.ask("z0,440c,2")).isEqualTo("OK");
      assertThat(client.ask("Z2,1c00,2")).isEqualTo("OK");
      assertThat(client.ask("vCont;c")).isEqualTo("T05watch:1c00;");
      assertThat(client.ask("m1c00,2")).isEqualTo("0100");
      assertThat(client.ask("z2,1c00,2")).isEqualTo("OK");
      assertThat(client.ask("m0,ffff")).hasSize(0x4000);
      client.start("vCont;c");
      client.send("\u0003");
      assertThat(client.reply()).isEqualTo("S02");
      assertThat(client.ask("D")).isEqualTo("OK");
    }
    served.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aClientThatVanishesWhileTheProgramRunsLeavesTheMachineToTheNext() throws Exception {
    try (Client client = new Client()) {
      client.ask("P9=04000000");
      client.start("c");
    }
    try (Client client = new Client()) {
      assertThat(client.ask("p9")).isEqualTo("04000000");
      client.start("k");
    }
    served.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aTakenPortIsRefused() {
    assertThatThrownBy(() -> new GdbServer(server.port())).isInstanceOf(IOException.class);
  }
}

package org.unit430.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GdbCommandTest {
  private static final int PATIENCE_SECONDS = 120;

  @TempDir private Path directory;
  private Path program;

  /** MOV #5A80h, &15Ch; JMP $ at 4400h, and the reset vector. */
  @BeforeEach
  void write() throws IOException {
    program = directory.resolve("program.txt");
    Files.writeString(program, "@4400\nB2 40 80 5A 5C 01 FF 3F\n@FFFE\n00 44\nq\n");
  }

  @Test
  void aClientStepsAsksForEnergyAndDetaches() throws Exception {
    PipedReader pipe = new PipedReader();
    PipedWriter end = new PipedWriter(pipe);
    CompletableFuture<Integer> exitCode =
        CompletableFuture.supplyAsync(
            () ->
                Unit430.run(
                    new CommandLine(new Unit430()),
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(end),
                    "gdb",
                    program.toString(),
                    "--port",
                    "0"));
    String line = new BufferedReader(pipe).readLine();
    assertThat(line).startsWith("listening on 127.0.0.1:");
    int port = Integer.parseInt(line.substring(line.indexOf(':') + 1));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_SECONDS * 1000);
      assertThat(ask(socket, "p0")).isEqualTo("00440000");
      assertThat(ask(socket, "s")).isEqualTo("S05");
      assertThat(ask(socket, "p0")).isEqualTo("06440000");
      String energy = ask(socket, "qRcmd," + hex("energy")).substring(1);
      assertThat(new String(HexFormat.of().parseHex(energy), StandardCharsets.UTF_8))
          .matches(
              "[0-9.e-]+ uJ \\(95 % interval .*\\) at 3\\.0 V, by table msp430fr5994-1, sha256"
                  + " [0-9a-f]{12}\n");
      assertThat(reply(socket)).isEqualTo("OK");
      assertThat(ask(socket, "D")).isEqualTo("OK");
    }
    assertThat(exitCode.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String ask(Socket socket, String command) throws IOException {
    int checksum = command.chars().sum() & 0xFF;
    socket
        .getOutputStream()
        .write("$%s#%02x".formatted(command, checksum).getBytes(StandardCharsets.ISO_8859_1));
    assertThat((char) socket.getInputStream().read()).isEqualTo('+');
    return reply(socket);
  }

  private static String reply(Socket socket) throws IOException {
    assertThat((char) socket.getInputStream().read()).isEqualTo('$');
    StringBuilder data = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '#'; c = socket.getInputStream().read()) {
      data.append((char) c);
    }
    assertThat(socket.getInputStream().readNBytes(2)).hasSize(2);
    return data.toString();
  }

  @Test
  void aTakenPortIsAUsageError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      CommandLineRun run = CommandLineRun.of("gdb", program.toString(), "--port", port);
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).startsWith("unit430: --port: " + port + " cannot be opened: ");
    }
  }

  @Test
  void whatMakesNoSenseIsAUsageError() {
    assertThat(CommandLineRun.of("gdb", program.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(CommandLineRun.of("gdb", program.toString(), "--port", "65536").err())
        .isEqualToIgnoringNewLines("unit430: --port must be 0 to 65535, not 65536");
    assertThat(CommandLineRun.of("gdb", program.toString(), "--port", "0", "--device", "Z80").err())
        .startsWith("unit430: --device: there is no device Z80; known are ");
  }

  @Test
  void aFileThatIsNoProgramIsRefused() {
    CommandLineRun run =
        CommandLineRun.of("gdb", directory.resolve("absent").toString(), "--port", "0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_INPUT);
    assertThat(run.err()).contains("there is no such file");
  }
}

package org.unit430.simulator.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

final class GdbFuzzTest {
  /** Any bytes are answered or end the connection, without an exception. */
  @FuzzTest(maxDuration = "60s")
  void anyBytesAreAnsweredOrEndTheConnection(byte[] input) throws IOException {
    ScriptedLink link = new ScriptedLink(input);
    Debuggee debuggee = new Debuggee();
    boolean ended = new GdbConnection(link, debuggee.session).serve();
    assertThat(ended).isEqualTo(debuggee.session.hasEnded());
  }

  /** Any data of a packet get a reply that is a packet. */
  @FuzzTest(maxDuration = "60s")
  void anyCommandHasAReply(byte[] data) {
    String command = new String(data, StandardCharsets.ISO_8859_1);
    Debuggee debuggee = new Debuggee();
    String reply = debuggee.ask(command);
    assertThat(reply == null).isEqualTo(command.startsWith("k"));
  }
}

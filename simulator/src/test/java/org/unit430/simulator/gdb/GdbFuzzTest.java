package org.unit430.simulator.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineState;

final class GdbFuzzTest {
  private static final long SLICE_CYCLES = 500;

  // Making a machine takes longer than answering.
  private static final Machine MACHINE = new Debuggee().machine;

  private static final MachineState FRESH = MACHINE.save();

  /** Any bytes are answered or end the connection, without an exception. */
  @FuzzTest
  void anyBytesAreAnsweredOrEndTheConnection(byte[] input) throws IOException {
    ScriptedLink link = new ScriptedLink(input);
    Debuggee debuggee = new Debuggee(MACHINE, FRESH, SLICE_CYCLES);
    boolean ended = new GdbConnection(link, debuggee.session).serve();
    assertThat(ended).isEqualTo(debuggee.session.hasEnded());
    debuggee.session.close();
  }

  /** Any data of a packet get a reply that is a packet. */
  @FuzzTest
  void anyCommandHasAReply(byte[] data) {
    String command = new String(data, StandardCharsets.ISO_8859_1);
    Debuggee debuggee = new Debuggee(MACHINE, FRESH, SLICE_CYCLES);
    String reply = debuggee.ask(command);
    assertThat(reply == null).isEqualTo(command.startsWith("k"));
    debuggee.session.close();
  }
}

package org.unit430.simulator.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GdbConnectionTest {
  private final Debuggee debuggee = new Debuggee();

  /** All that the server sends to a client that sends this. */
  private String conversation(String input) throws IOException {
    ScriptedLink link = new ScriptedLink(input);
    new GdbConnection(link, debuggee.session).serve();
    return link.output();
  }

  @Test
  void packetsAreAcknowledgedAndAnswered() throws IOException {
    // Checksum of "qC": 71h + 43h = B4h; of "QC1": 51h + 43h + 31h = C5h.
    assertThat(conversation("$qC#b4")).isEqualTo("+$QC1#c5");
    assertThat(conversation("+$qC#B4+")).isEqualTo("+$QC1#c5");
  }

  @Test
  void aWrongChecksumIsAskedForAgain() throws IOException {
    assertThat(conversation("$qC#b5$qC#zz$qC#b4")).isEqualTo("--+$QC1#c5");
  }

  @Test
  void aLostReplyIsSentAgain() throws IOException {
    assertThat(conversation("-$qC#b4--+")).isEqualTo("+$QC1#c5$QC1#c5$QC1#c5");
  }

  @Test
  void noAcknowledgementsAreSentOnceTheyAreOff() throws IOException {
    // "QStartNoAckMode" sums to 5B0h, "OK" to 9Ah, "E01" to A6h.
    assertThat(conversation("$QStartNoAckMode#b0+$qC#b4-$qC#00"))
        .isEqualTo("+$OK#9a$QC1#c5$E01#a6");
  }

  @Test
  void escapesStandForTheirBytes() throws IOException {
    // } 03 is '#', } 5D is '}': 7Dh, each XOR 20h.
    String write = "X1c00,3:a}\u0003}]";
    conversation("$" + write + "#%02x".formatted(Packets.checksum(write)));
    assertThat(debuggee.ask("m1c00,3")).isEqualTo("61237d");
    assertThat(Packets.encode("a*#"))
        .isEqualTo(
            "$a}\n}\u0003#%02x"
                .formatted((0x61 + 0x7D + 0x0A + 0x7D + 0x03) & 0xFF)
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void aPacketCutShortByTheNextIsForgotten() throws IOException {
    assertThat(conversation("noise$m44$qC#b4")).isEqualTo("+$QC1#c5");
  }

  @Test
  void controlCInterruptsTheProgram() throws IOException {
    // "c" is 63h, "S02" sums to B5h.
    assertThat(conversation("\u0003$c#63+\u0003")).isEqualTo("+$S02#b5");
  }

  @Test
  void aPacketWhileTheProgramRunsStopsItAndIsAnswered() throws IOException {
    assertThat(conversation("$c#63$qC#b4")).isEqualTo("+$S02#b5+$QC1#c5");
  }

  @Test
  void aClientThatGoesAwayStopsTheProgram() throws IOException {
    assertThat(conversation("$c#63")).isEqualTo("+$S02#b5");
  }

  @Test
  void aPacketLongerThanPromisedEndsTheConnection() throws IOException {
    // 4000h times the same byte sum to 0 modulo 256.
    assertThat(conversation("$" + "m".repeat(0x4000) + "#00$qC#b4")).isEqualTo("+$E01#a6+$QC1#c5");
    assertThat(conversation("$" + "m".repeat(0x4001) + "#00$qC#b4")).isEmpty();
  }

  @Test
  void theEndOfAConnectionTakesItsBreakpointsAway() throws IOException {
    String set = "Z0,440c,2";
    conversation("$" + set + "#%02x".formatted(Packets.checksum(set)));
    assertThat(debuggee.ask("c")).isEqualTo("S02");
  }

  @Test
  void randomPacketsNeverThrow() throws IOException {
    Random random = new Random(430);
    String commands = "?gGpPmMXsScCZzHTDkvqQ";
    String arguments = "0123456789abcdef,;:=-#}{$ContSupportedRcmd\u0003\u00ff";
    StringBuilder all = new StringBuilder();
    for (int packet = 0; packet < 3000; packet++) {
      StringBuilder data = new StringBuilder();
      data.append(commands.charAt(random.nextInt(commands.length())));
      for (int i = random.nextInt(12); i > 0; i--) {
        data.append(arguments.charAt(random.nextInt(arguments.length())));
      }
      // Continuing is tested elsewhere; here it would take most of the time.
      if (data.charAt(0) == 'c' || data.charAt(0) == 'C') {
        continue;
      }
      all.append('$').append(data).append("#%02x".formatted(Packets.checksum(data)));
    }
    ScriptedLink link = new ScriptedLink(all.toString());
    int connections = 0;
    // Detaching and killing end a connection; the next one goes on with the rest.
    do {
      connections++;
    } while (new GdbConnection(link, new GdbSession(debuggee.machine, debuggee.monitor)).serve());
    assertThat(connections).isGreaterThan(100);
    assertThat(link.output()).contains("$E01#a6", "$OK#9a", "$#00");
  }
}

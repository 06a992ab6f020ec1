package org.unit430.simulator.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.simulator.machine.Profile;
import org.unit430.simulator.machine.RunLimits;

class GdbSessionTest {
  private final Debuggee debuggee = new Debuggee();

  private String console() {
    StringBuilder text = new StringBuilder();
    for (String packet : debuggee.console) {
      assertThat(packet).startsWith("O");
      text.append(new String(HexFormat.of().parseHex(packet.substring(1)), StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private String monitor(String command) {
    String hex = HexFormat.of().formatHex(command.getBytes(StandardCharsets.UTF_8));
    assertThat(debuggee.ask("qRcmd," + hex)).isEqualTo("OK");
    return console();
  }

  @Test
  void registersAreSixteenOfFourBytesLittleEndian() {
    assertThat(debuggee.ask("g")).isEqualTo("00440000" + "00000000".repeat(15));
    assertThat(debuggee.ask("P5=78560300")).isEqualTo("OK");
    assertThat(debuggee.machine.registers().get(5)).isEqualTo(0x35678);
    assertThat(debuggee.ask("p5")).isEqualTo("78560300");
    assertThat(debuggee.ask("pf")).isEqualTo("00000000");
    assertThat(debuggee.ask("p10")).isEqualTo("E01");
  }

  @Test
  void allRegistersAreWrittenAtOnce() {
    StringBuilder all = new StringBuilder();
    for (int register = 0; register < 16; register++) {
      all.append("%02x100000".formatted(2 * register));
    }
    assertThat(debuggee.ask("G" + all)).isEqualTo("OK");
    // R3, the constant generator, keeps 0.
    all.replace(24, 32, "00000000");
    assertThat(debuggee.ask("g")).isEqualTo(all.toString());
    assertThat(debuggee.ask("G" + all.substring(2))).isEqualTo("E01");
  }

  @Test
  void theOldMsp430GdbGetsTwoBytes() {
    debuggee.ask("qSupported:multiprocess+;swbreak+;hwbreak+");
    assertThat(debuggee.ask("p0")).isEqualTo("00440000");
    debuggee.ask("qSupported");
    assertThat(debuggee.ask("p0")).isEqualTo("0044");
    assertThat(debuggee.ask("g")).hasSize(16 * 4);
    assertThat(debuggee.ask("P4=3412")).isEqualTo("OK");
    assertThat(debuggee.machine.registers().get(4)).isEqualTo(0x1234);
  }

  @Test
  void readingMemoryMovesNothing() {
    Profile before = debuggee.machine.profile();
    // MOV #5A80h, &015Ch is 40B2 5A80 015C.
    assertThat(debuggee.ask("m4400,6")).isEqualTo("b240805a5c01");
    assertThat(debuggee.ask("m4401,2")).isEqualTo("4080");
    // WDTCTL reads 6904h after a reset (SLAU367 table 24-2).
    assertThat(debuggee.ask("m15c,2")).isEqualTo("0469");
    // Vacant memory reads 3FFFh (SLAU445 1.9.2), up to the end of the address space.
    assertThat(debuggee.ask("mffffe,10")).isEqualTo("ff3f");
    assertThat(debuggee.machine.profile()).isEqualTo(before);
    assertThat(debuggee.machine.cycle()).isZero();
  }

  @Test
  void memoryIsWrittenInHexadecimalAndInBytes() {
    assertThat(debuggee.ask("M1c00,3:123456")).isEqualTo("OK");
    assertThat(debuggee.ask("X1c03,2:#\u00ff")).isEqualTo("OK");
    assertThat(debuggee.ask("X1c03,0:")).isEqualTo("OK");
    assertThat(debuggee.ask("m1c00,5")).isEqualTo("12345623ff");
  }

  @Test
  void writtenCodeIsWhatRuns() {
    debuggee.go("s");
    debuggee.machine.run(RunLimits.instructions(10));
    // At loop: JMP $ (3FFFh).
    assertThat(debuggee.ask("M440c,2:ff3f")).isEqualTo("OK");
    debuggee.ask("c");
    assertThat(debuggee.ask("p0")).isEqualTo("0c440000");
  }

  @Test
  void aStepIsOneInstruction() {
    assertThat(debuggee.go("s")).isEqualTo("S05");
    assertThat(debuggee.ask("p0")).isEqualTo("06440000");
    assertThat(debuggee.go("vCont;s:1;c")).isEqualTo("S05");
    assertThat(debuggee.ask("p0")).isEqualTo("0a440000");
    assertThat(debuggee.go("s4400")).isEqualTo("S05");
    assertThat(debuggee.ask("p0")).isEqualTo("06440000");
    assertThat(debuggee.machine.profile().instructions()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"Z0, z0, swbreak", "Z1, z1, hwbreak"})
  void breakpointsStopBeforeTheirInstruction(String set, String clear, String named) {
    assertThat(debuggee.ask(set + ",440e,2")).isEqualTo("OK");
    assertThat(debuggee.go("c")).isEqualTo("S05");
    assertThat(debuggee.ask("p0")).isEqualTo("0e440000");
    debuggee.ask("qSupported:multiprocess+;swbreak+;hwbreak+");
    assertThat(debuggee.go("vCont;c")).isEqualTo("T05" + named + ":;");
    assertThat(debuggee.ask("p4")).isEqualTo("02000000");
    assertThat(debuggee.ask("?")).isEqualTo("T05" + named + ":;");
    assertThat(debuggee.ask(clear + ",440e,2")).isEqualTo("OK");
    assertThat(debuggee.ask("c")).isEqualTo("S02");
  }

  @Test
  void aBreakpointSetTwoWaysStaysUntilBothAreCleared() {
    debuggee.ask("Z0,440e,2");
    debuggee.ask("Z1,440e,2");
    debuggee.ask("z0,440e,2");
    assertThat(debuggee.go("c")).isEqualTo("S05");
  }

  @ParameterizedTest
  @CsvSource({
    "2, watch,  12440000",
    "3, rwatch, 16440000",
    "4, awatch, 12440000",
  })
  void watchpointsSayWhichAddressWasTouched(int type, String named, String pc) {
    assertThat(debuggee.ask("Z" + type + ",1c00,2")).isEqualTo("OK");
    assertThat(debuggee.go("c")).isEqualTo("T05" + named + ":1c00;");
    assertThat(debuggee.ask("p0")).isEqualTo(pc);
    assertThat(debuggee.ask("z" + type + ",1c00,2")).isEqualTo("OK");
    assertThat(debuggee.ask("c")).isEqualTo("S02");
  }

  @Test
  void anEndlessLoopIsInterrupted() {
    int[] looks = {0};
    String reply = debuggee.session.handle("c", () -> ++looks[0] == 3, debuggee.console::add);
    assertThat(reply).isEqualTo("S02");
    assertThat(looks[0]).isEqualTo(3);
    assertThat(debuggee.machine.cycle()).isBetween(3_000_000L, 3_000_100L);
  }

  @Test
  void aFaultIsExplainedOnTheConsole() {
    assertThat(debuggee.go("c50000")).isEqualTo("S04");
    assertThat(console()).contains("50000h").contains("no memory");
  }

  @Test
  void sleepThatNothingEndsIsExplainedOnTheConsole() {
    // BIS #10h, SR is D032 0010: CPU off.
    debuggee.ask("M4406,4:32d01000");
    assertThat(debuggee.go("c")).isEqualTo("S05");
    assertThat(console()).contains("sleeps");
  }

  @Test
  void monitorReports() {
    assertThat(monitor("cycles")).startsWith("0 cycles").contains("0 instructions");
    assertThat(monitor("events")).isEqualTo("no events yet\n");
    debuggee.go("s");
    // MOV #N, &EDE takes 5 - 1 cycles (SLAU367 table 4-10); no wait states after a reset.
    assertThat(monitor("cycles")).startsWith("4 cycles, 4 with the CPU awake; 1 instructions;");
    assertThat(monitor("energy")).isEqualTo("1 instructions' worth\n");
    assertThat(monitor("events")).contains("1  peripheral write\n");
    assertThat(monitor("help")).contains("reset", "cycles", "energy", "events", "help");
    assertThat(monitor("frobnicate")).contains("unknown");
    assertThat(debuggee.machine.cycle()).isEqualTo(4);
  }

  @Test
  void monitorResetGoesToTheResetVectorAndKeepsMemory() {
    debuggee.ask("M1c00,2:3412");
    debuggee.go("s440c");
    assertThat(monitor("reset")).isEqualTo("reset; PC is 04400h\n");
    assertThat(debuggee.ask("p0")).isEqualTo("00440000");
    assertThat(debuggee.ask("m1c00,2")).isEqualTo("3412");
  }

  @Test
  void thereIsOneThread() {
    assertThat(debuggee.ask("Hg0")).isEqualTo("OK");
    assertThat(debuggee.ask("Hc-1")).isEqualTo("OK");
    assertThat(debuggee.ask("Hg7")).isEqualTo("E01");
    assertThat(debuggee.ask("T1")).isEqualTo("OK");
    assertThat(debuggee.ask("T2")).isEqualTo("E01");
    assertThat(debuggee.ask("qC")).isEqualTo("QC1");
    assertThat(debuggee.ask("qfThreadInfo")).isEqualTo("m1");
    assertThat(debuggee.ask("qsThreadInfo")).isEqualTo("l");
    assertThat(debuggee.ask("qAttached")).isEqualTo("1");
  }

  @Test
  void detachingAndKillingEndASession() {
    assertThat(debuggee.ask("D")).isEqualTo("OK");
    assertThat(debuggee.session.hasEnded()).isTrue();

    Debuggee killed = new Debuggee();
    assertThat(killed.ask("k")).isNull();
    assertThat(killed.session.hasEnded()).isTrue();

    Debuggee nicelyKilled = new Debuggee();
    assertThat(nicelyKilled.ask("vKill;1")).isEqualTo("OK");
    assertThat(nicelyKilled.session.hasEnded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "vMustReplyEmpty", "!", "R00", "qXfer:nothing", "vFile:x", "Z9,0,1"})
  void whatIsUnknownGetsAnEmptyReply(String command) {
    assertThat(debuggee.ask(command)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p",
        "pz",
        "p123456789",
        "P0",
        "P0=",
        "P0=0",
        "P0=zz000000",
        "P10=00000000",
        "G",
        "G0",
        "m",
        "m0",
        "m0,",
        "m100000,1",
        "m0,1,",
        "M0,1",
        "M1c00,2:00",
        "M1c00,1:0",
        "M1c00,1:0g",
        "M15c,2:0000",
        "M50000,1:00",
        "X1c00,2:a",
        "Mfffff,2:0000",
        "c4400z",
        "s100000",
        "C",
        "Z0",
        "Z0,4400",
        "Z0,4400,2;X1,0",
        "Z2,1c00,0",
        "Z2,fffff,2",
        "Z0,100000,2",
        "H",
        "T",
        "vCont;",
        "vCont;x",
        "vCont;C1",
        "qRcmd,0",
        "qRcmd,xy",
        "m\u0664,1"
      })
  void whatIsMalformedOrImpossibleGetsAnError(String command) {
    assertThat(debuggee.ask(command)).isEqualTo("E01");
    assertThat(debuggee.machine.cycle()).isZero();
  }

  @Test
  void pointsAreBounded() {
    int set = 0;
    while (debuggee.ask("Z0,%x,2".formatted(2 * set)).equals("OK")) {
      set++;
      assertThat(set).isLessThan(100_000);
    }
    assertThat(set).isEqualTo(1024);
    assertThat(debuggee.ask("Z0,0,2")).isEqualTo("OK");
  }
}

package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The UART: hardware.md 8.6. SMCLK = MCLK = 8 MHz. */
class EusciATest {
  private static final int BASE = 0x5C0;
  private static final int CTLW0 = BASE;
  private static final int BRW = BASE + 0x06;
  private static final int MCTLW = BASE + 0x08;
  private static final int STATW = BASE + 0x0A;
  private static final int RXBUF = BASE + 0x0C;
  private static final int TXBUF = BASE + 0x0E;
  private static final int IE = BASE + 0x1A;
  private static final int IFG = BASE + 0x1C;
  private static final int IV = BASE + 0x1E;
  private static final int VECTOR = 0xFFF0;

  private static final int RXIFG = 1;
  private static final int TXIFG = 2;
  private static final int STTIFG = 4;
  private static final int TXCPTIFG = 8;

  private final Rig rig = new Rig();
  private final EusciA uart = new EusciA(BASE, rig.clocks, rig.queue, rig.interrupts, VECTOR);
  private final List<String> sent = new ArrayList<>();
  private final Deque<Integer> toSend = new ArrayDeque<>();

  @BeforeEach
  void connect() {
    rig.clocks.addListener(uart);
    uart.setSink((value, start, end) -> sent.add((char) value + " from " + start + " to " + end));
  }

  /** 8N1 with 100 cycles a bit: a character takes 1000 cycles. */
  private void start() {
    uart.writeWord(CTLW0, 0x0081);
    uart.writeWord(BRW, 100);
    uart.writeWord(CTLW0, 0x0080);
  }

  private void sendEagerly() {
    uart.setSource(ready -> toSend.isEmpty() ? UartSource.NOTHING : toSend.remove());
  }

  @Test
  void registersStartInReset() {
    assertThat(uart.readWord(CTLW0)).isEqualTo(1);
    assertThat(uart.readWord(IFG)).isEqualTo(TXIFG);
    uart.writeWord(TXBUF, 'x');
    rig.advanceTo(1_000_000);
    assertThat(sent).isEmpty();
  }

  @Test
  void aCharacterTakesTenBitTimes() {
    start();
    rig.advanceTo(50);
    uart.writeWord(TXBUF, 'A');
    assertThat(sent).containsExactly("A from 50 to 1050");
    assertThat(uart.readWord(STATW) & 1).isEqualTo(1);
    assertThat(uart.readWord(IFG) & TXIFG).isEqualTo(TXIFG);
    rig.advanceTo(1049);
    assertThat(uart.readWord(STATW) & 1).isEqualTo(1);
    assertThat(uart.readWord(IFG) & TXCPTIFG).isZero();
    rig.advanceTo(1050);
    assertThat(uart.readWord(STATW) & 1).isZero();
    assertThat(uart.readWord(IFG) & TXCPTIFG).isEqualTo(TXCPTIFG);
  }

  @Test
  void theBufferHoldsOneCharacterWhileAnotherIsSent() {
    start();
    uart.writeByte(TXBUF, 'A');
    uart.writeByte(TXBUF, 'B');
    assertThat(uart.readWord(IFG) & TXIFG).isZero();
    rig.advanceTo(999);
    assertThat(uart.readWord(IFG) & TXIFG).isZero();
    rig.advanceTo(1000);
    assertThat(uart.readWord(IFG) & (TXIFG | TXCPTIFG)).isEqualTo(TXIFG);
    rig.advanceTo(2000);
    assertThat(sent).containsExactly("A from 0 to 1000", "B from 1000 to 2000");
  }

  @ParameterizedTest
  @CsvSource({
    // CTLW0 without reset, bits: 8N1, 7N1, 8E1, 8N2, 7E2
    "0080, 10",
    "1080, 9",
    "C080, 11",
    "0880, 11",
    "D880, 11"
  })
  void theFormatSetsTheNumberOfBits(String control, int bits) {
    start();
    uart.writeWord(CTLW0, Integer.parseInt(control, 16));
    uart.writeWord(TXBUF, 'A');
    assertThat(sent).containsExactly("A from 0 to " + 100 * bits);
  }

  @ParameterizedTest
  @CsvSource({
    // BRW, MCTLW, cycles for ten bits
    "833, 0000, 8330", // 9600 baud at 8 MHz without modulation: 10 x 833
    "833, 2500, 8333", // 25h = 0010 0101: bits 2, 5, 7 of the first eight get a tick; 8, 9 none
    "833, C000, 8334", // C0h: bits 0, 1 and, the pattern beginning anew, bits 8, 9
    "52, 4911, 8334", // oversampling, BRF 1, BRS 49h = 0100 1001: 10 x (16 x 52 + 1) and a tick
    // in bits 1, 4, 7 and 9, which repeats bit 1
    "0, 0000, 10" // a divider of 0 counts like 1
  })
  void baudRateSettingsGiveTheTimeOfACharacter(int brw, String mctlw, int cycles) {
    start();
    uart.writeWord(BRW, brw);
    uart.writeWord(MCTLW, Integer.parseInt(mctlw, 16));
    uart.writeWord(TXBUF, 'A');
    assertThat(sent).containsExactly("A from 0 to " + cycles);
  }

  @Test
  void aclkIsSlower() {
    // 32768 Hz / 3 per bit: 30 ticks = 30 x 244.140625 = 7324.2 cycles.
    start();
    uart.writeWord(CTLW0, 0x0040);
    uart.writeWord(BRW, 3);
    uart.writeWord(TXBUF, 'A');
    assertThat(sent).containsExactly("A from 0 to 7325");
  }

  @Test
  void receivedCharactersArriveAfterTheirTime() {
    start();
    toSend.add((int) 'x');
    sendEagerly();
    assertThat(uart.readWord(IFG) & (STTIFG | RXIFG)).isEqualTo(STTIFG);
    rig.advanceTo(999);
    assertThat(uart.readWord(IFG) & RXIFG).isZero();
    rig.advanceTo(1000);
    assertThat(uart.readWord(IFG) & RXIFG).isEqualTo(RXIFG);
    assertThat(uart.peekWord(RXBUF)).isEqualTo('x');
    assertThat(uart.readWord(IFG) & RXIFG).isEqualTo(RXIFG);
    assertThat(uart.readByte(RXBUF)).isEqualTo('x');
    assertThat(uart.readWord(IFG) & RXIFG).isZero();
  }

  @Test
  void anEagerSenderOverrunsASlowReader() {
    start();
    toSend.addAll(List.of((int) 'x', (int) 'y'));
    sendEagerly();
    rig.advanceTo(2000);
    assertThat(uart.readWord(STATW) & 0x24).isEqualTo(0x24);
    assertThat(uart.readWord(RXBUF)).isEqualTo('y');
    assertThat(uart.readWord(STATW) & 0x24).isZero();
  }

  @Test
  void aPoliteSenderWaitsForTheReader() {
    start();
    toSend.addAll(List.of((int) 'x', (int) 'y'));
    uart.setSource(ready -> ready && !toSend.isEmpty() ? toSend.remove() : UartSource.NOTHING);
    rig.advanceTo(5000);
    assertThat(uart.readWord(RXBUF)).isEqualTo('x');
    rig.advanceTo(5999);
    assertThat(uart.readWord(IFG) & RXIFG).isZero();
    rig.advanceTo(6000);
    assertThat(uart.readWord(RXBUF)).isEqualTo('y');
  }

  @Test
  void theSourceIsAskedWhenTheModuleStarts() {
    toSend.add((int) 'x');
    sendEagerly();
    rig.advanceTo(5000);
    start();
    rig.advanceTo(6000);
    assertThat(uart.readWord(RXBUF)).isEqualTo('x');
  }

  @Test
  void loopbackReceivesWhatIsSent() {
    start();
    uart.writeWord(STATW, 0x80);
    uart.writeWord(TXBUF, 'q');
    rig.advanceTo(1000);
    assertThat(uart.readWord(RXBUF)).isEqualTo('q');
  }

  @Test
  void interruptsComeByPriority() {
    start();
    toSend.add((int) 'x');
    sendEagerly();
    uart.writeWord(IE, 0x0F);
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(VECTOR);
    uart.writeWord(TXBUF, 'A');
    rig.advanceTo(1000);
    assertThat(uart.readWord(IV)).isEqualTo(2);
    assertThat(uart.readWord(IV)).isEqualTo(4);
    assertThat(uart.readWord(IV)).isEqualTo(6);
    assertThat(uart.readWord(IV)).isEqualTo(8);
    assertThat(uart.readWord(IV)).isZero();
    assertThat(rig.interrupts.pending(true)).isFalse();
  }

  @Test
  void resettingTheModuleEndsCharactersAndClearsEnables() {
    start();
    uart.writeWord(IE, 3);
    uart.writeWord(TXBUF, 'A');
    uart.writeWord(TXBUF, 'B');
    uart.writeWord(CTLW0, 0x0081);
    assertThat(uart.readWord(IE)).isZero();
    assertThat(uart.readWord(IFG)).isEqualTo(TXIFG);
    assertThat(rig.clocks.smclk().isRequested()).isFalse();
    rig.advanceTo(5000);
    assertThat(sent).containsExactly("A from 0 to 1000");
  }

  @Test
  void aCharacterUnderWayKeepsItsClockInLowPowerModes() {
    start();
    uart.writeWord(TXBUF, 'A');
    rig.clocks.enter(PowerMode.LPM3);
    assertThat(rig.clocks.effectiveMode()).isEqualTo(PowerMode.LPM1);
    rig.advanceTo(1000);
    assertThat(rig.clocks.effectiveMode()).isEqualTo(PowerMode.LPM3);
    assertThat(uart.readWord(IFG) & TXCPTIFG).isEqualTo(TXCPTIFG);
  }

  @Test
  void flagsTriggerDma() {
    List<Boolean> receive = new ArrayList<>();
    List<Boolean> transmit = new ArrayList<>();
    uart.connectDma(receive::add, transmit::add);
    start();
    assertThat(transmit.get(transmit.size() - 1)).isTrue();
    uart.clearFlag(false);
    assertThat(transmit.get(transmit.size() - 1)).isFalse();
    uart.writeWord(STATW, 0x80);
    uart.writeWord(TXBUF, 'A');
    rig.advanceTo(1000);
    assertThat(receive.get(receive.size() - 1)).isTrue();
    uart.clearFlag(true);
    assertThat(receive.get(receive.size() - 1)).isFalse();
  }

  @Test
  void snapshotContinuesACharacter() {
    start();
    uart.writeWord(TXBUF, 'A');
    uart.writeWord(TXBUF, 'B');
    rig.advanceTo(500);
    long[] saved = uart.save();
    long[] clocks = rig.clocks.save();
    uart.reset();
    rig.clocks.restore(clocks);
    uart.restore(saved);
    rig.advanceTo(1000);
    assertThat(sent).containsExactly("A from 0 to 1000", "B from 1000 to 2000");
  }
}

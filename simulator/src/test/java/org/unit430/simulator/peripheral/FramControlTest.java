package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.peripheral.FramControl.Variant;

/** FRCTL_A and FRCTL: hardware.md section 5. */
class FramControlTest {
  private static final int FRCTL0 = 0x140;
  private static final int GCCTL0 = 0x144;
  private static final int GCCTL1 = 0x146;
  private static final int SYSSNIV = 0x19C;
  private static final int ACCTEIFG = 8;
  private static final int WPIFG = 0x10;

  private final Rig rig = new Rig();
  private final Memory memory = new Memory();
  private final FramControl control = controller(Variant.FRCTL_A);

  /** Notes what the controller asks for. */
  private static final class Memory implements FramTiming {
    @Override
    public void setReadOnly(List<Range> ranges) {
      throw new AssertionError("that is another module's business");
    }

    int waitStates = -1;
    boolean tooFast;
    boolean error;
    boolean isProtected;

    @Override
    public void setWaitStates(int cycles) {
      waitStates = cycles;
    }

    @Override
    public void setTooFast(boolean nowTooFast) {
      tooFast = nowTooFast;
    }

    @Override
    public void setAccessTimeError(boolean nowError) {
      error = nowError;
    }

    @Override
    public void setWriteProtected(boolean nowProtected) {
      isProtected = nowProtected;
    }
  }

  private FramControl controller(Variant variant) {
    Rig own = variant == Variant.FRCTL_A ? rig : new Rig();
    FramControl controller = new FramControl(FRCTL0, variant, memory, own.system, rig.resets::add);
    own.clocks.addListener(controller);
    return controller;
  }

  private void mclk(long hertz) {
    ClockRate rate = new ClockRate(hertz, 1);
    rig.clocks.configure(rate, rate, new ClockRate(32_768, 1));
  }

  @Test
  void startsOpenWithoutWaitStates() {
    assertThat(control.readWord(FRCTL0)).isEqualTo(0x9600);
    assertThat(control.readWord(GCCTL0)).isEqualTo(0x0004);
    assertThat(control.readWord(GCCTL1)).isZero();
    assertThat(memory.waitStates).isZero();
    control.writeByte(FRCTL0, 0x10);
    assertThat(memory.waitStates).isEqualTo(1);
  }

  @Test
  void thePasswordGoesWithTheWaitStates() {
    control.writeWord(FRCTL0, 0xA510);
    assertThat(control.readWord(FRCTL0)).isEqualTo(0x9610);
    assertThat(memory.waitStates).isEqualTo(1);
    control.writeWord(FRCTL0, 0xA5F0);
    assertThat(memory.waitStates).isEqualTo(15);
    control.writeWord(FRCTL0, 0x5A00);
    assertThat(rig.resets).containsExactly(ResetCause.MEMORY_PASSWORD);
    assertThat(memory.waitStates).isEqualTo(15);
  }

  @Test
  void aWrongByteClosesTheRegistersWithoutReset() {
    control.writeByte(FRCTL0 + 1, 0);
    control.writeByte(FRCTL0, 0x20);
    control.writeWord(GCCTL0, 0);
    assertThat(control.readWord(FRCTL0)).isEqualTo(0x9600);
    assertThat(control.readWord(GCCTL0)).isEqualTo(0x0004);
    assertThat(rig.resets).isEmpty();
    control.writeByte(FRCTL0 + 1, 0xA5);
    control.writeByte(FRCTL0, 0x20);
    assertThat(memory.waitStates).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    // SLAU367 table 8-1, user mode: MCLK in MHz, wait states needed
    "4, 0",
    "8, 0",
    "10, 1",
    "12, 1",
    "14, 1",
    "16, 1",
    "24, 2",
    "32, 3"
  })
  void mclkMustNotExceedWhatTheWaitStatesAllow(int megahertz, int needed) {
    mclk(megahertz * 1_000_000L);
    control.writeWord(FRCTL0, 0xA500 | (needed << 4));
    assertThat(memory.tooFast).isFalse();
    if (needed > 0) {
      control.writeWord(FRCTL0, 0xA500 | ((needed - 1) << 4));
      assertThat(memory.tooFast).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "16, 3", "24, 3", "32, 4"})
  void automaticModeIgnoresTheField(int megahertz, int waitStates) {
    mclk(megahertz * 1_000_000L);
    control.writeWord(FRCTL0, 0xA508);
    assertThat(memory.waitStates).isEqualTo(waitStates);
    assertThat(memory.tooFast).isFalse();
  }

  @Test
  void anAccessThatIsTooFastRaisesTheErrorUntilSoftwareClearsIt() {
    mclk(16_000_000);
    assertThat(memory.tooFast).isTrue();
    assertThat(memory.error).isFalse();
    control.accessedTooFast();
    assertThat(memory.error).isTrue();
    assertThat(control.readWord(GCCTL1)).isEqualTo(ACCTEIFG);
    control.writeWord(FRCTL0, 0xA510);
    assertThat(memory.error).isTrue();
    control.writeWord(GCCTL1, 0);
    assertThat(memory.error).isFalse();
    assertThat(memory.tooFast).isFalse();
    assertThat(rig.resets).isEmpty();
  }

  @Test
  void enabledErrorsAreSystemNmis() {
    control.writeWord(FRCTL0, 0xA501);
    assertThat(memory.isProtected).isTrue();
    control.writeWord(GCCTL0, 0x0018);
    control.wroteProtected();
    control.accessedTooFast();
    assertThat(rig.interrupts.pending(false)).isTrue();
    assertThat(rig.interrupts.acknowledge(false)).isEqualTo(Rig.SYSTEM_NMI);
    assertThat(rig.system.readWord(SYSSNIV)).isEqualTo(0x06);
    assertThat(control.readWord(GCCTL1)).isEqualTo(WPIFG);
    assertThat(rig.system.readWord(SYSSNIV)).isEqualTo(0x1A);
    assertThat(control.readWord(GCCTL1)).isZero();
    assertThat(rig.system.readWord(SYSSNIV)).isZero();
    assertThat(rig.interrupts.pending(false)).isFalse();
  }

  @Test
  void softwareCannotSetFlags() {
    control.writeWord(GCCTL1, 0xFFFF);
    assertThat(control.readWord(GCCTL1)).isZero();
  }

  @Test
  void theOlderControllerResetsTheDeviceAndKeepsTheFlag() {
    FramControl older = controller(Variant.FRCTL);
    assertThat(older.readWord(GCCTL0)).isEqualTo(0x0006);
    older.writeByte(FRCTL0, 0x10);
    assertThat(memory.waitStates).isZero();
    older.writeWord(FRCTL0, 0xA5FF);
    assertThat(memory.waitStates).isEqualTo(7);
    assertThat(memory.isProtected).isFalse();
    older.accessedTooFast();
    assertThat(rig.resets).containsExactly(ResetCause.FRAM_ACCESS_TIME);
    older.reset();
    assertThat(older.readWord(GCCTL1)).isEqualTo(ACCTEIFG);
    assertThat(memory.error).isFalse();
    assertThat(memory.waitStates).isZero();
  }

  @Test
  void resetAndSnapshot() {
    control.writeWord(FRCTL0, 0xA511);
    control.wroteProtected();
    control.writeByte(FRCTL0 + 1, 0);
    long[] saved = control.save();
    control.reset();
    assertThat(memory.waitStates).isZero();
    assertThat(memory.isProtected).isFalse();
    assertThat(control.readWord(GCCTL1)).isZero();
    control.restore(saved);
    assertThat(memory.waitStates).isEqualTo(1);
    assertThat(memory.isProtected).isTrue();
    assertThat(control.readWord(GCCTL1)).isEqualTo(WPIFG);
    control.writeByte(FRCTL0, 0x20);
    assertThat(memory.waitStates).isEqualTo(1);
  }
}

package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.memory.UnmodelledAccess;
import org.unit430.simulator.peripheral.ClassicPort;
import org.unit430.simulator.peripheral.Uart;
import org.unit430.simulator.peripheral.UartSource;
import org.unit430.simulator.program.ProgramImage;

/**
 * What firmware does first on devices other than the FR59xx: set its clock, print, read a
 * character, sleep until a timer wakes it. Addresses and bits: hardware.md 8.1 to 8.6, SLAU049,
 * SLAU144, SLAU208, SLAU445.
 */
class DeviceFamiliesTest {
  private static final int CODE = 0xC800;
  private static final RunLimits LIMITS = new RunLimits(10_000_000, 1_000_000);

  private record Sent(int value, long start, long end) {}

  private final List<UnmodelledAccess> unmodelled = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Deque<Integer> typed = new ArrayDeque<>();

  private Machine machine(String device, String... lines) {
    Machine machine = MachineFactory.create(DeviceCatalog.byName(device));
    machine.bus().onUnmodelledAccess(unmodelled::add);
    for (Uart uart : machine.modules(Uart.class)) {
      uart.setSink((value, start, end) -> sent.add(new Sent(value, start, end)));
      uart.setSource(ready -> ready && !typed.isEmpty() ? typed.remove() : UartSource.NOTHING);
    }
    ProgramImage program =
        new Assembler(machine.device().core())
            .section("text", CODE, 0xFF00)
            .add(AssemblyUnit.of("test.s43", String.join("\n", lines) + "\nend: jmp end\n"))
            .assemble();
    machine.load(program);
    machine.bus().pokeWord(0xFFFE, CODE);
    machine.registers().set(Registers.PC, CODE);
    if (String.join("", lines).contains("handler:")) {
      machine.bus().pokeWord(vectorOfTimer(device), program.address("handler"));
    }
    machine.setBreakpoint(program.address("end"));
    return machine;
  }

  /** CCR0 of the first Timer_A (hardware.md 4.2). */
  private static int vectorOfTimer(String device) {
    return switch (device) {
      case "G2553" -> 0xFFF2;
      case "F1611" -> 0xFFEC;
      case "F5529" -> 0xFFEA;
      case "FR2433" -> 0xFFF8;
      default -> throw new IllegalArgumentException(device);
    };
  }

  private void runToEnd(Machine machine) {
    assertThat(machine.run(LIMITS)).isInstanceOf(StopReason.Breakpoint.class);
    assertThat(unmodelled).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // RSEL = 7 and DCO = 3 of the x2xx; RSEL = 4 of the x1xx (hardware.md 8.4); 32 x 32768 Hz.
    "G2553, 1100000",
    "F1611, 800000",
    "F5529, 1048576",
    "FR2433, 1048576"
  })
  void clocksAfterAReset(String device, long hertz) {
    Machine machine = machine(device, " nop");

    assertThat(machine.mclkHertz()).isEqualTo(hertz);
    assertThat(machine.clocks().smclkHertz()).isEqualTo(hertz);
    assertThat(machine.clocks().aclkHertz()).isEqualTo(32_768);
  }

  @ParameterizedTest
  @CsvSource({"0x10F8, 16000000", "0x10FA, 12000000", "0x10FC, 8000000", "0x10FE, 1000000"})
  void calibrationConstantsOfTheG2553GiveTheirFrequency(String constants, long hertz) {
    int address = Integer.decode(constants);
    Machine machine =
        machine(
            "G2553",
            " mov #0x5A80, &0x0120",
            " clr.b &0x56",
            String.format(" mov.b &0x%04X, &0x57", address + 1),
            String.format(" mov.b &0x%04X, &0x56", address));

    runToEnd(machine);

    assertThat(machine.mclkHertz()).isEqualTo(hertz);
  }

  /** DCO = 4, MOD = 0: one step of 12 % above 800 kHz. MOD = 16: half the cycles at DCO = 5. */
  @Test
  void stepsAndModulationOfTheDco() {
    Machine steps = machine("F1611", " mov.b #0x80, &0x56");
    runToEnd(steps);
    Machine modulation = machine("F1611", " mov.b #0x90, &0x56");
    runToEnd(modulation);

    assertThat(steps.mclkHertz()).isEqualTo(896_000);
    // 32 cycles take 16 / 896 kHz + 16 / (896 kHz x 1.12).
    assertThat((double) modulation.mclkHertz())
        .isCloseTo(32 / (16 / 896e3 + 16 / 1003.52e3), within(1.0));
  }

  @Test
  void dividersOfTheBasicClock() {
    // DIVM = /4, SELS = LFXT1 (the F1611 of the profile has no XT2), DIVS = /2; DIVA = /8.
    Machine machine = machine("F1611", " mov.b #0x2A, &0x58", " mov.b #0xB4, &0x57");

    runToEnd(machine);

    assertThat(machine.mclkHertz()).isEqualTo(200_000);
    assertThat(machine.clocks().smclkHertz()).isEqualTo(16_384);
    assertThat(machine.clocks().aclkHertz()).isEqualTo(4_096);
  }

  /** FLLN = 243, FLLD = 2: DCOCLKDIV = 244 x 32768 Hz; MCLK and SMCLK take it after a reset. */
  @ParameterizedTest
  @CsvSource({"F5529, 0x0164, 0x0166, 0x0020, 0x016E", "FR2433, 0x0184, 0x0186, 0x0010, 0x018E"})
  void theLoopMultipliesItsReference(
      String device, String multiplier, String reference, String refo, String faults) {
    Machine machine =
        machine(
            device,
            String.format(" mov #%s, &%s", refo, reference),
            // Clear the fault flags until they stay clear, as TI's examples do.
            String.format("again: clr &%s", faults),
            " bic #2, &0x0102",
            " bit #2, &0x0102",
            " jnz again",
            String.format(" mov #0x10F3, &%s", multiplier));

    runToEnd(machine);

    assertThat(machine.mclkHertz()).isEqualTo(244L * 32_768);
    assertThat(machine.clocks().smclkHertz()).isEqualTo(244L * 32_768);
  }

  @Test
  void ucsSelectsDcoclkAndCrystals() {
    // SELA = VLO, SELS = XT2, SELM = DCOCLK; DIVM = /2: DCOCLK is twice DCOCLKDIV.
    Machine machine = machine("F5529", " mov #0x0153, &0x0168", " mov #0x0001, &0x016A");

    runToEnd(machine);

    assertThat(machine.mclkHertz()).isEqualTo(1_048_576);
    assertThat(machine.clocks().smclkHertz()).isEqualTo(4_000_000);
    assertThat(machine.clocks().aclkHertz()).isEqualTo(9_400);
  }

  @Test
  void raisingTheCoreVoltageEnds() {
    // The sequence of SLAU208 2.2.4: unlock, supervisors, wait, level, wait, lock.
    Machine machine =
        machine(
            "F5529",
            " mov.b #0xA5, &0x0121",
            " mov #0x4501, &0x0124",
            " mov #0x4401, &0x0126",
            "delay: bit #1, &0x012C",
            " jz delay",
            " bic #7, &0x012C",
            " mov.b #1, &0x0120",
            "level: bit #4, &0x012C",
            " jz level",
            " clr.b &0x0121",
            " mov &0x0120, r4");

    runToEnd(machine);

    assertThat(machine.registers().get(4)).isEqualTo(0x9601);
  }

  private static String[] print(String device) {
    return switch (device) {
      // Divider 104: 10 bits of 104 ticks.
      case "G2553" ->
          new String[] {
            " mov.b #1, &0x61",
            " mov.b #0x81, &0x61",
            " mov.b #104, &0x62",
            " clr.b &0x63",
            " clr.b &0x64",
            " bic.b #1, &0x61",
            " mov.b #'U', &0x67",
            "wait: bit.b #2, &3",
            " jz wait",
            " mov.b #'!', &0x67",
            "read: bit.b #1, &3",
            " jz read",
            " mov.b &0x66, r4"
          };
      case "F1611" ->
          new String[] {
            " mov.b #0x11, &0x70", " mov.b #0x20, &0x71", " mov.b #104, &0x74", " clr.b &0x75",
            " clr.b &0x73", " bis.b #0xC0, &4", " bic.b #1, &0x70", " mov.b #'U', &0x77",
            "wait: bit.b #0x80, &2", " jz wait", " mov.b #'!', &0x77", "read: bit.b #0x40, &2",
            " jz read", " mov.b &0x76, r4"
          };
      case "F5529" ->
          new String[] {
            " mov.b #0x81, &0x05C0", " mov.b #104, &0x05C6", " clr.b &0x05C7", " clr.b &0x05C8",
            " bic.b #1, &0x05C0", " mov.b #'U', &0x05CE", "wait: bit.b #2, &0x05DD", " jz wait",
            " mov.b #'!', &0x05CE", "read: bit.b #1, &0x05DD", " jz read", " mov.b &0x05CC, r4"
          };
      case "FR2433" ->
          new String[] {
            " mov #0x0081, &0x0500", " mov #104, &0x0506", " clr &0x0508", " bic #1, &0x0500",
            " mov #'U', &0x050E", "wait: bit #2, &0x051C", " jz wait", " mov #'!', &0x050E",
            "read: bit #1, &0x051C", " jz read", " mov &0x050C, r4"
          };
      default -> throw new IllegalArgumentException(device);
    };
  }

  @ParameterizedTest
  @CsvSource({"G2553", "F1611", "F5529", "FR2433"})
  void printsAndReadsByItsUart(String device) {
    typed.add((int) 'k');
    List<String> lines = new ArrayList<>();
    // Stop the watchdog, whose register moved between families.
    lines.add(
        switch (device) {
          case "F5529" -> " mov #0x5A80, &0x015C";
          case "FR2433" -> " mov #0x5A80, &0x01CC";
          default -> " mov #0x5A80, &0x0120";
        });
    lines.addAll(List.of(print(device)));
    Machine machine = machine(device, lines.toArray(String[]::new));

    runToEnd(machine);

    assertThat(sent).extracting(Sent::value).containsExactly((int) 'U', (int) '!');
    // BRCLK is SMCLK, which is MCLK: 10 bits of 104 cycles, one character right behind the other.
    assertThat(sent.get(0).end() - sent.get(0).start()).isEqualTo(1040);
    assertThat(sent.get(1).start()).isEqualTo(sent.get(0).end());
    assertThat(machine.registers().get(4)).isEqualTo('k');
  }

  @ParameterizedTest
  // Registers of the first Timer_A: CTL, CCTL0, CCR0; WDTCTL.
  @CsvSource({
    "G2553, 0x0160, 0x0162, 0x0172, 0x0120",
    "F1611, 0x0160, 0x0162, 0x0172, 0x0120",
    "F5529, 0x0340, 0x0342, 0x0352, 0x015C",
    "FR2433, 0x0380, 0x0382, 0x0392, 0x01CC"
  })
  void sleepsInLpm3UntilItsTimerWakesIt(
      String device, String ctl, String cctl, String ccr, String wdtctl) {
    int stack = device.equals("G2553") ? 0x0400 : 0x2800;
    Machine machine =
        machine(
            device,
            String.format(" mov #0x%04X, sp", stack),
            " mov #0x5A80, &" + wdtctl,
            " mov #99, &" + ccr,
            " mov #0x0010, &" + cctl,
            // ACLK, up, clear.
            " mov #0x0114, &" + ctl,
            // LPM3 with GIE.
            " bis #0x00D8, sr",
            " jmp end",
            "handler: bic #0x00D0, 0(sp)",
            " mov #1, r9",
            " reti");

    runToEnd(machine);

    assertThat(machine.registers().get(9)).isEqualTo(1);
    // CCIFG comes when the counter reaches 99: 99 to 100 ticks of 32,768 Hz after it was started.
    double seconds = machine.cycle() / (double) machine.mclkHertz();
    assertThat(seconds).isBetween(99 / 32_768.0, 100 / 32_768.0 + 100e-6);
  }

  @ParameterizedTest
  @CsvSource({"G2553, 1100000", "F1611, 800000"})
  void theWatchdogOfOlderDevicesResetsAfter32768Ticks(String device, long hertz) {
    Machine machine = machine(device, " add #1, &0x1F00", "spin: jmp spin");
    machine.registers().set(7, 7);

    machine.run(new RunLimits(32_768 + 20, Long.MAX_VALUE));

    assertThat(machine.mclkHertz()).isEqualTo(hertz);
    // IFG1 keeps WDTIFG through the reset, so that software sees the cause.
    assertThat(machine.bus().peekWord(2) & 1).isEqualTo(1);
    assertThat(machine.registers().get(Registers.PC)).isBetween(CODE, CODE + 8);
  }

  @Test
  void portOneOfTheG2553InterruptsOnAnEdge() {
    Machine machine =
        machine(
            "G2553",
            " mov #0x5A80, &0x0120",
            // P1.3 as an input with pull-up, falling edge.
            " mov.b #8, &0x21",
            " mov.b #8, &0x27",
            " mov.b #8, &0x24",
            " clr.b &0x23",
            " mov.b #8, &0x25",
            " mov.b &0x20, r4");
    runToEnd(machine);
    assertThat(machine.registers().get(4)).isEqualTo(8);

    ClassicPort port =
        machine.modules(ClassicPort.class).stream()
            .filter(one -> one.start() == 0x20)
            .findFirst()
            .orElseThrow();
    port.pins().drive(3, false);

    assertThat(machine.bus().peekWord(0x22) >> 8).isEqualTo(8);
    assertThat(machine.interrupts().pending(true)).isTrue();
  }

  @Test
  void aFlashRegisterWrittenWithoutItsKeyResets() {
    Machine machine = machine("F1611", " mov #0x0040, &0x0128", " nop");

    machine.run(RunLimits.instructions(1));

    // At the reset vector, not behind the instruction.
    assertThat(machine.registers().get(Registers.PC)).isEqualTo(CODE);
    // KEYV of FCTL3.
    assertThat(machine.bus().peekWord(0x012C) & 2).isEqualTo(2);
  }

  @Test
  void aSnapshotTakenWhileACharacterIsSentGoesOnLikeTheOriginal() {
    for (String device : List.of("G2553", "F1611", "F5529", "FR2433")) {
      Machine machine = machine(device, print(device));
      machine.run(RunLimits.instructions(40));
      MachineState state = machine.save();
      Machine copy = MachineFactory.create(DeviceCatalog.byName(device));
      copy.restore(state);

      machine.run(RunLimits.instructions(500));
      copy.run(RunLimits.instructions(500));

      assertThat(copy.cycle()).as(device).isEqualTo(machine.cycle());
      assertThat(copy.registers().get(Registers.PC))
          .isEqualTo(machine.registers().get(Registers.PC));
    }
  }
}

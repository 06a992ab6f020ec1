package org.unit430.simulator.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;

/**
 * What instructions do where registers have a part of their own; worked by hand from SLAU367
 * chapter 4 (sections without a document) and SLAU049 chapter 3.
 */
class CpuTest {
  private static final int CODE = 0x5000;
  private static final int PC = Registers.PC;
  private static final int SP = Registers.SP;
  private static final int SR = Registers.SR;

  private Machine machine = new Machine(DeviceProfile.flatRam(CpuCore.CPUX));

  CpuTest() {
    set(SP, 0x2900);
  }

  // Status register as destination: the written value wins over the flags of the operation.

  @Test
  void whatIsWrittenToTheStatusRegisterWinsOverTheFlags() {
    set(SR, 0x0003);
    run("ADD #1, SR");
    // The sum is positive and not zero, so the flags alone would be 0.
    assertThat(get(SR)).isEqualTo(0x0004);

    set(SR, 0x0107);
    run("AND #0, SR");
    // The flags alone would be Z.
    assertThat(get(SR)).isZero();

    set(SR, 0x0003);
    run("RRA SR");
    assertThat(get(SR)).isEqualTo(0x0001);
  }

  @Test
  void aByteOperationOnTheStatusRegisterClearsItsUpperByte() {
    set(SR, 0x0107);
    run("BIS.B #8, SR");
    assertThat(get(SR)).isEqualTo(0x000F);
  }

  @Test
  void compareAndBitTestOfTheStatusRegisterOnlySetFlags() {
    set(SR, 0x0040);
    run("BIT #40h, SR");
    // C = NOT Z = 1; SCG0 stays.
    assertThat(get(SR)).isEqualTo(0x0041);
  }

  // Stack pointer.

  @Test
  void pushSpStoresTheOldValueAndPopSpTakesTheValueRead() {
    // SLAU445 figure 4-8.
    run("PUSH SP");
    assertThat(word(0x28FE)).isEqualTo(0x2900);
    assertThat(get(SP)).isEqualTo(0x28FE);
    machine.bus().pokeWord(0x28FE, 0x2468);
    run("POP SP");
    assertThat(get(SP)).isEqualTo(0x2468);
  }

  @Test
  void bytesOnTheStackTakeAWord() {
    // 4.6.3.20; the other half of the word is left alone.
    machine.bus().pokeWord(0x28FE, 0xAAAA);
    set(5, 0x12345);
    run("PUSH.B R5");
    assertThat(word(0x28FE)).isEqualTo(0xAA45);
    assertThat(get(SP)).isEqualTo(0x28FE);
    run("POP.B R6");
    assertThat(get(6)).isEqualTo(0x45);
    assertThat(get(SP)).isEqualTo(0x2900);
  }

  @Test
  void theStackPointerStaysEven() {
    run("MOV.B #0FFh, SP");
    assertThat(get(SP)).isEqualTo(0x00FE);
    run("ADD #3, SP");
    assertThat(get(SP)).isEqualTo(0x0100);
  }

  @Test
  void addressWordsOnTheStackHaveTheirUpperBitsAtTheHigherAddress() {
    // 4.6.4.3: PC.19:16 is pushed first.
    machine.bus().pokeWord(0x28FE, 0xFFFF);
    execute("CALLA #12346h", 0xA5000);
    assertThat(word(0x28FC)).isEqualTo(0x5004);
    assertThat(word(0x28FE)).isEqualTo(0x000A);
    assertThat(get(PC)).isEqualTo(0x12346);
    execute("RETA", get(PC));
    assertThat(get(PC)).isEqualTo(0xA5004);
    assertThat(get(SP)).isEqualTo(0x2900);
  }

  @Test
  void callReadsItsDestinationBeforeItPushes() {
    // 4.6.2.9: the target lies where the return address goes afterwards.
    machine.bus().pokeWord(0x28FE, 0x6000);
    run("CALL -2(SP)");
    assertThat(get(PC)).isEqualTo(0x6000);
    assertThat(word(0x28FE)).isEqualTo(0x5004);
  }

  @Test
  void retLeavesTheProgramInTheLow64KilobytesAndRetiRestoresAllOfThePc() {
    machine.bus().pokeWord(0x2900, 0x6000);
    execute("RET", 0x15000);
    assertThat(get(PC)).isEqualTo(0x6000);

    // SLAU445 1.3.4.2: PC.19:16 in bits 15:12 above SR.11:0.
    machine.bus().pokeWord(0x2902, 0xB048);
    machine.bus().pokeWord(0x2904, 0x7002);
    run("RETI");
    assertThat(get(PC)).isEqualTo(0xB7002);
    assertThat(get(SR)).isEqualTo(0x048);
    assertThat(get(SP)).isEqualTo(0x2906);
  }

  @Test
  void pushmAndPopmKeepTheirOrder() {
    // 4.6.3.19: PUSHM #3,R10 pushes R10, R9, R8; 4.6.3.18: POPM #3,R10 restores R8, R9, R10.
    set(8, 0x80808);
    set(9, 0x90909);
    set(10, 0xA0A0A);
    run("PUSHM.A #3, R10");
    assertThat(get(SP)).isEqualTo(0x2900 - 12);
    assertThat(word(0x28FC)).isEqualTo(0x0A0A);
    assertThat(word(0x28FE)).isEqualTo(0x000A);
    assertThat(word(0x28F4)).isEqualTo(0x0808);
    set(8, 0);
    set(9, 0);
    set(10, 0);
    run("POPM.A #3, R10");
    assertThat(get(8)).isEqualTo(0x80808);
    assertThat(get(9)).isEqualTo(0x90909);
    assertThat(get(10)).isEqualTo(0xA0A0A);
    assertThat(get(SP)).isEqualTo(0x2900);

    run("PUSHM.W #2, R10");
    assertThat(word(0x28FE)).isEqualTo(0x0A0A);
    assertThat(word(0x28FC)).isEqualTo(0x0909);
    run("POPM.W #2, R10");
    // A word operation clears bits 19:16 (4.3.5).
    assertThat(get(10)).isEqualTo(0x0A0A);
  }

  @Test
  void popmReachesTheProgramCounter() {
    // POPM.W #1,PC: n - 1 = 0, lowest register R0.
    machine.bus().pokeWord(0x2900, 0x6001);
    executeWords(0x1700);
    assertThat(get(PC)).isEqualTo(0x6000);
    assertThat(get(SP)).isEqualTo(0x2902);
  }

  // Program counter as operand.

  @Test
  void theProgramCounterReadsAsTheNextInstruction() {
    run("MOV PC, R5");
    assertThat(get(5)).isEqualTo(CODE + 2);
    run("MOVA PC, R5");
    assertThat(get(5)).isEqualTo(CODE + 2);
    // Skips the two words behind the instruction.
    run("ADD #4, PC");
    assertThat(get(PC)).isEqualTo(CODE + 2 + 4);
  }

  @Test
  void aWordWrittenToTheProgramCounterClearsItsUpperBits() {
    set(5, 0x36001);
    execute("MOV R5, PC", 0x15000);
    assertThat(get(PC)).isEqualTo(0x6000);
    execute("MOVA R5, PC", 0x15000);
    assertThat(get(PC)).isEqualTo(0x36000);
  }

  @Test
  void compareWithTheProgramCounterDoesNotJump() {
    run("CMP #1234h, PC");
    assertThat(get(PC)).isEqualTo(CODE + 4);
  }

  @Test
  void jumpsWrapAround20Bits() {
    // JMP with offset 1.
    executeWordsAt(0xFFFFE, 0x3C01);
    assertThat(get(PC)).isEqualTo(0x00002);
  }

  // Addressing.

  @ParameterizedTest
  @CsvSource({
    // 4.4.2.1: base in the low 64 KB: the sum has 16 bits, in both directions.
    "MOV 10h(R5), R6, 0FFF8, 00008",
    "MOV -10h(R5), R6, 00008, 0FFF8",
    // 4.4.2.2: base above: the index is signed and the sum has 20 bits. TI's example: 1B79Ch.
    "MOV 8346h(R5), R6, 23456, 1B79C",
    "MOV 7000h(R5), R6, FF000, 06000",
    // 4.4.2.3: with an extension word index and sum have 20 bits.
    "MOVX 10h(R5), R6, 0FFF8, 10008",
    "MOVX -10h(R5), R6, 00008, FFFF8",
    "MOVX 8346h(R5), R6, 23456, 2B79C",
    // MOVA has a signed 16-bit index (SLAU445 4.6.1) and a 20-bit sum.
    "MOVA 10h(R5), R6, 0FFF8, 10008",
    "MOVA -10h(R5), R6, 00008, FFFF8"
  })
  void indexedOperandsLieWhereTheManualSays(
      String mnemonicAndSource, String destination, String base, String address) {
    int at = Integer.parseInt(address, 16);
    machine.bus().pokeWord(at, 0x5A5A);
    set(5, Integer.parseInt(base, 16));

    execute(mnemonicAndSource + ", " + destination, 0x40000);

    assertThat(get(6)).isEqualTo(0x5A5A);
  }

  @Test
  void symbolicOperandsOfPlainInstructionsStayInTheLow64Kilobytes() {
    machine.bus().pokeWord(0x0010, 0x1111);
    machine.bus().pokeWord(0xFFF0, 0x2222);
    // MOV X(PC),R6 at FF00h: the index word lies at FF02h; FF02h + 010Eh = 10010h.
    executeWordsAt(0xFF00, 0x4016, 0x010E);
    assertThat(get(6)).isEqualTo(0x1111);
    // At 100h: 102h - 112h.
    executeWordsAt(0x0100, 0x4016, 0xFEEE);
    assertThat(get(6)).isEqualTo(0x2222);
  }

  @Test
  void addressWordsTakeTwoWordsOfWhich20BitsCount() {
    machine.bus().pokeWord(0x2000, 0x3456);
    machine.bus().pokeWord(0x2002, 0xFFF2);
    run("MOVA &2000h, R5");
    assertThat(get(5)).isEqualTo(0x23456);
    run("MOVA R5, &2100h");
    assertThat(word(0x2100)).isEqualTo(0x3456);
    assertThat(word(0x2102)).isEqualTo(0x0002);
    // 4.4.1: bits 31:20 become 0, also of an operand that is changed in place.
    run("ADDX.A #1, &2000h");
    assertThat(word(0x2002)).isEqualTo(0x0002);
  }

  @Test
  void autoincrementStepsByTheOperandsSize() {
    set(5, 0x2000);
    run("MOV.B @R5+, R6");
    assertThat(get(5)).isEqualTo(0x2001);
    set(5, 0x2000);
    run("MOV @R5+, R6");
    assertThat(get(5)).isEqualTo(0x2002);
    run("MOVX.A @R5+, R6");
    assertThat(get(5)).isEqualTo(0x2006);
    run("MOVA @R5+, R6");
    assertThat(get(5)).isEqualTo(0x200A);
  }

  @Test
  void theSourceStepsBeforeTheDestinationIsFormed() {
    // 4.6.2.38: ADD @R5+,-2(R5) doubles the word at R5.
    machine.bus().pokeWord(0x2000, 0x1234);
    set(5, 0x2000);
    run("ADD @R5+, -2(R5)");
    assertThat(word(0x2000)).isEqualTo(0x2468);
  }

  @Test
  void wordAccessesIgnoreAddressBit0() {
    machine.bus().pokeWord(0x2000, 0x1234);
    run("MOV &2001h, R5");
    assertThat(get(5)).isEqualTo(0x1234);
  }

  // Results and flags.

  @ParameterizedTest
  @CsvSource({
    // instruction, R5, R6, carry before, R6 after, flags C = 1, Z = 2, N = 4 after
    "DADD, 01234, 05678, 0, 06912, 0",
    "DADD, 09999, 00000, 1, 00000, 3",
    "DADD, 00001, 07999, 0, 08000, 4",
    "DADD.B, 00055, 0FF44, 1, 00000, 3",
    "DADD.B, 00019, 00023, 0, 00042, 0",
    "DADDX.A, 12345, 54321, 0, 66666, 0",
    "DADDX.A, 99999, 00000, 1, 00000, 3",
    "DADDX.A, 40000, 40000, 0, 80000, 4"
  })
  void decimalAdditionCarriesThroughTheDigits(
      String instruction, String source, String destination, int carry, String sum, int flags) {
    set(5, Integer.parseInt(source, 16));
    set(6, Integer.parseInt(destination, 16));
    set(SR, carry);

    run(instruction + " R5, R6");

    assertThat(get(6)).isEqualTo(Integer.parseInt(sum, 16));
    // V is undefined (4.6.2.12).
    assertThat(get(SR) & 7).isEqualTo(flags);
  }

  @Test
  void constantGenerator2CannotBeWritten() {
    run("MOV #1234h, R3");
    assertThat(get(3)).isZero();
    // Flags are set all the same: 0 - 1 is negative and borrows.
    run("SUB #1, R3");
    assertThat(get(3)).isZero();
    assertThat(get(SR)).isEqualTo(4);
  }

  @Test
  void theConstantMinus1HasAllBitsOfTheSize() {
    run("MOVX.A #-1, R5");
    assertThat(get(5)).isEqualTo(0xFFFFF);
    run("MOV #-1, R5");
    assertThat(get(5)).isEqualTo(0x0FFFF);
    run("MOV.B #-1, R5");
    assertThat(get(5)).isEqualTo(0x000FF);
  }

  // Repetition.

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "F, 16", "FFFF0, 1", "A5A53, 4"})
  void bits3To0OfARegisterHoldTheRepeatCountLessOne(String count, int times) {
    // Table 4-11.
    set(10, Integer.parseInt(count, 16));
    set(5, 3);
    run("RPT R10 { ADDX R5, R6");
    assertThat(get(6)).isEqualTo(3 * times);
    assertThat(get(10)).isEqualTo(Integer.parseInt(count, 16));
  }

  @Test
  void theRepeatCountIsReadOnce() {
    // The repeated instruction changes the register that holds the count: 3, then 6, 12, 24, 48.
    set(10, 3);
    run("RPT R10 { ADDX R10, R10");
    assertThat(get(10)).isEqualTo(48);
  }

  @Test
  void repeatedRotationsPassTheCarryOn() {
    // 81h, C = 0 -> 40h, C = 1 -> A0h, C = 0 -> 50h, C = 0.
    set(5, 0x0081);
    run("RPT #3 { RRCX.B R5");
    assertThat(get(5)).isEqualTo(0x50);
    assertThat(get(SR) & 1).isZero();
    // With ZC each repetition takes a 0 in: 81h -> 40h -> 20h -> 10h.
    set(5, 0x0081);
    set(SR, 1);
    run("RPTZ #3 { RRCX.B R5");
    assertThat(get(5)).isEqualTo(0x10);
  }

  // The old core has 16 bits.

  @Test
  void registersOfTheOldCoreHave16Bits() {
    machine = new Machine(DeviceProfile.flatRam(CpuCore.MSP430));
    set(5, 0xFFFE);
    run("MOV @R5+, R6");
    assertThat(get(5)).isZero();

    set(SP, 0);
    set(6, 0x1234);
    run("PUSH R6");
    assertThat(get(SP)).isEqualTo(0xFFFE);
    assertThat(word(0xFFFE)).isEqualTo(0x1234);
    run("POP R7");
    assertThat(get(SP)).isZero();
    assertThat(get(7)).isEqualTo(0x1234);

    execute("NOP", 0xFFFE);
    assertThat(get(PC)).isZero();
  }

  private void run(String instruction) {
    execute(instruction, CODE);
  }

  private void execute(String instruction, int address) {
    machine.load(
        Assembler.assemble(
            machine.device().core(),
            "test.s43",
            String.format(" .org 0%Xh\n %s\n", address, instruction)));
    step(address);
  }

  private void executeWords(int... words) {
    executeWordsAt(CODE, words);
  }

  private void executeWordsAt(int address, int... words) {
    for (int i = 0; i < words.length; i++) {
      machine.bus().pokeWord(address + 2 * i, words[i]);
    }
    step(address);
  }

  private void step(int address) {
    set(PC, address);
    assertThat(machine.run(RunLimits.instructions(1)))
        .isInstanceOf(StopReason.InstructionLimit.class);
  }

  private void set(int register, int value) {
    machine.registers().set(register, value);
  }

  private int get(int register) {
    return machine.registers().get(register);
  }

  private int word(int address) {
    return machine.bus().peekWord(address);
  }
}

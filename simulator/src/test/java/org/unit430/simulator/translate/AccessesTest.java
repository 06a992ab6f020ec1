package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.peripheral.HardwareMultiplier;
import org.unit430.simulator.peripheral.Multiplier32;

/** One FRAM wait state; SRAM from 1C00h to 1C3Fh, FRAM from 4400h to 44FFh, nothing elsewhere. */
class AccessesTest {
  private static final int SRAM = 0x1C00;
  private static final int FRAM = 0x4400;
  private static final long WAIT = 1L << Accesses.WAITS_SHIFT;

  private final byte[] memory = new byte[0x10000];
  private final byte[] kinds = new byte[0x8000];
  // As the machine's: up to the end of its memory, not of what an address can name.
  private final boolean[] codePages = new boolean[0x10000 >> RegionContext.PAGE_SHIFT];
  private final int[] lines = {-1, -1, -1, -1};
  private RegionContext context;

  @BeforeEach
  void map() {
    Arrays.fill(kinds, (byte) MemoryKind.VACANT.ordinal());
    Arrays.fill(kinds, SRAM / 2, (SRAM + 64) / 2, (byte) MemoryKind.SRAM.ordinal());
    Arrays.fill(kinds, FRAM / 2, (FRAM + 256) / 2, (byte) MemoryKind.FRAM.ordinal());
    context = new RegionContext(memory, kinds, codePages, lines, new int[16], null);
    context.counts = new long[4];
    context.waitStates = 1;
    memory[SRAM + 2] = 0x34;
    memory[SRAM + 3] = (byte) 0x92;
    memory[FRAM + 2] = 0x56;
    memory[FRAM + 3] = (byte) 0x81;
  }

  @Test
  void readOfSramWaitsForNothingAndCountsNothing() {
    assertThat(Accesses.readWord(context, SRAM + 3, Accesses.NOTHING, 0)).isEqualTo(0x9234);
    assertThat(Accesses.readByte(context, SRAM + 3, Accesses.NOTHING, 0)).isEqualTo(0x92);
    assertThat(context.counts).containsExactly(0, 0, 0, 0);
  }

  @Test
  void readOfFramFillsALineOnce() {
    assertThat(Accesses.readWord(context, FRAM + 2, Accesses.NOTHING, 0)).isEqualTo(WAIT | 0x8156);
    assertThat(Accesses.readByte(context, FRAM + 2, Accesses.NOTHING, 0)).isEqualTo(0x56);
    // Two reads, one of them missed.
    assertThat(context.counts).containsExactly(2, 1, 0, 0);
    assertThat(lines).containsExactly(FRAM / 8, -1, -1, -1);
  }

  @Test
  void instructionIsFetchedBeforeItsOperand() {
    int fetch = Accesses.fetchOf(0x4410 / 8, true);
    // The code's two lines miss, then the operand's; line 4410h shares a set with 4400h.
    assertThat(Accesses.readWord(context, FRAM + 2, fetch, 0)).isEqualTo(3 * WAIT | 0x8156);
    assertThat(context.counts).containsExactly(1, 1, 1, 1);
    assertThat(lines).containsExactly(0x4400 / 8, 0x4418 / 8, 0x4410 / 8, -1);
    assertThat(Accesses.fetch(context, fetch, 0)).isZero();
  }

  @Test
  void refusedAccessHasDoneNothing() {
    int fetch = Accesses.fetchOf(FRAM / 8, false);
    codePages[FRAM >> RegionContext.PAGE_SHIFT] = true;
    assertThat(Accesses.readWord(context, 0x2000, fetch, 0)).isEqualTo(Accesses.REFUSED);
    assertThat(Accesses.readByte(context, 0x2000, fetch, 0)).isEqualTo(Accesses.REFUSED);
    assertThat(Accesses.readWordToWrite(context, FRAM, fetch, 0)).isEqualTo(Accesses.REFUSED);
    assertThat(Accesses.readByteToWrite(context, FRAM, fetch, 0)).isEqualTo(Accesses.REFUSED);
    assertThat(Accesses.writeWord(context, FRAM + 2, 1, fetch, 0)).isEqualTo(Accesses.REFUSED);
    assertThat(Accesses.writeByte(context, 0x2000, 1, fetch, 0)).isEqualTo(Accesses.REFUSED);
    assertThat(Accesses.canRead(context, FRAM)).isZero();
    assertThat(Accesses.canWrite(context, FRAM)).isEqualTo(Accesses.REFUSED);
    assertThat(Accesses.canRead(context, 0x2000)).isEqualTo(Accesses.REFUSED);
    int behindMemory = 0xE88C0;
    assertThat(Accesses.readWordToWrite(context, behindMemory, fetch, 0))
        .isEqualTo(Accesses.REFUSED);
    assertThat(Accesses.readByteToWrite(context, behindMemory, fetch, 0))
        .isEqualTo(Accesses.REFUSED);
    assertThat(Accesses.writeWord(context, behindMemory, 1, fetch, 0)).isEqualTo(Accesses.REFUSED);
    assertThat(Accesses.canWrite(context, behindMemory)).isEqualTo(Accesses.REFUSED);
    assertThat(context.counts).containsExactly(0, 0, 0, 0);
    assertThat(lines).containsOnly(-1);
    assertThat(memory[FRAM + 2]).isEqualTo((byte) 0x56);
  }

  @Test
  void writeToFramWaitsEachTimeAndLeavesTheCache() {
    assertThat(Accesses.writeWord(context, FRAM + 3, 0x1234, Accesses.NOTHING, 0)).isEqualTo(WAIT);
    assertThat(Accesses.writeByte(context, FRAM + 3, 0x99, Accesses.NOTHING, 0)).isEqualTo(WAIT);
    assertThat(Accesses.writeWord(context, SRAM, 0x1234, Accesses.NOTHING, 0)).isZero();
    assertThat(context.counts).containsExactly(2, 0, 0, 0);
    assertThat(lines).containsOnly(-1);
    assertThat(memory[FRAM + 2]).isEqualTo((byte) 0x34);
    assertThat(memory[FRAM + 3]).isEqualTo((byte) 0x99);
  }

  @Test
  void operandReachesTheMultiplierBehindTheWaitsOfItsRead() {
    Multiplier32 multiplier = new Multiplier32(0x4C0, () -> 0, cycles -> {}, event -> {});
    RegionContext context =
        new RegionContext(memory, kinds, codePages, lines, new int[16], multiplier);
    context.counts = new long[6];
    context.waitStates = 1;
    int fetch = Accesses.fetchOf(0x4420 / 8, false);
    int mac = 4;
    // 9234h * 8156h, signed, is 28108 * 32426: the code's line and the second operand's both miss.
    assertThat(Accesses.readToOperand1(context, SRAM + 2, fetch, 0, mac + 2, 100))
        .isEqualTo(WAIT | 0x9234);
    assertThat(Accesses.readToOperand2(context, FRAM + 2, Accesses.NOTHING, 1, 110))
        .isEqualTo(WAIT | 0x8156);
    assertThat(multiplier.readResult(HardwareMultiplier.RESLO, 120))
        .isEqualTo((28108 * 32426) & 0xFFFF);
    assertThat(multiplier.readResult(HardwareMultiplier.RESHI, 120))
        .isEqualTo((28108 * 32426) >> 16);
    assertThat(context.counts).containsExactly(1, 1, 1, 0, 0, 0);
    assertThat(Accesses.readToOperand1(context, 0x2000, fetch, 0, mac, 130))
        .isEqualTo(Accesses.REFUSED);
    assertThat(multiplier.mode()).isEqualTo(HardwareMultiplier.mode(mac + 2));
  }

  @Test
  void functionsThatAreNotInlinedDoTheSame() throws ReflectiveOperationException {
    OutOfLine.load();
    Class<?> outOfLine = Class.forName(OutOfLine.NAME.replace('/', '.'));
    assertThat(outOfLine.getDeclaredMethods())
        .extracting(Method::getName)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Accesses.class.getDeclaredMethods())
                .filter(function -> !Modifier.isPrivate(function.getModifiers()))
                .map(Method::getName)
                .toList());
    Method read =
        outOfLine.getDeclaredMethod(
            "readWord", RegionContext.class, int.class, int.class, int.class);
    read.setAccessible(true);
    assertThat(read.invoke(null, context, FRAM + 2, Accesses.NOTHING, 0)).isEqualTo(WAIT | 0x8156);
  }

  @Test
  void functionsThatAreNotInlinedAreLongerThanWhatHotSpotInlines() {
    Map<String, Integer> bytes = new HashMap<>();
    new ClassReader(OutOfLine.classFile())
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String generic, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitInsn(int opcode) {
                    bytes.merge(name, 1, Integer::sum);
                  }
                };
              }
            },
            0);
    assertThat(bytes).containsKey("readToOperand2");
    // The default of -XX:FreqInlineSize, without the calls and loads, which only add to it.
    assertThat(bytes.values()).allSatisfy(count -> assertThat(count).isGreaterThan(325));
  }
}

package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.memory.FramCache;

class TranslatorTest {
  private static final int ENTRY = 0x4400;

  private final Map<Integer, Step> code = new TreeMap<>();
  private int address = ENTRY;

  private void step(Opcode opcode, Operand source, Operand destination) {
    Instruction instruction = Instruction.of(address, opcode, Size.WORD, source, destination);
    code.put(address, new Step(instruction, 2, 0, 0, List.of()));
    address = instruction.next();
  }

  private void jump(Opcode opcode, int target) {
    step(
        opcode,
        new Operand(Operand.Mode.NONE, 0, 0),
        new Operand(Operand.Mode.SYMBOLIC, 0, target));
  }

  /** Reads words from FRAM by R5, adds them up and counts R10 down. */
  private void loop(int reads) {
    step(Opcode.MOV, Operand.immediate(0x9000), Operand.register(5));
    step(Opcode.MOV, Operand.immediate(40), Operand.register(10));
    int start = address;
    for (int i = 0; i < reads; i++) {
      step(Opcode.ADD, Operand.autoincrement(5), Operand.register(6));
    }
    step(Opcode.SUB, Operand.immediate(1), Operand.register(10));
    jump(Opcode.JNE, start);
  }

  private Optional<Region> translate() {
    return translator().translate(ENTRY);
  }

  private Translator translator() {
    byte[] kinds = new byte[0x8000];
    Arrays.fill(kinds, (byte) MemoryKind.FRAM.ordinal());
    int[] registers = new int[16];
    registers[5] = 0x9000;
    FramCache cache = new FramCache();
    RegionContext context =
        new RegionContext(
            new char[0x8000], kinds, new boolean[0x400], cache.lines(), registers, null);
    return new Translator(context, cache, new EventLedger(), CpuCore.CPUX, code::get);
  }

  @Test
  void loopsWithinALoopAreNotUnrolledOutOfIt() {
    loop(2);
    loop(5);
    loop(3);
    jump(Opcode.JMP, ENTRY);

    Region region = translate().orElseThrow();

    // Rounds of all three would be longer than a method that the JVM compiles.
    assertThat(code.keySet()).allMatch(region::contains);
  }

  @Test
  void whatNoMethodCouldHoldIsMadeShorter() {
    for (int i = 0; i < 12; i++) {
      loop(6);
    }
    jump(Opcode.JMP, ENTRY);

    assertThat(translate()).isPresent();
  }

  @Test
  void aShortLoopIsARegionForEachOfItsEntries() {
    loop(2);
    int inner = ENTRY + 8;
    jump(Opcode.JMP, ENTRY);
    Translator translator = translator();

    Region first = translator.translate(inner).orElseThrow();
    Region second = translator.translate(ENTRY).orElseThrow();

    assertThat(first.entries()).containsExactly(inner);
    assertThat(second.entries()).containsExactly(ENTRY);
    assertThat(code.keySet()).allMatch(first::contains).allMatch(second::contains);
    assertThat(translator.replacedBy(second)).isEmpty();
  }

  @Test
  void aLongLoopIsOneRegionWhereverControlComesToIt() {
    loop(2);
    for (int i = 0; i < 120; i++) {
      step(Opcode.ADD, Operand.autoincrement(5), Operand.register(6));
    }
    int inner = ENTRY + 8;
    jump(Opcode.JMP, ENTRY);
    Translator translator = translator();

    Region first = translator.translate(inner).orElseThrow();
    Region second = translator.translate(ENTRY).orElseThrow();

    assertThat(first.entries()).containsExactly(inner);
    assertThat(second.entries()).containsExactlyInAnyOrder(ENTRY, inner);
    assertThat(translator.replacedBy(second)).containsExactly(first);
    assertThat(translator.replacedBy(first)).isEmpty();
  }

  @Test
  void straightCodeEndsWhereALoopBegins() {
    for (int i = 0; i < 30; i++) {
      step(Opcode.ADD, Operand.register(6), Operand.register(7));
    }
    int outer = address;
    loop(2);
    jump(Opcode.JMP, outer);
    Translator translator = translator();

    Region loop = translator.translate(outer + 8).orElseThrow();
    Region straight = translator.translate(ENTRY).orElseThrow();

    // The inner loop is where the other region is entered, not where it begins.
    assertThat(loop.contains(outer)).isTrue();
    assertThat(straight.contains(outer - 2)).isTrue();
    assertThat(straight.contains(outer)).isFalse();
  }

  @Test
  void whatALoopCallsIsOneRegionForOthersWhoCallIt() {
    int helper = 0x5000;
    address = helper;
    for (int i = 0; i < 6; i++) {
      step(Opcode.ADD, Operand.register(6), Operand.register(7));
    }
    int end = address;
    address = ENTRY;
    caller(helper);
    jump(Opcode.JMP, ENTRY);
    int elsewhere = 0x6000;
    address = elsewhere;
    caller(helper);
    ret(end, ENTRY + 4, elsewhere + 4);
    Translator translator = translator();

    Region loop = translator.translate(ENTRY).orElseThrow();
    Region other = translator.translate(elsewhere).orElseThrow();

    assertThat(loop.contains(helper)).isTrue();
    assertThat(other.contains(end)).isTrue();
    assertThat(other.contains(elsewhere + 4)).isTrue();
  }

  private void caller(int helper) {
    call(helper);
    for (int i = 0; i < 30; i++) {
      step(Opcode.ADD, Operand.register(6), Operand.register(8));
    }
  }

  private void call(int target) {
    Instruction instruction =
        Instruction.of(
            address,
            Opcode.CALL,
            Size.WORD,
            new Operand(Operand.Mode.NONE, 0, 0),
            Operand.immediate(target));
    code.put(address, new Step(instruction, 4, 0, 0, List.of()));
    address = instruction.next();
  }

  /** MOV @SP+,PC, which has been seen to go to some addresses. */
  private void ret(int at, Integer... targets) {
    Instruction instruction =
        Instruction.of(at, Opcode.MOV, Size.WORD, Operand.autoincrement(1), Operand.register(0));
    code.put(at, new Step(instruction, 4, 0, 0, List.of(targets)));
  }
}

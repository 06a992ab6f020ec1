package org.unit430.simulator.machine;

import java.util.Random;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

/**
 * Programs that nobody would write, for two engines to agree on: loops of random instructions with
 * jumps over and into each other, calls, computed branches, code that changes itself, interrupts of
 * a timer at a random period, sleep, and peripherals.
 */
final class RandomProgram {
  private static final String[] BINARY = {
    "mov", "add", "addc", "sub", "subc", "cmp", "bit", "bic", "bis", "xor", "and", "dadd"
  };
  private static final String[] UNARY = {"rra", "rrc", "swpb", "sxt"};
  private static final String[] JUMPS = {"jne", "jeq", "jnc", "jc", "jn", "jge", "jl"};
  private static final int SEGMENTS = 4;
  private static final int FUNCTIONS = 3;

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private int labels;

  private RandomProgram(long seed) {
    random = new Random(seed);
  }

  static ProgramImage of(long seed) {
    return Assembler.assemble(CpuCore.CPUX, "random-" + seed + ".s43", text(seed));
  }

  static String text(long seed) {
    RandomProgram program = new RandomProgram(seed);
    program.write();
    return program.text.toString();
  }

  private void write() {
    line(".org 0x4400");
    label("main");
    line("mov #0x2C00, sp");
    line("mov #0x5A80, &0x15C");
    line("mov #0xA5%X0, &0x140", random.nextInt(4));
    if (random.nextBoolean()) {
      line("mov #%d, &0x352", 40 + random.nextInt(3000)); // TA0CCR0
      line("mov #0x10, &0x342"); // TA0CCTL0: CCIE
      line("mov #0x214, &0x340"); // TA0CTL: SMCLK, up
      line("nop");
      line("eint");
      line("nop");
    }
    for (int register = 6; register < 14; register++) {
      line("mov #%d, r%d", random.nextInt(0x10000), register);
    }
    label("outer");
    for (int segment = 0; segment < SEGMENTS; segment++) {
      segment(segment);
    }
    line("br #outer");
    for (int function = 0; function < FUNCTIONS; function++) {
      label("function" + function);
      items(1 + random.nextInt(5), false);
      line("ret");
    }
    label("timer");
    line("inc &0x1C00");
    line("xor r6, &0x1C02");
    line("bic #0x10, 0(sp)");
    line("reti");
    line(".org 0xFFEA");
    line(".word timer");
    line(".org 0xFFFE");
    line(".word main");
  }

  private void segment(int number) {
    line("mov #%d, r4", 0x2000 + 2 * random.nextInt(0x200));
    line("mov #%d, r5", 0x5400 + 2 * random.nextInt(0x200));
    line("mov #%d, r15", 1 + random.nextInt(120));
    label("segment" + number);
    items(2 + random.nextInt(5), true);
    label("middle" + number);
    items(1 + random.nextInt(6), true);
    line("dec r15");
    line("jnz segment%d", number);
  }

  private void items(int count, boolean inLoop) {
    for (int i = 0; i < count; i++) {
      item(inLoop);
    }
  }

  private void item(boolean inLoop) {
    switch (random.nextInt(inLoop ? 20 : 9)) {
      case 0, 1, 2, 3 -> binary();
      case 4 -> unary();
      case 5 -> wide();
      case 6 -> multiply();
      case 7 -> skip();
      case 8 -> line(pick("clrc", "setc", "clrz", "setz", "setn", "clrn", "nop"));
      case 9, 10, 11, 12 -> binary();
      case 13 -> line("call #function%d", random.nextInt(FUNCTIONS));
      case 14 -> stack();
      case 15 -> computedBranch();
      case 16 -> selfModification();
      case 17 -> rare();
      case 18 -> line("dadd %s, %s", source(), destination());
      default -> skip();
    }
  }

  private void binary() {
    String size = pick("", "", ".b");
    int largest = size.isEmpty() ? 0xFFFF : 0xFF;
    line("%s%s %s, %s", pick(BINARY), size, source(largest), destination());
  }

  private void unary() {
    line("%s %s", pick(UNARY), pick(register(), "@r4", "@r5+", "2(r4)", "&0x2100"));
  }

  private void wide() {
    switch (random.nextInt(8)) {
      case 0 -> line("mova #%d, %s", random.nextInt(0x100000), register());
      case 1 -> line("adda %s, %s", register(), register());
      case 2 ->
          line("%s #%d, %s", pick("rrcm.w", "rram.a", "rlam.w", "rrum.a"), count(), register());
      case 3 -> line("mova %s, %s", pick("@r4", "@r5+", "4(r5)", "&0x2200"), register());
      case 4 -> line("mova %s, %s", register(), pick("4(r4)", "&0x2204"));
      case 5 -> line("%s %s, %s", pick("cmpa", "suba"), register(), register());
      case 6 ->
          line(
              "%s%s %s, %s",
              pick("addx", "xorx", "movx", "subcx"),
              pick(".a", "", ".b"),
              register(),
              destination());
      default -> line("rpt #%d { rlax %s", count(), register());
    }
  }

  private void multiply() {
    line("mov %s, &%s", source(), pick("0x4C0", "0x4C2", "0x4C4", "0x4C6", "0x4D0"));
    if (random.nextInt(4) > 0) {
      line("mov %s, &%s", source(), pick("0x4C8", "0x4C8", "0x4C8", "0x4E0"));
    }
    if (random.nextBoolean()) {
      line("%s &%s, %s", pick("mov", "add"), pick("0x4CA", "0x4CC", "0x4CE"), destination());
    }
    if (random.nextInt(4) == 0) {
      line("%s %s, &%s", pick("mov", "add"), source(), pick("0x4CA", "0x4CC"));
    }
  }

  private void skip() {
    String over = "over" + labels++;
    line("%s %s", pick(JUMPS), over);
    binary();
    if (random.nextBoolean()) {
      unary();
    }
    label(over);
  }

  private void stack() {
    if (random.nextBoolean()) {
      line("push%s %s", pick("", ".b"), source(0xFF));
      binary();
      line("pop %s", register());
    } else {
      int registers = 1 + random.nextInt(4);
      String size = pick(".w", ".a");
      line("pushm%s #%d, r10", size, registers);
      binary();
      line("popm%s #%d, r10", size, registers);
    }
  }

  private void computedBranch() {
    String register = register();
    line("and #6, %s", register);
    line("add %s, pc", register);
    for (int i = 0; i < 4; i++) {
      line("%s %s, %s", pick("add", "xor", "mov"), register(), register());
    }
  }

  private void selfModification() {
    String changed = "changed" + labels++;
    label(changed);
    line("add #0x1234, %s", register());
    if (random.nextInt(8) == 0) {
      line("inc &%s + 2", changed);
    } else {
      line("cmp #0x%X, %s", random.nextInt(0x100), register());
      String over = "over" + labels++;
      line("jhs %s", over);
      line("mov %s, &%s + 2", register(), changed);
      label(over);
    }
  }

  private void rare() {
    switch (random.nextInt(10)) {
      case 0 -> line("jeq middle%d", random.nextInt(SEGMENTS));
      case 1 -> line("mov &0x350, %s", register()); // TA0R
      case 2 -> line("mov.b %s, &0x202", register()); // P1OUT
      case 3 -> line("push sr\n pop %s", register());
      case 4 -> line("mov &0x%X, %s", 2 * random.nextInt(0x8000), register());
      case 5 -> line("mov #0xA5%X0, &0x140", random.nextInt(4));
      case 6 -> line("dint\n nop\n inc r6\n nop\n eint\n nop");
      case 7 -> line("mov r7, &0x%X", 0x1C10 + 2 * random.nextInt(0x20));
      case 8 -> line("br #function%d", random.nextInt(FUNCTIONS));
      default -> line("bis #0x18, sr\n nop");
    }
  }

  private String source() {
    return source(0xFFFF);
  }

  private String source(int largest) {
    return switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> register();
      case 4 -> "@r4";
      case 5 -> "@r4+";
      case 6 -> "@r5";
      case 7 -> "@r5+";
      case 8 -> 2 * random.nextInt(40) + "(r4)";
      case 9 -> random.nextInt(40) - 20 + "(r5)";
      case 10 -> String.format("&0x%X", 0x2000 + random.nextInt(0x200));
      case 11 -> String.format("&0x%X", 0x5400 + random.nextInt(0x200));
      case 12 -> "#" + pick("0", "1", "2", "4", "8", "-1");
      default -> "#" + random.nextInt(largest + 1);
    };
  }

  private String destination() {
    return switch (random.nextInt(12)) {
      case 0 -> 2 * random.nextInt(40) + "(r4)";
      case 1 -> 2 * random.nextInt(40) + "(r5)";
      case 2 -> String.format("&0x%X", 0x2000 + 2 * random.nextInt(0x100));
      case 3 -> String.format("&0x%X", 0x5400 + 2 * random.nextInt(0x100));
      default -> register();
    };
  }

  private int count() {
    return 1 + random.nextInt(4);
  }

  private String register() {
    return "r" + (6 + random.nextInt(8));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void label(String name) {
    text.append(name).append(":\n");
  }

  @SuppressWarnings("AnnotateFormatMethod") // That annotation would be a dependency.
  private void line(String format, Object... arguments) {
    text.append(' ').append(String.format(format, arguments)).append('\n');
  }
}

package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.isa.CpuCore;

/** No source, however wrong, ends in anything but an image or an {@link AssemblerException}. */
class AssemblerFuzzTest {
  private static final String[] PIECES = {
    "mov",
    "movx.a",
    "add.b",
    "jmp",
    "push",
    "pop",
    "rpt",
    "rptz",
    "mova",
    "calla",
    "pushm.a",
    "rrux",
    "nop",
    "ret",
    "frob",
    "m",
    "m2",
    "a",
    "b",
    "c:",
    "d:",
    "1:",
    "1b",
    "1f",
    "2f",
    "r5",
    "pc",
    "sr",
    "r3",
    "sp",
    "#",
    "##",
    "&",
    "@",
    "+",
    "-",
    "*",
    "/",
    "%",
    "(",
    ")",
    ",",
    ",",
    ",",
    "?",
    ":",
    "<<",
    ">>",
    "==",
    "&&",
    "||",
    "=",
    "{",
    "0",
    "1",
    "2",
    "8",
    "-1",
    "0xffff",
    "0x12345",
    "99999999999999999999",
    "0x7fffffffffffffff",
    "'a'",
    "'",
    "\"s\"",
    "\"",
    "\\",
    "\\a",
    "\\@",
    "\\+",
    "$",
    ".",
    "lo16(",
    "hi4",
    ".equ",
    ".set",
    ".org",
    ".section",
    ".text",
    ".data",
    ".bss",
    ".word",
    ".byte",
    ".long",
    ".ascii",
    ".asciz",
    ".space",
    ".fill",
    ".align",
    ".even",
    ".global",
    ".if",
    ".elseif",
    ".else",
    ".endif",
    ".ifdef",
    ".ifndef",
    ".macro",
    ".endm",
    ".rept",
    ".endr",
    ".error",
    ".assert",
    ".operation",
    "push",
    "loop",
    ".entry",
    ".include",
    "\"inc\"",
    ";",
    "//",
    "\n",
    "\n",
    "\n",
    "\n",
    "\n",
    "\n",
    "\n",
    "é",
    "\t"
  };

  @Test
  void randomPiecesNeverBreakTheAssembler() {
    Random random = new Random(430);
    int assembled = 0;
    int refused = 0;
    for (int run = 0; run < 4000; run++) {
      StringBuilder source = new StringBuilder(run % 2 == 0 ? " .macro m a, b=1\n" : "");
      int pieces = random.nextInt(60);
      for (int piece = 0; piece < pieces; piece++) {
        source.append(' ').append(PIECES[random.nextInt(PIECES.length)]);
      }
      if (assembles(source.toString())) {
        assembled++;
      } else {
        refused++;
      }
    }
    assertThat(assembled).isPositive();
    assertThat(refused).isGreaterThan(1000);
  }

  /**
   * Any text, or any row of pieces: a first byte of 0 says that the others are the text, in ISO
   * 8859-1; else each of the others names a piece.
   */
  @FuzzTest
  void anySourceGivesAnImageOrAnAssemblerException(byte[] bytes) {
    StringBuilder source = new StringBuilder();
    if (bytes.length > 0 && bytes[0] == 0) {
      source.append(new String(bytes, 1, bytes.length - 1, StandardCharsets.ISO_8859_1));
    } else {
      for (byte piece : bytes) {
        source.append(' ').append(PIECES[(piece & 0xFF) % PIECES.length]);
      }
    }
    // A repetition of 60,000 lines finds nothing that one of 500 does not.
    assertThatCode(() -> assembles(source.toString(), 500)).doesNotThrowAnyException();
  }

  @Test
  void damagedSourcesNeverBreakTheAssembler() {
    String source =
        """
         .macro mac x, w, n=1
         .rept \\n, i
         mov \\x, &0x04c0
        .L\\@: add #\\i + table, \\w
         .endr
         .endm
         .equ N, 5
        start: mova #table, r5
        1: mac @r5+, r6, N
         rpt #3 { rrax.a r6
         .if N > 3 && defined == 0
         jnz 1b
         .elseif N
         jmp 2f
         .else
         .error "x"
         .endif
         .operation push multiply
        2: pushm.a #4, r10
         .operation pop
        table: .word 1, 2, (3 + 4) * 5, 'c', table
         .asciz "text\\n"
         .even
        defined .set 0
        """;
    Random random = new Random(431);
    int refused = 0;
    for (int run = 0; run < 4000; run++) {
      StringBuilder damaged = new StringBuilder(source);
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(damaged.length());
        switch (random.nextInt(3)) {
          case 0 -> damaged.deleteCharAt(at);
          case 1 -> damaged.insert(at, PIECES[random.nextInt(PIECES.length)]);
          default -> damaged.setCharAt(at, (char) random.nextInt(0x180));
        }
      }
      refused += assembles(damaged.toString()) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  void hugeNestingIsRefusedNotFollowed() {
    assertThat(assembles(" .word " + "(".repeat(100_000))).isFalse();
    assertThat(assembles(" .word " + "-".repeat(100_000) + "1")).isFalse();
    assertThat(assembles(" .word 1" + "+1".repeat(100_000))).isFalse();
    assertThat(assembles(" .word " + "1?".repeat(100_000))).isFalse();
    assertThat(assembles(" .word 0" + "?0:0".repeat(100_000))).isFalse();
    assertThat(assembles(" .if 1\n".repeat(10_000))).isFalse();
    assertThat(assembles(" .rept 1000000\n .rept 1000000\n nop\n .endr\n .endr\n")).isFalse();
    assertThat(assembles(" .rept 1000000\n .space 1000000\n .endr\n")).isFalse();
    StringBuilder chain = new StringBuilder();
    for (int link = 0; link < 5000; link++) {
      chain.append(" .equ a").append(link).append(", a").append(link + 1).append("\n");
    }
    assertThat(assembles(chain + " .word a0\n")).isFalse();
    assertThat(assembles(" .macro m a\n m \\a\\a\n .endm\n m 1111111111\n")).isFalse();
  }

  private static boolean assembles(String source) {
    return assembles(source, Assembler.MOST_LINES);
  }

  private static boolean assembles(String source, int mostLines) {
    Assembler assembler =
        new Assembler(CpuCore.CPUX)
            .mostLines(mostLines)
            .section("text", 0x4400, 0xFF80)
            .section("data", 0x1C00, 0x2C00)
            .includes(
                name -> Optional.ofNullable(Map.of("inc", " nop\n .include \"inc\"\n").get(name)))
            .add(new AssemblyUnit("unit", "fuzz.s43", source, Map.of("a", 1)));
    try {
      assembler.assemble();
      return true;
    } catch (AssemblerException refused) {
      assertThat(refused.problems()).isNotEmpty();
      return false;
    }
  }
}

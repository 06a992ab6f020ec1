package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.StringJoiner;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

/** Short ways to assemble in tests. */
final class Assembly {
  private Assembly() {}

  /** The image of lines that start at 4400h. */
  static ProgramImage image(String... lines) {
    return Assembler.assemble(
        CpuCore.CPUX, "test.s43", " .org 0x4400\n" + String.join("\n", lines));
  }

  /** The words of the only segment, in hexadecimal. */
  static String words(String... lines) {
    ProgramImage image = image(lines);
    assertThat(image.segments()).hasSize(1);
    return hex(image.segments().get(0).bytes());
  }

  static String hex(byte[] bytes) {
    StringJoiner words = new StringJoiner(" ");
    for (int index = 0; index + 1 < bytes.length; index += 2) {
      words.add(String.format("%02X%02X", bytes[index + 1] & 0xFF, bytes[index] & 0xFF));
    }
    return words.toString();
  }

  /** The message for a source that is wrong; its first line is line 1. */
  static String error(String... lines) {
    return catchThrowableOfType(
            AssemblerException.class,
            () ->
                new Assembler(CpuCore.CPUX)
                    .section("text", 0x4400, 0x8000)
                    .add(AssemblyUnit.of("test.s43", String.join("\n", lines)))
                    .assemble())
        .getMessage();
  }
}

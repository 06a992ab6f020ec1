package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unit430.simulator.asm.Assembly.image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as C defines them, on 64-bit numbers. */
class ExpressionTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '"',
      textBlock =
          """
          2 + 3 * 4                 => 14
          (2 + 3) * 4               => 20
          10 - 4 - 3                => 3
          -7 / 2                    => -3
          -7 % 3                    => -1
          1 << 4 + 1                => 32
          -16 >> 2                  => -4
          6 & 3 == 3                => 0
          1 | 6 ^ 3 & 2             => 5
          ~0                        => -1
          !5 + !0                   => 1
          - - 3                     => 3
          3 < 4                     => 1
          4 <= 3                    => 0
          3 > 4 || 2 != 3           => 1
          1 && 0 || 0               => 0
          2 && 3                    => 1
          1 ? 2 : 3                 => 2
          0 ? 2 : 0 ? 3 : 4         => 4
          0 && 1 / 0                => 0
          1 || 1 / 0                => 1
          0x7F + 0b101 + 10h        => 148
          0FFh                      => 255
          'A' + '\\n'               => 75
          '\\''                     => 39
          lo16(0x12345)             => 0x2345
          hi16(0x12345)             => 1
          HI4(0xF2345)              => 15
          low(0x1234)               => 0x34
          high(0x1234)              => 0x12
          hi16(0 - 1)               => 0xFFFF
          $ - 4                     => 0x43FC
          . + 2                     => 0x4402
          """)
  void evaluates(String expression, String value) {
    byte[] bytes = image(" .long " + expression.replace("\\\\", "\\")).segments().get(0).bytes();
    int actual =
        (bytes[0] & 0xFF)
            | (bytes[1] & 0xFF) << 8
            | (bytes[2] & 0xFF) << 16
            | (bytes[3] & 0xFF) << 24;
    assertThat(actual).isEqualTo(Integer.decode(value));
  }

  @Test
  void aSymbolMayShareTheNameOfAFunction() {
    assertThat(Assembly.words(" .equ low, 6", " mov low(r5), r6")).isEqualTo("4516 0006");
  }
}

package org.unit430.simulator.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.simulator.program.ProgramImage.Segment;

final class TiTxtTest {
  private static ProgramImage read(String text) {
    return TiTxt.read(text.getBytes(StandardCharsets.ISO_8859_1), "blink.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@F000\n31 40 00 03\nb2 40\n@FFFE\n00 F0\nq\n",
        "@f000\r\n31 40 00 03\r\nB2 40\r\n@fffe\r\n00 f0\r\nQ\r\n",
        "@F000\r31 40 00 03\rb2 40\r@FFFE\r00 F0\rq",
        "\n  @0F000 \n 31\t40  00 03 b2 40\n\n@FFFE\n00 F0\nq\n\n \n"
      })
  void readsSectionsWhateverTheLineEndsCaseAndWhiteSpace(String text) {
    ProgramImage image = read(text);
    assertThat(Programs.described(image))
        .containsExactly("@0f000:[49, 64, 0, 3, -78, 64]", "@0fffe:[0, -16]");
    assertThat(image.entry()).isEmpty();
    assertThat(image.symbols()).isEmpty();
  }

  @Test
  void readsAndJoinsSectionsInAnyOrderUpToTheLastAddress() {
    assertThat(Programs.described(read("@FFFFF\n07\n@10002\n03 04\n@10000\n01 02\n@500\nq\n")))
        .containsExactly("@10000:[1, 2, 3, 4]", "@fffff:[7]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@F000/31 40/|2|ends without the closing 'q'",
        "@F000/31 4|2|two hexadecimal digits was expected, not '4'",
        "@F000/31 400/q|2|two hexadecimal digits was expected, not '400'",
        "@F000/31 4g/q|2|two hexadecimal digits was expected, not '4g'",
        "@F000/31,40/q|2|two hexadecimal digits was expected, not '31,40'",
        "@F000/-1 40/q|2|two hexadecimal digits was expected, not '-1'",
        "@/31/q|1|hexadecimal address was expected after '@', not ''",
        "@+F00/31/q|1|hexadecimal address was expected after '@', not '+F00'",
        "@123456789/31/q|1|hexadecimal address was expected after '@', not '123456789'",
        "@100000/31/q|1|address 0x100000 is outside the 20-bit address space",
        "@FFFFFFFF/31/q|1|address 0xffffffff is outside the 20-bit address space",
        "@FFFFF/31 32/q|2|address 0x100000 is outside the 20-bit address space",
        "@F000/31/@F002/33/@EFFF/30 31/q|6|address 0x0f000 was already given a byte",
        "@F000/31/q/@F002|4|text follows the closing 'q'",
        "31 40/q|1|no '@' and address come before '31 40'"
      })
  void refusesMalformedTextNamingFileLineAndCause(String text, int line, String cause) {
    assertThatThrownBy(() -> read(text.replace('/', '\n')))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessageStartingWith("blink.txt: line " + line + ": ")
        .hasMessageContaining(cause)
        .hasMessageEndingWith("; the file is damaged or not TI-TXT: write it again");
  }

  @Test
  void quotesAStrangeLineShortAndPrintable() {
    assertThatThrownBy(() -> read("@F000\n" + "x\u0007".repeat(1000) + "\nq\n"))
        .isInstanceOf(ProgramFormatException.class)
        .message()
        .contains("'x\uFFFDx\uFFFD")
        .hasSizeLessThan(250)
        .doesNotContain("\u0007");
  }

  @Test
  void writesSixteenBytesALineAndFourDigitsOfAddressAtLeast() {
    byte[] content = new byte[18];
    content[16] = (byte) 0xAB;
    ProgramImage image =
        Programs.of(
            new Segment("late", 0x1_2345, new byte[] {1}), new Segment("early", 0x200, content));
    assertThat(new String(TiTxt.write(image), StandardCharsets.US_ASCII))
        .isEqualTo(
            """
            @0200
            00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
            AB 00
            @12345
            01
            q
            """);
  }

  @Test
  void joinsAdjacentSegmentsWhenWriting() {
    ProgramImage image =
        Programs.of(
            new Segment("code", 0x4400, Programs.bytes(1, 2, 3)),
            new Segment("data", 0x4403, Programs.bytes(4)));
    assertThat(new String(TiTxt.write(image), StandardCharsets.US_ASCII))
        .isEqualTo("@4400\n01 02 03 04\nq\n");
  }

  @Test
  void writesAProgramWithoutBytes() {
    byte[] file = TiTxt.write(Programs.of());
    assertThat(new String(file, StandardCharsets.US_ASCII)).isEqualTo("@0000\nq\n");
    assertThat(TiTxt.read(file, "a.txt").segments()).isEmpty();
  }
}

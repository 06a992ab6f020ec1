package org.unit430.simulator.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.simulator.program.ProgramImage.Segment;

/**
 * Checksums: the two's complement of the sum of the other bytes. {@code :02440000315C2D}:
 * 02+44+00+00+31+5C = D3, 100 - D3 = 2D.
 */
final class IntelHexTest {
  private static final String END = "\n:00000001FF\n";

  private static ProgramImage read(String text) {
    return IntelHex.read(text.getBytes(StandardCharsets.ISO_8859_1), "blink.hex");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":02440000315C2D\n:00000001FF\n",
        ":02440000315c2d\r\n:00000001ff\r\n",
        "\n :02440000315C2D \r\r:00000001FF"
      })
  void readsDataWhateverTheLineEndsAndCase(String text) {
    assertThat(Programs.described(read(text))).containsExactly("@04400:[49, 92]");
    assertThat(read(text).entry()).isEmpty();
  }

  @Test
  void addsTheLinearBaseOfType04ToAddresses() {
    // 02+00+00+04+00+01 = 07 -> F9; 01+00+02+00+AA = AD -> 53
    assertThat(Programs.described(read(":020000040001F9\n:01000200AA53" + END)))
        .containsExactly("@10002:[-86]");
  }

  @Test
  void addsTheSegmentBaseOfType02TimesSixteenToAddresses() {
    // 02+00+00+02+12+34 = 4A -> B6; base 12340h; 01+00+05+00+AA = B0 -> 50
    assertThat(Programs.described(read(":020000021234B6\n:01000500AA50" + END)))
        .containsExactly("@12345:[-86]");
  }

  @Test
  void goesOnBehind64KilobytesWithinALinearRecord() {
    // 02+FF+FF+00+01+02 = 203 -> FD
    assertThat(Programs.described(read(":02FFFF000102FD" + END))).containsExactly("@0ffff:[1, 2]");
  }

  @Test
  void takesTheEntryFromType05OrFromSegmentAndOffsetOfType03() {
    // 04+00+00+05+00+01+44+00 = 4E -> B2
    assertThat(read(":0400000500014400B2" + END).entry()).hasValue(0x1_4400);
    // 04+00+00+03+10+00+44+00 = 5B -> A5; 1000h x 16 + 4400h
    assertThat(read(":0400000310004400A5" + END).entry()).hasValue(0x1_4400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":02440000315C2D|1|the file ends without its end-of-file record",
        ":02440000315C2E/:00000001FF|1|the checksum is 0x2e, the record adds up to 0x2d",
        ":0244000031|1|the record announces 2 bytes of data and has 0",
        ":02440000315C/:00000001FF|1|the record announces 2 bytes of data and has 1",
        ":02440000315C2|1|pairs of hexadecimal digits were expected",
        ":02440000315G2D/:00000001FF|1|pairs of hexadecimal digits were expected",
        ":0000|1|10 to 520 hexadecimal digits, this one has 4",
        "/x/:00000001FF|2|a record that begins with ':' was expected, not 'x'",
        ":00000001FF/:02440000315C2D|2|text follows the end-of-file record",
        ":02440000315C2D/:02440000315C2D/:00000001FF|2|address 0x04400 was already given a byte",
        ":02440000315C2D/:0144010000BA/:00000001FF|2|address 0x04401 was already given a byte",
        ":020000040010EA/:01000000AA55/:00000001FF|2|0x100000 is outside the 20-bit address space",
        ":02000004FFFFFC/:01000000AA55/:00000001FF|2|0xffff0000 is outside the 20-bit",
        ":02000002FFFFFE/:01001000AA45/:00000001FF|2|0x100000 is outside the 20-bit address space",
        ":020000020000FC/:02FFFF000102FD/:00000001FF|2|crosses the end of its 64 KB segment",
        ":0400000500014401B1/:00000001FF|1|the entry 0x14401 is not an even address of 20 bits",
        ":0400000500104400A3/:00000001FF|1|the entry 0x104400 is not an even address of 20 bits",
        ":0400000500014400B2/:0400000500014400B2/:00000001FF|2|gave an entry already",
        ":00000006FA/:00000001FF|1|record type 06 is unknown; known are 00 to 05",
        ":0100000100FE|1|a record of type 01 has 0 bytes of data, not 1",
        ":0100000400FB|1|a record of type 04 has 2 bytes of data, not 1",
        ":020001040001F8|1|a record of type 04 has address 0, not 0x0001"
      })
  void refusesMalformedRecordsNamingFileLineAndCause(String text, int line, String cause) {
    assertThatThrownBy(() -> read(text.replace('/', '\n')))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessageStartingWith("blink.hex: line " + line + ": ")
        .hasMessageContaining(cause)
        .hasMessageEndingWith("; the file is damaged or not Intel HEX: write it again");
  }

  @Test
  void writesRecordsOfSixteenBytesThatStopAt64KilobytesAndTheEntry() {
    ProgramImage image =
        new ProgramImage(
            List.of(
                new Segment("", 0xFFF8, Programs.bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
                new Segment("", 0x200, new byte[17])),
            OptionalInt.of(0x1_4400),
            List.of(),
            List.of());
    // 10+02+00+00 = 12 -> EE; 01+02+10+00 = 13 -> ED; 08+FF+F8+00+(1+..+8=24) = 223 -> DD;
    // 02+00+00+04+00+01 = 07 -> F9; 02+00+00+00+09+0A = 15 -> EB; 4E -> B2
    assertThat(new String(IntelHex.write(image), StandardCharsets.US_ASCII))
        .isEqualTo(
            """
            :1002000000000000000000000000000000000000EE
            :0102100000ED
            :08FFF8000102030405060708DD
            :020000040001F9
            :02000000090AEB
            :0400000500014400B2
            :00000001FF
            """);
  }

  @Test
  void refusesToWriteAnOddEntry() {
    ProgramImage image = new ProgramImage(List.of(), OptionalInt.of(0x4401), List.of(), List.of());
    assertThatThrownBy(() -> IntelHex.write(image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the entry 0x4401 is not an even address of 20 bits");
  }
}

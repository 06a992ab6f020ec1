package org.unit430.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unit430.cli.run.FirmwareRun.simProgram;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** System calls as newlib's libgloss makes them (hardware.md 11.3). */
class SystemCallsTest {
  @TempDir private Path directory;
  private Path sandbox;

  @BeforeEach
  void makeASandboxWithAFile() throws IOException {
    sandbox = Files.createDirectory(directory.resolve("sandbox"));
    Files.writeString(sandbox.resolve("data"), "abcdef");
    Files.writeString(directory.resolve("secret"), "secret");
  }

  private JsonNode run(String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(" mov #0x2000, sp"));
    all.addAll(List.of(lines));
    Path file = simProgram(directory, "calls.elf", all.toArray(String[]::new));
    return FirmwareRun.of(
            "--device", "sim", "--json", "--files", sandbox.toString(), file.toString())
        .json();
  }

  /** The exit status of a program that opens a file, flags on the stack, and exits with R12. */
  private int open(String name, int flags) throws IOException {
    return run(
            " push #0x180",
            " push #" + flags,
            " mov #name, r12",
            " call #0x182",
            " call #0x181",
            "name: .asciz \"" + name + "\"")
        .get("exitCode")
        .asInt();
  }

  @Test
  void filesInTheDirectoryOpenFromDescriptor3On() throws IOException {
    assertThat(open("data", 0)).isEqualTo(3);
    assertThat(open("/data", 0)).isEqualTo(3);
    assertThat(open("absent", 0)).isEqualTo(-1);
  }

  @Test
  void nothingOutsideTheDirectoryOpens() throws IOException {
    Files.createSymbolicLink(sandbox.resolve("link"), directory.resolve("secret"));
    Files.createSymbolicLink(sandbox.resolve("dangling"), directory.resolve("made"));
    assertThat(open("../secret", 0)).isEqualTo(-1);
    assertThat(open("link", 0)).isEqualTo(-1);
    // O_WRONLY | O_CREAT
    assertThat(open("dangling", 0x201)).isEqualTo(-1);
    assertThat(directory.resolve("made")).doesNotExist();
  }

  @Test
  void withoutADirectoryNothingOpens() throws IOException {
    Path file =
        simProgram(
            directory,
            "open.elf",
            " mov #0x2000, sp",
            " push #0",
            " mov #name, r12",
            " call #0x182",
            " call #0x181",
            "name: .asciz \"calls.elf\"");
    JsonNode document = FirmwareRun.of("--device", "sim", "--json", file.toString()).json();
    assertThat(document.get("exitCode").asInt()).isEqualTo(-1);
  }

  @Test
  void seekReturns32BitsInR13AndR12AndReadContinuesThere() throws IOException {
    // lseek(3, 4, SEEK_SET): fd R12, offset R14:R13, whence R15; then read(3, 3000h, 10).
    JsonNode document =
        run(
            " push #0",
            " mov #name, r12",
            " call #0x182",
            " mov #3, r12",
            " mov #4, r13",
            " clr r14",
            " clr r15",
            " call #0x186",
            " mov r12, r4",
            " mov r13, r5",
            " mov #3, r12",
            " mov #0x3000, r13",
            " mov #10, r14",
            " call #0x184",
            " mov r12, r6",
            " mov &0x3000, r7",
            " call #0x181",
            "name: .asciz \"data\"");
    assertThat(document.at("/registers/r4").asInt()).isEqualTo(4);
    assertThat(document.at("/registers/r5").asInt()).isZero();
    assertThat(document.at("/registers/r6").asInt()).isEqualTo(2);
    assertThat(document.at("/registers/r7").asInt()).isEqualTo('e' | 'f' << 8);
  }

  @Test
  void whatIsWrittenIsInTheFile() throws IOException {
    // open("new", O_WRONLY | O_CREAT | O_TRUNC), write(3, text, 5)
    run(
        " push #0x601",
        " mov #name, r12",
        " call #0x182",
        " mov #text, r13",
        " mov #5, r14",
        " call #0x185",
        " call #0x181",
        "name: .asciz \"new\"",
        "text: .ascii \"hello\"");
    assertThat(sandbox.resolve("new")).hasContent("hello");
  }

  @Test
  void fstatSaysThatStandardOutputIsACharacterDevice() throws IOException {
    // st_mode at 4: S_IFCHR 2000h with rw for the owner 0180h.
    JsonNode document =
        run(
            " mov #1, r12",
            " mov #0x3000, r13",
            " call #0x18a",
            " mov &0x3004, r5",
            " call #0x181");
    assertThat(document.get("exitCode").asInt()).isZero();
    assertThat(document.at("/registers/r5").asInt()).isEqualTo(0x2180);
  }

  @Test
  void timeIsSimulatedTime() throws IOException {
    // gettimeofday: seconds (64 bits), then microseconds. At 1 MHz a cycle is a microsecond: MOV
    // #N,Rn 2 twice, CALL #N 4.
    JsonNode document =
        run(" mov #0x3000, r12", " call #0x193", " mov &0x3008, r5", " call #0x181");
    assertThat(document.at("/registers/r5").asInt()).isEqualTo(2 + 2 + 4);
  }

  @Test
  void anUnknownCallGivesMinus1AndIsReportedOnce() throws IOException {
    JsonNode document = run(" call #0x1bf", " call #0x1bf", " call #0x181");
    assertThat(document.get("exitCode").asInt()).isEqualTo(-1);
    assertThat(document.get("warnings")).hasSize(1);
    assertThat(document.at("/warnings/0").asText()).contains("system call 63", "ENOSYS");
  }

  @Test
  void callsThroughRegistersAndCallaAreServedToo() throws IOException {
    assertThat(run(" mov #5, r12", " mov #0x181, r10", " call r10").get("exitCode").asInt())
        .isEqualTo(5);
    JsonNode document = run(" mov #6, r12", " calla #0x181");
    assertThat(document.get("exitCode").asInt()).isEqualTo(6);
    assertThat(document.at("/registers/r1").asInt()).isEqualTo(0x2000);
  }

  @Test
  void codeBelow10hIsAFault() throws IOException {
    JsonNode document = run(" br #0");
    assertThat(document.get("status").asText()).isEqualTo("fault");
    assertThat(document.get("reason").asText()).contains("00000h");
  }

  @Test
  void systemCallsAreOfSimOnly() throws IOException {
    Path file = FirmwareRun.program(directory, "device.elf", " call #0x181");
    assertThat(FirmwareRun.of(file.toString()).exitCode()).isEqualTo(5);
  }
}

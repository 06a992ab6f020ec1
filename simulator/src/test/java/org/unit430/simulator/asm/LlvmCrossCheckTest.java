package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.simulator.asm.Disassembler.Style;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.isa.Encoder;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Operand.Mode;
import org.unit430.simulator.isa.UndefinedInstructionException;

/**
 * Our encodings against those of LLVM's assembler, which was written by others. LLVM knows the old
 * instruction set only.
 */
class LlvmCrossCheckTest {
  private static final Pattern ENCODING = Pattern.compile("encoding: \\[([^\\]]*)\\]");
  private static final Pattern REFUSED = Pattern.compile("\\.s:(\\d+):\\d+: error");

  @TempDir Path folder;

  @Test
  void llvmEncodesAlike() throws IOException, InterruptedException {
    List<Instruction> instructions = sample();
    Disassembler disassembler = new Disassembler(Style.PLAIN);
    Path source = folder.resolve("sample.s");
    Files.write(source, instructions.stream().map(disassembler::text).toList());
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    run(source, output, errors);

    List<Integer> refused = new ArrayList<>();
    for (String line : Files.readAllLines(errors)) {
      Matcher matcher = REFUSED.matcher(line);
      if (matcher.find()) {
        refused.add(Integer.parseInt(matcher.group(1)) - 1);
      }
    }
    List<String> encodings = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      Matcher matcher = ENCODING.matcher(line);
      if (matcher.find()) {
        encodings.add(matcher.group(1).replace("0x", "").replace(",", " "));
      }
    }
    Encoder encoder = new Encoder(CpuCore.MSP430);
    List<String> ours = new ArrayList<>();
    List<String> theirs = new ArrayList<>();
    int next = 0;
    for (int index = 0; index < instructions.size(); index++) {
      if (refused.contains(index)) {
        continue;
      }
      String text = disassembler.text(instructions.get(index)) + " = ";
      ours.add(text + bytes(encoder.encode(instructions.get(index))));
      theirs.add(text + encodings.get(next++));
    }
    // LLVM 14 refuses PUSH of anything but a register or a constant.
    assertThat(refused.size()).isLessThan(instructions.size() / 20);
    assertThat(theirs).isEqualTo(ours);
  }

  private static List<Instruction> sample() {
    Decoder decoder = new Decoder(CpuCore.MSP430);
    Random random = new Random(14);
    List<Instruction> instructions = new ArrayList<>();
    for (int word = 0x1000; word <= 0xFFFF; word += 1 + random.nextInt(20)) {
      int[] words = {word, random.nextInt(0x10000), random.nextInt(0x10000)};
      try {
        Instruction instruction = decoder.decode(0, address -> words[address / 2]);
        if (isComparable(instruction)) {
          instructions.add(instruction);
        }
      } catch (UndefinedInstructionException undefined) {
        // Nothing to compare.
      }
    }
    return instructions;
  }

  /**
   * LLVM writes the number of a symbolic operand and of a jump into the code as it stands, not
   * relative to PC, and never calls through a constant generator.
   */
  private static boolean isComparable(Instruction instruction) {
    Operand destination = instruction.destination();
    return instruction.source().mode() != Mode.SYMBOLIC
        && destination.mode() != Mode.SYMBOLIC
        && !(instruction.opcode() == Opcode.CALL && destination.mode() == Mode.CONSTANT);
  }

  private static String bytes(int[] words) {
    StringBuilder text = new StringBuilder();
    for (int word : words) {
      text.append(String.format("%s%02x %02x", text.isEmpty() ? "" : " ", word & 0xFF, word >> 8));
    }
    return text.toString();
  }

  private static void run(Path source, Path output, Path errors)
      throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder("llvm-mc", "-triple=msp430", "-show-encoding", source.toString())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        Assumptions.abort("llvm-mc did not end within a minute");
      }
    } catch (IOException absent) {
      Assumptions.abort("needs llvm-mc (Debian package llvm), which is not installed");
    }
    if (Files.readString(errors).contains("unable to get target")) {
      Assumptions.abort("needs llvm-mc with the MSP430 target");
    }
  }
}

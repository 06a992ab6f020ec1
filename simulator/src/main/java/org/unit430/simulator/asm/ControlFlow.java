package org.unit430.simulator.asm;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.UndefinedInstructionException;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.program.ProgramImage.Segment;

/**
 * Finds code in a program without symbols: from its entry and the interrupt vectors along jumps,
 * branches and calls with constant targets. What only a computed branch reaches is not found.
 */
final class ControlFlow {
  // Vector tables lie between 0FF80h and 0FFFFh on all devices (hardware.md 4.2).
  private static final int FIRST_VECTOR = 0xFF80;
  private static final int LAST_VECTOR = 0xFFFE;

  private final ProgramImage image;
  private final Decoder decoder;
  private final BitSet code = new BitSet();
  private final Deque<Integer> pending = new ArrayDeque<>();

  private ControlFlow(ProgramImage image, Decoder decoder) {
    this.image = image;
    this.decoder = decoder;
  }

  /** Even addresses of all words of instructions that are found. */
  static BitSet codeOf(ProgramImage image, Decoder decoder) {
    ControlFlow flow = new ControlFlow(image, decoder);
    image.entry().ifPresent(flow.pending::add);
    for (int vector = FIRST_VECTOR; vector <= LAST_VECTOR; vector += 2) {
      int target = vector;
      flow.segment(vector).ifPresent(segment -> flow.pending.add(word(segment, target)));
    }
    while (!flow.pending.isEmpty()) {
      flow.follow(flow.pending.remove());
    }
    return flow.code;
  }

  /** Marks instructions from an address on, up to one behind which nothing follows. */
  private void follow(int start) {
    int address = start;
    // An unused vector holds FFFFh, 0 or the address of another table.
    while ((address & 1) == 0 && !isVector(address) && !code.get(address)) {
      Optional<Segment> segment = segment(address);
      if (segment.isEmpty()) {
        return;
      }
      Instruction instruction;
      try {
        instruction = decoder.decode(address, wanted -> word(segment.get(), wanted));
      } catch (UndefinedInstructionException e) {
        return;
      }
      if (address + 2 * instruction.words() > segment.get().end()) {
        return;
      }
      code.set(address);
      for (int word = 1; word < instruction.words(); word++) {
        code.set(address + 2 * word);
      }
      target(instruction).ifPresent(pending::add);
      if (instruction.changesFlow() && !continues(instruction)) {
        return;
      }
      address = instruction.next();
    }
  }

  private static boolean isVector(int address) {
    return address >= FIRST_VECTOR && address <= LAST_VECTOR;
  }

  private static Optional<Integer> target(Instruction instruction) {
    if (!instruction.changesFlow()) {
      return Optional.empty();
    }
    return switch (instruction.opcode().format()) {
      case JUMP -> Optional.of(instruction.destination().value());
      case SINGLE_OPERAND, CALL_ADDRESS -> constant(instruction.destination());
      case DOUBLE_OPERAND, ADDRESS ->
          instruction.opcode() == Opcode.MOV || instruction.opcode() == Opcode.MOVA
              ? constant(instruction.source())
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> constant(Operand operand) {
    return operand.mode() == Operand.Mode.IMMEDIATE
        ? Optional.of(operand.value())
        : Optional.empty();
  }

  /** Whether the next instruction may be executed behind one that changes the flow. */
  private static boolean continues(Instruction instruction) {
    return switch (instruction.opcode().format()) {
      case JUMP -> instruction.opcode() != Opcode.JMP;
      case SINGLE_OPERAND -> instruction.opcode() == Opcode.CALL;
      case CALL_ADDRESS -> true;
      default -> false;
    };
  }

  private Optional<Segment> segment(int address) {
    return image.segments().stream()
        .filter(segment -> segment.address() <= address && address + 1 < segment.end())
        .findFirst();
  }

  private static int word(Segment segment, int address) {
    int index = address - segment.address();
    if (index < 0 || index + 1 >= segment.bytes().length) {
      return 0;
    }
    return (segment.bytes()[index] & 0xFF) | (segment.bytes()[index + 1] & 0xFF) << 8;
  }
}

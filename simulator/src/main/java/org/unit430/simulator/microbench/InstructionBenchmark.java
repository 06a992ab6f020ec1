package org.unit430.simulator.microbench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Microbenchmarks of single instructions, described by opcode and addressing modes as in {@code
 * instruction_energy.csv} of measured-energy: 100 straight-line copies in a loop of 100 passes,
 * code in FRAM, data and stack in SRAM.
 */
public final class InstructionBenchmark {
  private static final String NONE = "";
  private static final Set<String> JUMPS =
      Set.of("jmp", "jne", "jnz", "jeq", "jz", "jnc", "jlo", "jc", "jhs", "jn", "jge", "jl");

  private static final Map<String, Integer> PERIPHERALS =
      Map.ofEntries(
          Map.entry("MPY", 0x4C0),
          Map.entry("MPYS", 0x4C2),
          Map.entry("MAC", 0x4C4),
          Map.entry("MACS", 0x4C6),
          Map.entry("OP2", 0x4C8),
          Map.entry("RESLO", 0x4CA),
          Map.entry("RESHI", 0x4CC),
          Map.entry("SUMEXT", 0x4CE),
          Map.entry("MPY32L", 0x4D0),
          Map.entry("MPY32H", 0x4D2),
          Map.entry("OP2L", 0x4E0),
          Map.entry("OP2H", 0x4E2),
          Map.entry("RES0", 0x4E4),
          Map.entry("RES1", 0x4E6),
          Map.entry("RES2", 0x4E8),
          Map.entry("RES3", 0x4EA));

  private static final String POINTERS =
      " mov #DATA, r6\n mov #DATA2, r7\n mov #0x1234, r4\n mov #0x0321, r5\n";

  private InstructionBenchmark() {}

  /**
   * The benchmark of one instruction.
   *
   * @param opcode mnemonic, for example {@code mov} or {@code rrc}
   * @param source addressing mode: {@code register}, {@code indexed}, {@code symbolic}, {@code
   *     absolute}, {@code absolute(OP2)}, {@code indirect}, {@code autoincrement}, {@code
   *     immediate}, {@code pc_relative}; empty if it has no source
   * @param destination addressing mode, empty if it has none
   * @param constant the immediate value or the places of a multiple shift; {@code const_gen} for a
   *     value of the constant generator; empty
   * @throws UnbuildableException if there is no such straight-line code
   */
  public static Microbenchmark of(
      String opcode, String source, String destination, String constant) {
    String operation = opcode.toLowerCase(Locale.ROOT);
    String name = name(operation, source, destination);
    if (JUMPS.contains(operation)) {
      return unrolled(name, "", " " + operation + " $+2");
    }
    return switch (operation) {
      case "br", "bra" -> branch(name, source, destination);
      case "push" -> stack(name, " push " + source(either(source, destination), constant), 0);
      case "pop" -> stack(name, " pop " + destination(either(destination, source)), 2);
      case "pushm", "popm" -> multiple(name, operation, constant);
      case "call", "calla", "ret", "reta", "reti" ->
          throw new UnbuildableException(
              operation + " alone is no straight-line code; measured is call_and_ret");
      default -> plain(name, operation, source, destination, constant);
    };
  }

  /**
   * The benchmark that a label of {@code event_stats.csv} names, such as {@code
   * mov_symbolic_register}, {@code push_and_pop} or {@code loop_memset_4}.
   *
   * @throws UnbuildableException if it names none
   */
  public static Microbenchmark ofLabel(String label) {
    if (label.startsWith("loop_")) {
      return LoopBenchmark.of(label);
    }
    return switch (label) {
      case "push_and_pop" -> unrolled(label, "", " push r4\n pop r5");
      case "call_and_ret" ->
          unrolled(label, "", " call #callee")
              .calling("callee:\n .rept 50\n nop\n .endr\n ret\n", List.of());
      case "dint_nop_pair" -> unrolled(label, "", " dint\n nop");
      default -> ofParts(label);
    };
  }

  private static Microbenchmark ofParts(String label) {
    List<String> parts = List.of(label.split("_", -1));
    if (parts.size() > 3) {
      throw new UnbuildableException("no benchmark is known by the label " + label);
    }
    String opcode = parts.get(0);
    String last = parts.get(parts.size() - 1);
    return switch (parts.size()) {
      case 1 -> of(opcode, NONE, NONE, NONE);
      case 2 ->
          JUMPS.contains(opcode)
              ? of(opcode, last, NONE, NONE)
              : of(opcode, NONE, mode(last), NONE);
      default -> of(opcode, mode(parts.get(1)), mode(last), NONE);
    };
  }

  private static String mode(String text) {
    return PERIPHERALS.containsKey(text) ? "absolute(" + text + ")" : text;
  }

  private static Microbenchmark plain(
      String name, String operation, String source, String destination, String constant) {
    StringBuilder unit = new StringBuilder(" ").append(operation);
    if (!source.isEmpty()) {
      unit.append(' ').append(source(source, constant));
    }
    if (!destination.isEmpty()) {
      unit.append(source.isEmpty() ? " " : ", ").append(destination(destination));
    }
    String pass =
        source.equals("autoincrement") || destination.equals("autoincrement")
            ? " mov #DATA, r6"
            : "";
    return unrolled(name, pass, unit.toString());
  }

  private static Microbenchmark stack(String name, String unit, int popped) {
    int bytes = popped * Microbenchmark.STANDARD_REPEATS;
    return unrolled(name, " mov #STACK - " + bytes + ", sp", unit);
  }

  /** R9 and the registers below it, down to R4: the others are in use. */
  private static Microbenchmark multiple(String name, String operation, String constant) {
    int registers = constant.matches("[1-6]") ? Integer.parseInt(constant) : 0;
    if (registers == 0) {
      throw new UnbuildableException(operation + " of '" + constant + "' registers; 1 to 6 can be");
    }
    return stack(
        name,
        " %s #%d, r9".formatted(operation, registers),
        operation.equals("popm") ? 2 * registers : 0);
  }

  /** A branch to the next instruction through a table of addresses in SRAM, one for each copy. */
  private static Microbenchmark branch(String name, String source, String destination) {
    String mode = either(source, destination);
    String operand =
        switch (mode) {
          case "indexed" -> "2*\\i(r6)";
          case "absolute" -> "&DATA+2*\\i";
          case "symbolic" -> "DATA+2*\\i";
          case "autoincrement" -> "@r6+";
          case "immediate" -> "#$+4";
          default ->
              throw new UnbuildableException(
                  "br %s: a register would have to be set before each copy".formatted(mode));
        };
    String table = mode.equals("immediate") ? "" : " mov #after\\i, &DATA+2*\\i\n";
    String setup = POINTERS + " .rept COPIES, i\n" + table + " .endr\n";
    return new Microbenchmark(
        name,
        setup,
        " mov #DATA, r6",
        " br " + operand + "\nafter\\i:",
        Microbenchmark.STANDARD_REPEATS,
        Microbenchmark.STANDARD_REPEATS,
        Microbenchmark.Shape.UNROLLED,
        "",
        List.of());
  }

  private static Microbenchmark unrolled(String name, String pass, String unit) {
    return Microbenchmark.unrolled(name, POINTERS, pass, unit);
  }

  private static String source(String mode, String constant) {
    return switch (mode) {
      case "register" -> "r4";
      case "indexed" -> "2(r6)";
      case "indirect" -> "@r6";
      case "autoincrement" -> "@r6+";
      case "symbolic" -> "DATA";
      case "absolute" -> "&DATA";
      case "immediate" -> "#" + immediate(constant);
      default -> peripheral(mode);
    };
  }

  private static String destination(String mode) {
    return switch (mode) {
      case "register" -> "r5";
      case "indexed" -> "4(r7)";
      case "symbolic" -> "DATA2";
      case "absolute" -> "&DATA2";
      // Instructions with one operand: RRA, RRC, SWPB, SXT.
      case "indirect" -> "@r6";
      case "autoincrement" -> "@r6+";
      default -> peripheral(mode);
    };
  }

  private static String immediate(String constant) {
    // 4 is made by the constant generator; 0x1357 is the value of the measured series.
    return constant.equals("const_gen") ? "4" : constant.isEmpty() ? "0x1357" : constant;
  }

  private static String peripheral(String mode) {
    if (mode.startsWith("absolute(") && mode.endsWith(")")) {
      Integer address = PERIPHERALS.get(mode.substring("absolute(".length(), mode.length() - 1));
      if (address != null) {
        return "&" + address;
      }
    }
    throw new UnbuildableException("unknown addressing mode '" + mode + "'");
  }

  private static String either(String first, String second) {
    return first.isEmpty() ? second : first;
  }

  private static String name(String opcode, String source, String destination) {
    StringBuilder name = new StringBuilder(opcode);
    for (String mode : List.of(source, destination)) {
      if (!mode.isEmpty()) {
        name.append('_').append(mode.replaceAll("absolute\\((\\w+)\\)", "$1"));
      }
    }
    return name.toString();
  }
}

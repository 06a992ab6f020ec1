package org.unit430.simulator.microbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unit430.simulator.runtime.RuntimeLibrary.Part;

/**
 * Microbenchmarks of library routines as {@code routine_energy.csv} describes them: a loop of 100
 * calls with the same arguments, loading them and storing the result included.
 */
public final class RoutineBenchmark {
  private static final String PREFIX = "__mspabi_";
  private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]+|\\d+");

  /** A routine of the runtime library, and words of an argument and of the result. */
  private record Routine(String label, Part part, int argumentWords, int resultWords) {}

  private static final Map<String, Routine> ROUTINES =
      Map.ofEntries(
          routine("divu", Part.DIVIDE_16, 1, 1),
          routine("divi", Part.DIVIDE_16, 1, 1),
          routine("remu", Part.DIVIDE_16, 1, 1),
          routine("remi", Part.DIVIDE_16, 1, 1),
          routine("divul", Part.DIVIDE_32, 2, 2),
          Map.entry("divlu", new Routine(PREFIX + "divul", Part.DIVIDE_32, 2, 2)),
          routine("divli", Part.DIVIDE_32, 2, 2),
          routine("remul", Part.DIVIDE_32, 2, 2),
          Map.entry("remlu", new Routine(PREFIX + "remul", Part.DIVIDE_32, 2, 2)),
          routine("remli", Part.DIVIDE_32, 2, 2),
          // A compiler for a device with MPY32 links these to the multiplier.
          Map.entry("mpyi", new Routine(PREFIX + "mpyi_f5hw", Part.MULTIPLY_MPY32, 1, 1)),
          Map.entry("mpyl", new Routine(PREFIX + "mpyl_f5hw", Part.MULTIPLY_MPY32, 2, 2)),
          Map.entry("mpysl", new Routine(PREFIX + "mpysl_f5hw", Part.MULTIPLY_MPY32, 1, 2)),
          Map.entry("mpyul", new Routine(PREFIX + "mpyul_f5hw", Part.MULTIPLY_MPY32, 1, 2)),
          routine("mpyi_f5hw", Part.MULTIPLY_MPY32, 1, 1),
          routine("mpyl_f5hw", Part.MULTIPLY_MPY32, 2, 2),
          routine("mpysl_f5hw", Part.MULTIPLY_MPY32, 1, 2),
          routine("mpyul_f5hw", Part.MULTIPLY_MPY32, 1, 2),
          routine("slli", Part.SHIFT, 1, 1),
          routine("srai", Part.SHIFT, 1, 1),
          routine("srli", Part.SHIFT, 1, 1),
          routine("slll", Part.SHIFT, 2, 2),
          routine("sral", Part.SHIFT, 2, 2),
          routine("srll", Part.SHIFT, 2, 2));

  private static final Pattern FLOATING =
      Pattern.compile("(add|sub|mpy|div|cmp)[fd]|(cvt|fix|flt).*");

  private RoutineBenchmark() {}

  private static Map.Entry<String, Routine> routine(String name, Part part, int in, int out) {
    return Map.entry(name, new Routine(PREFIX + name, part, in, out));
  }

  /**
   * The benchmark of a routine.
   *
   * @param name with or without {@code __mspabi_}
   * @param arguments numbers, hexadecimal or decimal, with anything between them, such as {@code
   *     0xFFFF / 1}
   * @throws UnbuildableException if the runtime library has no such routine
   */
  public static Microbenchmark of(String name, String arguments) {
    String key = key(name);
    Routine routine = known(name, key);
    StringBuilder unit = new StringBuilder(loads(name, routine, arguments));
    unit.append(" call #").append(routine.label()).append('\n');
    for (int word = 0; word < routine.resultWords(); word++) {
      unit.append(" mov r%d, &DATA+%d\n".formatted(12 + word, 2 * word));
    }
    return Microbenchmark.loop(key, "", unit.toString()).calling("", List.of(routine.part()));
  }

  /**
   * Cycles of one call, from CALL to the return, without wait states.
   *
   * @throws UnbuildableException as {@link #of}
   */
  public static double cyclesOfCall(String name, String arguments) {
    String key = key(name);
    Routine routine = known(name, key);
    String loads = loads(name, routine, arguments);
    String call = loads + " call #" + routine.label() + "\n";
    List<Part> parts = List.of(routine.part());
    MicrobenchmarkProgram.Conditions slow = MicrobenchmarkProgram.Conditions.at(8e6);
    Microbenchmark with = once(key, call).calling("", parts);
    Microbenchmark without = once(key, loads);
    return new MicrobenchmarkProgram(with, slow).run().cyclesPerUnit()
        - new MicrobenchmarkProgram(without, slow).run().cyclesPerUnit();
  }

  /** Without wait states each copy takes the same time, so that a few in one pass will do. */
  private static Microbenchmark once(String key, String unit) {
    return new Microbenchmark(
        key, "", "", unit, 8, 1, Microbenchmark.Shape.UNROLLED, "", List.of());
  }

  private static String key(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  private static Routine known(String name, String key) {
    Routine routine = ROUTINES.get(key);
    if (routine == null) {
      throw new UnbuildableException(
          FLOATING.matcher(key).matches()
              ? key
                  + " was measured as libgcc's generic C code; the float routines here are another"
                  + " algorithm"
              : "the runtime library has no routine " + name);
    }
    return routine;
  }

  private static String loads(String name, Routine routine, String arguments) {
    StringBuilder loads = new StringBuilder();
    int register = 12;
    for (long value : numbers(arguments)) {
      for (int word = 0; word < routine.argumentWords(); word++) {
        if (register > 15) {
          throw new UnbuildableException(name + " does not take the arguments " + arguments);
        }
        loads.append(" mov #%d, r%d\n".formatted((value >> (16 * word)) & 0xFFFF, register));
        register++;
      }
    }
    return loads.toString();
  }

  private static List<Long> numbers(String text) {
    List<Long> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(text.replaceAll("\\(.*", ""));
    while (matcher.find()) {
      numbers.add(Long.decode(matcher.group()));
    }
    if (numbers.isEmpty()) {
      throw new UnbuildableException("no arguments in '" + text + "'");
    }
    return numbers;
  }
}

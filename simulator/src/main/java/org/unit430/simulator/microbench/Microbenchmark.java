package org.unit430.simulator.microbench;

import java.util.List;
import org.unit430.simulator.runtime.RuntimeLibrary;

/**
 * A microbenchmark: a unit of code, repeated, whose share of an event's energy and time is wanted.
 *
 * <p>Sources may use R4 to R9 and R11 to R15; R10 counts the passes. {@code DATA} and {@code DATA2}
 * are words in SRAM with at least 500 bytes behind each; the stack is in SRAM too.
 *
 * @param name a symbol-like name, for files and reports
 * @param setup instructions before the measured event
 * @param pass instructions at the beginning of each pass, not part of a unit
 * @param unit instructions of one unit; {@code \i} is the number of its copy, from 0
 * @param copies units in a pass: 1 in a loop, else 8 or more
 * @param passes how often they are passed
 * @param shape whether the loop around them belongs to the unit
 * @param support routines that the unit calls, behind the measured code
 * @param runtime parts of the runtime library that it calls
 */
public record Microbenchmark(
    String name,
    String setup,
    String pass,
    String unit,
    int copies,
    int passes,
    Shape shape,
    String support,
    List<RuntimeLibrary.Part> runtime) {
  /** How units are repeated. */
  public enum Shape {
    /** Straight-line copies; the loop around them is overhead, measured apart and taken off. */
    UNROLLED,
    /** The unit is the body of the loop, and the loop's own instructions belong to it. */
    LOOP
  }

  /** Copies and passes of straight-line code on the boards that were measured. */
  public static final int STANDARD_REPEATS = 100;

  /** Copies the parts, and checks the numbers. */
  public Microbenchmark {
    runtime = List.copyOf(runtime);
    boolean fits = shape == Shape.LOOP ? copies == 1 : copies >= 8;
    if (!fits || passes < 1) {
      throw new IllegalArgumentException(
          "%s: %d copies in %d passes; a loop has 1 copy, straight-line code 8 or more"
              .formatted(name, copies, passes));
    }
  }

  /** 100 straight-line copies in a loop of 100 passes. */
  public static Microbenchmark unrolled(String name, String setup, String pass, String unit) {
    return new Microbenchmark(
        name, setup, pass, unit, STANDARD_REPEATS, STANDARD_REPEATS, Shape.UNROLLED, "", List.of());
  }

  /** A loop of 100 passes that ends in {@code ADD #-1; CMP #0; JNE}. */
  public static Microbenchmark loop(String name, String setup, String unit) {
    return new Microbenchmark(
        name, setup, "", unit, 1, STANDARD_REPEATS, Shape.LOOP, "", List.of());
  }

  /** The same with routines to call. */
  public Microbenchmark calling(String routines, List<RuntimeLibrary.Part> parts) {
    return new Microbenchmark(name, setup, pass, unit, copies, passes, shape, routines, parts);
  }

  /** The same with another number of passes. */
  public Microbenchmark repeated(int newPasses) {
    return new Microbenchmark(name, setup, pass, unit, copies, newPasses, shape, support, runtime);
  }

  /** Units in an event. */
  public long units() {
    return (long) copies * passes;
  }
}

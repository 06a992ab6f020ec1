package org.unit430.simulator.microbench;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Microbenchmarks whose unit is one pass through a loop, as {@code event_stats.csv} names them. */
final class LoopBenchmark {
  private static final Pattern MEMSET = Pattern.compile("loop_memset_(\\d{1,2})");
  private static final Pattern MEMCPY = Pattern.compile("loop_memcpy_(\\d{1,3})");

  /** Copies bytes one by one, as a C library built for size does. r12 to, r13 from, r14 bytes. */
  private static final String BYTE_COPY =
      """
      memcpy:
       mov r12, r15
       add r13, r14
      1: cmp r13, r14
       jne 2f
       ret
      2: mov.b @r13+, 0(r15)
       inc r15
       jmp 1b
      """;

  private LoopBenchmark() {}

  static Microbenchmark of(String label) {
    Matcher memset = MEMSET.matcher(label);
    if (memset.matches()) {
      String stores = " .rept %s, j\n mov.b #0x34, &DATA+\\j\n .endr".formatted(memset.group(1));
      return Microbenchmark.loop(label, "", stores);
    }
    Matcher memcpy = MEMCPY.matcher(label);
    if (memcpy.matches()) {
      String call =
          " mov #%s, r14\n mov #DATA, r13\n mov #DATA2, r12\n call #memcpy"
              .formatted(memcpy.group(1));
      return Microbenchmark.loop(label, "", call).calling(BYTE_COPY, List.of());
    }
    throw new UnbuildableException("no loop is known by the label " + label);
  }
}

package org.unit430.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the operations of an iteration did, beside how many they were. JMH gives both a second of the
 * wall's clock; their quotient, instructions a nanosecond of the processor, holds on a busy machine,
 * too.
 */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Work {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Simulated instructions. */
  public long instructions;

  /** Processor time of the thread that simulates, without those of the JVM's compilers. */
  public long processorNanoseconds;

  private long began;

  void begin() {
    began = THREADS.getCurrentThreadCpuTime();
  }

  void end(long retired) {
    processorNanoseconds += THREADS.getCurrentThreadCpuTime() - began;
    instructions += retired;
  }
}

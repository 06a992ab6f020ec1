package org.unit430.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.machine.Engine;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;

/** Simulated instructions a second of the loops in {@code benchmarks/programs}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class LoopBenchmark {
  private static final int INSTRUCTIONS = 10_000_000;

  /** A file of {@code benchmarks/programs}. */
  @Param({"calls", "interrupts", "mac", "memory", "muldiv", "prune"})
  public String program;

  /** Without FRAM, as all simulators know it, or with FRAM, one wait state and one array there. */
  @Param({"MSP430F1611", "MSP430FR5994"})
  public String device;

  /** How instructions are executed. */
  @Param({"INTERPRET", "TRANSLATE"})
  public Engine engine;

  private Machine machine;

  /** A machine with a program that begins anew where it would have ended. */
  @Setup
  public void load() throws IOException {
    DeviceProfile profile = DeviceCatalog.byName(device);
    String name = program + ".s43";
    String source = read(name).replaceFirst("jmp +done", "br #start");
    if (profile.core() == CpuCore.CPUX) {
      for (String definition : read(device + ".equ").lines().toList()) {
        String symbol = definition.substring(0, definition.indexOf(' '));
        source = source.replaceFirst("(?m)^" + symbol + " +[.]equ.*$", definition);
      }
    }
    machine = MachineFactory.create(profile);
    machine.load(Assembler.assemble(profile.core(), name, source));
    machine.setEngine(engine);
  }

  private static String read(String resource) throws IOException {
    try (InputStream file = LoopBenchmark.class.getResourceAsStream(resource)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Ten million instructions. */
  @Benchmark
  @OperationsPerInvocation(INSTRUCTIONS)
  public long loop(Work work) {
    work.begin();
    StopReason reason = machine.run(RunLimits.instructions(INSTRUCTIONS));
    work.end(INSTRUCTIONS);
    if (!(reason instanceof StopReason.InstructionLimit)) {
      throw new IllegalStateException(program + " ended: " + reason.description());
    }
    return machine.cycle();
  }
}

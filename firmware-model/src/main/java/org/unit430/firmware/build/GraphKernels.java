package org.unit430.firmware.build;

import java.util.List;
import java.util.Map;
import org.unit430.firmware.graph.StepGraph;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;

/** How the steps of a graph become kernels, in the numbers of one arithmetic. */
interface GraphKernels {
  /** The steps. */
  StepGraph graph();

  /** Bytes of a value of the input. */
  int inputBytes();

  /** Bytes of a value that a step makes. */
  int outputBytes(int step);

  /** Bytes of SRAM that a step needs while it runs. */
  int scratchBytes(int step);

  /** Bytes of SRAM that no step may use for anything else, in front of the steps' scratch. */
  int sharedScratchBytes();

  /**
   * What a step with weights has in FRAM: its weights, then its biases; nothing for other steps.
   *
   * @param inputAddress of the values that it reads
   */
  List<byte[]> data(int step, int inputAddress);

  /** Room for what all steps have in FRAM. */
  FramAllocator fram();

  /**
   * An assembler that places code where there is room for it.
   *
   * @param placed room from which all steps have taken theirs
   */
  Assembler assembler(FramAllocator placed);

  /** File name of the source that executes a step. */
  String source(int step);

  /**
   * Symbols that the source expects, but for addresses of values and data.
   *
   * @param scratch address of the scratch area
   */
  Map<String, Integer> symbols(int step, int scratch);

  /**
   * What the kernels of several steps call.
   *
   * @param scratch address of the scratch area
   */
  List<AssemblyUnit> routines(int scratch);
}

package org.unit430.simulator.program;

import com.code_intelligence.jazzer.junit.FuzzTest;

final class ProgramLoaderFuzzTest {
  /** Any bytes give an image or a ProgramFormatException. */
  @FuzzTest
  void anyFileGivesAnImageOrAFormatException(byte[] content) {
    ProgramImage image;
    try {
      image = ProgramLoader.load(content, "fuzz");
    } catch (ProgramFormatException expected) {
      return;
    }
    DamagedProgramTest.requireValid(image);
  }
}

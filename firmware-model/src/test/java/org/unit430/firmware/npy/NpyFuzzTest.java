package org.unit430.firmware.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

final class NpyFuzzTest {
  /** Any bytes give arrays or an NpyException. */
  @FuzzTest
  void anyFileGivesArraysOrAnNpyException(byte[] content) {
    readOrRefuse(content);
  }

  static void readOrRefuse(byte[] content) {
    try {
      assertThat(ArrayFiles.archive(content, "a.npz")).isNotEmpty();
    } catch (NpyException e) {
      assertThat(e.getMessage()).startsWith("a.npz").doesNotContain("\n");
    }
    try {
      assertThat(NpyReader.read(content, "a.npy").values()).isNotNull();
    } catch (NpyException e) {
      assertThat(e.getMessage()).startsWith("a.npy: ").doesNotContain("\n");
    }
  }
}

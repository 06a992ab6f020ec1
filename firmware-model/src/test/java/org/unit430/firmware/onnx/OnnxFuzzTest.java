package org.unit430.firmware.onnx;

import com.code_intelligence.jazzer.junit.FuzzTest;

final class OnnxFuzzTest {
  /** Any bytes give steps or an OnnxException. */
  @FuzzTest
  void anyFileGivesStepsOrAnOnnxException(byte[] content) {
    RefusedModelsTest.readOrRefuse(content);
  }
}

package org.unit430.firmware.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The imported graph computes what onnxruntime computes. */
class OnnxRuntimeAgreementTest {
  static Stream<String> names() {
    return SmallModels.runnable().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void floatResultsAreThoseOfOnnxRuntime(String name) throws OrtException {
    byte[] model = SmallModels.runnable().get(name).build();
    Graph graph = Graph.read(model, name);
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 3; run++) {
      float[] input = new float[Tensor.elements(graph.inputShape())];
      for (int i = 0; i < input.length; i++) {
        input[i] = (float) (random.nextDouble() * 2 - 1);
      }
      float[] expected = onnxRuntime(model, graph.inputShape(), input);
      float[] actual = graph.infer(input);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < actual.length; i++) {
        // A float32 sum of n terms near 1 errs by about n/2 units of 6e-8; n is 108 at most here.
        assertThat(actual[i]).isCloseTo(expected[i], Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void thereAreMoreThanThirtyModels() {
    assertThat(SmallModels.runnable()).hasSizeGreaterThan(30);
  }

  static float[] onnxRuntime(byte[] model, int[] shape, float[] input) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] extents = Arrays.stream(shape).asLongStream().toArray();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(model, options);
          OnnxTensor tensor =
              OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), extents);
          OrtSession.Result result = session.run(Map.of("x", tensor))) {
        OnnxValue value = result.get(0);
        if (((OnnxTensor) value).getLongBuffer() != null) {
          long[] indices = new long[((OnnxTensor) value).getLongBuffer().remaining()];
          ((OnnxTensor) value).getLongBuffer().get(indices);
          float[] floats = new float[indices.length];
          for (int i = 0; i < floats.length; i++) {
            floats[i] = indices[i];
          }
          return floats;
        }
        FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
      }
    }
  }
}

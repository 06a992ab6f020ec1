package org.unit430.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.DigitsGenerator;
import org.unit430.firmware.dataset.Split;
import org.unit430.firmware.network.FloatInference;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;

class TorchModelTest {
  private static final TrainingPlan PLAN = new TrainingPlan(1, 1, 0.5, 0.5, 0.1, 0, 1, 1);

  @Test
  void twoStepsAreThoseWorkedByHand() {
    // One input x = 2, two outputs with weights 0 and biases 0; the class is 0.
    Network network =
        new Network(
            "net",
            new Shape(1, 1, 1),
            List.of(new FullyConnected("fc", 1, 2, new float[2], new float[2], false)));
    try (TorchModel model = new TorchModel(network, TrainingState.start(network))) {
      float first = model.step(new float[] {2}, new long[] {0}, PLAN, 0.5);
      // Both probabilities are 1/2: loss ln 2; gradient of the logits (-1/2, 1/2), of the weights
      // twice that; no decay at 0. v = (-1, 1) and (-1/2, 1/2); p = -0.5 v.
      assertThat(first).isCloseTo((float) Math.log(2), within(1e-6f));
      assertThat(model.parameters().get(0)).containsExactly(0.5f, -0.5f);
      assertThat(model.parameters().get(1)).containsExactly(0.25f, -0.25f);

      float second = model.step(new float[] {2}, new long[] {0}, PLAN, 0.5);
      // Logits 2 * 0.5 + 0.25 = 1.25 and -1.25: q = 1 / (1 + e^2.5) for class 1, loss -ln(1 - q).
      double q = 1 / (1 + Math.exp(2.5));
      assertThat(second).isCloseTo((float) -Math.log(1 - q), within(1e-6f));
      // v = 0.5 * 1 + 2 q + 0.1 * (-0.5) for the weight of class 1; p = -0.5 - 0.5 v
      double velocity = 0.5 + 2 * q - 0.05;
      assertThat(model.velocities().get(0)[1]).isCloseTo((float) velocity, within(1e-6f));
      assertThat(model.parameters().get(0)[1])
          .isCloseTo((float) (-0.5 - 0.5 * velocity), within(1e-6f));
      // bias: v = 0.5 * 0.5 + q + 0.1 * (-0.25)
      assertThat(model.velocities().get(1)[1]).isCloseTo((float) (0.25 + q - 0.025), within(1e-6f));
    }
  }

  @Test
  void theLossIsThatOfTheFloatReference() {
    Dataset images = new DigitsGenerator(1).draw("d", Split.TEST, new int[] {0, 1, 2, 3});
    Network network =
        Parameters.initialise(LeNet.network("net", images.shape(), images.classes()), 1);
    float[] batch = new float[4 * images.shape().size()];
    long[] labels = new long[4];
    FloatInference inference = new FloatInference(network);
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      System.arraycopy(images.image(i), 0, batch, i * images.shape().size(), 784);
      labels[i] = images.label(i);
      float[] logits = inference.infer(images.image(i));
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit);
      }
      expected += (Math.log(sum) - logits[images.label(i)]) / 4;
    }
    try (TorchModel model = new TorchModel(network, TrainingState.start(network))) {
      assertThat(model.step(batch, labels, PLAN, 0.1)).isCloseTo((float) expected, within(1e-5f));
    }
  }

  @Test
  void prunedWeightsAreSetToZeroAndStayThere() {
    Network network =
        new Network(
            "net",
            new Shape(2, 1, 1),
            List.of(
                new FullyConnected("fc", 2, 2, new float[] {1, -2, 3, 4}, new float[2], false)));
    TrainingState start = TrainingState.start(network);
    start.masks().get(0)[1] = 0;
    try (TorchModel model = new TorchModel(network, start)) {
      assertThat(model.parameters().get(0)).containsExactly(1, 0, 3, 4);
      model.step(new float[] {1, 1}, new long[] {0}, PLAN, 0.5);
      model.step(new float[] {1, 1}, new long[] {0}, PLAN, 0.5);
      float[] weights = model.parameters().get(0);
      assertThat(Float.floatToRawIntBits(weights[1])).isZero(); // not -0.0 either
      assertThat(model.velocities().get(0)[1]).isZero();
      assertThat(weights[0]).isNotEqualTo(1);
    }
  }
}

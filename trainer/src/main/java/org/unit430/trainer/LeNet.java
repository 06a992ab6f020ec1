package org.unit430.trainer;

import java.util.List;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Layer;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;

/**
 * The architecture of the bundled networks: two 5x5 convolutions, each with ReLU and pooling, and
 * three fully connected layers.
 */
final class LeNet {
  private static final int KERNEL = 5;
  private static final int WINDOW = 2;

  private LeNet() {}

  /** Returns the network with all parameters 0. */
  static Network network(String name, Shape input, int classes) {
    Layer conv1 = convolution("conv1", input.channels(), 6);
    Layer pool1 = new MaxPooling("pool1", WINDOW);
    Layer conv2 = convolution("conv2", 6, 16);
    Layer pool2 = new MaxPooling("pool2", WINDOW);
    int features = pool2.output(conv2.output(pool1.output(conv1.output(input)))).size();
    return new Network(
        name,
        input,
        List.of(
            conv1,
            pool1,
            conv2,
            pool2,
            connected("fc1", features, 120, true),
            connected("fc2", 120, 84, true),
            connected("fc3", 84, classes, false)));
  }

  private static Layer convolution(String name, int inputs, int outputs) {
    float[] weights = new float[outputs * inputs * KERNEL * KERNEL];
    return new Convolution(
        name, inputs, outputs, KERNEL, KERNEL, weights, new float[outputs], true);
  }

  private static Layer connected(String name, int inputs, int outputs, boolean relu) {
    return new FullyConnected(
        name, inputs, outputs, new float[inputs * outputs], new float[outputs], relu);
  }
}

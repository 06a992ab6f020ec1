package org.unit430.trainer;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Layer;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;

/**
 * The architectures of the bundled networks: two convolutions (5x5, or 1x5 over a signal), each
 * with ReLU and pooling, and one or three fully connected layers.
 */
final class LeNet {
  private static final int KERNEL = 5;
  private static final int WINDOW = 2;

  private LeNet() {}

  /** Returns the network with three fully connected layers, all parameters 0. */
  static Network network(String name, Shape input, int classes) {
    List<Layer> layers = convolutions(input, KERNEL);
    int features = features(input, layers);
    layers.add(connected("fc1", features, 120, true));
    layers.add(connected("fc2", 120, 84, true));
    layers.add(connected("fc3", 84, classes, false));
    return new Network(name, input, layers);
  }

  /** Returns the network with one fully connected layer, all parameters 0. */
  static Network small(String name, Shape input, int classes) {
    return withOneConnected(name, input, convolutions(input, KERNEL), classes);
  }

  /** Returns the network over a signal (one row): kernels and windows are one row high. */
  static Network signal(String name, Shape input, int classes) {
    return withOneConnected(name, input, convolutions(input, 1), classes);
  }

  /**
   * Returns the network over the spectrum of a sound, frames by coefficients: after the first
   * pooling so few columns are left that the second filters cover all of them, 5x3 over 49x10, and
   * there is nothing to pool. Three fully connected layers, all parameters 0.
   */
  static Network spectral(String name, Shape input, int classes) {
    Layer conv1 = convolution("conv1", input.channels(), 6, KERNEL);
    Layer pool1 = new MaxPooling("pool1", WINDOW);
    Shape pooled = pool1.output(conv1.output(input));
    Layer conv2 = convolution("conv2", 6, 16, KERNEL, pooled.width());
    List<Layer> layers = new ArrayList<>(List.of(conv1, pool1, conv2));
    int features = features(input, layers);
    layers.add(connected("fc1", features, 120, true));
    layers.add(connected("fc2", 120, 84, true));
    layers.add(connected("fc3", 84, classes, false));
    return new Network(name, input, layers);
  }

  private static Network withOneConnected(
      String name, Shape input, List<Layer> layers, int classes) {
    layers.add(connected("fc1", features(input, layers), classes, false));
    return new Network(name, input, layers);
  }

  private static List<Layer> convolutions(Shape input, int kernelHeight) {
    return new ArrayList<>(
        List.of(
            convolution("conv1", input.channels(), 6, kernelHeight),
            new MaxPooling("pool1", WINDOW),
            convolution("conv2", 6, 16, kernelHeight),
            new MaxPooling("pool2", WINDOW)));
  }

  private static int features(Shape input, List<Layer> layers) {
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.output(shape);
    }
    return shape.size();
  }

  private static Layer convolution(String name, int inputs, int outputs, int kernelHeight) {
    return convolution(name, inputs, outputs, kernelHeight, KERNEL);
  }

  private static Layer convolution(
      String name, int inputs, int outputs, int kernelHeight, int kernelWidth) {
    float[] weights = new float[outputs * inputs * kernelHeight * kernelWidth];
    return new Convolution(
        name, inputs, outputs, kernelHeight, kernelWidth, weights, new float[outputs], true);
  }

  private static Layer connected(String name, int inputs, int outputs, boolean relu) {
    return new FullyConnected(
        name, inputs, outputs, new float[inputs * outputs], new float[outputs], relu);
  }
}

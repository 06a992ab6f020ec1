package org.unit430.trainer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Layer;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Network;

/**
 * A network inside PyTorch: parameters, their velocities and masks, and one step of stochastic
 * gradient descent. PyTorch runs on one thread, because more change the order of its sums and so
 * the weights.
 */
final class TorchModel implements AutoCloseable {
  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
  }

  private final Network network;
  private final NDManager manager;
  private final List<NDArray> parameters = new ArrayList<>();
  private final List<NDArray> velocities = new ArrayList<>();
  private final List<NDArray> masks = new ArrayList<>();

  /**
   * Loads a network.
   *
   * @param network gives the architecture
   * @param state the parameters and velocities to start from; parameters are masked at once
   */
  TorchModel(Network network, TrainingState state) {
    this.network = network;
    manager = Engine.getEngine("PyTorch").newBaseManager();
    List<Shape> shapes = shapes(network);
    for (int i = 0; i < shapes.size(); i++) {
      NDArray mask = manager.create(state.masks().get(i), shapes.get(i));
      masks.add(mask);
      velocities.add(manager.create(state.velocities().get(i), shapes.get(i)).muli(mask));
      // A negative number times 0 is -0; adding +0 makes it +0, and so it stays.
      parameters.add(manager.create(state.parameters().get(i), shapes.get(i)).muli(mask).addi(0f));
    }
  }

  private static List<Shape> shapes(Network network) {
    List<Shape> shapes = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Convolution c) {
        shapes.add(
            new Shape(c.outputChannels(), c.inputChannels(), c.kernelHeight(), c.kernelWidth()));
        shapes.add(new Shape(c.outputChannels()));
      } else if (layer instanceof FullyConnected f) {
        shapes.add(new Shape(f.outputs(), f.inputs()));
        shapes.add(new Shape(f.outputs()));
      }
    }
    return shapes;
  }

  /**
   * Learns from one batch: v = momentum v + gradient + decay p; p = (p - rate v), where the mask
   * keeps both v and p of pruned weights at exactly 0.
   *
   * @param images the inputs one after the other
   * @param labels their classes
   * @param plan gives momentum and weight decay
   * @param rate the learning rate
   * @return the mean cross-entropy of the batch before the step, in nats
   */
  float step(float[] images, long[] labels, TrainingPlan plan, double rate) {
    try (NDManager scratch = manager.newSubManager()) {
      var input = network.input();
      NDArray batch =
          scratch.create(
              images, new Shape(labels.length, input.channels(), input.height(), input.width()));
      NDArray classes = scratch.create(labels).expandDims(1);
      parameters.forEach(parameter -> parameter.setRequiresGradient(true));
      float loss;
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray logProbabilities = forward(batch).logSoftmax(1);
        NDArray meanLoss = logProbabilities.gather(classes, 1).neg().mean();
        collector.backward(meanLoss);
        loss = meanLoss.getFloat();
      }
      for (int i = 0; i < parameters.size(); i++) {
        update(i, plan, rate, scratch);
      }
      return loss;
    }
  }

  /** Puts a fresh array in the parameter's place, so no gradient is left to add up in it. */
  private void update(int i, TrainingPlan plan, double rate, NDManager scratch) {
    NDArray parameter = parameters.get(i);
    NDArray gradient = parameter.getGradient();
    gradient.attach(scratch);
    parameter.setRequiresGradient(false);
    NDArray velocity = velocities.get(i);
    NDArray decay = parameter.mul(plan.weightDecay());
    decay.attach(scratch);
    velocity.muli(plan.momentum()).addi(gradient).addi(decay).muli(masks.get(i));
    NDArray move = velocity.mul(rate);
    move.attach(scratch);
    NDArray next = parameter.sub(move);
    next.attach(manager);
    parameter.close();
    parameters.set(i, next);
  }

  private NDArray forward(NDArray batch) {
    NDArray values = batch;
    int next = 0;
    for (Layer layer : network.layers()) {
      if (layer instanceof Convolution convolution) {
        values =
            Conv2d.conv2d(values, parameters.get(next), parameters.get(next + 1))
                .singletonOrThrow();
        values = convolution.relu() ? relu(values) : values;
        next += 2;
      } else if (layer instanceof MaxPooling pooling) {
        long height = values.getShape().get(2);
        Shape window =
            new Shape(MaxPooling.windowHeight(pooling.size(), (int) height), pooling.size());
        values = Pool.maxPool2d(values, window, window, new Shape(0, 0), false);
      } else if (layer instanceof FullyConnected connected) {
        values = values.reshape(values.getShape().get(0), connected.inputs());
        values =
            Linear.linear(values, parameters.get(next), parameters.get(next + 1))
                .singletonOrThrow();
        values = connected.relu() ? relu(values) : values;
        next += 2;
      }
    }
    return values;
  }

  private static NDArray relu(NDArray values) {
    return values.getNDArrayInternal().relu();
  }

  /** Returns copies of the parameters. */
  List<float[]> parameters() {
    return copies(parameters);
  }

  /** Returns copies of the velocities. */
  List<float[]> velocities() {
    return copies(velocities);
  }

  private static List<float[]> copies(List<NDArray> arrays) {
    return new ArrayList<>(arrays.stream().map(NDArray::toFloatArray).toList());
  }

  @Override
  public void close() {
    manager.close();
  }
}

package org.unit430.firmware.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A feed-forward network: layers in the order they run. If it exists, its shapes fit.
 *
 * @param name what reports call it, for example {@code digits-ttp}
 * @param input the shape of one input
 * @param layers at least one, with names of their own
 */
public record Network(String name, Shape input, List<Layer> layers) {

  /**
   * Checks that every layer can take what the layer before it makes.
   *
   * @throws IllegalArgumentException naming the first layer that does not fit, or a name used twice
   */
  public Network {
    Tensors.requireName(name);
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("network " + name + ": at least one layer is needed");
    }
    Set<String> names = new HashSet<>();
    for (Layer layer : layers) {
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException(
            "network " + name + ": two layers are called " + layer.name());
      }
    }
    try {
      shapes(input, layers);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("network " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the shape after each layer.
   *
   * @return as many shapes as there are layers; the last is the shape of the network's output
   */
  public List<Shape> shapes() {
    return shapes(input, layers);
  }

  /**
   * Returns the multiply-accumulates of one dense inference on the device: those of the outputs
   * that somebody reads. A pooling that follows drops rows and columns that fill no whole window.
   *
   * @return the sum over all layers, at most {@link #macsOfAllOutputs}
   */
  public long macs() {
    long macs = 0;
    Shape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      Shape output = layers.get(i).output(shape);
      long ofOne = layers.get(i).macs(shape) / output.size();
      boolean followed = i + 1 < layers.size();
      Shape read =
          followed && layers.get(i + 1) instanceof MaxPooling pooling
              ? pooling.covered(output)
              : output;
      macs += ofOne * read.size();
      shape = output;
    }
    return macs;
  }

  /**
   * Returns the multiply-accumulates as papers and frameworks count them, from the shapes of the
   * layers: those of outputs that the pooling behind them drops are included.
   *
   * @return the sum over all layers
   */
  public long macsOfAllOutputs() {
    long macs = 0;
    Shape shape = input;
    for (Layer layer : layers) {
      macs += layer.macs(shape);
      shape = layer.output(shape);
    }
    return macs;
  }

  private static List<Shape> shapes(Shape input, List<Layer> layers) {
    List<Shape> shapes = new ArrayList<>(layers.size());
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.output(shape);
      shapes.add(shape);
    }
    return List.copyOf(shapes);
  }
}

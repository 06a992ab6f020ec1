package org.unit430.firmware.network;

/** One step of a network: it turns a feature map of one shape into one of another. */
public sealed interface Layer permits Convolution, MaxPooling, FullyConnected {

  /**
   * Returns the name of the layer, unique in its network.
   *
   * @return for example {@code conv1}
   */
  String name();

  /**
   * Returns the shape this layer makes of an input shape.
   *
   * @param input the shape of the layer's input
   * @return the shape of its output
   * @throws IllegalArgumentException if the layer cannot take that input; the message names the
   *     layer and both shapes
   */
  Shape output(Shape input);

  /**
   * Returns the number of multiply-accumulates of the dense layer. A bias is not counted: it is
   * where the accumulator starts.
   *
   * @param input the shape of the layer's input
   * @return the number of products summed over all outputs; 0 for a layer that multiplies nothing
   * @throws IllegalArgumentException if the layer cannot take that input
   */
  long macs(Shape input);
}

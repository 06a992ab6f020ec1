package org.unit430.firmware.onnx;

import java.util.List;
import java.util.Map;

/**
 * A graph as a file gives it, checked: one input, one output, every value made once and before it
 * is used, every operator known.
 *
 * @param name for messages: the file's
 * @param opset version of the default operator set
 * @param input the name of the input
 * @param inputShape its extents; the batch, if it is left open, is 1
 * @param output the name of the output
 * @param nodes in an order in which they can be computed
 * @param constants initialisers, by name
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read only
record Model(
    String name,
    int opset,
    String input,
    int[] inputShape,
    String output,
    List<Node> nodes,
    Map<String, Tensor> constants) {
  Model {
    nodes = List.copyOf(nodes);
    constants = Map.copyOf(constants);
  }
}

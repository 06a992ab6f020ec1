package org.unit430.firmware.onnx;

import java.util.List;

/**
 * One operator in a graph.
 *
 * @param name as in the file, or the operator and its position where the file gives none
 * @param operator what it computes
 * @param inputs names of values; an empty name is an input left out
 * @param outputs names of values
 * @param attributes checked against what the operator knows
 */
record Node(
    String name,
    Operator operator,
    List<String> inputs,
    List<String> outputs,
    Attributes attributes) {
  Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  boolean has(int input) {
    return input < inputs.size() && !inputs.get(input).isEmpty();
  }

  String output() {
    return outputs.get(0);
  }

  /** For messages: {@code node 'conv1' (Conv)}. */
  String label() {
    return "node '" + name + "' (" + operator.onnxName() + ")";
  }

  OnnxException refuse(String cause) {
    return new OnnxException(label() + ": " + cause);
  }
}

package org.unit430.firmware.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The attributes of a node, by name. Every failure names the attribute. */
final class Attributes {
  private final Map<String, Object> values;

  /**
   * Takes values over.
   *
   * @param values Long, Float, String, long[], float[] or Tensor
   */
  Attributes(Map<String, Object> values) {
    this.values = Map.copyOf(values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Iterable<String> names() {
    return values.keySet();
  }

  int integer(String name, int otherwise) {
    return get(name, Long.class, "an integer").map(value -> narrow(name, value)).orElse(otherwise);
  }

  double real(String name, double otherwise) {
    return get(name, Float.class, "a number").map(Float::doubleValue).orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return get(name, String.class, "a text").orElse(otherwise);
  }

  Optional<int[]> integers(String name) {
    return get(name, long[].class, "a list of integers")
        .map(list -> Arrays.stream(list).mapToInt(value -> narrow(name, value)).toArray());
  }

  Optional<Tensor> tensor(String name) {
    return get(name, Tensor.class, "a tensor");
  }

  private static int narrow(String name, long value) {
    if (value != (int) value) {
      throw new OnnxException("attribute " + name + " is " + value + ", out of range");
    }
    return (int) value;
  }

  private <T> Optional<T> get(String name, Class<T> type, String what) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new OnnxException("attribute " + name + " is not " + what);
    }
    return Optional.of(type.cast(value));
  }
}

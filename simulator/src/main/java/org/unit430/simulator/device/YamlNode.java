package org.unit430.simulator.device;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A place in a YAML document, read strictly: errors name the file and the path to the place. */
final class YamlNode {
  private static final String OPTIONAL = "?";

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String file;
  private final String path;
  private final JsonNode node;

  private YamlNode(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /** The whole of a document in UTF-8. */
  static YamlNode parse(String file, byte[] content) {
    try {
      JsonNode document = MAPPER.readTree(new String(content, StandardCharsets.UTF_8));
      return new YamlNode(file, "", document);
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      throw new DeviceProfileException(
          file,
          location == null ? "" : "line " + location.getLineNr(),
          e.getOriginalMessage().lines().findFirst().orElse("unreadable"));
    }
  }

  /** Where this is, for example {@code memory[2].first}. */
  String path() {
    return path;
  }

  DeviceProfileException error(String problem) {
    return new DeviceProfileException(file, path, problem);
  }

  /** Checks that this is a mapping with exactly these keys; those that end in ? may be missing. */
  YamlNode keys(String... keys) {
    if (!node.isObject()) {
      throw error("must be a mapping");
    }
    List<String> known = new ArrayList<>();
    for (String key : keys) {
      boolean optional = key.endsWith(OPTIONAL);
      String name = optional ? key.substring(0, key.length() - 1) : key;
      known.add(name);
      if (!optional && !node.has(name)) {
        throw at(name, node).error("missing key");
      }
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw at(name, node).error("unknown key; known are " + String.join(", ", known));
              }
            });
    return this;
  }

  private YamlNode at(String key, JsonNode child) {
    return new YamlNode(file, path.isEmpty() ? key : path + "." + key, child);
  }

  /** What a key that {@link #keys} has checked stands for. */
  YamlNode get(String key) {
    return at(key, node.get(key));
  }

  /** What a key stands for, if it is there. */
  Optional<YamlNode> find(String key) {
    return node.has(key) ? Optional.of(get(key)) : Optional.empty();
  }

  /** The elements of a sequence. */
  List<YamlNode> elements() {
    if (!node.isArray()) {
      throw error("must be a sequence");
    }
    List<YamlNode> elements = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      elements.add(new YamlNode(file, path + "[" + i + "]", node.get(i)));
    }
    return elements;
  }

  /** The entries of a mapping with keys of its own, in their order. */
  Map<String, YamlNode> entries() {
    if (!node.isObject()) {
      throw error("must be a mapping");
    }
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> entries.put(name, get(name)));
    return entries;
  }

  String text() {
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw error("must be a text");
    }
    return node.textValue();
  }

  boolean truth() {
    if (!node.isBoolean()) {
      throw error("must be true or false");
    }
    return node.booleanValue();
  }

  /** A whole number from a range. */
  int integer(int lowest, int highest) {
    if (!node.isIntegralNumber()) {
      throw error("must be a whole number");
    }
    if (!node.canConvertToInt() || node.intValue() < lowest || node.intValue() > highest) {
      throw error("must be from " + lowest + " to " + highest + ", not " + node.asText());
    }
    return node.intValue();
  }

  /** An even address of the 20-bit address space. */
  int evenAddress() {
    int address = integer(0, MemoryRegion.ADDRESS_SPACE_END - 1);
    if (address % 2 != 0) {
      throw error(String.format("%05Xh is not even", address));
    }
    return address;
  }

  /** A frequency. */
  long hertz() {
    return integer(1, Integer.MAX_VALUE);
  }

  /** A voltage, above 0. */
  double volts() {
    return positive("a number of volts above 0");
  }

  /** A number above 0. */
  double positive() {
    return positive("a number above 0");
  }

  private double positive(String wanted) {
    if (!node.isNumber() || !(node.doubleValue() > 0) || Double.isInfinite(node.doubleValue())) {
      throw error("must be " + wanted);
    }
    return node.doubleValue();
  }

  /** A constant of an enum, by its name in lower case. */
  <E extends Enum<E>> E constant(E[] allowed) {
    String label = text();
    for (E constant : allowed) {
      if (label(constant).equals(label)) {
        return constant;
      }
    }
    throw error(
        "unknown: "
            + label
            + "; known are "
            + String.join(", ", Arrays.stream(allowed).map(YamlNode::label).toList()));
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

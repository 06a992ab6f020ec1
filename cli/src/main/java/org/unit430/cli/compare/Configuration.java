package org.unit430.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Everything that a comparison's figures depend on, in the order in which reports print it.
 *
 * @param facts keys for JSON, texts for people
 * @param mclkHertz CPU clock
 */
record Configuration(List<Fact> facts, double mclkHertz) {
  /**
   * One fact.
   *
   * @param key in the JSON document; empty if it is for people only
   * @param value in the JSON document
   * @param label for people; empty if it is for machines only
   * @param text for people
   */
  record Fact(String key, JsonNode value, String label, String text) {}

  Configuration {
    facts = List.copyOf(facts);
  }

  double milliseconds(double cycles) {
    return cycles / mclkHertz * 1e3;
  }
}

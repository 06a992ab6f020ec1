package org.unit430.cli.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.unit430.cli.stats.MethodDifference;

/** Every method against the reference methods that ran beside it, input by input. */
final class Differences {
  /** The methods that others are compared with, where they ran. */
  static final List<String> REFERENCES = List.of("ttp-csr", "dense");

  private static final long SEED = 430;

  private Differences() {}

  static Optional<MethodRow> reference(List<MethodRow> rows, String name) {
    return rows.stream().filter(row -> row.method().name().equals(name)).findFirst();
  }

  /** The row from which a report shows differences: the named one, or the first reference. */
  static Optional<MethodRow> baseline(List<MethodRow> rows, Optional<String> label) {
    return label.isPresent()
        ? rows.stream().filter(row -> row.method().label().equals(label.get())).findFirst()
        : REFERENCES.stream().flatMap(name -> reference(rows, name).stream()).findFirst();
  }

  /** The difference of a row from a reference; none from itself. */
  static Optional<MethodDifference> of(MethodRow row, MethodRow reference) {
    return row.method().equals(reference.method())
        ? Optional.empty()
        : Optional.of(MethodDifference.of(row.outcomes(), reference.outcomes(), SEED));
  }

  static ArrayNode json(List<MethodRow> rows, double mclkHertz) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (String name : REFERENCES) {
      Optional<MethodRow> reference = reference(rows, name);
      for (MethodRow row : rows) {
        reference
            .flatMap(of -> of(row, of))
            .ifPresent(
                difference -> {
                  ObjectNode json = array.addObject();
                  json.put("method", row.method().label());
                  json.put("reference", name);
                  json.setAll(difference.json(mclkHertz));
                });
      }
    }
    return array;
  }
}

package org.unit430.firmware.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the bundled networks come from and what they are worth: a JSON file beside them, written by
 * the trainer. It is read strictly: an unknown, missing or repeated key and a value of another type
 * are errors.
 *
 * @param schema {@link #SCHEMA}
 * @param networks one entry a network, names unique
 */
public record NetworkManifest(String schema, List<Entry> networks) {
  /** The only schema there is. */
  public static final String SCHEMA = "unit430-networks-1";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, NetworkManifest::refuseScalars)
          .build();

  /**
   * One network.
   *
   * @param name of the network; its file is the name with {@code .bin}
   * @param sha256 of that file
   * @param workload what it was trained for
   * @param command what trained it
   * @param seed of the weights it started from and of the order of the images
   * @param data fingerprints of the data, by {@code Dataset.sha256()}
   * @param epoch the epoch that was kept, counted from 1; the validation split chose it
   * @param epochs how many there were
   * @param weights of the whole network, biases not counted
   * @param layers the weights of each layer that has some
   * @param validation float accuracy on the validation split, as {@link FloatInference} has it
   * @param test the same on the test split
   */
  public record Entry(
      String name,
      String sha256,
      String workload,
      String command,
      long seed,
      Data data,
      int epoch,
      int epochs,
      Weights weights,
      List<LayerWeights> layers,
      Accuracy validation,
      Accuracy test) {

    /** Copies the list. */
    public Entry {
      layers = List.copyOf(layers);
    }
  }

  /**
   * Fingerprints of whole splits.
   *
   * @param training what the optimiser saw
   * @param validation what chose the epoch
   * @param test what the accuracy is reported on, in the order of {@code Workload.test(n, 430)}
   */
  public record Data(String training, String validation, String test) {}

  /**
   * How many weights there are and how many of them do nothing.
   *
   * @param total all weights
   * @param zero those that are exactly 0
   * @param sparsity zero / total
   */
  public record Weights(int total, int zero, double sparsity) {

    /** Checks that the numbers agree. */
    public Weights {
      if (total < 1 || zero < 0 || zero > total || sparsity != zero / (double) total) {
        throw new IllegalArgumentException(
            zero + " zeros of " + total + " weights are not a sparsity of " + sparsity);
      }
    }

    /**
     * Counts.
     *
     * @param weights some weights, at least one
     * @return their counts
     */
    static Weights of(float[] weights) {
      int zero = 0;
      for (float weight : weights) {
        zero += weight == 0 ? 1 : 0;
      }
      return new Weights(weights.length, zero, zero / (double) weights.length);
    }

    private Weights plus(Weights other) {
      int bothTotal = total + other.total;
      int bothZero = zero + other.zero;
      return new Weights(bothTotal, bothZero, bothZero / (double) bothTotal);
    }
  }

  /**
   * The weights of one layer.
   *
   * @param name of the layer
   * @param weights its weights
   */
  public record LayerWeights(String name, Weights weights) {}

  /**
   * How often a network is right.
   *
   * @param correct inputs it classifies as their label says
   * @param of inputs
   */
  public record Accuracy(int correct, int of) {

    /** Checks the range. */
    public Accuracy {
      if (of < 1 || correct < 0 || correct > of) {
        throw new IllegalArgumentException(correct + " correct of " + of);
      }
    }
  }

  /** Checks the schema and that no name stands twice. */
  public NetworkManifest {
    if (!SCHEMA.equals(schema)) {
      throw new IllegalArgumentException("schema " + schema + ", this reader knows " + SCHEMA);
    }
    networks = List.copyOf(networks);
    Set<String> names = new HashSet<>();
    for (Entry entry : networks) {
      if (!names.add(entry.name())) {
        throw new IllegalArgumentException("network " + entry.name() + " stands twice");
      }
    }
  }

  private static void refuseScalars(MutableCoercionConfig texts) {
    texts
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  /**
   * Reads a manifest.
   *
   * @param json the contents of the file
   * @param nameForErrors how messages call the file
   * @return the manifest
   * @throws NetworkFormatException if anything is missing, unknown or of another type
   */
  public static NetworkManifest read(byte[] json, String nameForErrors) {
    try {
      return MAPPER.readValue(json, NetworkManifest.class);
    } catch (JsonProcessingException e) {
      int offset = e.getLocation() == null ? 0 : (int) Math.max(0, e.getLocation().getByteOffset());
      throw new NetworkFormatException(nameForErrors, offset, e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the file's contents, the same on every platform.
   *
   * @return JSON in UTF-8 that ends with a line feed
   */
  public byte[] write() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    try {
      return (MAPPER.writer(printer).writeValueAsString(this) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of strings and numbers can be written", e);
    }
  }

  /**
   * Returns the entry of a network.
   *
   * @param name of the network
   * @return its entry, if there is one
   */
  public Optional<Entry> find(String name) {
    return networks.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /**
   * Counts the weights of each layer of a network that has some.
   *
   * @param network the network
   * @return the counts in the order of the layers
   */
  public static List<LayerWeights> layerWeights(Network network) {
    return network.layers().stream().flatMap(layer -> counts(layer).stream()).toList();
  }

  private static Optional<LayerWeights> counts(Layer layer) {
    if (layer instanceof Convolution convolution) {
      return Optional.of(new LayerWeights(layer.name(), Weights.of(convolution.weights())));
    }
    if (layer instanceof FullyConnected connected) {
      return Optional.of(new LayerWeights(layer.name(), Weights.of(connected.weights())));
    }
    return Optional.empty();
  }

  /**
   * Adds up the weights of layers.
   *
   * @param layers at least one
   * @return their counts together
   */
  public static Weights sum(List<LayerWeights> layers) {
    return layers.stream().map(LayerWeights::weights).reduce(Weights::plus).orElseThrow();
  }
}

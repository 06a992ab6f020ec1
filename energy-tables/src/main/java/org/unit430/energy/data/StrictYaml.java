package org.unit430.energy.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;

/**
 * Reads a YAML document into records. An unknown, missing or repeated key, a null, and a value of
 * the wrong type are errors that name the file and the path in the document.
 */
public final class StrictYaml {
  private static final ObjectMapper MAPPER = mapper();

  private StrictYaml() {}

  private static ObjectMapper mapper() {
    YAMLMapper mapper =
        YAMLMapper.builder(
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    // Jackson would otherwise read the number 3 where a text is wanted.
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    return mapper;
  }

  /**
   * Reads one document.
   *
   * @param file the file's name for messages
   * @param content its bytes, UTF-8
   * @param type the record that the document must fit
   * @throws DataFileException if it does not fit
   */
  public static <T> T read(String file, byte[] content, Class<T> type) {
    try {
      T document = MAPPER.readValue(new String(content, StandardCharsets.UTF_8), type);
      if (document == null) {
        throw new DataFileException(file, "", "the document is empty");
      }
      return document;
    } catch (JsonMappingException e) {
      throw new DataFileException(file, place(e), cause(e));
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr();
      throw new DataFileException(file, line, cause(e));
    }
  }

  private static String place(JsonMappingException e) {
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        place.append('[').append(step.getIndex()).append(']');
      } else {
        place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return place.toString();
  }

  private static String cause(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException) {
      return "unknown key";
    }
    String message = e.getOriginalMessage();
    if (message.startsWith("Missing creator property")
        || message.startsWith("Missing required creator property")) {
      return "missing key";
    }
    if (message.startsWith("Null value for creator property")) {
      return "has no value";
    }
    return message.lines().findFirst().orElse("unreadable");
  }
}

package dev.kafkamirror.operator.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Iterator;
import java.util.Optional;

/**
 * Tells whether a live object still is what the operator applied: by a hash of what was applied,
 * kept as an annotation (so that a field that is no longer wanted is noticed), and by comparing
 * each wanted field with the live one (so that a change by someone else is).
 */
final class Drift {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Drift() {}

  /** Adds the hash of the object to the object. */
  static <T extends HasMetadata> T stamped(T wanted) {
    try {
      var hash = Hash.of(JSON.writeValueAsString(wanted));
      wanted.getMetadata().getAnnotations().put(Names.APPLIED, hash);
      return wanted;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(Names.describe(wanted) + " can't be written as JSON", e);
    }
  }

  /** Whether the live object must be written for it to be as wanted (and stamped). */
  static boolean drifted(HasMetadata wanted, Optional<HasMetadata> live) {
    return live.isEmpty() || !contains(JSON.valueToTree(live.get()), JSON.valueToTree(wanted));
  }

  private static boolean contains(JsonNode live, JsonNode wanted) {
    if (live == null) {
      // The API server leaves out what is empty.
      return wanted.isNull() || (wanted.isContainerNode() && wanted.isEmpty());
    }
    if (wanted.isObject()) {
      return wanted.properties().stream()
          .allMatch(field -> contains(live.get(field.getKey()), field.getValue()));
    }
    if (wanted.isArray()) {
      return live.size() == wanted.size() && containsEach(live, wanted);
    }
    return live.equals(wanted)
        || (live.isTextual() && wanted.isTextual() && sameQuantity(live, wanted));
  }

  private static boolean containsEach(JsonNode live, JsonNode wanted) {
    Iterator<JsonNode> elements = live.elements();
    for (var element : wanted) {
      if (!contains(elements.next(), element)) {
        return false;
      }
    }
    return true;
  }

  /** The API server writes quantities its own way: 1000m comes back as 1. */
  private static boolean sameQuantity(JsonNode live, JsonNode wanted) {
    try {
      return Quantity.parse(live.asText()).equals(Quantity.parse(wanted.asText()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

package dev.kafkamirror.api.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A CRD's fields as a table in Markdown, one row a field. */
final class FieldTable {
  private final List<String> rows = new ArrayList<>();
  private final Map<JsonNode, String> shapes = new HashMap<>();
  private final Set<String> messages = new HashSet<>();

  private FieldTable() {}

  /**
   * @param part {@code spec} or {@code status}
   */
  static String of(String crd, String part) throws IOException {
    JsonNode schema =
        new YAMLMapper()
            .readTree(crd)
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/" + part);
    FieldTable table = new FieldTable();
    table.addFields(part, schema);
    return "| Field | Type | Default | Meaning |\n|---|---|---|---|\n"
        + String.join("", table.rows);
  }

  private void addFields(String path, JsonNode schema) {
    JsonNode properties = schema.path("properties");
    if (properties.isEmpty()) {
      return;
    }
    shapes.put(properties, path);
    properties
        .properties()
        .forEach(
            field ->
                addField(
                    path + "." + field.getKey(),
                    field.getValue(),
                    contains(schema.path("required"), field.getKey())));
  }

  private void addField(String path, JsonNode field, boolean required) {
    JsonNode element = field.has("items") ? field.get("items") : field;
    String shape = shapes.get(element.path("properties"));
    rows.add(
        "| `%s` | %s | %s | %s |%n"
            .formatted(
                path,
                type(field),
                required ? "*required*" : code(field.path("default")),
                meaning(field, element, shape)));
    if (shape == null) {
      addFields(field.has("items") ? path + "[]" : path, element);
    }
  }

  private String meaning(JsonNode field, JsonNode element, String shape) {
    Stream<String> rules =
        Stream.of(field, element)
            .distinct()
            .flatMap(node -> stream(node.path("x-kubernetes-validations")))
            .map(rule -> rule.get("message").asText())
            .filter(messages::add)
            .map(message -> "*Otherwise refused:* " + message + ".");
    return Stream.of(
            Stream.of(field.path("description").asText()),
            Stream.ofNullable(shape).map(first -> "Fields as of `" + first + "`."),
            rules)
        .flatMap(parts -> parts)
        .collect(Collectors.joining(" "))
        .replace("|", "\\|");
  }

  private static String type(JsonNode field) {
    if (field.path("x-kubernetes-int-or-string").asBoolean()) {
      return "quantity";
    }
    if (field.has("enum")) {
      return stream(field.get("enum")).map(FieldTable::code).collect(Collectors.joining(", "));
    }
    if (field.has("items")) {
      return "list of " + type(field.get("items")) + bounds(field, "Items", " items");
    }
    if (field.has("additionalProperties")) {
      return "map to "
          + type(field.get("additionalProperties"))
          + bounds(field, "Properties", " entries");
    }
    return field.get("type").asText()
        + bounds(field, "Length", " characters")
        + bounds(field, "imum", "");
  }

  private static String bounds(JsonNode field, String of, String unit) {
    String least = field.path("min" + of).asText();
    String most = field.path("max" + of).asText();
    if (most.isEmpty()) {
      return "";
    }
    return ", " + (least.isEmpty() ? "at most " : least + "–") + most + unit;
  }

  private static String code(JsonNode value) {
    return value.isMissingNode() ? "" : "`" + (value.isTextual() ? value.asText() : value) + "`";
  }

  private static boolean contains(JsonNode names, String name) {
    return stream(names).anyMatch(node -> node.asText().equals(name));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}

package dev.kafkamirror.replicator.settings;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads YAML (or JSON) into a {@link MirrorDocument}. Everything of a wrong name or type is
 * reported with its path and line, not only the first: what does not bind is taken out of the tree
 * and the rest is tried again.
 */
final class DocumentParser {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]+");
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .build();

  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Problems problems = new Problems(lines);

  /** Where this and later checks of the same file report. */
  Problems problems() {
    return problems;
  }

  /**
   * @return the document without what was reported
   * @throws SettingsException when the text is no YAML object at all
   */
  MirrorDocument parse(byte[] yaml) throws SettingsException {
    JsonNode tree;
    try {
      findLines(yaml);
      tree = MAPPER.readTree(YAML.createParser(yaml));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new SettingsException(
          List.of(
              new Problem("", Math.max(0, line), "is not valid YAML: " + e.getOriginalMessage())));
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
    if (!(tree instanceof ObjectNode document)) {
      throw new SettingsException(
          List.of(
              new Problem(
                  "",
                  0,
                  "is empty or no object; it must be a KafkaMirror with apiVersion, kind, metadata"
                      + " and spec")));
    }
    return bind(document);
  }

  private MirrorDocument bind(ObjectNode document) {
    while (true) {
      try {
        return MAPPER.treeToValue(document, MirrorDocument.class);
      } catch (JsonMappingException e) {
        if (e.getPath().isEmpty()) {
          throw new IllegalStateException("Binding failed without saying where", e);
        }
        problems.add(path(e.getPath()), message(e));
        remove(document, e);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Binding a tree failed", e);
      }
    }
  }

  private static String message(JsonMappingException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          "unknown field, remove it or correct its name; known here: "
              + known(unknown.getKnownPropertyIds());
      case InvalidNullException nothing -> "is empty: give it a value or remove it";
      case MismatchedInputException wrong when wrong.getTargetType() != null ->
          expected(wrong.getTargetType());
      default -> e.getOriginalMessage();
    };
  }

  private static String known(Collection<Object> names) {
    return names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return "must be one of "
          + Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    if (Number.class.isAssignableFrom(type)) {
      return "must be a whole number";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "must be a list";
    }
    return type == String.class ? "must be a string" : "must be an object with fields";
  }

  /**
   * Removes what an error points to; in a list something empty takes its place, so that the others
   * keep their index.
   */
  private static void remove(ObjectNode root, JsonMappingException error) {
    List<Reference> path = error.getPath();
    JsonNode parent = root;
    for (Reference step : path.subList(0, path.size() - 1)) {
      parent =
          step.getFieldName() == null
              ? parent.get(step.getIndex())
              : parent.get(step.getFieldName());
    }
    Reference last = path.getLast();
    if (parent instanceof ArrayNode array) {
      boolean text =
          error instanceof MismatchedInputException wrong && wrong.getTargetType() == String.class;
      array.set(last.getIndex(), text ? TextNode.valueOf("") : array.objectNode());
    } else {
      ((ObjectNode) parent).remove(last.getFieldName());
    }
  }

  private void findLines(byte[] yaml) throws IOException {
    try (YAMLParser parser = YAML.createParser(yaml)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean opens = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
        JsonStreamContext context = parser.getParsingContext();
        String path = path(opens ? context.getParent() : context);
        lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
        if (parser.isCurrentAlias()) {
          problems.add(path, "is a YAML alias, which is not read here: write the value out");
        }
        if (context.inRoot() && opensAnotherDocument(parser)) {
          problems.add("", "holds more than one document; give each mirror a file of its own");
        }
      }
    }
  }

  private static boolean opensAnotherDocument(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() != null;
  }

  private static String path(JsonStreamContext context) {
    if (context == null || context.inRoot()) {
      return "";
    }
    String parent = path(context.getParent());
    return context.inArray()
        ? parent + "[" + context.getCurrentIndex() + "]"
        : child(parent, context.getCurrentName());
  }

  private static String path(List<Reference> steps) {
    String path = "";
    for (Reference step : steps) {
      path =
          step.getFieldName() == null
              ? path + "[" + step.getIndex() + "]"
              : child(path, step.getFieldName());
    }
    return path;
  }

  /** The path of a field: {@code a.b}, and {@code a[b.c]} where the name itself has dots. */
  static String child(String parent, String name) {
    if (name == null) {
      return parent;
    }
    if (!PLAIN_NAME.matcher(name).matches()) {
      return parent + "[" + name + "]";
    }
    return parent.isEmpty() ? name : parent + "." + name;
  }
}

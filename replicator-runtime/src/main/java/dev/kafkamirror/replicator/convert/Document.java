package dev.kafkamirror.replicator.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.LinkedHashMap;
import java.util.Map;

/** A KafkaMirror in the making: fields by path, in the order in which they are set. */
final class Document {
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().stringQuotingChecker(new QuotingWhatIsNoName()).build())
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  /**
   * Without quotes only what no reader of YAML, of whatever version, takes for something else: 1e3,
   * 12_000 and 0o7 are numbers to some.
   */
  private static final class QuotingWhatIsNoName extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean needToQuoteValue(String value) {
      return !value.matches("[A-Za-z][A-Za-z0-9._/-]*(:[0-9]+)?") || super.needToQuoteValue(value);
    }
  }

  private final Map<String, Object> root = new LinkedHashMap<>();
  private final Map<String, Object> spec = new LinkedHashMap<>();

  Document(String name, String namespace) {
    root.put("apiVersion", "kafkamirror.dev/v1alpha1");
    root.put("kind", "KafkaMirror");
    root.put("metadata", metadata(name, namespace));
    root.put("spec", spec);
  }

  /**
   * @param path below spec, such as {@code topics.include}
   */
  @SuppressWarnings("unchecked")
  void set(String path, Object value) {
    Map<String, Object> object = spec;
    String[] steps = path.split("\\.", -1);
    for (int i = 0; i < steps.length - 1; i++) {
      object = (Map<String, Object>) object.computeIfAbsent(steps[i], _ -> new LinkedHashMap<>());
    }
    object.put(steps[steps.length - 1], value);
  }

  String yaml() {
    return yaml(root);
  }

  static Map<String, Object> metadata(String name, String namespace) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    if (namespace != null) {
      metadata.put("namespace", namespace);
    }
    return metadata;
  }

  static String yaml(Map<String, Object> document) {
    try {
      return YAML.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain values can't be written", e);
    }
  }
}

package dev.kafkamirror.api.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.crdv2.generator.ResolvingContext;
import io.fabric8.crdv2.generator.v1.CustomResourceHandler;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The CRD of {@link KafkaMirror} as YAML: what fabric8's generator makes from types and
 * annotations, and what it has no annotation for: descriptions from Javadoc, conditions as a map by
 * type, resource quantities, the status of a mirror that no operator has seen yet.
 */
final class CrdYaml {
  static final String FILE_NAME = "kafkamirrors.kafkamirror.dev.yaml";

  private static final String HEADER =
      "# Made from the types in crds/src/main/java; CrdYamlTest says how to make it anew.\n";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .stringQuotingChecker(new DigitsQuoted())
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .build())
          .build();
  private static final Path TYPES = Path.of("src/main/java/dev/kafkamirror/api/v1alpha1");

  /**
   * Without it kstatus calls a mirror that no operator has seen "Current", and Flux and Helm report
   * success. The API server fills it in when it reads an object that has no status yet.
   */
  private static final String STATUS_OF_A_NEW_MIRROR =
      """
      {"observedGeneration": -1,
       "conditions": [{"type": "Ready", "status": "Unknown", "reason": "Pending",
         "message": "Waiting for the operator",
         "lastTransitionTime": "1970-01-01T00:00:00Z"}]}
      """;

  private final Javadoc javadoc;

  private CrdYaml(Javadoc javadoc) {
    this.javadoc = javadoc;
  }

  static String generate() throws IOException {
    CustomResourceHandler generator = new CustomResourceHandler();
    generator.handle(
        CustomResourceInfo.fromClass(KafkaMirror.class),
        ResolvingContext.defaultResolvingContext(false));
    var crd = (CustomResourceDefinition) generator.finish().findFirst().orElseThrow().getKey();
    new CrdYaml(Javadoc.of(TYPES)).complete(crd);
    return HEADER + YAML.writeValueAsString(wholeNumbers(JSON.valueToTree(crd)));
  }

  private void complete(CustomResourceDefinition crd) {
    CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
    version.getAdditionalPrinterColumns().sort(Comparator.comparingInt(CrdYaml::place));
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(javadoc.type(KafkaMirror.class).orElseThrow());
    root.setRequired(List.of("spec"));
    JSONSchemaProps spec = root.getProperties().get("spec");
    JSONSchemaProps status = root.getProperties().get("status");
    spec.setDescription(javadoc.type(KafkaMirrorSpec.class).orElseThrow());
    status.setDescription(javadoc.type(KafkaMirrorStatus.class).orElseThrow());
    status.setDefault(json(STATUS_OF_A_NEW_MIRROR));
    describe(KafkaMirrorSpec.class, spec);
    describe(KafkaMirrorStatus.class, status);
    JSONSchemaProps resources = spec.getProperties().get("resources");
    resources.getProperties().values().forEach(CrdYaml::makeQuantities);
    spec.getProperties().get("podTemplate").getProperties().values().forEach(CrdYaml::openObjects);
    makeConditions(status.getProperties().get("conditions"));
    removeRepeatedRules(root);
  }

  /** The generator sorts columns by path; people read them in the order of the annotations. */
  private static int place(CustomResourceColumnDefinition column) {
    return Arrays.stream(KafkaMirror.class.getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(AdditionalPrinterColumn::name)
        .toList()
        .indexOf(column.getName());
  }

  private void describe(Class<?> type, JSONSchemaProps schema) {
    for (RecordComponent component : type.getRecordComponents()) {
      JSONSchemaProps property = schema.getProperties().get(component.getName());
      String text =
          javadoc
              .member(type, component.getName())
              .orElseThrow(
                  () -> new IllegalStateException(type + " lacks @param " + component.getName()));
      property.setDescription(sentence(text) + constants(component.getType()));
      Class<?> element = element(component.getGenericType());
      if (element.isRecord() && property.getItems() != null) {
        property.getItems().getSchema().setDescription(javadoc.type(element).orElseThrow());
        describe(element, property.getItems().getSchema());
      } else if (element.isRecord()) {
        describe(element, property);
      }
    }
  }

  /** {@code " Paused: Pods stay."} for each constant that has Javadoc. */
  private String constants(Class<?> type) {
    return Stream.ofNullable(type.getEnumConstants())
        .flatMap(Arrays::stream)
        .map(Object::toString)
        .flatMap(name -> javadoc.member(type, name).map(text -> " " + name + ": " + text).stream())
        .collect(Collectors.joining());
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT)
        + text.substring(1)
        + (text.endsWith(".") ? "" : ".");
  }

  private static Class<?> element(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return (Class<?>) list.getActualTypeArguments()[0];
    }
    return type instanceof Class<?> plain ? plain : Map.class;
  }

  /** What only the API server can check: any fields. */
  private static void openObjects(JSONSchemaProps field) {
    JSONSchemaProps object = field.getItems() == null ? field : field.getItems().getSchema();
    if (Boolean.TRUE.equals(object.getXKubernetesPreserveUnknownFields())) {
      object.setType("object");
    }
  }

  /** As in a container: {@code cpu: 1} and {@code memory: 1Gi} alike. */
  private static void makeQuantities(JSONSchemaProps resources) {
    JSONSchemaProps quantity = new JSONSchemaProps();
    quantity.setXKubernetesIntOrString(true);
    quantity.setAnyOf(
        List.of(
            new JSONSchemaPropsBuilder().withType("integer").build(),
            new JSONSchemaPropsBuilder().withType("string").build()));
    quantity.setPattern("^[0-9]+(\\.[0-9]+)?([eE][0-9]+|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$");
    resources.getAdditionalProperties().setSchema(quantity);
  }

  /** The shape of metav1.Condition, with conditions told apart by type when two writers apply. */
  private static void makeConditions(JSONSchemaProps conditions) {
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    JSONSchemaProps condition = conditions.getItems().getSchema();
    condition.setRequired(List.of("type", "status", "lastTransitionTime", "reason", "message"));
    Map<String, JSONSchemaProps> fields = condition.getProperties();
    fields.get("lastTransitionTime").setFormat("date-time");
    fields.get("status").setEnum(List.of(json("\"True\""), json("\"False\""), json("\"Unknown\"")));
    fields.get("message").setMaxLength(32768L);
    fields.get("reason").setMaxLength(1024L);
    fields.get("type").setMaxLength(316L);
    condition.setDescription("One thing that is observed of the mirror.");
    Map.of(
            "type", "What it speaks of, e.g. Ready.",
            "status", "True, False or Unknown.",
            "reason", "One word for programs.",
            "message", "What is the matter and, where something can be done, what.",
            "observedGeneration", "The metadata.generation that it speaks of.",
            "lastTransitionTime", "When it last went from one status to another.")
        .forEach((name, text) -> fields.get(name).setDescription(text));
  }

  /**
   * A record component's annotations stand on its field and its accessor; the generator reads both.
   */
  private static void removeRepeatedRules(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(
        new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
    schema.getProperties().values().forEach(CrdYaml::removeRepeatedRules);
    if (schema.getItems() != null) {
      removeRepeatedRules(schema.getItems().getSchema());
    }
  }

  /** The model holds bounds as doubles; {@code 3600.0} is no bound that a person would write. */
  private static JsonNode wholeNumbers(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(wholeNumbers(field.getValue())));
    } else if (node.isArray()) {
      node.forEach(CrdYaml::wholeNumbers);
    }
    return node.isDouble() ? LongNode.valueOf(node.longValue()) : node;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** Go's YAML takes an unquoted time for a time, not for a string. */
  private static final class DigitsQuoted extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1;

    @Override
    public boolean needToQuoteValue(String value) {
      return super.needToQuoteValue(value) || value.matches("[0-9].*");
    }
  }
}

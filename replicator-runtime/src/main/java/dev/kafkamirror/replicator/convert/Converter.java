package dev.kafkamirror.replicator.convert;

import dev.kafkamirror.replicator.settings.Problem;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Makes KafkaMirrors of MirrorMaker 2's configurations. */
public final class Converter {
  private Converter() {}

  /**
   * Converts a {@code connect-mirror-maker.properties}.
   *
   * @param file its settings, as {@link java.util.Properties} reads them
   * @param targets only flows into these clusters, as {@code --clusters} of MirrorMaker 2 has it;
   *     empty for all
   * @throws ConversionException when there is no flow, or one can't be a KafkaMirror
   */
  public static Conversion properties(Map<String, String> file, Set<String> targets, Lookup lookup)
      throws ConversionException {
    References references = new References(file, lookup);
    MirrorMakerProperties input = new MirrorMakerProperties(file, targets, references);
    return convert(input.flows(), input.unused(), null, references);
  }

  /**
   * Converts a {@code KafkaMirrorMaker2} of Strimzi, v1beta2 or v1.
   *
   * @param yaml one document
   * @param targets as in {@link #properties}
   * @throws ConversionException when it is none, has no flow, or one can't be a KafkaMirror
   */
  public static Conversion strimzi(byte[] yaml, Set<String> targets, Lookup lookup)
      throws ConversionException {
    StrimziMirrorMaker2 input = StrimziMirrorMaker2.parse(yaml, targets, lookup);
    return convert(input.flows(), input.findings(), input.namespace(), input.references());
  }

  private static Conversion convert(
      List<FlowInput> flows, List<Finding> whole, String namespace, References references)
      throws ConversionException {
    List<String> problems = new ArrayList<>();
    SecretBook secrets = new SecretBook();
    List<ConvertedMirror> mirrors = new ArrayList<>();
    for (FlowInput flow : flows) {
      Document document = new Document(flow.name(), flow.namespace());
      convert(flow, new Context(document, flow.findings(), problems, secrets, references));
      mirrors.add(
          new ConvertedMirror(
              flow.name(), flow.source().alias(), flow.target().alias(), document.yaml()));
    }
    if (problems.isEmpty()) {
      mirrors.forEach(mirror -> problems.addAll(refused(mirror)));
    }
    if (!problems.isEmpty()) {
      throw new ConversionException(problems);
    }
    List<Finding> findings =
        Stream.concat(flows.stream().flatMap(f -> f.findings().all().stream()), whole.stream())
            .toList();
    return new Conversion(mirrors, secrets.all(namespace), findings);
  }

  private static void convert(FlowInput flow, Context context) {
    ClusterInput source = flow.source();
    ClusterInput target = flow.target();
    new ConnectionRules("source", source, context)
        .convert(source.consumer(), List.of(source.admin(), source.producer()));
    Settings connector = flow.connector();
    PluginRules plugins = new PluginRules(flow, context);
    TopicRules topics = new TopicRules(connector, source.consumer(), plugins, context);
    new ClientRules(context).convert("source", source);
    new ConnectionRules("target", target, context)
        .convert(target.producer(), List.of(target.admin(), target.consumer()));
    new ClientRules(context).convert("target", target);
    topics.convert();
    new GroupRules(flow, plugins, context).convert();
    ConnectorRules rest = new ConnectorRules(flow, plugins, context);
    rest.convert();
    new HeartbeatRules(flow.heartbeats(), connector, context).convert();
    new TakeOverRules(flow, context).convert();
    flow.extra().forEach(context.document()::set);
    rest.dropRest();
    connector.reportOverridden(flow.findings());
    source.reportOverridden(flow.findings());
    target.reportOverridden(flow.findings());
  }

  private static List<String> refused(ConvertedMirror mirror) {
    List<Problem> problems = SettingsFiles.check(mirror.yaml().getBytes(StandardCharsets.UTF_8));
    return problems.stream().map(p -> mirror.name() + ": " + p.path() + " " + p.message()).toList();
  }
}

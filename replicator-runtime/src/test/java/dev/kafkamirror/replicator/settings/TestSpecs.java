package dev.kafkamirror.replicator.settings;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.replicator.plugin.PluginLoader;
import dev.kafkamirror.replicator.plugin.Plugins;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Specs for tests without servers: what a test is about is written down, the rest is default. */
public final class TestSpecs {
  private TestSpecs() {}

  /**
   * A spec with all defaults filled in.
   *
   * @param yaml of the spec alone; it may lack what is required
   */
  public static KafkaMirrorSpec of(String yaml) {
    DocumentParser parser = new DocumentParser();
    String document = "spec:\n" + yaml.indent(2);
    try {
      KafkaMirrorSpec spec = parser.parse(document.getBytes(StandardCharsets.UTF_8)).spec();
      parser.problems().throwIfAny();
      return SpecDefaults.fill(spec, null);
    } catch (SettingsException e) {
      throw new AssertionError(e);
    }
  }

  /** The settings of a flow from cluster east to cluster west with this spec. */
  public static FlowSettings flow(String yaml) {
    KafkaMirrorSpec spec = of(yaml);
    Plugins plugins =
        spec.plugins() == null
            ? Plugins.NONE
            : PluginLoader.load(spec.plugins(), Map.of("source.cluster.alias", "east"));
    return new FlowSettings(
        "east.west", "000000000000", spec, client("east"), client("west"), plugins);
  }

  private static ClientSettings client(String alias) {
    return new ClientSettings(alias, null, Map.of(), Map.of(), Map.of(), Map.of());
  }
}

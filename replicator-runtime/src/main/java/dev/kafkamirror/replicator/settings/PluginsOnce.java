package dev.kafkamirror.replicator.settings;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.PluginsSpec;
import dev.kafkamirror.replicator.plugin.PluginFailedException;
import dev.kafkamirror.replicator.plugin.PluginLoader;
import dev.kafkamirror.replicator.plugin.Plugins;
import java.util.Map;

/**
 * The classes of the user's that a process runs with: those that its first valid settings name. An
 * object that was told to end while others still ask it would answer anything.
 */
final class PluginsOnce {
  private record Wish(PluginsSpec spec, Map<String, String> flow) {}

  private Wish loaded;
  private Plugins plugins;

  /**
   * Loads them, or finds that they are those that are loaded.
   *
   * @param spec with all defaults filled in
   * @return null when there is a problem
   */
  synchronized Plugins of(KafkaMirrorSpec spec, Problems problems) {
    Wish wish = new Wish(spec.plugins(), spec.plugins() == null ? Map.of() : flow(spec));
    if (loaded == null) {
      try {
        plugins = wish.spec() == null ? Plugins.NONE : PluginLoader.load(wish.spec(), wish.flow());
        loaded = wish;
      } catch (PluginFailedException e) {
        problems.add("spec.plugins", e.getMessage());
        return null;
      }
    }
    problems.check(
        wish.equals(loaded),
        "spec.plugins",
        "is not what this process has loaded at its start: restart it (the operator replaces its"
            + " pods by itself)");
    return plugins;
  }

  /** What MirrorMaker 2 tells every class, under its names. */
  private static Map<String, String> flow(KafkaMirrorSpec spec) {
    return Map.of(
        "source.cluster.alias", spec.source().alias(),
        "target.cluster.alias", spec.target().alias(),
        "replication.policy.separator", ".");
  }
}

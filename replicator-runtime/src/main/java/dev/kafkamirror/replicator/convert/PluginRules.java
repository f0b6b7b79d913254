package dev.kafkamirror.replicator.convert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Classes of the user's, which MirrorMaker 2 does not bring itself. Each gets all settings of the
 * connectors, as MirrorMaker 2 gives them, but none that may be secret.
 */
final class PluginRules {
  private static final String DEFAULT_PATH = "/opt/kafka-mirror/plugins";

  private static final Pattern SECRET =
      Pattern.compile(
          ".*(password|secret|token|jaas|credential|private\\.?key|keystore\\.key).*",
          Pattern.CASE_INSENSITIVE);

  /** Kafka Connect's business, or said by fields of their own. */
  private static final Pattern NOT_TOLD =
      Pattern.compile(
          "enabled|name|tasks\\.max|connector\\.class|plugin\\.path|.*\\.(filter|policy)\\.class"
              + "|(offset|config|status)\\.storage\\..*|config\\.providers.*|errors\\..*");

  private final FlowInput flow;
  private final Context context;
  private final Map<String, String> config = new LinkedHashMap<>();
  private boolean used;

  /** Reads the settings while nobody has taken any. */
  PluginRules(FlowInput flow, Context context) {
    this.flow = flow;
    this.context = context;
    flow.connector()
        .all()
        .forEach(
            (name, setting) -> {
              if (!setting.provided()
                  && !SECRET.matcher(name).matches()
                  && !NOT_TOLD.matcher(name).matches()) {
                config.put(name, setting.value());
              }
            });
  }

  /**
   * Takes a class over.
   *
   * @param field of spec.plugins
   */
  void use(String field, Setting className) {
    Map<String, Object> plugin = new LinkedHashMap<>();
    plugin.put("className", className.value());
    if (!config.isEmpty()) {
      plugin.put("config", config);
    }
    if (!used) {
      used = true;
      path();
    }
    context.document().set("plugins." + field, plugin);
    context.findings().kept(className, "plugins." + field);
  }

  private void path() {
    Optional<Setting> given =
        flow.connector().take("plugin.path").or(() -> flow.target().common().take("plugin.path"));
    List<String> directories = given.map(Setting::list).orElse(List.of());
    if (directories.isEmpty()) {
      context
          .findings()
          .changed(
              Setting.byDefault("plugin.path", ""),
              "plugins.path",
              "put the jars of the classes into " + DEFAULT_PATH);
      return;
    }
    context.document().set("plugins.path", directories.getFirst());
    if (directories.size() == 1) {
      context.findings().kept(given.get(), "plugins.path");
    } else {
      context
          .findings()
          .changed(
              given.get(), "plugins.path", "only the first directory: put all of the jars there");
    }
  }

  /** Says of a setting that nobody knows what becomes of it, if a class may read it. */
  boolean report(String name, Setting setting) {
    if (!used || ConnectorRules.isKnown(name)) {
      return false;
    }
    if (config.containsKey(name)) {
      context.findings().kept(setting, "plugins");
    } else {
      context.findings().lost(setting, "it may be secret, and config of plugins is no secret");
    }
    return true;
  }
}

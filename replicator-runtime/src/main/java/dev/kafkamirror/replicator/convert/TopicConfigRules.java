package dev.kafkamirror.replicator.convert;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which properties of source topics their remote topics get, and when. */
final class TopicConfigRules {
  private static final String FIELD = "topics.configSync";
  private static final String DEFAULT_FILTER =
      "org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter";

  private final Settings connector;
  private final Document document;
  private final PluginRules plugins;
  private final Context context;
  private final Findings findings;

  TopicConfigRules(Settings connector, PluginRules plugins, Context context) {
    this.connector = connector;
    this.document = context.document();
    this.plugins = plugins;
    this.context = context;
    this.findings = context.findings();
  }

  void convert() {
    boolean filtered = filtered();
    boolean kept = mode();
    period(kept);
    if (!filtered) {
      exclude();
      defaultsFrom();
    }
  }

  /** Whether a class of the user's selects properties. */
  private boolean filtered() {
    Optional<Setting> filter = connector.take("config.property.filter.class");
    if (filter.isEmpty() || filter.get().value().equals(DEFAULT_FILTER)) {
      filter.ifPresent(setting -> findings.kept(setting, FIELD + ".exclude"));
      return false;
    }
    document.set(FIELD + ".exclude", List.of());
    plugins.use("configPropertyFilter", filter.get());
    Stream.of("config.properties.exclude", "config.properties.blacklist", "use.defaults.from")
        .flatMap(name -> connector.take(name).stream())
        .forEach(setting -> findings.kept(setting, "plugins.configPropertyFilter.config"));
    return true;
  }

  /** MirrorMaker 2 creates remote topics with the properties of their source topics either way. */
  private boolean mode() {
    Setting enabled = connector.take("sync.topic.configs.enabled", "true");
    if (!enabled.isTrue()) {
      document.set(FIELD + ".mode", "CreateOnly");
    }
    findings.kept(enabled, FIELD + ".mode");
    return enabled.isTrue();
  }

  private void period(boolean kept) {
    Optional<Setting> given = connector.take("sync.topic.configs.interval.seconds");
    if (!kept) {
      given.ifPresent(setting -> findings.dropped(setting, "properties are set at creation only"));
      return;
    }
    given
        .flatMap(context::wholeNumber)
        .ifPresent(seconds -> document.set(FIELD + ".periodSeconds", seconds));
    given.ifPresentOrElse(
        setting -> findings.kept(setting, FIELD + ".periodSeconds"),
        () ->
            findings.changed(
                Setting.byDefault("sync.topic.configs.interval.seconds", "600"),
                FIELD + ".periodSeconds",
                "every 30 s"));
  }

  private void exclude() {
    Optional<Setting> exclude = connector.take("config.properties.exclude");
    Optional<Setting> old = connector.take("config.properties.blacklist");
    if (exclude.isPresent()) {
      old.ifPresent(o -> findings.dropped(o, "config.properties.exclude counts instead"));
    }
    Optional<Setting> counts = exclude.or(() -> old);
    counts.ifPresentOrElse(
        setting -> {
          document.set(FIELD + ".exclude", setting.list());
          findings.kept(setting, FIELD + ".exclude");
        },
        () ->
            findings.changed(
                Setting.byDefault("config.properties.exclude", ""),
                FIELD + ".exclude",
                "the limits of message.timestamp too, which MirrorMaker 2's default misspells"));
  }

  private void defaultsFrom() {
    Setting from = connector.take("use.defaults.from", "target");
    if (from.value().equalsIgnoreCase("source")) {
      document.set(FIELD + ".defaultsFrom", "Source");
    }
    findings.kept(from, FIELD + ".defaultsFrom");
  }
}

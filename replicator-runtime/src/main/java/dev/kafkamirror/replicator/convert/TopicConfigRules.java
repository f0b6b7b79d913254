package dev.kafkamirror.replicator.convert;

import java.util.Optional;

/** Which properties of source topics their remote topics get, and when. */
final class TopicConfigRules {
  private static final String FIELD = "topics.configSync";
  private static final String DEFAULT_FILTER =
      "org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter";

  private final Settings connector;
  private final Document document;
  private final Context context;
  private final Findings findings;

  TopicConfigRules(Settings connector, Context context) {
    this.connector = connector;
    this.document = context.document();
    this.context = context;
    this.findings = context.findings();
  }

  void convert() {
    filter();
    boolean kept = mode();
    period(kept);
    exclude();
    defaultsFrom();
  }

  private void filter() {
    connector
        .take("config.property.filter.class")
        .ifPresent(
            filter -> {
              if (filter.value().equals(DEFAULT_FILTER)) {
                findings.kept(filter, FIELD + ".exclude");
              } else {
                context.problem(
                    filter.key()
                        + ": the class is not loaded; remove it and say with"
                        + " config.properties.exclude what is not synced");
              }
            });
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

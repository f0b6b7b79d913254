package dev.kafkamirror.replicator.convert;

import dev.kafkamirror.api.v1alpha1.NameSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which topics are mirrored, from where, under which names. Where MirrorMaker 2's default differs
 * from ours it is written out.
 */
final class TopicRules {
  private static final String DEFAULT_POLICY =
      "org.apache.kafka.connect.mirror.DefaultReplicationPolicy";
  private static final String IDENTITY_POLICY =
      "org.apache.kafka.connect.mirror.IdentityReplicationPolicy";

  private static final String DEFAULT_FILTER = "org.apache.kafka.connect.mirror.DefaultTopicFilter";

  /** Strimzi's own, that older versions shipped. */
  private static final String STRIMZI_IDENTITY_POLICY =
      "io.strimzi.kafka.connect.mirror.IdentityReplicationPolicy";

  /** What a mirror leaves out anyway. */
  private static final Set<String> INTERNAL = Set.of("mm2.*\\.internal", "__.*");

  private final Settings connector;
  private final Setting isolation;
  private final Setting reset;
  private final Document document;
  private final PluginRules plugins;
  private final Context context;
  private final Findings findings;

  /**
   * @param consumer of the source; what concerns topics is taken out of it at once
   */
  TopicRules(Settings connector, Settings consumer, PluginRules plugins, Context context) {
    this.connector = connector;
    this.isolation = consumer.take("isolation.level", "read_uncommitted");
    this.reset = consumer.take("auto.offset.reset", "earliest");
    this.document = context.document();
    this.plugins = plugins;
    this.context = context;
    this.findings = context.findings();
  }

  void convert() {
    if (!filtered()) {
      include();
      exclude();
    }
    naming();
    replicationFactor();
    isolation();
    startFrom();
    losses();
    refresh();
    new TopicConfigRules(connector, plugins, context).convert();
    acls();
  }

  /** Whether a class of the user's selects topics, which may read the lists that there are. */
  private boolean filtered() {
    Optional<Setting> filter = connector.take("topic.filter.class");
    if (filter.isEmpty() || filter.get().value().equals(DEFAULT_FILTER)) {
      filter.ifPresent(setting -> findings.kept(setting, "topics.include"));
      return false;
    }
    document.set("topics.include", List.of(new NameSelector(null, null, ".*")));
    plugins.use("topicFilter", filter.get());
    Stream.of("topics", "topics.exclude", "topics.blacklist")
        .flatMap(name -> connector.take(name).stream())
        .forEach(setting -> findings.kept(setting, "plugins.topicFilter.config"));
    return true;
  }

  private void include() {
    Setting topics = connector.take("topics", ".*");
    List<NameSelector> include = Selectors.of(topics.list());
    if (include.isEmpty()) {
      document.set("topics.include", List.of(new NameSelector("heartbeats", null, null)));
      findings.changed(topics, "topics.include", "no topic is selected: only heartbeats remain");
      return;
    }
    document.set("topics.include", include);
    findings.kept(topics, "topics.include");
  }

  private void exclude() {
    connector
        .take("topics.blacklist")
        .ifPresent(
            old -> {
              if (connector.look("topics.exclude").isPresent()) {
                findings.dropped(old, "topics.exclude counts instead");
              } else {
                connector.put("topics.exclude", old);
              }
            });
    Setting exclude = connector.take("topics.exclude", "mm2.*\\.internal, .*\\.replica, __.*");
    List<String> own = exclude.list().stream().filter(e -> !INTERNAL.contains(e)).toList();
    if (!own.isEmpty()) {
      document.set("topics.exclude", Selectors.of(own));
    }
    findings.kept(
        exclude,
        own.isEmpty() ? "" : "topics.exclude",
        own.size() < exclude.list().size() ? "internal topics are left out anyway" : "");
  }

  private void naming() {
    Setting policy = connector.take("replication.policy.class", DEFAULT_POLICY);
    Setting separator = connector.take("replication.policy.separator", ".");
    boolean identity = Set.of(IDENTITY_POLICY, STRIMZI_IDENTITY_POLICY).contains(policy.value());
    if (!identity && !policy.value().equals(DEFAULT_POLICY)) {
      plugins.use("replicationPolicy", policy);
      if (!separator.isDefault()) {
        findings.kept(separator, "plugins.replicationPolicy.config");
      }
      connector
          .take("replication.policy.internal.topic.separator.enabled")
          .ifPresent(setting -> findings.kept(setting, "plugins.replicationPolicy.config"));
      return;
    }
    Map<String, Object> naming = new LinkedHashMap<>();
    naming.put("policy", identity ? "Identity" : "SourcePrefix");
    findings.kept(policy, "topics.naming.policy");
    if (identity) {
      findings.dropped(separator, "with Identity there is none");
    } else {
      naming.put("separator", separator.value());
      findings.kept(separator, "topics.naming.separator");
    }
    document.set("topics.naming", naming);
    internalSeparator(separator, identity);
  }

  private void internalSeparator(Setting separator, boolean identity) {
    connector
        .take("replication.policy.internal.topic.separator.enabled")
        .ifPresent(
            enabled -> {
              if (identity) {
                findings.dropped(enabled, "with Identity there is none");
              } else if (separator.value().equals(".") || enabled.isTrue()) {
                findings.kept(enabled, "topics.naming.separator");
              } else {
                findings.lost(enabled, "names of internal topics have the same separator");
              }
            });
  }

  private void replicationFactor() {
    Setting factor = connector.take("replication.factor", "2");
    Optional<Integer> number = context.wholeNumber(factor);
    if (number.isPresent() && number.get() != -1) {
      document.set("topics.replicationFactor", number.get());
    }
    findings.kept(factor, "topics.replicationFactor", "");
  }

  private void isolation() {
    boolean committed = isolation.value().equalsIgnoreCase("read_committed");
    document.set("topics.isolation", committed ? "ReadCommitted" : "ReadUncommitted");
    findings.kept(
        isolation,
        "topics.isolation",
        committed ? "" : "aborted transactions are copied too; consider ReadCommitted");
  }

  private void startFrom() {
    boolean latest = reset.value().equalsIgnoreCase("latest");
    document.set("topics.startFrom.position", latest ? "Latest" : "Earliest");
    if (latest) {
      findings.changed(
          reset,
          "topics.startFrom.position",
          "topics that are born later are mirrored from their beginning");
    } else if (reset.value().equalsIgnoreCase("earliest")) {
      findings.kept(reset, "topics.startFrom.position");
    } else {
      findings.lost(reset, "topics.startFrom.position", "the mirror begins with the first record");
    }
  }

  /** MirrorMaker 2 goes on where its consumer is put when its offset is gone. */
  private void losses() {
    document.set("topics.onDataLoss", "Continue");
    findings.kept(
        Setting.byDefault("records that the source has lost", ""),
        "topics.onDataLoss",
        "goes on without them as MirrorMaker 2 does, and says so; consider Fail");
    document.set("topics.onSourceRecreate", "Append");
    findings.kept(
        Setting.byDefault("source topics created again", ""),
        "topics.onSourceRecreate",
        "appends as MirrorMaker 2 does; consider Fail");
  }

  private void refresh() {
    connector
        .take("refresh.topics.interval.seconds")
        .ifPresent(s -> findings.dropped(s, "new topics and partitions are seen within 5 s"));
    connector
        .take("refresh.topics.enabled")
        .ifPresent(
            s -> {
              if (s.isTrue()) {
                findings.dropped(s, "new topics and partitions are always looked for");
              } else {
                findings.lost(s, "new topics and partitions are always looked for");
              }
            });
  }

  /** Another user's right must not come unasked: our default is none, MirrorMaker 2's all. */
  private void acls() {
    Setting enabled = connector.take("sync.topic.acls.enabled", "true");
    Optional<Setting> period = connector.take("sync.topic.acls.interval.seconds");
    findings.kept(enabled, "acls.mode");
    if (!enabled.isTrue()) {
      period.ifPresent(setting -> findings.dropped(setting, "ACLs are not mirrored"));
      return;
    }
    document.set("acls.mode", "ReadOnly");
    period
        .flatMap(context::wholeNumber)
        .ifPresent(seconds -> document.set("acls.periodSeconds", seconds));
    period.ifPresentOrElse(
        setting -> findings.kept(setting, "acls.periodSeconds"),
        () ->
            findings.changed(
                Setting.byDefault("sync.topic.acls.interval.seconds", "600"),
                "acls.periodSeconds",
                "every 60 s"));
  }
}

package dev.kafkamirror.replicator.convert;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Consumer groups: which ones, and what becomes of their offsets. */
final class GroupRules {
  private static final String FIELD = "groups.offsetSync";
  private static final String DEFAULT_FILTER = "org.apache.kafka.connect.mirror.DefaultGroupFilter";

  private final FlowInput flow;
  private final Settings connector;
  private final PluginRules plugins;
  private final Context context;
  private final Findings findings;

  GroupRules(FlowInput flow, PluginRules plugins, Context context) {
    this.flow = flow;
    this.plugins = plugins;
    this.connector = flow.connector();
    this.context = context;
    this.findings = context.findings();
  }

  void convert() {
    Setting emit = connector.take("emit.checkpoints.enabled", "true");
    Setting sync = connector.take("sync.group.offsets.enabled", "false");
    boolean followed = flow.checkpoints() && emit.isTrue();
    if (!filtered()) {
      selection();
    }
    context
        .document()
        .set(FIELD + ".mode", followed ? sync.isTrue() ? "Sync" : "CheckpointOnly" : "Disabled");
    findings.kept(
        emit, FIELD + ".mode", flow.checkpoints() ? "" : "there is no checkpointConnector");
    findings.kept(sync, FIELD + ".mode", sync.isTrue() || !followed ? "" : "consider Sync");
    period();
    refresh();
    offsetSyncs(followed);
  }

  /** Whether a class of the user's selects groups. */
  private boolean filtered() {
    Optional<Setting> filter = connector.take("group.filter.class");
    if (filter.isEmpty() || filter.get().value().equals(DEFAULT_FILTER)) {
      filter.ifPresent(setting -> findings.kept(setting, "groups.include"));
      return false;
    }
    context.document().set("groups.include", Selectors.of(List.of(".*")));
    context.document().set("groups.exclude", List.of());
    plugins.use("groupFilter", filter.get());
    Stream.of("groups", "groups.exclude", "groups.blacklist")
        .flatMap(name -> connector.take(name).stream())
        .forEach(setting -> findings.kept(setting, "plugins.groupFilter.config"));
    return true;
  }

  private void selection() {
    Setting groups = connector.take("groups", ".*");
    context.document().set("groups.include", Selectors.of(groups.list()));
    findings.kept(groups, "groups.include");
    Optional<Setting> old = connector.take("groups.blacklist");
    Setting exclude =
        connector
            .take("groups.exclude")
            .or(() -> old)
            .orElse(Setting.byDefault("groups.exclude", "console-consumer-.*, connect-.*, __.*"));
    context.document().set("groups.exclude", Selectors.of(exclude.list()));
    findings.kept(exclude, "groups.exclude");
    old.filter(o -> !o.equals(exclude))
        .ifPresent(o -> findings.dropped(o, "groups.exclude counts instead"));
  }

  /** MirrorMaker 2 has one for checkpoints and one for groups; the shorter counts for both. */
  private void period() {
    List<Setting> given =
        Stream.of("emit.checkpoints.interval.seconds", "sync.group.offsets.interval.seconds")
            .flatMap(name -> connector.take(name).stream())
            .toList();
    given.stream()
        .flatMap(setting -> context.wholeNumber(setting).stream())
        .min(Integer::compare)
        .ifPresent(seconds -> context.document().set(FIELD + ".periodSeconds", seconds));
    given.forEach(setting -> findings.kept(setting, FIELD + ".periodSeconds"));
    if (given.isEmpty()) {
      findings.changed(
          Setting.byDefault("sync.group.offsets.interval.seconds", "60"),
          FIELD + ".periodSeconds",
          "every 5 s");
    }
  }

  private void refresh() {
    connector
        .take("refresh.groups.interval.seconds")
        .ifPresent(s -> findings.dropped(s, "new groups are seen in every period"));
    connector
        .take("refresh.groups.enabled")
        .ifPresent(
            s -> {
              if (s.isTrue()) {
                findings.dropped(s, "new groups are seen in every period");
              } else {
                findings.lost(s, "new groups are seen in every period");
              }
            });
  }

  /** They are written as long as groups are carried over; MirrorMaker 2's default is the source. */
  private void offsetSyncs(boolean followed) {
    Optional<Setting> emit = connector.take("emit.offset-syncs.enabled");
    Setting location = connector.take("offset-syncs.topic.location", "source");
    boolean written = followed && emit.map(Setting::isTrue).orElse(true);
    emit.ifPresent(
        s -> findings.dropped(s, "offset syncs go with groups.offsetSync.mode, and cost nothing"));
    if (written) {
      boolean source = location.value().strip().equalsIgnoreCase("source");
      context.document().set(FIELD + ".writeSyncsTo", source ? "Source" : "Target");
      findings.kept(location, FIELD + ".writeSyncsTo");
    } else if (!location.isDefault()) {
      findings.dropped(location, "offset syncs are written to the target, if at all");
    }
    connector
        .take("offset.lag.max")
        .ifPresent(s -> findings.dropped(s, "the mirror's positions translate exactly"));
  }
}

package dev.kafkamirror.replicator.convert;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What is left of a connector's and a worker's settings: parallelism, guarantees, and the rest. */
final class ConnectorRules {
  private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

  /**
   * What is dropped.
   *
   * @param names of the settings
   * @param harmless which values lose nothing
   */
  private record Drop(Pattern names, Predicate<String> harmless, String reason) {

    static Drop harmless(String names, String reason) {
      return new Drop(Pattern.compile(names), _ -> true, reason);
    }

    static Drop unless(String names, Predicate<String> harmless, String reason) {
      return new Drop(Pattern.compile(names), harmless, reason);
    }
  }

  private static final List<Drop> DROPS =
      List.of(
          Drop.harmless(
              "name|connector\\.class|tasks\\.max\\.enforce|group\\.id|client\\.id|(offset|config|status)\\.storage\\..*"
                  + "|offsets?\\.(flush|storage)\\..*|(session|rebalance)\\.timeout\\.ms|heartbeat\\.interval\\.ms"
                  + "|scheduled\\.rebalance\\..*|(worker|task|tasks|rest|listeners|plugin|internal|connect|inter|connector|admin\\.listeners|access\\.control|response\\.http|topic\\.tracking)\\b.*"
                  + "|dedicated\\.mode\\..*|config\\.action\\.reload|.*\\.plugin\\.version|topic\\.creation\\.enable",
              "is about Kafka Connect, which the mirror does without"),
          Drop.harmless("admin\\.timeout\\.ms|consumer\\.poll\\.timeout\\.ms", "not needed"),
          Drop.harmless("errors\\..*", "what fails is tried on for ever and shown in status"),
          Drop.harmless(
              "config\\.providers(\\..*)?", "values are read when the configuration is converted"),
          Drop.harmless(
              "(consumer|admin)\\.override\\..*", "MirrorMaker 2 makes no use of it either"),
          Drop.harmless("producer\\..*", "MirrorMaker 2 writes offset syncs with it, no records"),
          Drop.harmless(
              "exactly\\.once\\.support|transaction\\.boundary.*",
              "every record comes once, without transactions"),
          Drop.unless(
              "(checkpoints|heartbeats|offset-syncs)\\.topic\\.replication\\.factor",
              "-1"::equals,
              "internal topics get the target's default replication factor"),
          Drop.unless(
              "(transforms|predicates)(\\..*)?", String::isEmpty, "records are copied as they are"),
          Drop.unless(
              "(key|value|header)\\.converter(\\..*)?",
              BYTES::equals,
              "records are copied as bytes"),
          Drop.unless(
              "topic\\.creation\\..*", String::isEmpty, "topics are created as at the source"),
          Drop.unless(
              "forwarding\\.admin\\.class",
              "org.apache.kafka.clients.admin.ForwardingAdmin"::equals,
              "the class is not loaded: the mirror creates topics itself"),
          Drop.unless(
              "metric\\.reporters|metrics?\\..*",
              value -> value.isEmpty() || value.equals("legacy") || value.endsWith(".JmxReporter"),
              "metrics are served in Prometheus' format at /metrics; for MirrorMaker 2's names set"
                  + " metrics.mirrorMaker2Names to Enabled"));

  /** Names of {@code CONNECTOR_CONFIG_DEF} of the three connectors that are converted. */
  private static final Pattern KNOWN =
      Pattern.compile(
          "topics(\\.exclude|\\.blacklist)?|groups(\\.exclude|\\.blacklist)?|enabled"
              + "|config\\.properties\\.(exclude|blacklist)|replication\\.(factor|policy\\..*)"
              + "|(refresh|sync|emit)\\..*|offset-syncs\\..*|offset\\.lag\\.max"
              + "|heartbeats\\.replication\\.enabled|exactly\\.once\\..*"
              + "|(source|target)\\.cluster\\.alias"
              + "|(topic|group|config\\.property)\\.filter\\.class");

  private final FlowInput flow;
  private final PluginRules plugins;
  private final Context context;

  ConnectorRules(FlowInput flow, PluginRules plugins, Context context) {
    this.flow = flow;
    this.plugins = plugins;
    this.context = context;
  }

  /** What the rules of topics, groups and heartbeats need not know. */
  void convert() {
    tasks();
    errors();
    exactlyOnce();
    flow.connector().take("enabled").ifPresent(s -> context.findings().kept(s, "state"));
    for (String alias : List.of("source.cluster.alias", "target.cluster.alias")) {
      flow.connector()
          .take(alias)
          .ifPresent(s -> context.findings().lost(s, "the cluster keeps its own alias"));
    }
  }

  private void tasks() {
    Setting tasks = flow.connector().take("tasks.max", "1");
    if (tasks.isDefault()) {
      context.findings().changed(tasks, "tasksMax", "the engine chooses as many as it needs");
      return;
    }
    context.wholeNumber(tasks).ifPresent(n -> context.document().set("tasksMax", n));
    context.findings().kept(tasks, "tasksMax");
  }

  private void errors() {
    Optional<Setting> tolerance = flow.connector().take("errors.tolerance");
    boolean all = tolerance.isPresent() && tolerance.get().value().equalsIgnoreCase("all");
    if (all) {
      context.document().set("delivery.onRecordError", "Skip");
    }
    tolerance.ifPresent(t -> context.findings().kept(t, "delivery.onRecordError"));
  }

  private void exactlyOnce() {
    Setting support =
        flow.target()
            .common()
            .take("exactly.once.source.support")
            .or(() -> flow.connector().take("exactly.once.source.support"))
            .orElse(Setting.byDefault("exactly.once.source.support", "disabled"));
    if (support.value().equalsIgnoreCase("enabled")) {
      context.document().set("delivery.fencing", "Required");
      context.findings().kept(support, "delivery.fencing");
    } else {
      context
          .findings()
          .changed(support, "delivery.fencing", "every record comes once where the rights allow");
    }
  }

  /** Says what becomes of all that nobody has taken. */
  void dropRest() {
    flow.connector()
        .takeAll()
        .forEach(
            (name, setting) -> {
              if (!plugins.report(name, setting)) {
                drop(name, setting);
              }
            });
    String unread = "MirrorMaker 2 reads only addresses and security here, no client uses it";
    flow.source()
        .common()
        .takeAll()
        .values()
        .forEach(setting -> context.findings().dropped(setting, unread));
    flow.target().common().takeAll().forEach(this::drop);
  }

  private void drop(String name, Setting setting) {
    report(name, setting, context.findings());
  }

  /** Says what becomes of a setting without a field. */
  static void report(String name, Setting setting, Findings findings) {
    for (Drop drop : DROPS) {
      if (drop.names().matcher(name).matches()) {
        if (drop.harmless().test(setting.value())) {
          findings.dropped(setting, drop.reason());
        } else {
          findings.lost(setting, drop.reason());
        }
        return;
      }
    }
    findings.lost(
        setting, "not known; MirrorMaker 2 itself heeds it only where a plug-in reads it");
  }

  /** Whether MirrorMaker 2 gives this setting of the whole file to its connectors and workers. */
  static boolean isKnown(String name) {
    return KNOWN.matcher(name).matches()
        || DROPS.stream().anyMatch(drop -> drop.names().matcher(name).matches());
  }
}

package dev.kafkamirror.replicator.convert;

import java.util.List;

/** Consumer groups, checkpoints and offset syncs. */
final class GroupRules {
  private static final List<String> NAMES =
      List.of(
          "groups",
          "groups.exclude",
          "groups.blacklist",
          "emit.checkpoints.enabled",
          "emit.checkpoints.interval.seconds",
          "sync.group.offsets.enabled",
          "sync.group.offsets.interval.seconds",
          "refresh.groups.enabled",
          "refresh.groups.interval.seconds",
          "emit.offset-syncs.enabled",
          "offset-syncs.topic.location",
          "offset.lag.max");

  private final FlowInput flow;
  private final Context context;

  GroupRules(FlowInput flow, Context context) {
    this.flow = flow;
    this.context = context;
  }

  void convert() {
    Setting emit = flow.connector().take("emit.checkpoints.enabled", "true");
    String instead = "consumer groups are not mirrored yet";
    if (flow.checkpoints() && emit.isTrue()) {
      context.findings().lost(emit, instead);
    } else {
      context.findings().dropped(emit, instead);
    }
    for (String name : NAMES) {
      flow.connector().take(name).ifPresent(s -> context.findings().dropped(s, instead));
    }
  }
}

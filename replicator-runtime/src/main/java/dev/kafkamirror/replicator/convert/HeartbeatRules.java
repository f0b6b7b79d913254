package dev.kafkamirror.replicator.convert;

import java.util.LinkedHashMap;
import java.util.Map;

/** Heartbeats: written where MirrorMaker 2 writes those that the flow carries. */
final class HeartbeatRules {
  private static final int USUAL_STALE_AFTER = 30;

  private final HeartbeatInput input;
  private final Settings connector;
  private final Context context;

  HeartbeatRules(HeartbeatInput input, Settings connector, Context context) {
    this.input = input;
    this.connector = connector;
    this.context = context;
  }

  void convert() {
    connector.take(HeartbeatInput.ENABLED);
    connector.take(HeartbeatInput.SECONDS);
    Setting replicate = connector.take("heartbeats.replication.enabled", "true");
    if (!input.intoSource().isTrue() && !input.intoTarget().isTrue()) {
      none();
    } else if (input.intoSource().isTrue() && replicate.isTrue()) {
      write("Source", input.intoSource(), input.sourceSeconds());
      unused(input.intoTarget(), input.intoSource());
      unused(input.targetSeconds(), input.sourceSeconds());
    } else {
      write("Target", input.intoTarget(), input.targetSeconds());
      unused(input.intoSource(), input.intoTarget());
      unused(input.sourceSeconds(), input.targetSeconds());
    }
    context
        .findings()
        .kept(replicate, replicate.isTrue() || replicate.isDefault() ? "" : "heartbeats.writeTo");
  }

  private void none() {
    context.document().set("heartbeats.state", "Disabled");
    String reason = "none are written, so that status shows no heartbeat";
    context.findings().kept(input.intoTarget(), "heartbeats.state", reason);
    context.findings().kept(input.intoSource(), "heartbeats.state", reason);
  }

  private void write(String where, Setting enabled, Setting period) {
    Map<String, Object> heartbeats = new LinkedHashMap<>();
    heartbeats.put("writeTo", where);
    context
        .wholeNumber(period)
        .ifPresent(
            seconds -> {
              heartbeats.put("periodSeconds", seconds);
              if (3 * seconds > USUAL_STALE_AFTER) {
                heartbeats.put("staleAfterSeconds", 3 * seconds);
              }
            });
    context.document().set("heartbeats", heartbeats);
    context.findings().kept(enabled, "heartbeats.writeTo");
    context.findings().kept(period, "heartbeats.periodSeconds");
  }

  /** What MirrorMaker 2 writes to the other cluster as well. */
  private void unused(Setting setting, Setting counting) {
    if (!setting.equals(counting) && !setting.isDefault()) {
      context
          .findings()
          .changed(setting, "heartbeats.writeTo", "a mirror writes heartbeats to one cluster");
    }
  }
}

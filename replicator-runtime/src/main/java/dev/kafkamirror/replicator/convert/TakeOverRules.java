package dev.kafkamirror.replicator.convert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mirror goes on where MirrorMaker 2 stopped, under the names that it had. */
final class TakeOverRules {
  private final FlowInput flow;
  private final Context context;

  TakeOverRules(FlowInput flow, Context context) {
    this.flow = flow;
    this.context = context;
  }

  void convert() {
    context.document().set("takeOver.from", "MirrorMaker2");
    context
        .findings()
        .kept(
            Setting.byDefault("what MirrorMaker 2 has copied", ""),
            "takeOver",
            "goes on behind it, and waits until MirrorMaker 2 has ended");
    ConnectInput names = flow.connect().with(flow);
    if (names.isUsual()) {
      return;
    }
    Map<String, Object> connect = new LinkedHashMap<>();
    connect.put("groupId", names.groupId().value());
    connect.put("offsetsTopic", names.offsetsTopic().value());
    connect.put("configsTopic", names.configsTopic().value());
    connect.put("connector", names.connector());
    context.document().set("takeOver.connect", connect);
    for (Setting name : List.of(names.groupId(), names.offsetsTopic(), names.configsTopic())) {
      context.findings().kept(name, "takeOver.connect");
    }
  }
}

package dev.kafkamirror.replicator.convert;

/**
 * The names of the Kafka Connect cluster that MirrorMaker 2 runs in.
 *
 * @param groupId group of the workers
 * @param connector the source connector, empty where MirrorMaker 2 is a process of its own
 */
record ConnectInput(Setting groupId, Setting offsetsTopic, Setting configsTopic, String connector) {
  private static final String GROUP_ID = "group.id";
  private static final String OFFSETS_TOPIC = "offset.storage.topic";
  private static final String CONFIGS_TOPIC = "config.storage.topic";
  private static final String CONNECTOR = "MirrorSourceConnector";

  /** As MirrorMaker 2's own process has them ({@code MirrorMakerConfig.workerConfig}). */
  static ConnectInput dedicated(String source) {
    return new ConnectInput(
        Setting.byDefault(GROUP_ID, source + "-mm2"),
        Setting.byDefault(OFFSETS_TOPIC, "mm2-offsets." + source + ".internal"),
        Setting.byDefault(CONFIGS_TOPIC, "mm2-configs." + source + ".internal"),
        CONNECTOR);
  }

  /** As Strimzi's operator has them. */
  static ConnectInput strimzi(
      Setting groupId, Setting offsetsTopic, Setting configsTopic, String source, String target) {
    return new ConnectInput(
        groupId, offsetsTopic, configsTopic, source + "->" + target + "." + CONNECTOR);
  }

  /** Those that stand at the flow or at its target count before these. */
  ConnectInput with(FlowInput flow) {
    return new ConnectInput(
        first(flow, GROUP_ID, groupId),
        first(flow, OFFSETS_TOPIC, offsetsTopic),
        first(flow, CONFIGS_TOPIC, configsTopic),
        connector);
  }

  private static Setting first(FlowInput flow, String name, Setting otherwise) {
    return flow.connector()
        .take(name)
        .or(() -> flow.target().common().take(name))
        .orElse(otherwise);
  }

  /** Whether the mirror need not be told of them. */
  boolean isUsual() {
    return connector.equals(CONNECTOR)
        && groupId.isDefault()
        && offsetsTopic.isDefault()
        && configsTopic.isDefault();
  }
}

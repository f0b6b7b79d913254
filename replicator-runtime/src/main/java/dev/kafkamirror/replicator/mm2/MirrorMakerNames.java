package dev.kafkamirror.replicator.mm2;

import dev.kafkamirror.api.v1alpha1.ConnectSpec;
import dev.kafkamirror.replicator.settings.FlowSettings;

/**
 * What MirrorMaker 2 calls its own for a flow, all on the target.
 *
 * @param sourceAlias of the source cluster
 * @param groupId group of its workers
 * @param offsetsTopic Connect's source offsets
 * @param configsTopic Connect's configurations of connectors and tasks
 * @param connector the connector that copies records
 */
public record MirrorMakerNames(
    String sourceAlias,
    String groupId,
    String offsetsTopic,
    String configsTopic,
    String connector) {

  /** As the settings say: those in Kafka Connect, else those of MirrorMaker 2's own process. */
  public static MirrorMakerNames of(FlowSettings settings) {
    String source = settings.source().alias();
    ConnectSpec connect =
        settings.spec().takeOver() == null ? null : settings.spec().takeOver().connect();
    return connect == null
        ? dedicated(source)
        : new MirrorMakerNames(
            source,
            connect.groupId(),
            connect.offsetsTopic(),
            connect.configsTopic(),
            connect.connector());
  }

  /** Those of {@code connect-mirror-maker.sh}, whatever separator the flow's topics have. */
  static MirrorMakerNames dedicated(String source) {
    return new MirrorMakerNames(
        source,
        source + "-mm2",
        "mm2-offsets." + source + ".internal",
        "mm2-configs." + source + ".internal",
        "MirrorSourceConnector");
  }

  /** Whether a task of the connector writes under this transactional id, if exactly once. */
  public boolean isTransactionalId(String id) {
    String tasks = groupId + "-" + connector + "-";
    return id.startsWith(tasks) && id.substring(tasks.length()).matches("[0-9]+");
  }
}

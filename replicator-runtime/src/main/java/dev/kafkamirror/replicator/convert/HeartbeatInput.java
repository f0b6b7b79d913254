package dev.kafkamirror.replicator.convert;

/**
 * Where MirrorMaker 2 writes heartbeats. Those that a flow from A to B carries it writes into A, by
 * the connector of the way back; those of the flow's own connector go into B.
 *
 * @param intoSource whether the way back writes them into the source
 * @param sourceSeconds how often it does
 * @param intoTarget whether the flow's own connector writes them into the target
 * @param targetSeconds how often it does
 */
record HeartbeatInput(
    Setting intoSource, Setting sourceSeconds, Setting intoTarget, Setting targetSeconds) {

  static final String ENABLED = "emit.heartbeats.enabled";
  static final String SECONDS = "emit.heartbeats.interval.seconds";
}

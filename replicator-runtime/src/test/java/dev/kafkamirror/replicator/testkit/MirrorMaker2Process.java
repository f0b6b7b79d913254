package dev.kafkamirror.replicator.testkit;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.network.FreePort;
import dev.kafkamirror.local.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real MirrorMaker 2 in dedicated mode, which copies from "east" to "west". */
public final class MirrorMaker2Process {
  private MirrorMaker2Process() {}

  /**
   * Starts it and returns at once. What it stores, a later one goes on with.
   *
   * @param topics regular expression of the topics that it copies
   * @param directory for its settings and its log
   */
  public static ChildProcess start(
      KafkaCluster east, KafkaCluster west, String topics, Path directory) throws IOException {
    Path settings =
        Files.writeString(
            directory.resolve("connect-mirror-maker.properties"),
            """
            clusters = east, west
            east.bootstrap.servers = %s
            west.bootstrap.servers = %s
            east->west.enabled = true
            east->west.topics = %s
            east->west.groups = none
            tasks.max = 2
            # Without this a second worker would run for the way back.
            emit.heartbeats.enabled = false
            heartbeats.replication.enabled = false
            sync.topic.acls.enabled = false
            replication.factor = 1
            offset-syncs.topic.replication.factor = 1
            checkpoints.topic.replication.factor = 1
            heartbeats.topic.replication.factor = 1
            config.storage.replication.factor = 1
            offset.storage.replication.factor = 1
            status.storage.replication.factor = 1
            # One that is killed is forgotten as soon as the brokers allow.
            west.session.timeout.ms = 6000
            west.heartbeat.interval.ms = 2000
            listeners = http://127.0.0.1:%d
            """
                .formatted(
                    east.bootstrapServers(), west.bootstrapServers(), topics, FreePort.next()));
    return ChildProcess.start(
        "mirror-maker-2",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "-Dlogback.configurationFile=logback.xml",
            "org.apache.kafka.connect.mirror.MirrorMaker",
            settings.toString()),
        Map.of("LOG_FORMAT", "text"),
        directory.resolve("mirror-maker.log"));
  }
}

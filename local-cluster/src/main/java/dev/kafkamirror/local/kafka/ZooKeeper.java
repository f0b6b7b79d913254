package dev.kafkamirror.local.kafka;

import dev.kafkamirror.local.process.ChildProcess;
import dev.kafkamirror.local.process.NetworkSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ZooKeeper that brokers of Kafka 3 need when they do not run with KRaft. */
final class ZooKeeper {
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx128m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          // A web server whose classes are not among Kafka's.
          "-Dzookeeper.admin.enableServer=false");

  private ZooKeeper() {}

  static ChildProcess start(KafkaProgram program, NetworkSpace space, int port, Path directory) {
    List<String> command =
        program.command(
            JVM_OPTIONS,
            "org.apache.zookeeper.server.ZooKeeperServerMain",
            List.of(Integer.toString(port), directory.resolve("zookeeper").toString()));
    return ChildProcess.start(
        "zookeeper", space.wrap(command), Map.of(), directory.resolve("zookeeper.log"));
  }
}

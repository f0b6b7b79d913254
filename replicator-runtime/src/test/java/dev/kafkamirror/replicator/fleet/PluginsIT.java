package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.PluginJar;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A mirror whose names and selections are made by classes of the user's. */
class PluginsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int RECORDS = 20;
  private static final String REMOTE = "plug-orders-copy-of-east";

  /** {@code orders} of east is {@code orders-copy-of-east}, and nothing is called as usual. */
  private static final String NAMES =
      """
      public class Names implements ReplicationPolicy, Configurable {
        private String copy;
        @Override public void configure(Map<String, ?> config) { copy = (String) config.get("copy"); }
        public String formatRemoteTopic(String alias, String topic) { return topic + copy + alias; }
        public String topicSource(String topic) {
          int at = topic.lastIndexOf(copy);
          return at < 0 ? null : topic.substring(at + copy.length());
        }
        public String upstreamTopic(String topic) {
          int at = topic.lastIndexOf(copy);
          return at < 0 ? null : topic.substring(0, at);
        }
        @Override public String heartbeatsTopic() { return "plug-beats"; }
        @Override public String checkpointsTopic(String alias) { return "plug-checkpoints-" + alias; }
        @Override public boolean isCheckpointsTopic(String t) { return t.startsWith("plug-checkpoints-"); }
        @Override public String offsetSyncsTopic(String alias) { return "plug-syncs-" + alias; }
      }
      """;

  private static final String TOPICS =
      """
      public class Topics extends DefaultTopicFilter {
        @Override public boolean shouldReplicateTopic(String topic) {
          if (topic.endsWith("unheard-of")) throw new IllegalStateException("who is " + topic);
          return super.shouldReplicateTopic(topic);
        }
      }
      """;

  private static final String GROUPS =
      """
      public class Groups implements GroupFilter {
        private String ending;
        @Override public void configure(Map<String, ?> config) { ending = (String) config.get("ending"); }
        public boolean shouldReplicateGroup(String group) { return group.endsWith(ending); }
      }
      """;

  private static final String PROPERTIES =
      """
      public class Properties implements ConfigPropertyFilter {
        public boolean shouldReplicateConfigProperty(String name) { return name.startsWith("segment."); }
      }
      """;

  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  @TempDir Path directory;

  @Test
  void topicsGroupsAndPropertiesAreThoseThatTheClassesAcceptUnderTheNamesThatTheyMake()
      throws Exception {
    Path jar = jar();
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "plug-");
    flow.create("plug-orders", 1, Map.of("segment.bytes", "2000000", "retention.ms", "1000000"));
    flow.create("plug-private", 1, Map.of());
    produce(flow, 0);
    commit("plug-group-kept", "plug-group-left");
    FleetMember member = flow.member("pod", settings());
    try {
      Copies.awaitEqual(flow.source("plug-orders"), flow.target(REMOTE), 1);
      assertThat(properties(REMOTE).get("segment.bytes").value()).isEqualTo("2000000");
      assertThat(properties(REMOTE).get("retention.ms").value()).isNotEqualTo("1000000");
      var there = Map.of(new TopicPartition(REMOTE, 0), 5L);
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(committed("plug-group-kept")).isEqualTo(there));
      assertThat(member.groups()).containsOnlyKeys("plug-group-kept");
      assertThat(committed("plug-group-left")).isEmpty();
      assertThat(flow.targetTopics())
          .contains("plug-checkpoints-east", "plug-syncs-east")
          .noneMatch(topic -> topic.contains("plug-private"));

      await().atMost(DEADLINE).untilAsserted(() -> assertThat(hops(jar)).isEqualTo(1));
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(translated(jar, "plug-group-kept")).isEqualTo(there));

      flow.create("plug-unheard-of", 1, Map.of());
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(member.status().failures())
                      .singleElement()
                      .satisfies(
                          failure -> {
                            assertThat(failure.reason()).isEqualTo("PluginFailed");
                            assertThat(failure.message())
                                .contains(
                                    "com.example.Topics.shouldReplicateTopic(plug-unheard-of)")
                                .contains("who is plug-unheard-of");
                          }));
      produce(flow, RECORDS);
      Copies.awaitEqual(flow.source("plug-orders"), flow.target(REMOTE), 1);
      assertThat(flow.targetTopics()).noneMatch(topic -> topic.contains("plug-unheard-of"));
    } finally {
      member.close(GRACE);
    }
  }

  private static void produce(TestFlow flow, int from) throws Exception {
    for (String name : List.of("plug-orders", "plug-private")) {
      TestTopic topic = flow.source(name);
      topic.produce(Map.of(), RECORDS, i -> topic.record(0, from + i));
    }
  }

  private Path jar() throws Exception {
    Map<String, String> sources = new HashMap<>();
    Map.of("Names", NAMES, "Topics", TOPICS, "Groups", GROUPS, "Properties", PROPERTIES)
        .forEach((name, text) -> sources.putAll(PluginJar.ofExample(name, text)));
    Path below = Files.createDirectories(directory.resolve("plugins/ours"));
    return PluginJar.write(below.resolve("ours.jar"), sources);
  }

  private FlowSettings settings() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("mirror.yaml"),
            """
            apiVersion: kafkamirror.dev/v1alpha1
            kind: KafkaMirror
            metadata: {name: plug}
            spec:
              source: {alias: east, bootstrapServers: ["%s"]}
              target: {alias: west, bootstrapServers: ["%s"]}
              topics:
                include: [{prefix: plug-}]
                replicationFactor: 1
                configSync: {exclude: [], periodSeconds: 1}
              groups:
                include: [{prefix: plug-}]
                offsetSync: {periodSeconds: 1}
              heartbeats: {writeTo: Source, periodSeconds: 1}
              plugins:
                path: %s
                replicationPolicy: {className: com.example.Names, config: {copy: -copy-of-}}
                topicFilter:
                  className: com.example.Topics
                  config: {topics: ".*", topics.exclude: "plug-private,plug-beats.*"}
                groupFilter: {className: com.example.Groups, config: {ending: kept}}
                configPropertyFilter: {className: com.example.Properties}
            """
                .formatted(
                    CLUSTERS.east().bootstrapServers(),
                    CLUSTERS.west().bootstrapServers(),
                    directory.resolve("plugins")));
    return new SettingsFiles(file, null).load();
  }

  private static void commit(String... groups) throws ExecutionException, InterruptedException {
    var offsets = Map.of(new TopicPartition("plug-orders", 0), new OffsetAndMetadata(5));
    try (Admin admin = CLUSTERS.east().admin()) {
      for (String group : groups) {
        admin.alterConsumerGroupOffsets(group, offsets).all().get();
      }
    }
  }

  private static Config properties(String topic) throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = CLUSTERS.west().admin()) {
      return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }
  }

  private static Map<TopicPartition, Long> committed(String group)
      throws ExecutionException, InterruptedException {
    try (Admin admin = CLUSTERS.west().admin()) {
      return offsets(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
    }
  }

  private static Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetAndMetadata> all) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    all.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  /** What MirrorMaker 2's own client reads with the user's policy out of what we write. */
  private static Map<TopicPartition, Long> translated(Path jar, String group) throws Exception {
    return asUser(
        jar,
        client ->
            offsets(
                RemoteClusterUtils.translateOffsets(
                    client, "east", group, Duration.ofSeconds(20))));
  }

  private static int hops(Path jar) throws Exception {
    return asUser(jar, client -> RemoteClusterUtils.replicationHops(client, "east"));
  }

  private interface Question<R> {
    R ask(Map<String, Object> client) throws Exception;
  }

  private static <R> R asUser(Path jar, Question<R> question) throws Exception {
    Map<String, Object> client = new HashMap<>(CLUSTERS.west().clientConfig());
    client.put("replication.policy.class", "com.example.Names");
    client.put("copy", "-copy-of-");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(classes);
      return question.ask(client);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}

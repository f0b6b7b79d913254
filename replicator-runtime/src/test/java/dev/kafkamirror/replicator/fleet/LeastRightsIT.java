package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Delivery;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Delivery.Guarantee;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Groups.GroupProblem;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat.HeartbeatState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes.TopicNote;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.KafkaClusterBuilder;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.TestSpecs;
import dev.kafkamirror.replicator.testkit.Rights;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The table of the least rights in docs/reference/rights.md is enough, and all of it is needed: one
 * mirror has all of it, and for each row there is one whose user has everything but that row.
 */
class LeastRightsIT {
  private static final Path PAGE = Path.of("../docs/reference/rights.md");
  private static final List<Row> ROWS = rows();

  /** Number of the mirror whose user lacks nothing. */
  private static final int COMPLETE = -1;

  private static final int SIDE_BY_SIDE = 6;
  private static final Duration DEADLINE = Duration.ofMinutes(4);
  private static final Duration GRACE = Duration.ofSeconds(20);

  @RegisterExtension
  static final TwoClusters CLUSTERS =
      TwoClusters.ofItsOwn(LeastRightsIT::guarded, LeastRightsIT::guarded);

  private static KafkaClusterBuilder guarded(KafkaClusterBuilder builder) {
    mirrors().forEach(mirror -> builder.user(mirror.user(), "right"));
    return builder.listener(ListenerKind.SASL).authorizer();
  }

  private static Stream<Mirror> mirrors() {
    return IntStream.range(COMPLETE, ROWS.size())
        .filter(row -> row == COMPLETE || !ROWS.get(row).isNotSeen())
        .mapToObj(Mirror::new);
  }

  /** One line of the table. */
  private record Row(String cluster, AclOperation operation, ResourceType type, String on) {

    static Row of(String line) {
      String[] cells = line.replace("`", "").split("\\|", -1);
      return new Row(
          cells[1].strip(),
          AclOperation.fromString(constant(cells[2])),
          ResourceType.fromString(constant(cells[3])),
          cells[4].strip());
    }

    private static String constant(String camelCase) {
      return camelCase.strip().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    }

    /** What else the operation lets in, which stays when only the operation is taken away. */
    Stream<AclOperation> letsIn() {
      return switch (operation) {
        case CREATE -> Stream.of();
        case ALTER_CONFIGS -> Stream.of(AclOperation.DESCRIBE_CONFIGS);
        default -> Stream.of(AclOperation.DESCRIBE);
      };
    }

    /** Nothing tells of a group that may not be described, nor can. */
    boolean isNotSeen() {
      return cluster.equals("source") && type == ResourceType.GROUP;
    }
  }

  /**
   * A mirror with a user, a topic and a group of its own.
   *
   * @param lacking the row that its user has no right of
   */
  private record Mirror(int lacking) {

    String user() {
      return "mirror" + lacking;
    }

    String topic() {
      return "orders" + lacking;
    }

    String remoteTopic() {
      return alias() + "." + topic();
    }

    String group() {
      return "group" + lacking;
    }

    private String alias() {
      return "east" + lacking;
    }

    private String flow() {
      return alias() + ".least";
    }

    private String named(String on) {
      return on.replace("<source>", alias())
          .replace("<flow>", flow())
          .replace("<topic>", topic())
          .replace("<group>", group());
    }

    boolean lacks(AclOperation operation) {
      return lacking != COMPLETE && ROWS.get(lacking).operation() == operation;
    }

    Stream<AclBinding> rights(String cluster) {
      return ROWS.stream()
          .filter(row -> row.cluster().equals(cluster))
          .flatMap(
              row -> {
                boolean missing = lacking != COMPLETE && row.equals(ROWS.get(lacking));
                Stream<AclOperation> operations =
                    missing ? row.letsIn() : Stream.of(row.operation());
                return operations.map(one -> Rights.of(user(), resource(row), one));
              });
    }

    private ResourcePattern resource(Row row) {
      String name = named(row.on());
      return name.endsWith("*")
          ? new ResourcePattern(
              row.type(), name.substring(0, name.length() - 1), PatternType.PREFIXED)
          : new ResourcePattern(row.type(), name, PatternType.LITERAL);
    }

    FleetMember start() {
      String spec =
          """
          topics:
            include: [{name: %s}]
            configSync: {mode: Sync, periodSeconds: 5}
          groups:
            include: [{name: %s}]
            offsetSync: {mode: Sync, periodSeconds: 1}
          heartbeats: {state: Enabled}
          """
              .formatted(topic(), group());
      FlowSettings settings =
          new FlowSettings(
              flow(),
              "000000000000",
              TestSpecs.of(spec),
              client(alias(), CLUSTERS.east()),
              client("west", CLUSTERS.west()));
      return TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), topic())
          .member("pod" + lacking, settings);
    }

    private ClientSettings client(String alias, KafkaCluster cluster) {
      Map<String, Object> config =
          cluster.saslClientConfig(ListenerKind.SASL, "PLAIN", user(), "right");
      return new ClientSettings(alias, null, config, Map.of(), Map.of(), Map.of());
    }

    /** Whether one message has the operation, the resource and the cluster of the missing row. */
    boolean isNamedIn(List<String> messages) {
      Row row = ROWS.get(lacking);
      String name = resource(row).name();
      String operation = row.operation().name().replace("_", "");
      return messages.stream()
          .anyMatch(
              message ->
                  message.contains(name)
                      && message.contains(row.cluster())
                      && message.toUpperCase(Locale.ROOT).contains(operation));
    }
  }

  @Test
  void theTableIsEnoughAndEveryRowOfItIsMissedByName() throws Exception {
    prepare(mirrors().toList());
    // What its user may not create all mirrors share: the others would do it.
    missesByName(new Mirror(0));
    FleetMember complete = new Mirror(COMPLETE).start();
    try (var threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
      List<Callable<Void>> others =
          mirrors()
              .filter(mirror -> mirror.lacking() > 0)
              .map(mirror -> (Callable<Void>) () -> missesByName(mirror))
              .toList();
      for (var one : threads.invokeAll(others)) {
        one.get();
      }
      awaitWorks(complete);
    } finally {
      complete.close(GRACE);
    }
  }

  /** Ten records in each topic, and a group that has read five of them. */
  private static void prepare(List<Mirror> mirrors) throws Exception {
    Rights.allow(CLUSTERS.east(), mirrors.stream().flatMap(m -> m.rights("source")).toList());
    Rights.allow(CLUSTERS.west(), mirrors.stream().flatMap(m -> m.rights("target")).toList());
    try (Admin east = CLUSTERS.east().admin();
        Admin west = CLUSTERS.west().admin()) {
      Map<String, String> config = Map.of("retention.ms", "9999999");
      east.createTopics(
              mirrors.stream()
                  .map(m -> topic(m.topic(), m.lacks(AclOperation.ALTER) ? 2 : 1).configs(config))
                  .toList())
          .all()
          .get();
      // Only a remote topic that differs must be altered.
      west.createTopics(
              mirrors.stream()
                  .filter(m -> m.lacks(AclOperation.ALTER) || m.lacks(AclOperation.ALTER_CONFIGS))
                  .map(m -> topic(m.remoteTopic(), 1))
                  .toList())
          .all()
          .get();
      List<TestTopic> topics =
          mirrors.stream().map(m -> TestTopic.of(CLUSTERS.east(), m.topic())).toList();
      topics
          .getFirst()
          .produce(Map.of(), 10 * topics.size(), i -> topics.get(i / 10).record(0, i % 10));
      for (Mirror mirror : mirrors) {
        var offsets = Map.of(new TopicPartition(mirror.topic(), 0), new OffsetAndMetadata(5));
        east.alterConsumerGroupOffsets(mirror.group(), offsets).all().get();
      }
    }
  }

  private static NewTopic topic(String name, int partitions) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty());
  }

  private static Void missesByName(Mirror mirror) throws InterruptedException {
    FleetMember member = mirror.start();
    try {
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                FleetStatus status = member.status();
                assertThat(mirror.isNamedIn(messages(status)))
                    .as("%s is missing: %s", ROWS.get(mirror.lacking()), status)
                    .isTrue();
              });
    } finally {
      member.close(GRACE);
    }
    return null;
  }

  private static void awaitWorks(FleetMember complete) throws Exception {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              FleetStatus status = complete.status();
              assertThat(messages(status)).isEmpty();
              assertThat(status.flow()).isNotNull();
              assertThat(status.flow().heartbeat().state()).isEqualTo(HeartbeatState.Healthy);
              assertThat(status.groups().synced()).isEqualTo(1);
              assertThat(status.delivery()).isEqualTo(new Delivery(Guarantee.ExactlyOnce, null));
              assertThat(status.work().lagRecords()).isZero();
            });
    Mirror mirror = new Mirror(COMPLETE);
    TestTopic remote = TestTopic.of(CLUSTERS.west(), mirror.remoteTopic());
    assertThat(remote.end(0)).isEqualTo(10);
    try (Admin west = CLUSTERS.west().admin()) {
      var offsets = west.listConsumerGroupOffsets(mirror.group()).partitionsToOffsetAndMetadata();
      assertThat(offsets.get().get(remote.partition(0)).offset()).isEqualTo(5);
    }
  }

  /** All that a person is told. */
  private static List<String> messages(FleetStatus status) {
    List<String> messages = new ArrayList<>();
    status.failures().stream().map(Failure::message).forEach(messages::add);
    messages.add(status.source().message());
    messages.add(status.target().message());
    if (status.delivery() != null) {
      messages.add(status.delivery().reason());
    }
    if (status.groups() != null) {
      messages.add(status.groups().error());
      status.groups().problems().stream().map(GroupProblem::message).forEach(messages::add);
    }
    if (status.flow() != null) {
      messages.add(status.flow().heartbeat().message());
      if (status.flow().configsFailed() != null) {
        status.flow().configsFailed().first().stream()
            .map(TopicNote::message)
            .forEach(messages::add);
      }
    }
    messages.removeIf(Objects::isNull);
    return messages;
  }

  private static List<Row> rows() {
    try {
      List<Row> rows =
          Files.readString(PAGE)
              .lines()
              .dropWhile(line -> !line.equals("## The least"))
              .dropWhile(line -> !line.startsWith("|---"))
              .skip(1)
              .takeWhile(line -> line.startsWith("|"))
              .map(Row::of)
              .toList();
      assertThat(rows).isNotEmpty();
      return rows;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

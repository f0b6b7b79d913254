package dev.kafkamirror.replicator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.DeliverySpec;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.Fencing;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.OnRecordError;
import dev.kafkamirror.api.v1alpha1.GroupsSpec;
import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.IsolationLevel;
import dev.kafkamirror.api.v1alpha1.MetricsSpec;
import dev.kafkamirror.api.v1alpha1.MetricsSpec.MirrorMaker2Names;
import dev.kafkamirror.api.v1alpha1.MirrorState;
import dev.kafkamirror.api.v1alpha1.NameSelector;
import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec;
import dev.kafkamirror.api.v1alpha1.StartFrom;
import dev.kafkamirror.api.v1alpha1.ThrottleSpec;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnDataLoss;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.ReplicationFactorFrom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsFilesTest {
  static final String SMALLEST =
      """
      apiVersion: kafkamirror.dev/v1alpha1
      kind: KafkaMirror
      metadata:
        name: east-to-west
        namespace: prod
      spec:
        source:
          alias: east
          bootstrapServers: ["east:9092"]
        target:
          alias: west
          bootstrapServers: ["west:9092", "[::1]:9093"]
        topics:
          include:
            - prefix: "orders."
      """;

  @TempDir Path directory;

  @Test
  void smallestMirrorHasEveryDefault() throws Exception {
    FlowSettings settings = load(SMALLEST);

    assertThat(settings.flow()).isEqualTo("east.prod.east-to-west");
    assertThat(settings.spec().state()).isEqualTo(MirrorState.Running);
    assertThat(settings.spec().tasksMax()).isNull();
    assertThat(settings.spec().topics().naming())
        .isEqualTo(
            new NamingSpec(NamingSpec.Policy.SourcePrefix, ".", null, NamingSpec.Direction.OneWay));
    assertThat(settings.spec().topics().exclude()).isEmpty();
    assertThat(settings.spec().topics().replicationFactor()).isEqualTo(-1);
    assertThat(settings.spec().topics().replicationFactorFrom())
        .isEqualTo(ReplicationFactorFrom.Target);
    assertThat(settings.spec().topics().configSync().exclude())
        .containsExactly(
            "follower.replication.throttled.replicas",
            "leader.replication.throttled.replicas",
            "message.timestamp.difference.max.ms",
            "message.timestamp.before.max.ms",
            "message.timestamp.after.max.ms",
            "message.timestamp.type",
            "unclean.leader.election.enable",
            "min.insync.replicas");
    assertThat(settings.spec().topics().configSync())
        .extracting(
            ConfigSyncSpec::mode, ConfigSyncSpec::periodSeconds, ConfigSyncSpec::defaultsFrom)
        .containsExactly(ConfigSyncSpec.Mode.Sync, 30, ConfigSyncSpec.DefaultsFrom.Target);
    assertThat(settings.spec().metrics()).isEqualTo(new MetricsSpec(MirrorMaker2Names.Disabled));
    assertThat(settings.spec().heartbeats())
        .isEqualTo(
            new HeartbeatsSpec(HeartbeatsSpec.State.Enabled, HeartbeatsSpec.WriteTo.Target, 5, 30));
    assertThat(settings.spec().topics().isolation()).isEqualTo(IsolationLevel.ReadCommitted);
    assertThat(settings.spec().topics().startFrom())
        .isEqualTo(new StartFrom(StartFrom.Position.Earliest, null));
    assertThat(settings.spec().topics().onDataLoss()).isEqualTo(OnDataLoss.Fail);
    assertThat(settings.spec().topics().onSourceRecreate()).isEqualTo(OnSourceRecreate.Fail);
    assertThat(settings.spec().topics().overrides()).isEmpty();
    assertThat(settings.spec().groups())
        .isEqualTo(
            new GroupsSpec(
                List.of(new NameSelector(null, null, ".*")),
                List.of(
                    new NameSelector(null, "console-consumer-", null),
                    new NameSelector(null, "connect-", null)),
                new OffsetSyncSpec(
                    OffsetSyncSpec.Mode.Sync, 5, OffsetSyncSpec.WriteSyncsTo.Target)));
    assertThat(settings.spec().delivery())
        .isEqualTo(new DeliverySpec(Fencing.Preferred, OnRecordError.Fail, null));
    assertThat(settings.spec().throttle()).isEqualTo(new ThrottleSpec(null));
    assertThat(settings.source().common())
        .containsEntry("bootstrap.servers", "east:9092")
        .containsEntry("security.protocol", "PLAINTEXT")
        .hasSize(2);
    assertThat(settings.target().common())
        .containsEntry("bootstrap.servers", "west:9092,[::1]:9093");
  }

  @Test
  void flowOutsideANamespaceIsNamedWithoutOne() throws Exception {
    assertThat(load(SMALLEST.replace("  namespace: prod\n", "")).flow())
        .isEqualTo("east.east-to-west");
  }

  @Test
  void revisionIsTheBeginningOfTheFilesSha256() throws Exception {
    assertThat(load(SMALLEST).revision())
        .matches("[0-9a-f]{12}")
        .isEqualTo(load(SMALLEST).revision());
    assertThat(load(SMALLEST + "# a comment\n").revision()).isNotEqualTo(load(SMALLEST).revision());
  }

  @Test
  void whatOnlyKubernetesUsesIsIgnored() throws Exception {
    FlowSettings settings =
        load(
            SMALLEST.replace(
                    "  namespace: prod\n", "  namespace: prod\n  labels: {a: b}\n  uid: x\n")
                + """
                  replicas: 3
                  resources: {limits: {cpu: 2, memory: 1Gi}}
                status: {conditions: [{type: Ready}]}
                """);

    assertThat(settings.spec().replicas()).isNull();
    assertThat(settings.spec().resources()).isNull();
  }

  @Test
  void jsonIsYamlToo() throws Exception {
    String json =
        """
        {"apiVersion": "kafkamirror.dev/v1alpha1", "kind": "KafkaMirror", "metadata": {"name": "m"}, "spec": {
         "source": {"alias": "a", "bootstrapServers": ["a:1"]}, "target": {"alias": "b", "bootstrapServers": ["b:1"]},
         "topics": {"include": [{"name": "t"}]}}}
        """;

    assertThat(load(json).flow()).isEqualTo("a.m");
  }

  /** A text of the smallest mirror, what stands there instead, and how the problem begins. */
  static Stream<Arguments> badInput() {
    return Stream.of(
        arguments(
            "alias: east",
            "alais: east",
            "spec.source.alais (line 8): unknown field, remove it or correct its name; known here:"
                + " alias, authentication, bootstrapServers, clientConfig, clusterId, rack, tls"),
        arguments(
            "alias: east",
            "alais: east",
            "spec.source.alias (line 7): give the cluster a short name"),
        arguments(
            "alias: east",
            "alias: -east",
            "spec.source.alias (line 8): give the cluster a short name"),
        arguments(
            "alias: east",
            "alias: east\n    clusterId: a.b",
            "spec.source.clusterId (line 9): must be as Kafka writes it"),
        arguments(
            "alias: west",
            "alias: east",
            "spec.target.alias (line 11): is the alias of the source as well; give the two clusters"
                + " different ones"),
        arguments(
            "[\"east:9092\"]",
            "[]",
            "spec.source.bootstrapServers (line 9): list 1 to 32 brokers as host:port"),
        arguments(
            "[\"east:9092\"]",
            "[\"east\"]",
            "spec.source.bootstrapServers[0] (line 9): must be host:port with a port from 1 to"
                + " 65535, is 'east'"),
        arguments(
            "[\"east:9092\"]",
            "[\"east:99999\"]",
            "spec.source.bootstrapServers[0] (line 9): must be host:port with a port from 1 to"
                + " 65535, is 'east:99999'"),
        arguments(
            "[\"east:9092\"]",
            "[\"kafka://east:9092\"]",
            "spec.source.bootstrapServers[0] (line 9): must be host:port"),
        arguments(
            "[\"east:9092\"]",
            "east:9092",
            "spec.source.bootstrapServers (line 9): must be a list"),
        arguments(
            "prefix: \"orders.\"",
            "pattern: \"orders(\"",
            "spec.topics.include[0].pattern (line 15): is not a regular expression of Java:"
                + " Unclosed group near index 7"),
        arguments(
            "prefix: \"orders.\"",
            "{prefix: a, name: b}",
            "spec.topics.include[0] (line 15): set exactly one of name, prefix and pattern"),
        arguments(
            "prefix: \"orders.\"",
            "name: \"two words\"",
            "spec.topics.include[0].name (line 15): must be as Kafka allows"),
        arguments(
            "prefix: \"orders.\"",
            "orders",
            "spec.topics.include[0] (line 15): must be an object with fields"),
        arguments(
            "- prefix: \"orders.\"",
            "[]",
            "spec.topics.include (line 14): select at least one topic"),
        arguments(
            "- prefix: \"orders.\"",
            "- ~",
            "spec.topics.include[0] (line 15): is empty: give it a value or remove it"),
        arguments(
            "kind: KafkaMirror", "kind: KafkaMirrorMaker2", "kind (line 2): must be KafkaMirror"),
        arguments(
            "kafkamirror.dev/v1alpha1",
            "kafkamirror.dev/v1",
            "apiVersion (line 1): must be kafkamirror.dev/v1alpha1"),
        arguments(
            "name: east-to-west", "name: East", "metadata.name (line 4): give the mirror a name"),
        arguments(
            "spec:",
            "spec: {state: Off, tasksMax: 0}\nold:",
            "spec.state (line 6): must be one of Running, Paused, Stopped"),
        arguments(
            "spec:",
            "spec: {state: Off, tasksMax: 0}\nold:",
            "spec.tasksMax (line 6): must be from 1 to 1024, is 0"),
        arguments(
            "spec:",
            "spec: {tasksMax: many}\nold:",
            "spec.tasksMax (line 6): must be a whole number"),
        arguments(
            "spec:",
            "spec: {tasksMax: 1.5}\nold:",
            "spec.tasksMax (line 6): must be a whole number"),
        arguments("spec:", "old:", "spec: is missing: describe source, target and topics"),
        arguments("spec:", "old:", "old (line 6): unknown field"),
        arguments(
            "topics:",
            "heartbeats: {periodSeconds: 60}\n  topics:",
            "spec.heartbeats.staleAfterSeconds (line 13): must be at least twice periodSeconds,"
                + " which is 60"),
        arguments(
            "topics:",
            "topics:\n    naming: {policy: CustomPrefix}",
            "spec.topics.naming.prefix (line 14): set it with policy CustomPrefix"),
        arguments(
            "topics:",
            "topics:\n    naming: {policy: Identity, separator: \".\"}",
            "spec.topics.naming.separator (line 14): remove it: only policy SourcePrefix has one"),
        arguments(
            "topics:",
            "topics:\n    replicationFactor: 0",
            "spec.topics.replicationFactor (line 14): must be from 1 to 32, is 0"),
        arguments(
            "topics:",
            "topics:\n    replicationFactor: 3\n    replicationFactorFrom: Source",
            "spec.topics.replicationFactorFrom (line 15): set replicationFactor or"
                + " replicationFactorFrom, not both"),
        arguments(
            "topics:",
            "topics:\n    onSourceDelete: Delete",
            "spec.topics.onSourceDelete (line 14): set source.clusterId with Delete"),
        arguments(
            "topics:",
            "topics:\n    naming: {direction: TwoWay}",
            "spec.topics.naming.direction (line 14): remove it: only with policy Identity"),
        arguments(
            "topics:",
            "topics:\n    naming: {policy: Identity, direction: TwoWay}",
            "spec.topics.naming.direction (line 14): with TwoWay set topics.configSync.mode"),
        arguments(
            "topics:",
            "acls: {mode: Full}\n  topics:",
            "spec.acls.mode (line 13): set source.clusterId with Full"),
        arguments(
            "topics:",
            "canary: {periodSeconds: 0}\n  topics:",
            "spec.canary.periodSeconds (line 13): must be from 1 to 86400, is 0"),
        arguments(
            "topics:",
            "canary: {lateAfterSeconds: 0}\n  topics:",
            "spec.canary.lateAfterSeconds (line 13): must be from 1 to 86400, is 0"),
        arguments(
            "topics:",
            "sourceGroup: {id: a group}\n  topics:",
            "spec.sourceGroup.id (line 13): must be as Kafka allows"),
        arguments(
            "topics:",
            "sourceGroup: {periodSeconds: 0}\n  topics:",
            "spec.sourceGroup.periodSeconds (line 13): must be from 1 to 3600, is 0"),
        arguments(
            "topics:",
            "acls: {periodSeconds: 0}\n  topics:",
            "spec.acls.periodSeconds (line 13): must be from 1 to 86400, is 0"),
        arguments(
            "topics:",
            "topics:\n    configSync: {exclude: [\"(\"]}",
            "spec.topics.configSync.exclude[0] (line 14): is not a regular expression of Java"),
        arguments(
            "topics:",
            "topics:\n    configSync: {periodSeconds: 0}",
            "spec.topics.configSync.periodSeconds (line 14): must be from 1 to 86400, is 0"),
        arguments(
            "topics:",
            "topics:\n    startFrom: {position: Timestamp}",
            "spec.topics.startFrom.timestamp (line 14): set it with position Timestamp"),
        arguments(
            "topics:",
            "topics:\n    startFrom: {position: Timestamp, timestamp: yesterday}",
            "spec.topics.startFrom.timestamp (line 14): must be a date and time with its zone"),
        arguments(
            "topics:",
            "topics:\n    onDataLoss: Ignore",
            "spec.topics.onDataLoss (line 14): must be one of"),
        arguments(
            "topics:",
            "topics:\n    overrides: [{name: a}, {pattern: \"(\"}]",
            "spec.topics.overrides[1].pattern (line 14): is not a regular expression of Java"),
        arguments(
            "topics:",
            "topics:\n    overrides: [{name: a, priority: 101}]",
            "spec.topics.overrides[0].priority (line 14): must be from -100 to 100, is 101"),
        arguments(
            "topics:",
            "delivery: {onRecordError: DeadLetter}\n  topics:",
            "spec.delivery.deadLetterTopic (line 13): set it with onRecordError DeadLetter"),
        arguments(
            "topics:",
            "groups: {exclude: [{pattern: \"(\"}]}\n  topics:",
            "spec.groups.exclude[0].pattern (line 13): is not a regular expression of Java"),
        arguments(
            "topics:",
            "groups: {offsetSync: {periodSeconds: 0}}\n  topics:",
            "spec.groups.offsetSync.periodSeconds (line 13): must be from 1 to 3600, is 0"),
        arguments(
            "topics:",
            "takeOver: {}\n  topics:",
            "spec.takeOver.from (line 13): must be MirrorMaker2"),
        arguments(
            "topics:",
            "takeOver: {from: MirrorMaker2, connect: {groupId: a, offsetsTopic: b, configsTopic:"
                + " c}}\n"
                + "  topics:",
            "spec.takeOver.connect.connector (line 13): is needed with connect"),
        arguments(
            "topics:",
            "throttle: {bytesPerSecond: 1}\n  topics:",
            "spec.throttle.bytesPerSecond (line 13): must be at least 1024 bytes, is 1"),
        arguments(
            "bootstrapServers: [\"west:9092\", \"[::1]:9093\"]",
            "bootstrapServers: [\"west:9092\"]\n    rack: {id: a}",
            "spec.target.rack (line 13): remove it"),
        arguments(
            "topics:",
            "topics: &t\n    naming: *t",
            "spec.topics.naming (line 14): is a YAML alias"),
        arguments(
            "alias: east",
            "alias: east\n    alias: west",
            "line 9: is not valid YAML: Duplicate field 'alias'"),
        arguments(
            "alias: east",
            "alias: east\n    tls: {trustedCertificates: [{name: ca, key: ca.crt}]}",
            "spec.source.tls.trustedCertificates[0] (line 9): refers to Secret ca, but no directory"
                + " of secrets is given; start with --secrets"),
        arguments(
            "alias: east",
            "alias: east\n    authentication: {type: Plain}",
            "spec.source.authentication.username (line 9): is missing"),
        arguments(
            "alias: east",
            "alias: east\n    authentication: {type: Plain}",
            "spec.source.authentication.passwordRef (line 9): is missing"),
        arguments(
            "alias: east",
            "alias: east\n    authentication: {type: OAuthBearer, username: u}",
            "spec.source.authentication.oauth (line 9): set tokenEndpointUri, clientId and"
                + " clientSecretRef"),
        arguments(
            "alias: east",
            "alias: east\n    authentication: {type: OAuthBearer, username: u}",
            "spec.source.authentication (line 9): remove username and passwordRef"),
        arguments(
            "alias: east",
            "alias: east\n    clientConfig: {common: {ssl.protocol: x}}",
            "spec.source.clientConfig.common[ssl.protocol] (line 9): is set by the mirror itself"),
        arguments(
            "alias: east",
            "alias: east\n    clientConfig: {consumer: {fetch.min.bytes: lots}}",
            "spec.source.clientConfig.consumer[fetch.min.bytes] (line 9): Invalid value lots for"
                + " configuration fetch.min.bytes"));
  }

  @ParameterizedTest
  @MethodSource("badInput")
  void everyProblemSaysWhereItIsAndWhatToDo(String text, String instead, String problem) {
    assertThat(SMALLEST).contains(text);

    assertThat(problemsOf(SMALLEST.replace(text, instead))).anyMatch(p -> p.startsWith(problem));
  }

  @Test
  void allProblemsAreListedAtOnceInTheOrderOfTheFile() {
    String yaml =
        SMALLEST
            .replace("kind: KafkaMirror", "kind: Mirror")
            .replace("alias: east", "name: east")
            .replace("prefix: \"orders.\"", "pattern: \"*\"");

    assertThat(problemsOf(yaml))
        .hasSize(4)
        .satisfiesExactly(
            p -> assertThat(p).startsWith("kind (line 2)"),
            p -> assertThat(p).startsWith("spec.source.alias (line 7)"),
            p -> assertThat(p).startsWith("spec.source.name (line 8)"),
            p -> assertThat(p).startsWith("spec.topics.include[0].pattern (line 15)"));
  }

  @Test
  void fileThatIsMissingOrEmptyOrNoYamlIsNamed() {
    assertThat(problemsOf("")).singleElement().asString().contains("must be a KafkaMirror");
    assertThat(problemsOf("just words"))
        .singleElement()
        .asString()
        .contains("must be a KafkaMirror");
    assertThat(problemsOf("a: ["))
        .singleElement()
        .asString()
        .startsWith("line 1: is not valid YAML");
    assertThat(problemsOf(SMALLEST + "---\n" + SMALLEST))
        .singleElement()
        .asString()
        .isEqualTo("holds more than one document; give each mirror a file of its own");
    assertThat(
            catchThrowableOfType(
                SettingsException.class,
                () -> new SettingsFiles(directory.resolve("none.yaml"), null).load()))
        .hasMessageContaining("none.yaml; create it");
  }

  @Test
  void aClassThatIsNotThereIsAProblemOfItsField() {
    assertThat(problemsOf(SMALLEST + plugins("com.example.Missing")))
        .singleElement()
        .asString()
        .startsWith("spec.plugins (line 16): class com.example.Missing is in none of the jars of");
  }

  @Test
  void classesAreLoadedOnceAndOtherOnesNeedAnotherProcess() throws Exception {
    String identity = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy";
    Path file = directory.resolve("settings.yaml");
    SettingsFiles files = new SettingsFiles(file, null);
    Files.writeString(file, SMALLEST + plugins(identity));
    FlowSettings first = files.load();

    Files.writeString(file, SMALLEST.replace("orders.", "items.") + plugins(identity));
    assertThat(files.load().plugins()).isSameAs(first.plugins());

    Files.writeString(file, SMALLEST);
    assertThat(catchThrowableOfType(SettingsException.class, files::load))
        .hasMessageContaining("spec.plugins")
        .hasMessageContaining("restart it");
  }

  private String plugins(String policy) {
    return """
      plugins:
        path: %s
        replicationPolicy: {className: %s}
    """
        .formatted(directory, policy);
  }

  private List<String> problemsOf(String yaml) {
    return catchThrowableOfType(SettingsException.class, () -> load(yaml)).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  private FlowSettings load(String yaml) throws IOException, SettingsException {
    return new SettingsFiles(Files.writeString(directory.resolve("settings.yaml"), yaml), null)
        .load();
  }
}

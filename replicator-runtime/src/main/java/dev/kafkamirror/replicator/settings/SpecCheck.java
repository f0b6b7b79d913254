package dev.kafkamirror.replicator.settings;

import dev.kafkamirror.api.v1alpha1.AclsSpec;
import dev.kafkamirror.api.v1alpha1.CanarySpec;
import dev.kafkamirror.api.v1alpha1.ClusterSpec;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.ConnectSpec;
import dev.kafkamirror.api.v1alpha1.DeliverySpec;
import dev.kafkamirror.api.v1alpha1.GroupsSpec;
import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.NameSelector;
import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Direction;
import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec;
import dev.kafkamirror.api.v1alpha1.PluginSpec;
import dev.kafkamirror.api.v1alpha1.PluginsSpec;
import dev.kafkamirror.api.v1alpha1.PromotionSpec;
import dev.kafkamirror.api.v1alpha1.ReverseOfSpec;
import dev.kafkamirror.api.v1alpha1.SourceGroupSpec;
import dev.kafkamirror.api.v1alpha1.StartFrom;
import dev.kafkamirror.api.v1alpha1.TakeOverSpec;
import dev.kafkamirror.api.v1alpha1.TopicOverride;
import dev.kafkamirror.api.v1alpha1.TopicsSpec;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceDelete;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.ReplicationFactorFrom;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Holds a spec against the rules that the CRD states for admission, which outside Kubernetes nobody
 * else has looked at, and against those that the API server cannot check, such as Java's regular
 * expressions.
 */
final class SpecCheck {
  private static final String KAFKA_NAME = "[A-Za-z0-9._-]+";
  private static final Pattern ALIAS =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?");
  private static final Pattern SERVER =
      Pattern.compile(
          "([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]):(?<port>[0-9]{1,5})");
  private static final Pattern CLASS =
      Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*([.][A-Za-z_$][A-Za-z0-9_$]*)*");
  private static final Pattern MIRROR_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?");

  private final Problems problems;

  SpecCheck(Problems problems) {
    this.problems = problems;
  }

  /** Reports what is wrong around the spec: kind, version, name. */
  void checkEnvelope(MirrorDocument document) {
    problems.check(
        "kafkamirror.dev/v1alpha1".equals(document.apiVersion()),
        "apiVersion",
        "must be kafkamirror.dev/v1alpha1");
    problems.check("KafkaMirror".equals(document.kind()), "kind", "must be KafkaMirror");
    String name = document.metadata() == null ? null : document.metadata().name();
    problems.check(
        name != null && MIRROR_NAME.matcher(name).matches(),
        "metadata.name",
        "give the mirror a name of 1 to 52 letters a-z, digits and '-'; its positions are kept"
            + " under it");
    problems.check(
        document.spec() != null, "spec", "is missing: describe source, target and topics");
  }

  /** Reports what is wrong with a spec whose defaults are filled in. */
  void check(KafkaMirrorSpec spec) {
    cluster("spec.source", spec.source());
    cluster("spec.target", spec.target());
    problems.check(
        spec.source().alias() == null || !spec.source().alias().equals(spec.target().alias()),
        "spec.target.alias",
        "is the alias of the source as well; give the two clusters different ones");
    topics(spec.topics());
    problems.check(
        spec.topics().onSourceDelete() == OnSourceDelete.Retain
            || spec.source().clusterId() != null,
        "spec.topics.onSourceDelete",
        "set source.clusterId with Delete: another cluster at the source's address must not have"
            + " everything deleted");
    twoWay(spec);
    groups(spec.groups());
    between("spec.acls.periodSeconds", spec.acls().periodSeconds(), 1, 86_400);
    problems.check(
        spec.acls().mode() != AclsSpec.Mode.Full || spec.source().clusterId() != null,
        "spec.acls.mode",
        "set source.clusterId with Full: another cluster at the source's address must not have"
            + " every ACL removed");
    problems.check(
        spec.target().rack() == null,
        "spec.target.rack",
        "remove it: only the source's replicas can be chosen");
    heartbeats(spec.heartbeats());
    canary(spec.canary());
    sourceGroup(spec.sourceGroup());
    plugins(spec);
    delivery(spec.delivery());
    takeOver(spec.takeOver());
    turns(spec);
    rate("spec.throttle.bytesPerSecond", spec.throttle().bytesPerSecond());
    between("spec.tasksMax", spec.tasksMax(), 1, 1024);
    problems.check(
        spec.logging().loggers().stream().allMatch(l -> l.name() != null && l.level() != null),
        "spec.logging.loggers",
        "give each logger a name and a level");
  }

  /** Neither side of a two-way mirror has the last word, and offsets of groups have two origins. */
  private void twoWay(KafkaMirrorSpec spec) {
    TopicsSpec topics = spec.topics();
    if (topics.naming().direction() != Direction.TwoWay) {
      return;
    }
    problems.check(
        topics.naming().policy() == NamingSpec.Policy.Identity,
        "spec.topics.naming.direction",
        "remove it: only with policy Identity do both ways have the same names");
    problems.check(
        topics.configSync().mode() != ConfigSyncSpec.Mode.Sync
            && topics.onSourceDelete() == OnSourceDelete.Retain
            && topics.onSourceRecreate() == OnSourceRecreate.Fail
            && spec.groups().offsetSync().mode() == OffsetSyncSpec.Mode.Disabled
            && spec.acls().mode() != AclsSpec.Mode.Full
            && spec.takeOver() == null
            && spec.reverseOf() == null,
        "spec.topics.naming.direction",
        "with TwoWay set topics.configSync.mode to CreateOnly or Disabled and"
            + " groups.offsetSync.mode to Disabled, and use none of onSourceDelete Delete,"
            + " onSourceRecreate, acls.mode Full, takeOver and reverseOf: neither side has the last"
            + " word");
  }

  /** What two mirrors of opposite directions need that take turns. */
  private void turns(KafkaMirrorSpec spec) {
    ReverseOfSpec reverseOf = spec.reverseOf();
    problems.check(
        spec.topics().naming().direction() != Direction.Home || reverseOf != null,
        "spec.reverseOf",
        "set it with naming.direction Home: the mirror that made these topics");
    problems.check(
        reverseOf == null
            || (reverseOf.name() != null && MIRROR_NAME.matcher(reverseOf.name()).matches()),
        "spec.reverseOf.name",
        "give the name of the mirror of the other direction");
    PromotionSpec promotion = spec.promotion();
    if (promotion != null) {
      problems.check(
          promotion.requestId() != null && !promotion.requestId().isEmpty(),
          "spec.promotion.requestId",
          "name the request; another name is another request");
      kafkaName("spec.promotion.requestId", promotion.requestId(), 63);
      selectors(
          "spec.promotion.topics", promotion.topics() == null ? List.of() : promotion.topics());
    }
  }

  private void cluster(String path, ClusterSpec cluster) {
    problems.check(
        cluster.alias() != null && ALIAS.matcher(cluster.alias()).matches(),
        path + ".alias",
        "give the cluster a short name: 1 to 100 letters, digits, '.', '_' and '-', letter or digit"
            + " first and last");
    clusterId(path + ".clusterId", cluster.clusterId());
    List<String> servers = cluster.bootstrapServers();
    problems.check(
        !servers.isEmpty() && servers.size() <= 32,
        path + ".bootstrapServers",
        "list 1 to 32 brokers as host:port, e.g. [\"kafka.example.com:9092\"]");
    for (int i = 0; i < servers.size(); i++) {
      problems.check(
          isHostAndPort(servers.get(i)),
          path + ".bootstrapServers[" + i + "]",
          "must be host:port with a port from 1 to 65535, is '" + servers.get(i) + "'");
    }
  }

  private void clusterId(String path, String id) {
    problems.check(
        id == null || (id.length() <= 100 && id.matches("[A-Za-z0-9_-]+")),
        path,
        "must be as Kafka writes it: 1 to 100 letters, digits, '_' and '-'");
  }

  private static boolean isHostAndPort(String server) {
    var matcher = SERVER.matcher(server);
    if (!matcher.matches()) {
      return false;
    }
    int port = Integer.parseInt(matcher.group("port"));
    return port >= 1 && port <= 65535;
  }

  private void topics(TopicsSpec topics) {
    problems.check(
        !topics.include().isEmpty(),
        "spec.topics.include",
        "select at least one topic by name, prefix or pattern, e.g. [{prefix: \"orders.\"}]");
    selectors("spec.topics.include", topics.include());
    selectors("spec.topics.exclude", topics.exclude());
    naming(topics.naming());
    startFrom("spec.topics.startFrom", topics.startFrom());
    overrides(topics.overrides());
    if (topics.replicationFactor() != -1) {
      between("spec.topics.replicationFactor", topics.replicationFactor(), 1, 32);
      problems.check(
          topics.replicationFactorFrom() == ReplicationFactorFrom.Target,
          "spec.topics.replicationFactorFrom",
          "set replicationFactor or replicationFactorFrom, not both");
    }
    configSync(topics.configSync());
  }

  private void configSync(ConfigSyncSpec sync) {
    problems.check(
        sync.exclude().size() <= 256,
        "spec.topics.configSync.exclude",
        "has more than 256 patterns; join some");
    for (int i = 0; i < sync.exclude().size(); i++) {
      pattern("spec.topics.configSync.exclude[" + i + "]", sync.exclude().get(i));
    }
    between("spec.topics.configSync.periodSeconds", sync.periodSeconds(), 1, 86_400);
  }

  private void groups(GroupsSpec groups) {
    selectors("spec.groups.include", groups.include());
    selectors("spec.groups.exclude", groups.exclude());
    between("spec.groups.offsetSync.periodSeconds", groups.offsetSync().periodSeconds(), 1, 3600);
  }

  private void selectors(String path, List<NameSelector> selectors) {
    problems.check(
        selectors.size() <= 256, path, "has more than 256 selectors; join some into a pattern");
    for (int i = 0; i < selectors.size(); i++) {
      selector(path + "[" + i + "]", selectors.get(i));
    }
  }

  private void selector(String path, NameSelector selector) {
    long given =
        Stream.of(selector.name(), selector.prefix(), selector.pattern())
            .filter(Objects::nonNull)
            .count();
    problems.check(given == 1, path, "set exactly one of name, prefix and pattern");
    kafkaName(path + ".name", selector.name(), 249);
    kafkaName(path + ".prefix", selector.prefix(), 249);
    if (selector.pattern() != null) {
      pattern(path + ".pattern", selector.pattern());
    }
  }

  private void pattern(String path, String pattern) {
    problems.check(
        !pattern.isEmpty() && pattern.length() <= 256, path, "must have 1 to 256 characters");
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      problems.add(
          path,
          "is not a regular expression of Java: %s%s"
              .formatted(
                  e.getDescription(), e.getIndex() < 0 ? "" : " near index " + e.getIndex()));
    }
  }

  private void overrides(List<TopicOverride> overrides) {
    problems.check(
        overrides.size() <= 256,
        "spec.topics.overrides",
        "has more than 256; join some into a pattern");
    for (int i = 0; i < overrides.size(); i++) {
      String path = "spec.topics.overrides[" + i + "]";
      TopicOverride override = overrides.get(i);
      selector(path, override.selector());
      between(path + ".priority", override.priority(), -100, 100);
      rate(path + ".throttleBytesPerSecond", override.throttleBytesPerSecond());
      if (override.startFrom() != null) {
        startFrom(path + ".startFrom", override.startFrom());
      }
    }
  }

  private void startFrom(String path, StartFrom start) {
    boolean timed = start.position() == StartFrom.Position.Timestamp;
    problems.check(
        timed == (start.timestamp() != null),
        path + ".timestamp",
        "set it with position Timestamp, and with no other position");
    if (start.timestamp() != null) {
      try {
        var _ = OffsetDateTime.parse(start.timestamp());
      } catch (DateTimeParseException e) {
        problems.add(
            path + ".timestamp",
            "must be a date and time with its zone, e.g. 2026-11-22T18:00:00Z, is '%s'"
                .formatted(start.timestamp()));
      }
    }
  }

  private void delivery(DeliverySpec delivery) {
    boolean deadLetters = delivery.onRecordError() == DeliverySpec.OnRecordError.DeadLetter;
    problems.check(
        deadLetters == (delivery.deadLetterTopic() != null),
        "spec.delivery.deadLetterTopic",
        "set it with onRecordError DeadLetter, and with no other");
    kafkaName("spec.delivery.deadLetterTopic", delivery.deadLetterTopic(), 249);
  }

  private void takeOver(TakeOverSpec takeOver) {
    if (takeOver == null) {
      return;
    }
    problems.check(takeOver.from() != null, "spec.takeOver.from", "must be MirrorMaker2");
    ConnectSpec connect = takeOver.connect();
    if (connect != null) {
      String path = "spec.takeOver.connect";
      given(path + ".groupId", connect.groupId());
      given(path + ".offsetsTopic", connect.offsetsTopic());
      given(path + ".configsTopic", connect.configsTopic());
      given(path + ".connector", connect.connector());
      kafkaName(path + ".offsetsTopic", connect.offsetsTopic(), 249);
      kafkaName(path + ".configsTopic", connect.configsTopic(), 249);
    }
  }

  private void given(String path, String name) {
    problems.check(
        name != null && !name.isEmpty() && name.length() <= 249,
        path,
        "is needed with connect: 1 to 249 characters, as Kafka Connect has it");
  }

  private void rate(String path, Long bytesPerSecond) {
    problems.check(
        bytesPerSecond == null || bytesPerSecond >= 1024,
        path,
        "must be at least 1024 bytes, is " + bytesPerSecond);
  }

  private void naming(NamingSpec naming) {
    boolean custom = naming.policy() == NamingSpec.Policy.CustomPrefix;
    problems.check(
        custom == (naming.prefix() != null),
        "spec.topics.naming.prefix",
        "set it with policy CustomPrefix, and with no other policy");
    problems.check(
        naming.policy() == NamingSpec.Policy.SourcePrefix || naming.separator() == null,
        "spec.topics.naming.separator",
        "remove it: only policy SourcePrefix has one");
    kafkaName("spec.topics.naming.prefix", naming.prefix(), 200);
    kafkaName("spec.topics.naming.separator", naming.separator(), 16);
  }

  private void heartbeats(HeartbeatsSpec heartbeats) {
    between("spec.heartbeats.periodSeconds", heartbeats.periodSeconds(), 1, 3600);
    between("spec.heartbeats.staleAfterSeconds", heartbeats.staleAfterSeconds(), 2, 86_400);
    problems.check(
        heartbeats.staleAfterSeconds() >= 2L * heartbeats.periodSeconds(),
        "spec.heartbeats.staleAfterSeconds",
        "must be at least twice periodSeconds, which is " + heartbeats.periodSeconds());
  }

  private void canary(CanarySpec canary) {
    if (canary != null) {
      between("spec.canary.periodSeconds", canary.periodSeconds(), 1, 86_400);
      between("spec.canary.lateAfterSeconds", canary.lateAfterSeconds(), 1, 86_400);
    }
  }

  private void sourceGroup(SourceGroupSpec group) {
    if (group != null) {
      kafkaName("spec.sourceGroup.id", group.id(), 249);
      between("spec.sourceGroup.periodSeconds", group.periodSeconds(), 1, 3600);
    }
  }

  private void plugins(KafkaMirrorSpec spec) {
    PluginsSpec plugins = spec.plugins();
    if (plugins == null) {
      return;
    }
    problems.check(
        plugins.path().startsWith("/") && plugins.path().length() <= 1024,
        "spec.plugins.path",
        "write it from the root on: /opt/kafka-mirror/plugins");
    plugin("spec.plugins.replicationPolicy", plugins.replicationPolicy());
    plugin("spec.plugins.topicFilter", plugins.topicFilter());
    plugin("spec.plugins.groupFilter", plugins.groupFilter());
    plugin("spec.plugins.configPropertyFilter", plugins.configPropertyFilter());
    NamingSpec naming = spec.topics().naming();
    problems.check(
        plugins.replicationPolicy() == null
            || (naming.policy() == NamingSpec.Policy.SourcePrefix
                && naming.separator().equals(".")
                && naming.direction() == Direction.OneWay),
        "spec.topics.naming",
        "remove it: plugins.replicationPolicy says how remote topics are called");
  }

  private void plugin(String path, PluginSpec plugin) {
    if (plugin != null) {
      problems.check(
          plugin.className() != null && CLASS.matcher(plugin.className()).matches(),
          path + ".className",
          "write it as Java does, with the package: com.example.OurFilter");
      problems.check(plugin.config().size() <= 64, path + ".config", "has more than 64 properties");
    }
  }

  private void kafkaName(String path, String name, int longest) {
    problems.check(
        name == null || (name.length() <= longest && name.matches(KAFKA_NAME)),
        path,
        "must be as Kafka allows: 1 to " + longest + " letters, digits, '.', '_' and '-'");
  }

  private void between(String path, Integer value, int least, int most) {
    problems.check(
        value == null || (value >= least && value <= most),
        path,
        "must be from " + least + " to " + most + ", is " + value);
  }
}

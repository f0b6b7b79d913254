package dev.kafkamirror.replicator.settings;

import dev.kafkamirror.api.v1alpha1.AclsSpec;
import dev.kafkamirror.api.v1alpha1.AuthenticationSpec;
import dev.kafkamirror.api.v1alpha1.CanarySpec;
import dev.kafkamirror.api.v1alpha1.ClientCertificateSpec;
import dev.kafkamirror.api.v1alpha1.ClientConfigSpec;
import dev.kafkamirror.api.v1alpha1.ClusterSpec;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.DeletionPolicy;
import dev.kafkamirror.api.v1alpha1.DeliverySpec;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.Fencing;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.OnRecordError;
import dev.kafkamirror.api.v1alpha1.GroupsSpec;
import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.IsolationLevel;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.LoggingSpec;
import dev.kafkamirror.api.v1alpha1.MetricsSpec;
import dev.kafkamirror.api.v1alpha1.MetricsSpec.MirrorMaker2Names;
import dev.kafkamirror.api.v1alpha1.MirrorState;
import dev.kafkamirror.api.v1alpha1.NameSelector;
import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.OAuthSpec;
import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec;
import dev.kafkamirror.api.v1alpha1.PluginSpec;
import dev.kafkamirror.api.v1alpha1.PluginsSpec;
import dev.kafkamirror.api.v1alpha1.PromotionSpec;
import dev.kafkamirror.api.v1alpha1.PromotionSpec.Mode;
import dev.kafkamirror.api.v1alpha1.ReverseOfSpec;
import dev.kafkamirror.api.v1alpha1.SourceGroupSpec;
import dev.kafkamirror.api.v1alpha1.StartFrom;
import dev.kafkamirror.api.v1alpha1.ThrottleSpec;
import dev.kafkamirror.api.v1alpha1.TlsSpec;
import dev.kafkamirror.api.v1alpha1.TlsSpec.HostnameVerification;
import dev.kafkamirror.api.v1alpha1.TopicOverride;
import dev.kafkamirror.api.v1alpha1.TopicsSpec;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnDataLoss;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceDelete;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.ReplicationFactorFrom;
import java.util.List;
import java.util.Map;

/**
 * Fills in what the user left out; the defaults are those of the CRD. {@code tls} and {@code
 * authentication} stay null (none is used), and so do {@code tasksMax} (the engine chooses), {@code
 * rack}, {@code takeOver}, {@code plugins}, {@code canary}, {@code sourceGroup}, {@code reverseOf}
 * and {@code promotion} (there is none), limits of bytes (there are none) and {@code startFrom} of
 * overrides (that of topics counts). What concerns pods rather than what they do ({@code replicas},
 * {@code resources}, {@code podTemplate} …) is the operator's business and dropped.
 */
final class SpecDefaults {
  /** Leaves the replication factor to the target's brokers. */
  private static final int BROKER_DEFAULT = -1;

  private static final int DRAIN_TIMEOUT_SECONDS = 60;

  /** Belongs to a cluster rather than to the data; as in the CRD. */
  private static final List<String> CONFIG_NOT_SYNCED =
      List.of(
          "follower.replication.throttled.replicas",
          "leader.replication.throttled.replicas",
          "message.timestamp.difference.max.ms",
          "message.timestamp.before.max.ms",
          "message.timestamp.after.max.ms",
          "message.timestamp.type",
          "unclean.leader.election.enable",
          "min.insync.replicas");

  private SpecDefaults() {}

  /**
   * Fills in a mirror's spec.
   *
   * @param namespace of the mirror, null outside Kubernetes
   */
  static KafkaMirrorSpec fill(KafkaMirrorSpec spec, String namespace) {
    return new KafkaMirrorSpec(
        cluster(spec.source()),
        cluster(spec.target()),
        topics(spec.topics()),
        groups(spec.groups()),
        acls(or(spec.acls(), new AclsSpec(null, null))),
        delivery(spec.delivery()),
        spec.throttle() == null ? new ThrottleSpec(null) : spec.throttle(),
        heartbeats(spec.heartbeats()),
        canary(spec.canary()),
        null,
        sourceGroup(spec.sourceGroup()),
        metrics(spec.metrics()),
        plugins(spec.plugins()),
        spec.takeOver(),
        reverseOf(spec.reverseOf(), namespace),
        promotion(spec.promotion()),
        or(spec.state(), MirrorState.Running),
        spec.tasksMax(),
        null,
        null,
        null,
        null,
        null,
        null,
        logging(spec.logging()),
        null,
        null,
        null,
        or(spec.deletionPolicy(), DeletionPolicy.Retain),
        or(spec.drainTimeoutSeconds(), DRAIN_TIMEOUT_SECONDS));
  }

  private static ReverseOfSpec reverseOf(ReverseOfSpec spec, String namespace) {
    return spec == null
        ? null
        : new ReverseOfSpec(spec.name(), spec.namespace() == null ? namespace : spec.namespace());
  }

  private static PromotionSpec promotion(PromotionSpec spec) {
    return spec == null
        ? null
        : new PromotionSpec(spec.requestId(), or(spec.mode(), Mode.Planned), spec.topics());
  }

  private static LoggingSpec logging(LoggingSpec spec) {
    return spec == null
        ? new LoggingSpec(null, List.of())
        : new LoggingSpec(spec.rootLevel(), list(spec.loggers()));
  }

  private static ClusterSpec cluster(ClusterSpec spec) {
    if (spec == null) {
      return new ClusterSpec(null, List.of(), null, null, null, null, clientConfig(null));
    }
    return new ClusterSpec(
        spec.alias(),
        list(spec.bootstrapServers()),
        spec.clusterId(),
        tls(spec.tls()),
        authentication(spec.authentication()),
        spec.rack(),
        clientConfig(spec.clientConfig()));
  }

  private static AuthenticationSpec authentication(AuthenticationSpec spec) {
    if (spec == null || spec.oauth() == null) {
      return spec;
    }
    OAuthSpec oauth = spec.oauth();
    return new AuthenticationSpec(
        spec.type(),
        spec.username(),
        spec.passwordRef(),
        new OAuthSpec(
            oauth.tokenEndpointUri(),
            oauth.clientId(),
            oauth.clientSecretRef(),
            oauth.scope(),
            list(oauth.trustedCertificates())));
  }

  private static TlsSpec tls(TlsSpec spec) {
    if (spec == null) {
      return null;
    }
    return new TlsSpec(
        list(spec.trustedCertificates()),
        or(spec.hostnameVerification(), HostnameVerification.Enabled),
        clientCertificate(spec.clientCertificate()));
  }

  private static ClientCertificateSpec clientCertificate(ClientCertificateSpec spec) {
    return spec == null
        ? null
        : new ClientCertificateSpec(
            spec.secretName(),
            or(spec.certificateKey(), "tls.crt"),
            or(spec.privateKeyKey(), "tls.key"));
  }

  private static ClientConfigSpec clientConfig(ClientConfigSpec spec) {
    return spec == null
        ? new ClientConfigSpec(Map.of(), Map.of(), Map.of(), Map.of())
        : new ClientConfigSpec(
            or(spec.common(), Map.of()),
            or(spec.consumer(), Map.of()),
            or(spec.producer(), Map.of()),
            or(spec.admin(), Map.of()));
  }

  private static TopicsSpec topics(TopicsSpec spec) {
    if (spec == null) {
      return topics(
          new TopicsSpec(null, null, null, null, null, null, null, null, null, null, null, null));
    }
    return new TopicsSpec(
        list(spec.include()),
        list(spec.exclude()),
        naming(spec.naming()),
        or(spec.replicationFactor(), BROKER_DEFAULT),
        or(spec.replicationFactorFrom(), ReplicationFactorFrom.Target),
        configSync(or(spec.configSync(), new ConfigSyncSpec(null, null, null, null))),
        or(spec.isolation(), IsolationLevel.ReadCommitted),
        startFrom(or(spec.startFrom(), new StartFrom(null, null))),
        or(spec.onDataLoss(), OnDataLoss.Fail),
        or(spec.onSourceDelete(), OnSourceDelete.Retain),
        or(spec.onSourceRecreate(), OnSourceRecreate.Fail),
        list(spec.overrides()).stream().map(SpecDefaults::override).toList());
  }

  private static GroupsSpec groups(GroupsSpec spec) {
    GroupsSpec given = spec == null ? new GroupsSpec(null, null, null) : spec;
    OffsetSyncSpec sync =
        given.offsetSync() == null ? new OffsetSyncSpec(null, null, null) : given.offsetSync();
    return new GroupsSpec(
        or(given.include(), List.of(new NameSelector(null, null, ".*"))),
        or(
            given.exclude(),
            List.of(
                new NameSelector(null, "console-consumer-", null),
                new NameSelector(null, "connect-", null))),
        new OffsetSyncSpec(
            or(sync.mode(), OffsetSyncSpec.Mode.Sync),
            or(sync.periodSeconds(), 5),
            or(sync.writeSyncsTo(), OffsetSyncSpec.WriteSyncsTo.Target)));
  }

  private static AclsSpec acls(AclsSpec spec) {
    return new AclsSpec(or(spec.mode(), AclsSpec.Mode.Disabled), or(spec.periodSeconds(), 60));
  }

  private static ConfigSyncSpec configSync(ConfigSyncSpec spec) {
    return new ConfigSyncSpec(
        or(spec.mode(), ConfigSyncSpec.Mode.Sync),
        or(spec.exclude(), CONFIG_NOT_SYNCED),
        or(spec.periodSeconds(), 30),
        or(spec.defaultsFrom(), ConfigSyncSpec.DefaultsFrom.Target));
  }

  private static StartFrom startFrom(StartFrom spec) {
    return spec == null
        ? null
        : new StartFrom(or(spec.position(), StartFrom.Position.Earliest), spec.timestamp());
  }

  private static TopicOverride override(TopicOverride spec) {
    return new TopicOverride(
        spec.name(),
        spec.prefix(),
        spec.pattern(),
        startFrom(spec.startFrom()),
        or(spec.priority(), 0),
        spec.throttleBytesPerSecond());
  }

  private static DeliverySpec delivery(DeliverySpec spec) {
    return spec == null
        ? new DeliverySpec(Fencing.Preferred, OnRecordError.Fail, null)
        : new DeliverySpec(
            or(spec.fencing(), Fencing.Preferred),
            or(spec.onRecordError(), OnRecordError.Fail),
            spec.deadLetterTopic());
  }

  private static NamingSpec naming(NamingSpec spec) {
    if (spec == null) {
      return naming(new NamingSpec(null, null, null, null));
    }
    NamingSpec.Policy policy = or(spec.policy(), NamingSpec.Policy.SourcePrefix);
    boolean separated = policy == NamingSpec.Policy.SourcePrefix && spec.separator() == null;
    return new NamingSpec(
        policy,
        separated ? "." : spec.separator(),
        spec.prefix(),
        or(spec.direction(), NamingSpec.Direction.OneWay));
  }

  private static HeartbeatsSpec heartbeats(HeartbeatsSpec spec) {
    HeartbeatsSpec given = spec == null ? new HeartbeatsSpec(null, null, null, null) : spec;
    return new HeartbeatsSpec(
        or(given.state(), HeartbeatsSpec.State.Enabled),
        or(given.writeTo(), HeartbeatsSpec.WriteTo.Target),
        or(given.periodSeconds(), 5),
        or(given.staleAfterSeconds(), 30));
  }

  private static MetricsSpec metrics(MetricsSpec spec) {
    return new MetricsSpec(
        or(spec == null ? null : spec.mirrorMaker2Names(), MirrorMaker2Names.Disabled));
  }

  private static CanarySpec canary(CanarySpec spec) {
    return spec == null
        ? null
        : new CanarySpec(or(spec.periodSeconds(), 60), or(spec.lateAfterSeconds(), 30));
  }

  private static PluginsSpec plugins(PluginsSpec spec) {
    return spec == null
        ? null
        : new PluginsSpec(
            or(spec.path(), "/opt/kafka-mirror/plugins"),
            plugin(spec.replicationPolicy()),
            plugin(spec.topicFilter()),
            plugin(spec.groupFilter()),
            plugin(spec.configPropertyFilter()));
  }

  private static PluginSpec plugin(PluginSpec spec) {
    return spec == null ? null : new PluginSpec(spec.className(), or(spec.config(), Map.of()));
  }

  private static SourceGroupSpec sourceGroup(SourceGroupSpec spec) {
    return spec == null ? null : new SourceGroupSpec(spec.id(), or(spec.periodSeconds(), 5));
  }

  private static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  private static <T> List<T> list(List<T> given) {
    return given == null ? List.of() : List.copyOf(given);
  }
}

package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;

/**
 * What the user wants of one flow.
 *
 * @param source the cluster that is read
 * @param target the cluster that is written
 * @param topics which topics are mirrored and how their remote topics are called and created
 * @param groups which consumer groups are carried over to the target
 * @param acls which ACLs of the source the target gets
 * @param delivery how records are written to the target
 * @param throttle limits of the whole mirror
 * @param heartbeats heartbeats in MirrorMaker 2's format, that show whether the flow lives
 * @param canary records that the mirror writes into a topic of the source and awaits on the target;
 *     left out, none are
 * @param health how far the target may be behind; left out, there is no limit
 * @param sourceGroup consumer group of the source that positions are committed to, for tools that
 *     show lag by groups; left out, to none
 * @param metrics what the pods' metrics have besides the mirror's own
 * @param plugins classes of the user's that name remote topics or select what is mirrored; left
 *     out, there are none
 * @param takeOver what has filled the remote topics until now; left out, nothing has
 * @param reverseOf the mirror of the other direction that this one takes turns with; left out, none
 * @param promotion a request to end copying, so that the remote topics can be written to; left out,
 *     none
 * @param state whether the mirror copies
 * @param tasksMax the most tasks of the whole flow, spread over the pods; left out, the engine
 *     chooses
 * @param replicas number of pods
 * @param autoscaling whether the operator chooses the number of pods; left out, it does not
 * @param resources compute resources of each pod; changes roll the pods
 * @param image the pods' image; left out, the one that the operator was installed with. Changes
 *     roll the pods
 * @param restartNonce another number rolls the pods, as kubectl rollout restart does
 * @param jvm the Java virtual machine of each pod
 * @param logging how much the pods log
 * @param podTemplate what pods have besides
 * @param podDisruptionBudget how many pods may be away at once
 * @param networkPolicy who reaches the pods
 * @param deletionPolicy what pods do first when they are told to end: because the mirror was
 *     deleted, stopped or scaled down, or because others take their places. Changes roll the pods
 * @param drainTimeoutSeconds how long that may take; after it pods end all the same. Changes roll
 *     the pods where deletionPolicy is DrainThenDelete
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.source.alias != self.target.alias",
    message = "give source and target different aliases",
    fieldPath = ".target.alias")
@ValidationRule(
    value = "!has(self.target.rack)",
    message = "remove target.rack: only the source's replicas can be chosen",
    fieldPath = ".target.rack")
@ValidationRule(
    value =
        "!has(self.topics.onSourceDelete) || self.topics.onSourceDelete != 'Delete'"
            + " || has(self.source.clusterId)",
    message =
        "set source.clusterId with onSourceDelete Delete: another cluster at the source's address"
            + " must not have everything deleted",
    fieldPath = ".topics.onSourceDelete")
@ValidationRule(
    value =
        "!has(self.acls) || !has(self.acls.mode) || self.acls.mode != 'Full'"
            + " || has(self.source.clusterId)",
    message =
        "set source.clusterId with acls.mode Full: another cluster at the source's address must not"
            + " have every ACL removed",
    fieldPath = ".acls")
@ValidationRule(
    value =
        "!has(self.topics.naming) || !has(self.topics.naming.direction)"
            + " || self.topics.naming.direction != 'TwoWay'"
            + " || (self.topics.configSync.mode != 'Sync'"
            + " && self.topics.onSourceDelete == 'Retain'"
            + " && self.topics.onSourceRecreate == 'Fail'"
            + " && self.groups.offsetSync.mode == 'Disabled'"
            + " && self.acls.mode != 'Full' && !has(self.takeOver) && !has(self.reverseOf))",
    message =
        "with direction TwoWay set topics.configSync.mode to CreateOnly or Disabled and"
            + " groups.offsetSync.mode to Disabled, and use none of onSourceDelete Delete,"
            + " onSourceRecreate, acls.mode Full, takeOver and reverseOf: neither side has the last"
            + " word",
    fieldPath = ".topics.naming.direction")
@ValidationRule(
    value =
        "!has(self.topics.naming) || !has(self.topics.naming.direction)"
            + " || self.topics.naming.direction != 'Home' || has(self.reverseOf)",
    message = "set reverseOf with naming.direction Home: the mirror that made these topics",
    fieldPath = ".reverseOf")
@ValidationRule(
    value =
        "(has(self.plugins) && has(self.plugins.replicationPolicy))"
            + " == (has(oldSelf.plugins) && has(oldSelf.plugins.replicationPolicy))",
    message = PluginsSpec.NAMES_STAY)
@ValidationRule(
    value =
        "!has(self.plugins) || !has(self.plugins.replicationPolicy)"
            + " || !has(self.topics.naming) || (self.topics.naming.policy == 'SourcePrefix'"
            + " && (!has(self.topics.naming.separator) || self.topics.naming.separator == '.')"
            + " && (!has(self.topics.naming.direction)"
            + " || self.topics.naming.direction == 'OneWay'))",
    message = "remove topics.naming: plugins.replicationPolicy says how remote topics are called",
    fieldPath = ".topics.naming")
public record KafkaMirrorSpec(
    @Required ClusterSpec source,
    @Required ClusterSpec target,
    @Required TopicsSpec topics,
    @Default(GroupsSpec.DEFAULT) GroupsSpec groups,
    @Default(AclsSpec.DEFAULT) AclsSpec acls,
    @Default(DeliverySpec.DEFAULT) DeliverySpec delivery,
    ThrottleSpec throttle,
    @Default(HeartbeatsSpec.DEFAULT) HeartbeatsSpec heartbeats,
    CanarySpec canary,
    HealthSpec health,
    SourceGroupSpec sourceGroup,
    @Default(MetricsSpec.DEFAULT) MetricsSpec metrics,
    PluginsSpec plugins,
    TakeOverSpec takeOver,
    ReverseOfSpec reverseOf,
    PromotionSpec promotion,
    @Default("Running") MirrorState state,
    @Min(1) @Max(1024) Integer tasksMax,
    @Default("1") @Min(0) @Max(100) @SpecReplicas Integer replicas,
    AutoscalingSpec autoscaling,
    ResourcesSpec resources,
    @Size(min = 1, max = 512)
        @ValidationRule(
            value = "self.matches('^[a-z0-9][A-Za-z0-9._:/@-]*$')",
            message = "write image as registry/name:tag or registry/name@sha256:…")
        String image,
    Long restartNonce,
    JvmSpec jvm,
    LoggingSpec logging,
    PodTemplateSpec podTemplate,
    @Default(PodDisruptionBudgetSpec.DEFAULT) PodDisruptionBudgetSpec podDisruptionBudget,
    @Default(NetworkPolicySpec.DEFAULT) NetworkPolicySpec networkPolicy,
    @Default("Retain") DeletionPolicy deletionPolicy,
    @Default("60") @Min(1) @Max(3600) Integer drainTimeoutSeconds) {}

package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/**
 * What pods have besides what every replicator pod has, as in a pod of Kubernetes. Changes roll the
 * pods; what the API server refuses changes nothing, and the condition ConfigurationValid says why.
 *
 * @param labels more labels of the pods; those of the operator stay
 * @param annotations more annotations of the pods
 * @param serviceAccountAnnotations annotations of the pods' ServiceAccount, for identities that
 *     clouds give to workloads
 * @param imagePullSecrets names of Secrets with which the image is pulled
 * @param priorityClassName as in a pod
 * @param runtimeClassName as in a pod
 * @param terminationGracePeriodSeconds how long a pod may take to hand over what it copies; 30 when
 *     left out
 * @param nodeSelector as in a pod
 * @param tolerations as in a pod
 * @param affinity as in a pod
 * @param topologySpreadConstraints as in a pod; left out, pods are spread over nodes where that is
 *     possible
 * @param hostAliases as in a pod
 * @param env more environment variables, as in a container; POD_NAME and JAVA_TOOL_OPTIONS are
 *     taken
 * @param volumes more volumes, as in a pod; the names settings, tmp and those that begin with
 *     secret- are taken
 * @param volumeMounts where they are mounted, as in a container; not under /etc/kafka-mirror or
 *     /tmp
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplateSpec(
    @Size(max = 32) Map<String, String> labels,
    @Size(max = 32) Map<String, String> annotations,
    @Size(max = 32) Map<String, String> serviceAccountAnnotations,
    @Size(max = 16) List<String> imagePullSecrets,
    @Size(max = 253) String priorityClassName,
    @Size(max = 253) String runtimeClassName,
    @Min(5) @Max(3600) Integer terminationGracePeriodSeconds,
    @Size(max = 32) Map<String, String> nodeSelector,
    @Size(max = 32) List<JsonNode> tolerations,
    JsonNode affinity,
    @Size(max = 8) List<JsonNode> topologySpreadConstraints,
    @Size(max = 32) List<JsonNode> hostAliases,
    @Size(max = 64) List<JsonNode> env,
    @Size(max = 32) List<JsonNode> volumes,
    @Size(max = 32) List<JsonNode> volumeMounts) {

  public PodTemplateSpec {
    labels = Immutable.map(labels);
    annotations = Immutable.map(annotations);
    serviceAccountAnnotations = Immutable.map(serviceAccountAnnotations);
    imagePullSecrets = Immutable.list(imagePullSecrets);
    nodeSelector = Immutable.map(nodeSelector);
    tolerations = Immutable.list(tolerations);
    topologySpreadConstraints = Immutable.list(topologySpreadConstraints);
    hostAliases = Immutable.list(hostAliases);
    env = Immutable.list(env);
    volumes = Immutable.list(volumes);
    volumeMounts = Immutable.list(volumeMounts);
  }
}

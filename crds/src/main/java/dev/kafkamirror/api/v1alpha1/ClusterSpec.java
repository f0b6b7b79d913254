package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * How to reach one Kafka cluster.
 *
 * @param alias short name of the cluster, as in MirrorMaker 2; the source's stands in the names of
 *     remote topics. Can't be changed
 * @param bootstrapServers addresses of some of its brokers, each host:port
 * @param clusterId Kafka's id of the cluster, as status shows it; left out, it is the one that
 *     answers first. Nothing is read from or written to a cluster of another id at these addresses,
 *     and Stalled says ClusterIdMismatch. Once set, it can't be changed
 * @param tls encrypts connections; left out, they are plaintext
 * @param authentication logs in with SASL; left out, connections are anonymous or carry the client
 *     certificate of tls
 * @param rack where the pods stand, to fetch from the nearest replica (KIP-392); only for the
 *     source
 * @param clientConfig Kafka client properties that no other field covers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(oldSelf.clusterId) || (has(self.clusterId) && self.clusterId == oldSelf.clusterId)",
    message =
        "clusterId can't be changed once it is set, because positions and remote topics are of"
            + " that cluster: create another KafkaMirror",
    fieldPath = ".clusterId")
public record ClusterSpec(
    @Required
        @Size(min = 1, max = 100)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$')",
            message =
                "begin and end alias with a letter or digit, with letters, digits, '.', '_' and '-'"
                    + " between")
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "alias can't be changed, because remote topics and positions carry it: create"
                    + " another KafkaMirror")
        String alias,
    @Required
        @Size(min = 1, max = 32)
        @ValidationRule(
            value =
                "self.all(s,"
                    + " s.matches('^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\\\[[0-9A-Fa-f:.]+\\\\]):[1-9][0-9]{0,4}$'))",
            message = "write each bootstrap server as host:port, e.g. kafka.example.com:9092")
        List<@Size(min = 1, max = 261) String> bootstrapServers,
    @Size(min = 1, max = 100)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9_-]*$')",
            message = "write clusterId as Kafka does: letters, digits, '_' and '-'")
        String clusterId,
    TlsSpec tls,
    AuthenticationSpec authentication,
    RackSpec rack,
    ClientConfigSpec clientConfig) {

  public ClusterSpec {
    bootstrapServers = Immutable.list(bootstrapServers);
  }
}

package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/**
 * Kafka client properties that the typed fields do not cover, by client. Properties that the mirror
 * depends on are refused.
 *
 * @param common for every client of this cluster
 * @param consumer for consumers of this cluster, over common
 * @param producer for producers to this cluster, over common
 * @param admin for admin clients of this cluster, over common
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClientConfigSpec(
    @Size(max = 64)
        @ValidationRule(value = ClientConfigSpec.NOT_RESERVED, message = ClientConfigSpec.MESSAGE)
        Map<String, @Size(max = 1024) String> common,
    @Size(max = 64)
        @ValidationRule(value = ClientConfigSpec.NOT_RESERVED, message = ClientConfigSpec.MESSAGE)
        Map<String, @Size(max = 1024) String> consumer,
    @Size(max = 64)
        @ValidationRule(value = ClientConfigSpec.NOT_RESERVED, message = ClientConfigSpec.MESSAGE)
        Map<String, @Size(max = 1024) String> producer,
    @Size(max = 64)
        @ValidationRule(value = ClientConfigSpec.NOT_RESERVED, message = ClientConfigSpec.MESSAGE)
        Map<String, @Size(max = 1024) String> admin) {

  static final String NOT_RESERVED =
      "self.all(k, !(k in ['bootstrap.servers', 'security.protocol', 'client.id', 'group.id',"
          + " 'group.instance.id', 'group.protocol', 'partition.assignment.strategy',"
          + " 'enable.auto.commit', 'auto.offset.reset', 'isolation.level', 'key.deserializer',"
          + " 'value.deserializer', 'key.serializer', 'value.serializer', 'acks', 'retries',"
          + " 'enable.idempotence', 'max.in.flight.requests.per.connection', 'transactional.id',"
          + " 'interceptor.classes', 'partitioner.class', 'metric.reporters', 'config.providers',"
          + " 'security.providers'])"
          + " && !k.startsWith('sasl.') && !k.startsWith('ssl.'))";

  static final String MESSAGE =
      "remove what the mirror sets itself: bootstrap.servers, security.protocol, sasl.*, ssl.* (use"
          + " bootstrapServers, tls and authentication), client.id, group.*, serializers, acks,"
          + " retries, idempotence, in-flight requests, transactions, isolation.level, offsets and"
          + " plug-in classes";

  public ClientConfigSpec {
    common = Immutable.map(common);
    consumer = Immutable.map(consumer);
    producer = Immutable.map(producer);
    admin = Immutable.map(admin);
  }
}

package dev.kafkamirror.replicator.testkit;

import dev.kafkamirror.local.kafka.KafkaCluster;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;

/** What a cluster with an authorizer lets user {@code mirror} do. */
public final class Rights {
  private Rights() {}

  /** Gives rights, on top of those that were given before. */
  public static void allow(
      KafkaCluster cluster, ResourcePattern resource, AclOperation... operations) {
    List<AclBinding> bindings =
        Stream.of(operations)
            .map(
                operation ->
                    new AclBinding(
                        resource,
                        new AccessControlEntry(
                            "User:mirror", "*", operation, AclPermissionType.ALLOW)))
            .toList();
    try (Admin admin = cluster.admin()) {
      admin.createAcls(bindings).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}

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

/** What a cluster with an authorizer lets users do. */
public final class Rights {
  private Rights() {}

  /** Gives user {@code mirror} rights, on top of those that were given before. */
  public static void allow(
      KafkaCluster cluster, ResourcePattern resource, AclOperation... operations) {
    allow(cluster, Stream.of(operations).map(one -> of("mirror", resource, one)).toList());
  }

  /** Gives rights, on top of those that were given before. */
  public static void allow(KafkaCluster cluster, List<AclBinding> rights) {
    try (Admin admin = cluster.admin()) {
      admin.createAcls(rights).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** A user's right to do this from anywhere. */
  public static AclBinding of(String user, ResourcePattern resource, AclOperation operation) {
    return new AclBinding(
        resource, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }
}

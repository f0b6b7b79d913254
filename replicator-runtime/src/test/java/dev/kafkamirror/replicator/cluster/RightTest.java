package dev.kafkamirror.replicator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class RightTest {
  private static final Right WRITE = Right.onTopic("Write", "orders", "target west");

  @Test
  void namesOperationResourceAndClusterWhereSomethingIsRefused() {
    Exception named =
        WRITE.named(new ExecutionException(new TopicAuthorizationException(Set.of("orders"))));

    assertThat(named)
        .isInstanceOf(TopicAuthorizationException.class)
        .hasMessageContaining("right Write on topic orders at the target west");
    assertThat(ClusterErrors.reason(named)).isEqualTo("TopicAuthorization");
  }

  @Test
  void keepsTheKindOfRefusal() {
    Exception named =
        Right.onGroup("Read", "billing", "target west")
            .named(GroupAuthorizationException.forGroupId("billing"));

    assertThat(named)
        .isInstanceOfSatisfying(
            GroupAuthorizationException.class, e -> assertThat(e.groupId()).isEqualTo("billing"))
        .hasMessageContaining("right Read on group billing");
  }

  @Test
  void leavesOtherErrorsAsTheyAre() {
    TimeoutException timeout = new TimeoutException("late");

    assertThat(WRITE.named(timeout)).isSameAs(timeout);
  }
}

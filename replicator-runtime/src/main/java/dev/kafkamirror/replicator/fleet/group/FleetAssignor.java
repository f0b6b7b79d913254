package dev.kafkamirror.replicator.fleet.group;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;

/**
 * Carries the fleet's own work in the user data of a consumer group, as Kafka Streams does. No
 * member is ever given a partition of the topic that it subscribes to. Made by the consumer, which
 * hands it the properties it was made with; {@link #MEMBER} is one of them.
 */
public final class FleetAssignor implements ConsumerPartitionAssignor, Configurable {
  /** Consumer property: the {@link Member} that takes part. */
  static final String MEMBER = "kafkamirror.fleet.member";

  /** Names the protocol; another layout of the user data is another name. */
  static final String NAME = "kafka-mirror-fleet-1";

  /** One process in the group. Called on the thread that polls the consumer. */
  public interface Member {
    /** What it tells the leader. */
    MemberReport report();

    /** It leads this generation: who does what, by member id. */
    Map<String, WorkShare> lead(Map<String, MemberReport> reports);

    /** What it is to do from now on. */
    void assigned(WorkShare share, int generation);
  }

  private Member member;

  @Override
  public void configure(Map<String, ?> configs) {
    this.member = (Member) configs.get(MEMBER);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE);
  }

  @Override
  public ByteBuffer subscriptionUserData(Set<String> topics) {
    return FleetCodec.encode(member.report());
  }

  @Override
  public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
    Map<String, MemberReport> reports = new HashMap<>();
    group
        .groupSubscription()
        .forEach((id, s) -> reports.put(id, FleetCodec.decodeReport(s.userData())));
    Map<String, Assignment> assignments = new HashMap<>();
    member
        .lead(reports)
        .forEach(
            (id, share) ->
                assignments.put(id, new Assignment(List.of(), FleetCodec.encode(share))));
    return new GroupAssignment(assignments);
  }

  @Override
  public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
    member.assigned(FleetCodec.decodeShare(assignment.userData()), metadata.generationId());
  }
}

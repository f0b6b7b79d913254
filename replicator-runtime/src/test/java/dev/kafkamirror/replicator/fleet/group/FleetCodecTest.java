package dev.kafkamirror.replicator.fleet.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.replicator.fleet.group.WorkShare.Assigned;
import dev.kafkamirror.replicator.groups.GroupShare;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class FleetCodecTest {
  private static CopyRoute route(String topic, int partition) {
    return new CopyRoute(
        new TopicPartition(topic, partition),
        new TopicPartition("east." + topic, partition),
        new Uuid(7, topic.hashCode()),
        new Uuid(8, topic.hashCode()));
  }

  @Test
  void reportsComeBackAsTheyWere() {
    MemberReport report =
        new MemberReport(
            "pod-1-ab12cd34",
            42,
            2,
            true,
            List.of(
                new Claim(new TopicPartition("a", 0), 0, true, 0),
                new Claim(new TopicPartition("a", 1), 0, true, 23),
                new Claim(new TopicPartition("a", 7), 1, false, 1),
                new Claim(new TopicPartition("b", 300), Claim.NOT_ASSIGNED, true, 0)));

    assertThat(decode(report))
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .isEqualTo(report);
  }

  @Test
  void anEmptyReportComesBack() {
    MemberReport report = new MemberReport("p", -1, 0, false, List.of());

    assertThat(decode(report)).isEqualTo(report);
  }

  @Test
  void sharesComeBackAsTheyWere() {
    WorkShare share =
        new WorkShare(
            3,
            7,
            List.of(
                new Assigned(route("a", 0), 0, null),
                new Assigned(route("a", 1), 1, "pod-2-00000000"),
                new Assigned(route("a", 2), 1, "pod-3-00000000"),
                new Assigned(route("b", 9), 2, "pod-2-00000000")),
            new GroupShare(2, 5));

    assertThat(FleetCodec.decodeShare(FleetCodec.encode(share)))
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .isEqualTo(share);
  }

  @Test
  void goingOnAndHavingNothingAreDifferent() {
    assertThat(FleetCodec.decodeShare(FleetCodec.encode(WorkShare.UNCHANGED)).unchanged()).isTrue();
    assertThat(FleetCodec.decodeShare(FleetCodec.encode(WorkShare.NOTHING)))
        .isEqualTo(WorkShare.NOTHING);
  }

  @Test
  void tenThousandTopicsFitIntoTheCoordinatorsRecord() {
    List<Claim> claims = new ArrayList<>();
    List<Assigned> assigned = new ArrayList<>();
    for (int t = 0; t < 10_000; t++) {
      String topic = "team-" + t % 37 + ".service-" + t % 501 + ".events." + t;
      claims.add(new Claim(new TopicPartition(topic, 0), t % 6, true, t % 24));
      CopyRoute route =
          new CopyRoute(
              new TopicPartition(topic, 0),
              new TopicPartition("east." + topic, 0),
              Uuid.randomUuid(),
              Uuid.randomUuid());
      assigned.add(new Assigned(route, t % 6, null));
    }

    int bytes =
        FleetCodec.encode(new MemberReport("pod", 1, 2, false, claims)).remaining()
            + FleetCodec.encode(new WorkShare(6, 24, assigned)).remaining();

    assertThat(bytes).isLessThan(1_000_000);
  }

  @Test
  void anotherProtocolIsRefusedWithTheReason() {
    assertThatThrownBy(() -> FleetCodec.decodeReport(ByteBuffer.wrap(new byte[] {9, 1, 2})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("used by this flow only");
  }

  private static MemberReport decode(MemberReport report) {
    return FleetCodec.decodeReport(FleetCodec.encode(report));
  }
}

package dev.kafkamirror.replicator.fleet.group;

import dev.kafkamirror.replicator.groups.GroupShare;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The bytes of subscriptions and assignments: one byte of version, then, deflated, a dictionary of
 * topics with runs of neighbouring partitions that have the same fate. The group coordinator keeps
 * what all members say and get in one record of about 1 MB at most: 100 000 partitions of 1 000
 * topics fit, and 10 000 topics. Topic ids are what takes room: a topic counts once for each pod
 * that has some of it.
 *
 * <p>A layout that this version cannot read comes with another name of the {@link FleetAssignor},
 * so that Kafka's own choice of a protocol that all members know keeps mixed fleets together.
 */
public final class FleetCodec {
  private static final byte VERSION = 1;

  private FleetCodec() {}

  public static ByteBuffer encode(MemberReport report) {
    return write(
        out -> {
          out.writeUTF(report.incarnation());
          out.writeInt(report.generation());
          writeVarint(out, report.wantedTasks());
          out.writeBoolean(report.leaving());
          Map<String, List<Claim>> topics = new LinkedHashMap<>();
          report.claims().stream()
              .sorted(Comparator.comparingInt(c -> c.partition().partition()))
              .forEach(
                  c ->
                      topics.computeIfAbsent(c.partition().topic(), _ -> new ArrayList<>()).add(c));
          writeVarint(out, topics.size());
          for (var topic : topics.entrySet()) {
            out.writeUTF(topic.getKey());
            PartitionRuns runs = new PartitionRuns();
            topic
                .getValue()
                .forEach(
                    c ->
                        runs.add(
                            c.partition().partition(),
                            c.task() + 1,
                            (c.load() << 1) | (c.held() ? 1 : 0)));
            runs.write(out);
          }
        });
  }

  public static MemberReport decodeReport(ByteBuffer bytes) {
    return read(
        bytes,
        in -> {
          String incarnation = in.readUTF();
          int generation = in.readInt();
          int wantedTasks = readVarint(in);
          boolean leaving = in.readBoolean();
          List<Claim> claims = new ArrayList<>();
          for (int topics = readVarint(in); topics > 0; topics--) {
            String topic = in.readUTF();
            PartitionRuns.read(
                in,
                (partition, task, heldAndLoad) ->
                    claims.add(
                        new Claim(
                            new TopicPartition(topic, partition),
                            task - 1,
                            (heldAndLoad & 1) == 1,
                            heldAndLoad >> 1)));
          }
          return new MemberReport(incarnation, generation, wantedTasks, leaving, claims);
        });
  }

  /** What the partitions of one topic have in common. */
  private record Topic(String source, String remote, Uuid sourceId, Uuid remoteId) {
    static Topic of(CopyRoute route) {
      return new Topic(
          route.source().topic(), route.remote().topic(), route.sourceId(), route.remoteId());
    }

    CopyRoute route(int partition) {
      return new CopyRoute(
          new TopicPartition(source, partition),
          new TopicPartition(remote, partition),
          sourceId,
          remoteId);
    }
  }

  public static ByteBuffer encode(WorkShare share) {
    List<String> from = new ArrayList<>();
    Map<Topic, PartitionRuns> topics = new LinkedHashMap<>();
    share.partitions().stream()
        .sorted(Comparator.comparingInt(a -> a.route().source().partition()))
        .forEach(
            a -> {
              if (a.from() != null && !from.contains(a.from())) {
                from.add(a.from());
              }
              topics
                  .computeIfAbsent(Topic.of(a.route()), _ -> new PartitionRuns())
                  .add(a.route().source().partition(), a.task(), from.indexOf(a.from()) + 1);
            });
    return write(
        out -> {
          writeVarint(out, share.tasks() + 1);
          writeVarint(out, share.flowTasks());
          writeVarint(out, share.groups().index());
          writeVarint(out, share.groups().of());
          writeVarint(out, from.size());
          for (String incarnation : from) {
            out.writeUTF(incarnation);
          }
          writeVarint(out, topics.size());
          for (var entry : topics.entrySet()) {
            out.writeUTF(entry.getKey().source());
            out.writeUTF(entry.getKey().remote());
            writeUuid(out, entry.getKey().sourceId());
            writeUuid(out, entry.getKey().remoteId());
            entry.getValue().write(out);
          }
        });
  }

  public static WorkShare decodeShare(ByteBuffer bytes) {
    return read(
        bytes,
        in -> {
          int tasks = readVarint(in) - 1;
          int flowTasks = readVarint(in);
          GroupShare groups = new GroupShare(readVarint(in), readVarint(in));
          List<String> from = new ArrayList<>();
          from.add(null);
          for (int n = readVarint(in); n > 0; n--) {
            from.add(in.readUTF());
          }
          List<WorkShare.Assigned> assigned = new ArrayList<>();
          for (int topics = readVarint(in); topics > 0; topics--) {
            Topic topic = new Topic(in.readUTF(), in.readUTF(), readUuid(in), readUuid(in));
            PartitionRuns.read(
                in,
                (partition, task, source) ->
                    assigned.add(
                        new WorkShare.Assigned(topic.route(partition), task, from.get(source))));
          }
          return new WorkShare(tasks, flowTasks, assigned, groups);
        });
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static ByteBuffer write(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(VERSION);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static <T> T read(ByteBuffer buffer, Reading<T> reading) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new IllegalArgumentException(
          "A member of the fleet speaks another version of its protocol, or is no member of a"
              + " fleet at all. The group's id must be used by this flow only.");
    }
    ByteArrayInputStream body = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
    try (DataInputStream in = new DataInputStream(new InflaterInputStream(body))) {
      return reading.from(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void writeVarint(DataOutputStream out, int value) throws IOException {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  static int readVarint(DataInputStream in) throws IOException {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }

  private static void writeUuid(DataOutputStream out, Uuid id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static Uuid readUuid(DataInputStream in) throws IOException {
    return new Uuid(in.readLong(), in.readLong());
  }
}

package dev.kafkamirror.replicator.fleet.lead;

import dev.kafkamirror.replicator.fleet.group.Claim;
import dev.kafkamirror.replicator.fleet.group.CopyRoute;
import dev.kafkamirror.replicator.fleet.group.MemberReport;
import dev.kafkamirror.replicator.fleet.group.WorkShare;
import dev.kafkamirror.replicator.groups.GroupShare;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Who copies what: a pure function of what the members say and what is to be copied. Partitions are
 * spread over the pods that have tasks, then over each pod's tasks: the same number to each, only
 * those move that must, and the bytes that they copy are shared evenly among those that move. When
 * asked to, it also exchanges partitions that need not move, so that the bytes become even.
 */
public final class FleetPlan {
  /**
   * So many can't be spread over all pods: each pod that has some of a topic must be told its ids.
   */
  private static final int MANY_TOPICS = 2_000;

  /**
   * @param tasksMax most tasks of the whole flow, null when each member has as many as it wants
   */
  public record Work(List<MirroredTopic> topics, Integer tasksMax) {}

  /** Where a partition is now: the member that has it and the newest generation that says so. */
  private record Holding(int member, int task, int generation, int load) {
    static Holding newer(Holding a, Holding b) {
      return b.generation > a.generation ? b : a;
    }
  }

  private final List<String> memberIds = new ArrayList<>();
  private final List<MemberReport> members = new ArrayList<>();
  private final Map<TopicPartition, Holding> assignees = new HashMap<>();
  private final Map<TopicPartition, Holding> holders = new HashMap<>();
  private final List<CopyRoute> routes = new ArrayList<>();
  private final boolean keepTopicsTogether;

  private FleetPlan(Map<String, MemberReport> reports, List<MirroredTopic> topics) {
    this.keepTopicsTogether = topics.size() > MANY_TOPICS;
    // In one order whatever the map's, so that equal claims give equal plans.
    new TreeMap<>(reports)
        .forEach(
            (id, report) -> {
              int member = members.size();
              memberIds.add(id);
              members.add(report);
              report.claims().forEach(claim -> note(member, report.generation(), claim));
            });
    for (MirroredTopic topic : topics) {
      for (int p = 0; p < topic.partitions(); p++) {
        routes.add(
            new CopyRoute(
                new TopicPartition(topic.source(), p),
                new TopicPartition(topic.remote(), p),
                topic.sourceId(),
                topic.remoteId()));
      }
    }
  }

  /**
   * @param reports what each member said, by member id
   * @param evenBytes whether partitions may be exchanged only for the bytes that they copy
   * @return the share of each member
   */
  public static Map<String, WorkShare> of(
      Map<String, MemberReport> reports, Work work, boolean evenBytes) {
    return new FleetPlan(reports, work.topics()).shares(work.tasksMax(), evenBytes);
  }

  private void note(int member, int generation, Claim claim) {
    Holding holding = new Holding(member, claim.task(), generation, claim.load());
    if (claim.task() != Claim.NOT_ASSIGNED) {
      assignees.merge(claim.partition(), holding, Holding::newer);
    }
    if (claim.held()) {
      holders.merge(claim.partition(), holding, Holding::newer);
    }
  }

  private Map<String, WorkShare> shares(Integer tasksMax, boolean evenBytes) {
    int[] tasks = tasksByMember(tasksMax);
    int[] withTasks = IntStream.range(0, tasks.length).filter(m -> tasks[m] > 0).toArray();
    int[] memberOf = memberOfRoute(withTasks, evenBytes);
    List<List<CopyRoute>> own = new ArrayList<>();
    members.forEach(_ -> own.add(new ArrayList<>()));
    for (int r = 0; r < memberOf.length; r++) {
      if (memberOf[r] != StickyBalance.NONE) {
        own.get(memberOf[r]).add(routes.get(r));
      }
    }
    int flowTasks = Arrays.stream(tasks).sum();
    Map<String, WorkShare> shares = new HashMap<>();
    for (int m = 0; m < tasks.length; m++) {
      shares.put(memberIds.get(m), share(m, tasks[m], flowTasks, own.get(m), evenBytes));
    }
    return shares;
  }

  private int[] tasksByMember(Integer tasksMax) {
    int[] staying =
        IntStream.range(0, members.size()).filter(m -> !members.get(m).leaving()).toArray();
    int[] tasks = new int[members.size()];
    if (staying.length == 0) {
      return tasks;
    }
    int wanted = Arrays.stream(staying).map(m -> members.get(m).wantedTasks()).sum();
    int total = Math.min(tasksMax == null ? wanted : tasksMax, routes.size());
    int[] partitions = new int[members.size()];
    assignees.values().forEach(at -> partitions[at.member()]++);
    int[] sizes = Arrays.stream(staying).map(m -> partitions[m]).toArray();
    int[] quotas = StickyBalance.quotas(total, sizes);
    for (int i = 0; i < staying.length; i++) {
      tasks[staying[i]] = quotas[i];
    }
    return tasks;
  }

  /** The member that each route goes to, by index, {@link StickyBalance#NONE} for nobody. */
  private int[] memberOfRoute(int[] withTasks, boolean evenBytes) {
    int[] bucketOfMember = new int[members.size()];
    Arrays.fill(bucketOfMember, StickyBalance.NONE);
    for (int bucket = 0; bucket < withTasks.length; bucket++) {
      bucketOfMember[withTasks[bucket]] = bucket;
    }
    int[] current = new int[routes.size()];
    int[] task = new int[routes.size()];
    int[] load = new int[routes.size()];
    for (int r = 0; r < current.length; r++) {
      Holding at = assignees.get(routes.get(r).source());
      current[r] = at == null ? StickyBalance.NONE : bucketOfMember[at.member()];
      task[r] = at == null ? Claim.NOT_ASSIGNED : at.task();
      load[r] = at == null ? 0 : at.load();
    }
    int[] buckets = StickyBalance.spread(current, task, load, withTasks.length, keepTopicsTogether);
    if (evenBytes) {
      LoadExchange.even(buckets, load, withTasks.length);
    }
    return Arrays.stream(buckets)
        .map(b -> b == StickyBalance.NONE ? StickyBalance.NONE : withTasks[b])
        .toArray();
  }

  private WorkShare share(
      int member, int tasks, int flowTasks, List<CopyRoute> own, boolean evenBytes) {
    int[] load = new int[own.size()];
    int[] current = new int[own.size()];
    for (int i = 0; i < current.length; i++) {
      Holding at = assignees.get(own.get(i).source());
      boolean stays = at != null && at.member() == member && at.task() < tasks;
      current[i] = stays ? at.task() : StickyBalance.NONE;
      load[i] = at == null ? 0 : at.load();
    }
    int[] taskOf = StickyBalance.spread(current, new int[own.size()], load, tasks, false);
    if (evenBytes) {
      LoadExchange.even(taskOf, load, tasks);
    }
    List<WorkShare.Assigned> assigned = new ArrayList<>(own.size());
    for (int i = 0; i < taskOf.length; i++) {
      assigned.add(new WorkShare.Assigned(own.get(i), taskOf[i], from(own.get(i), member)));
    }
    return new WorkShare(tasks, flowTasks, List.copyOf(assigned), groups(member));
  }

  /** Groups are spread over all members that stay, also those that have no task. */
  private GroupShare groups(int member) {
    if (members.get(member).leaving()) {
      return GroupShare.NONE;
    }
    int before = (int) members.subList(0, member).stream().filter(m -> !m.leaving()).count();
    int all = (int) members.stream().filter(m -> !m.leaving()).count();
    return new GroupShare(before, all);
  }

  private String from(CopyRoute route, int member) {
    Holding holder = holders.get(route.source());
    return holder == null || holder.member() == member
        ? null
        : members.get(holder.member()).incarnation();
  }
}

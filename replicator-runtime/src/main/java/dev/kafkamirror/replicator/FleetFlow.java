package dev.kafkamirror.replicator;

import dev.kafkamirror.replicator.fleet.FleetMember;
import dev.kafkamirror.replicator.fleet.FleetStatus;
import dev.kafkamirror.replicator.fleet.PodMeasures;
import dev.kafkamirror.replicator.groups.GroupResult;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.task.mirror.MirrorTask;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flow as this process runs it: a member of the flow's fleet whose tasks copy whole batches.
 */
record FleetFlow(FleetMember member) implements RunningFlow {
  private static final Logger LOG = LoggerFactory.getLogger(FleetFlow.class);

  static FleetFlow start(FlowSettings settings, String pod, Clock clock) {
    FleetMember member =
        new FleetMember(
            settings,
            pod,
            (name, s, other) ->
                new MirrorTask(
                    name,
                    s.source(),
                    s.target(),
                    TaskLimits.defaults(),
                    s.transactionalId(name),
                    other),
            clock,
            System::nanoTime);
    member.start();
    return new FleetFlow(member);
  }

  FleetStatus status() {
    return member.status();
  }

  Map<TopicPartition, PartitionState> partitions() {
    return member.partitions();
  }

  Map<String, GroupResult> groups() {
    return member.groups();
  }

  PodMeasures measures() {
    return member.measures();
  }

  /** How long ago the slowest event loop of the tasks turned; zero without tasks. */
  Duration sinceLastTurn() {
    return member.sinceLastTurn();
  }

  @Override
  public void apply(FlowSettings settings) throws InterruptedException {
    member.apply(settings);
  }

  @Override
  public void turn() throws InterruptedException {
    member.turn();
  }

  @Override
  public void drain() throws InterruptedException {
    int behind = member.drain();
    if (behind > 0) {
      LOG.atWarn()
          .addKeyValue("partitions", behind)
          .log("Ending although the source had more of these partitions");
    }
  }

  @Override
  public int close(Duration within) throws InterruptedException {
    return member.close(within);
  }
}

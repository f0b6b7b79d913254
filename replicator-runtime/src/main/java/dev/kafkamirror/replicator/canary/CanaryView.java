package dev.kafkamirror.replicator.canary;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary.CanaryState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was sent and seen of one run of the canary. Canaries come in order, so one that is left out
 * is lost.
 *
 * @param arrived number of the last one that arrived, 0 for none
 * @param awaited when each of those was first sent that were sent behind it, ms
 * @param delayMillis from writing to reading the last one that arrived, null for none
 * @param lost how many were left out
 * @param lostAt when the last of them was noticed, ms; null when none was lost
 */
record CanaryView(long arrived, List<Long> awaited, Long delayMillis, long lost, Long lostAt) {
  static final CanaryView NOTHING = new CanaryView(0, List.of(), null, 0, null);

  CanaryView {
    awaited = List.copyOf(awaited);
  }

  /** After a number was given to be written: the next one, or one again that was not taken. */
  CanaryView sent(long number, long now) {
    return number <= arrived + awaited.size()
        ? this
        : new CanaryView(
            arrived,
            Stream.concat(awaited.stream(), Stream.of(now)).toList(),
            delayMillis,
            lost,
            lostAt);
  }

  /** After one was read on the target. One that comes twice says nothing new. */
  CanaryView arrived(long number, long sentAt, long readAt) {
    if (number <= arrived) {
      return this;
    }
    int passed = (int) Math.min(number - arrived, awaited.size());
    long leftOut = number - arrived - 1;
    return new CanaryView(
        number,
        awaited.subList(passed, awaited.size()),
        Math.max(0, readAt - sentAt),
        lost + leftOut,
        leftOut > 0 ? Long.valueOf(readAt) : lostAt);
  }

  /**
   * How it stands.
   *
   * <table>
   * <caption>The first that holds</caption>
   * <tr><td>one was sent longer ago than the limit and is awaited</td><td>Late</td></tr>
   * <tr><td>one was found lost, not longer ago than the limit</td><td>Lost</td></tr>
   * <tr><td>the last one that arrived took longer than the limit</td><td>Late</td></tr>
   * <tr><td>one has arrived</td><td>InTime</td></tr>
   * <tr><td>none has arrived</td><td>Waiting</td></tr>
   * </table>
   *
   * @param problem what keeps canaries from being written or read now, or null
   */
  Canary judge(long now, Duration limit, String problem) {
    long most = limit.toMillis();
    if (!awaited.isEmpty() && now - awaited.getFirst() > most) {
      String late =
          "number %d, sent at %s, has not arrived within %d s"
              .formatted(arrived + 1, Instant.ofEpochMilli(awaited.getFirst()), limit.toSeconds());
      return new Canary(
          CanaryState.Late,
          now - awaited.getFirst(),
          lost,
          problem == null ? late : late + "; " + problem);
    }
    if (lostAt != null && now - lostAt <= most) {
      return new Canary(
          CanaryState.Lost,
          delayMillis,
          lost,
          lost + " in all have not arrived although later ones have; status.dataLoss may say why");
    }
    if (delayMillis == null) {
      return new Canary(CanaryState.Waiting, null, lost, problem);
    }
    if (delayMillis > most) {
      String late = "number %d took longer than %d s".formatted(arrived, limit.toSeconds());
      return new Canary(CanaryState.Late, delayMillis, lost, late);
    }
    return new Canary(CanaryState.InTime, delayMillis, lost, problem);
  }
}

package dev.kafkamirror.replicator.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** Compares topics with their remote topics, record by record. */
public final class Copies {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
  private static final int SHOWN = 5;

  private Copies() {}

  /** Waits until every record of a source at rest has arrived: each once, in order. */
  public static void awaitEqual(TestTopic source, TestTopic target, int partitions) {
    for (int p = 0; p < partitions; p++) {
      awaitCount(target, p, source.contents(p).size());
    }
    assertEqual(source, target, partitions);
  }

  /**
   * Waits until every record of a source at rest has arrived, in order; some may have come again,
   * as after a crash of a mirror that has the lease alone.
   */
  public static void awaitNothingLost(TestTopic source, TestTopic target, int partitions) {
    for (int p = 0; p < partitions; p++) {
      int partition = p;
      List<String> expected = source.contents(p);
      await()
          .atMost(PATIENCE)
          .pollInterval(BETWEEN_LOOKS)
          .untilAsserted(
              () -> assertThat(target.contents(partition)).containsSubsequence(expected));
    }
  }

  /** Waits until a partition holds at least so many records. */
  public static void awaitCount(TestTopic target, int partition, int records) {
    await()
        .atMost(PATIENCE)
        .pollInterval(BETWEEN_LOOKS)
        .untilAsserted(
            () -> {
              // The end is cheap to ask for; markers make it greater than the number of records.
              assertThat(target.end(partition))
                  .as("end of %s", target.partition(partition))
                  .isGreaterThanOrEqualTo(records);
              assertThat(target.records(partition))
                  .as("records of %s", target.partition(partition))
                  .hasSizeGreaterThanOrEqualTo(records);
            });
  }

  /** The same records in the same order in every partition, and at least one in each. */
  public static void assertEqual(TestTopic source, TestTopic target, int partitions) {
    for (int p = 0; p < partitions; p++) {
      assertEqual(source.contents(p), target, p);
    }
  }

  /** Exactly these records, as {@link TestTopic#contents} gives them, and at least one. */
  public static void assertEqual(List<String> expected, TestTopic target, int partition) {
    List<String> actual = target.contents(partition);
    int same = 0;
    while (same < Math.min(expected.size(), actual.size())
        && expected.get(same).equals(actual.get(same))) {
      same++;
    }
    // Not the lists themselves: they are long, and the first difference says what happened.
    assertThat(actual.stream().skip(same).limit(SHOWN).toList())
        .as(
            "%s, %d records, from %d on; %d are expected",
            target.partition(partition), actual.size(), same, expected.size())
        .isEqualTo(expected.stream().skip(same).limit(SHOWN).toList());
    assertThat(actual).isNotEmpty();
  }
}

package dev.kafkamirror.replicator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagTest {
  private static final long NOW = 100_000;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          position not known yet,            -,  50,     -,       -,  -
          source's end not known,            10, -1,     -,       -,  -
          all acknowledged,                  50, 50,     -,       0,  0
          position ahead of an older end,    51, 50,     -,       0,  0
          behind since 5.9 seconds,          40, 50,     94100,   10, 5
          behind for an unknown time,        40, 50,     -1,      10, -
          record from a clock that is ahead, 40, 50,     100500,  10, 0
          """)
  void ofOnePartition(
      String what, Long position, long end, Long oldest, Long records, Long seconds) {
    assertThat(Lag.of(partition(position, end, oldest), NOW))
        .isEqualTo(new Lag(records, bytes(records), seconds));
  }

  @Test
  void ofAllIsTheSumAndTheOldest() {
    List<PartitionState> partitions =
        List.of(partition(40L, 50, 94_000L), partition(0L, 5, 90_000L), partition(7L, 7, null));

    assertThat(Lag.ofAll(partitions, NOW)).isEqualTo(new Lag(15L, 150L, 10L));
  }

  @Test
  void ofAllIsUnknownWhenOneIs() {
    assertThat(Lag.ofAll(List.of(partition(40L, 50, 94_000L), partition(null, 5, null)), NOW))
        .isEqualTo(new Lag(null, null, null));
  }

  @Test
  void ofNoPartitionIsZero() {
    assertThat(Lag.ofAll(List.of(), NOW)).isEqualTo(new Lag(0L, 0L, 0L));
  }

  private static PartitionState partition(Long position, long end, Long oldest) {
    return new PartitionState(
        Phase.Running,
        0,
        position == null ? null : Copied.upTo(new Position(position, position, 0)),
        end,
        1,
        oldest == null ? -1 : oldest,
        4,
        40,
        Losses.NONE,
        null,
        null);
  }

  /** Ten bytes a record, as in what was copied. */
  private static Long bytes(Long records) {
    return records == null ? null : Long.valueOf(10 * records);
  }

  @Test
  void bytesAreUnknownUntilRecordsWereCopied() {
    PartitionState before =
        new PartitionState(
            Phase.Running,
            0,
            Copied.upTo(new Position(90, 90, 0)),
            100,
            1,
            -1,
            0,
            0,
            Losses.NONE,
            null,
            null);

    assertThat(Lag.of(before, NOW)).isEqualTo(new Lag(10L, null, null));
  }
}

package dev.kafkamirror.replicator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import org.junit.jupiter.api.Test;

class LossesTest {

  @Test
  void addsUpByReasonAndRemembersTheLastRange() {
    DataLoss last = new DataLoss(90, 91, Reason.RecordSkipped, 3);

    Losses losses =
        Losses.NONE
            .and(new DataLoss(10, 20, Reason.RetentionOverrun, 1))
            .and(new DataLoss(30, 35, Reason.RetentionOverrun, 2))
            .and(last);

    assertThat(losses.byReason())
        .containsEntry(Reason.RetentionOverrun, new Losses.Sum(2, 15))
        .containsEntry(Reason.RecordSkipped, new Losses.Sum(1, 1))
        .hasSize(2);
    assertThat(losses.total()).isEqualTo(new Losses.Sum(3, 16));
    assertThat(losses.last()).isEqualTo(last);
    assertThat(Losses.NONE.total()).isEqualTo(new Losses.Sum(0, 0));
  }
}

package dev.kafkamirror.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Groups;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Groups.GroupProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupsVerdictTest {
  private static final Groups FINE =
      new Groups(
          3, 2, 1, 0, List.of(new GroupProblem("audit", "ActiveOnTarget", "has members")), null);

  @Test
  void aMirrorThatCarriesNoGroupsOverHasNoSuchCondition() {
    assertThat(GroupsVerdict.of(List.of())).isEmpty();
  }

  @Test
  void groupsThatAreInUseOnTheTargetAreNoFault() {
    var verdict = GroupsVerdict.of(List.of(FINE)).orElseThrow();

    assertThat(verdict.status()).isEqualTo(Truth.True);
    assertThat(verdict.reason()).isEqualTo("Synced");
  }

  @Test
  void aGroupOfAnyPodThatFailsIsNamed() {
    var failing =
        new Groups(
            2, 1, 0, 1, List.of(new GroupProblem("billing", "Failed", "not authorized")), null);

    var verdict = GroupsVerdict.of(List.of(FINE, failing)).orElseThrow();

    assertThat(verdict.status()).isEqualTo(Truth.False);
    assertThat(verdict.reason()).isEqualTo("GroupsFailed");
    assertThat(verdict.message()).isEqualTo("1 groups failed; billing: not authorized");
  }

  @Test
  void whatKeepsAPodFromAskingForItsGroupsIsTold() {
    var verdict =
        GroupsVerdict.of(List.of(FINE, new Groups(0, 0, 0, 0, List.of(), "east: no answer")))
            .orElseThrow();

    assertThat(verdict.status()).isEqualTo(Truth.False);
    assertThat(verdict.reason()).isEqualTo("GroupsUnreachable");
    assertThat(verdict.message()).isEqualTo("east: no answer");
  }
}

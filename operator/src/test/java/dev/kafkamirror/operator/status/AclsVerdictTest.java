package dev.kafkamirror.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.operator.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AclsVerdictTest {
  @Test
  void aMirrorOfNoAclsHasNoSuchCondition() {
    assertThat(verdict("flow: {}")).isEmpty();
  }

  @Test
  void theTargetHasWhatItShould() {
    var verdict = verdict("flow: {acls: {reason: Synced, message: ''}}").orElseThrow();

    assertThat(verdict.status()).isEqualTo(Truth.True);
  }

  @Test
  void whatTheTargetRefusesIsSaid() {
    var verdict =
        verdict("flow: {acls: {reason: ClusterAuthorization, message: right Alter}}").orElseThrow();

    assertThat(verdict.status()).isEqualTo(Truth.False);
    assertThat(verdict.reason()).isEqualTo("ClusterAuthorization");
    assertThat(verdict.message()).isEqualTo("right Alter");
  }

  private static Optional<Verdict> verdict(String changes) {
    return AclsVerdict.of(new Fleet(List.of(Samples.pod(Samples.answer(changes)))));
  }
}

package dev.kafkamirror.operator.reconcile;

import static dev.kafkamirror.operator.Samples.mirror;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;

class WatchesTest {

  @Test
  void aSecretIsKeptWithoutItsValues() {
    var kept =
        Watches.withoutValues(
            new SecretBuilder()
                .withNewMetadata()
                .withName("s")
                .withResourceVersion("7")
                .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "hunter2")
                .endMetadata()
                .addToData("password", "hunter2")
                .build());
    assertThat(kept.getData()).containsOnlyKeys("password");
    assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(kept.toString()).doesNotContain("hunter2");
  }

  @Test
  void theEchoOfAStatusWriteIsNoChange() {
    var before = mirror("metadata: {resourceVersion: '1'}");
    var after = mirror("{metadata: {resourceVersion: '2'}, status: {message: other}}");
    assertThat(MirrorChanges.matter(after, before)).isFalse();
  }

  @Test
  void aNewSpecAnOwnAnnotationAndADeletionAreChanges() {
    var before = mirror("");
    assertThat(MirrorChanges.matter(mirror("metadata: {generation: 2}"), before)).isTrue();
    assertThat(
            MirrorChanges.matter(
                mirror("metadata: {annotations: {kafkamirror.dev/restart: now}}"), before))
        .isTrue();
    assertThat(MirrorChanges.matter(mirror("metadata: {annotations: {other/one: now}}"), before))
        .isFalse();
    assertThat(
            MirrorChanges.matter(
                mirror("metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}"), before))
        .isTrue();
  }
}

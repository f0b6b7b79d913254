package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import java.util.Optional;

/** Where the copying of a partition begins, by what is stored of it and the topics as they are. */
enum StartRule {
  /** Where the stored position says. */
  GO_ON,
  /** At the first record that the source has. */
  BEGIN,
  /** Nowhere: the source topic is another one, and what there is of the old one is not touched. */
  HOLD;

  /**
   * Decides.
   *
   * @param now the topics as they are
   */
  static StartRule of(Optional<StoredPosition> stored, TopicPair now, OnSourceRecreate policy) {
    if (stored.isEmpty()) {
      return BEGIN;
    }
    TopicPair then = stored.get().topics();
    if (then.isSame(now)
        || (stored.get().ownership().isNobody() && then.sourceId().equals(now.sourceId()))) {
      return GO_ON;
    }
    boolean sourceIsAnother = !then.sourceId().equals(now.sourceId());
    boolean remoteIsTheSame =
        new TopicPair(now.sourceId(), then.remoteId(), then.targetCluster()).isSame(now);
    boolean copied = stored.get().position().targetOffset() >= 0;
    boolean held = sourceIsAnother && remoteIsTheSame && copied;
    return held && policy != OnSourceRecreate.Append ? HOLD : BEGIN;
  }
}

package dev.kafkamirror.replicator.fleet.work;

import org.apache.kafka.common.errors.ApiException;

/** What the target holds is of a source topic that is gone, and the policy does not go on then. */
final class SourceTopicRecreatedException extends ApiException {
  private static final long serialVersionUID = 1;

  SourceTopicRecreatedException(String topic) {
    super(
        "Topic "
            + topic
            + " was deleted and created again at the source. Set topics.onSourceRecreate: Append or"
            + " Restart, or delete the remote topic to have the new one mirrored from its"
            + " beginning");
  }
}

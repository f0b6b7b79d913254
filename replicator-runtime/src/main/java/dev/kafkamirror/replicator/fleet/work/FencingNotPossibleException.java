package dev.kafkamirror.replicator.fleet.work;

/**
 * The settings demand that whoever writes to the target can be fenced, and the target refuses it.
 */
final class FencingNotPossibleException extends Exception {
  private static final long serialVersionUID = 1L;

  FencingNotPossibleException(String refusal) {
    super(
        "the target refuses to fence its writers (%s) and delivery.fencing is Required. Grant Write and Describe on transactional ids that begin with mm2-, or set delivery.fencing: Preferred"
            .formatted(refusal));
  }
}

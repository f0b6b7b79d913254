package dev.kafkamirror.replicator.groups;

/**
 * What came of one group in the last round.
 *
 * @param partitions source partitions of mirrored topics in which it has committed
 * @param translated those of them whose place at the target is known
 * @param earlier those of them where it will read something again, because the index of offsets was
 *     thinned out
 * @param message what keeps it from being carried over, null when nothing does
 */
public record GroupResult(
    GroupState state, int partitions, int translated, int earlier, String message) {

  GroupResult failed(String why) {
    return new GroupResult(GroupState.Failed, partitions, translated, earlier, why);
  }

  GroupResult activeOnTarget() {
    return new GroupResult(
        GroupState.ActiveOnTarget,
        partitions,
        translated,
        earlier,
        "the group has members on the target; its offsets are left alone");
  }
}

package dev.kafkamirror.replicator.mm2;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Looks at MirrorMaker 2's workers from the target, and fences the writers of those that ended. */
public final class MirrorMakerWorkers {
  private final Admin target;
  private final MirrorMakerNames names;

  public MirrorMakerWorkers(Admin target, MirrorMakerNames names) {
    this.target = target;
    this.names = names;
  }

  /** Whether any worker runs; one that was killed still counts for some seconds. */
  public boolean run() throws ExecutionException, InterruptedException {
    try {
      return !target
          .describeClassicGroups(List.of(names.groupId()))
          .describedGroups()
          .get(names.groupId())
          .get()
          .members()
          .isEmpty();
    } catch (ExecutionException e) {
      if (ClusterErrors.cause(e) instanceof GroupIdNotFoundException) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Ends the open transactions of the connector's tasks, and keeps the tasks from further ones.
   * Without effect where it did not copy exactly once. Transactional ids that the user has no right
   * to describe are not seen.
   *
   * @return how many transactional ids there were
   */
  public int fence() throws ExecutionException, InterruptedException {
    List<String> ids =
        target.listTransactions().all().get().stream()
            .map(TransactionListing::transactionalId)
            .filter(names::isTransactionalId)
            .toList();
    if (!ids.isEmpty()) {
      target.fenceProducers(ids).all().get();
    }
    return ids.size();
  }
}

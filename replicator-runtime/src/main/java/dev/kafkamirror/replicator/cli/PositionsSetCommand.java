package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.position.Position;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replicator positions set}. */
@Command(
    name = "set",
    description = {
      "Sets where one partition of a stopped mirror goes on.",
      "Records between the old and the new position are left out, or copied once more."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:changed", "2:nothing changed: wrong usage, refused, or a cluster failed"},
    footerHeading = "%nExample:%n",
    footer =
        "  replicator positions set --config mirror.yaml --topic orders --partition 3"
            + " --source-offset 120000 --yes")
final class PositionsSetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MirrorOptions mirror;

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "NAME",
      description = "Topic of the source.")
  private String topic;

  @Option(
      names = "--partition",
      required = true,
      paramLabel = "NUMBER",
      description = "Partition of it.")
  private int partition;

  @Option(
      names = "--source-offset",
      required = true,
      paramLabel = "OFFSET",
      description = "The next offset of the source to copy.")
  private long sourceOffset;

  @Option(
      names = "--target-offset",
      paramLabel = "OFFSET",
      description =
          "Offset on the target behind the record before it. Default: the target's end. What the"
              + " target holds from there on is matched with the source and not copied again.")
  private Long targetOffset;

  @Option(names = "--yes", description = "Changes it; otherwise only says what would change.")
  private boolean yes;

  @Override
  public Integer call() throws InterruptedException {
    return new PositionsEditing(spec, mirror).edit(topic, partition, yes, this::position);
  }

  private Position position(PositionsEditing.Ends ends) {
    if (sourceOffset < ends.sourceStart() || sourceOffset > ends.sourceEnd()) {
      throw new IllegalArgumentException(
          "--source-offset must lie from %d to %d, where %s begins and ends"
              .formatted(ends.sourceStart(), ends.sourceEnd(), ends.source()));
    }
    long target = targetOffset == null ? ends.targetEnd() : targetOffset;
    if (target < 0 || target > ends.targetEnd()) {
      throw new IllegalArgumentException(
          "--target-offset must lie from 0 to %d, where the remote partition ends"
              .formatted(ends.targetEnd()));
    }
    return new Position(sourceOffset, target, -1);
  }
}

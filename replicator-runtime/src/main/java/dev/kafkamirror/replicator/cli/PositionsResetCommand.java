package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.position.Position;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replicator positions reset}. */
@Command(
    name = "reset",
    description = {
      "Has a topic of a stopped mirror copied again from the first record that the source has.",
      "What the remote topic holds already stays there: its records come once more, behind it."
          + " Delete its records first where that is not wanted."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:changed", "2:nothing changed: wrong usage, refused, or a cluster failed"},
    footerHeading = "%nExample:%n",
    footer = "  replicator positions reset --config mirror.yaml --topic orders --yes")
final class PositionsResetCommand implements Callable<Integer> {
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
      paramLabel = "NUMBER",
      description = "Only this partition of it. Default: all.")
  private Integer partition;

  @Option(names = "--yes", description = "Changes it; otherwise only says what would change.")
  private boolean yes;

  @Override
  public Integer call() throws InterruptedException {
    return new PositionsEditing(spec, mirror)
        .edit(
            topic, partition, yes, ends -> new Position(ends.sourceStart(), ends.targetEnd(), -1));
  }
}

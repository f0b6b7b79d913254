package dev.kafkamirror.replicator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code replicator positions}: how far each partition is copied. */
@Command(
    name = "positions",
    description = "Shows how far each partition is copied, and changes it for a stopped mirror.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PositionsShowCommand.class,
      PositionsSetCommand.class,
      PositionsResetCommand.class,
      PositionsExportCommand.class
    })
final class PositionsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: show, set, reset or export");
  }
}

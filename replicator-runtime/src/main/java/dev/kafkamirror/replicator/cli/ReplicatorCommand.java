package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code replicator}: the engine's main class. */
@Command(
    name = "replicator",
    description = "Mirrors topics from one Kafka cluster to another.",
    mixinStandardHelpOptions = true,
    versionProvider = ReplicatorCommand.ProjectVersion.class,
    subcommands = {
      RunCommand.class,
      VerifyCommand.class,
      PositionsCommand.class,
      ConvertCommand.class,
      MirrorMakerCommand.class
    })
public final class ReplicatorCommand implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ReplicatorCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: run, verify, positions, convert or mirror-maker, e.g. replicator run"
            + " --config FILE");
  }

  /** Gives {@code --version} its line. */
  static final class ProjectVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"replicator " + Version.current()};
    }
  }
}

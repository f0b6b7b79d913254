package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.Replicator;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.Problem;
import dev.kafkamirror.replicator.settings.SettingsException;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replicator run}: mirrors until it is told to end. */
@Command(
    name = "run",
    description = {
      "Mirrors what a KafkaMirror describes, until SIGTERM or Ctrl-C.",
      "The file and the secrets may change while it runs. While they are wrong, the last valid ones"
          + " stay in force and /v1/status says why."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended as it was told to, or, with --check, the settings are valid",
      "1:could not start, e.g. because the port is taken, or not all was handed over in time",
      "2:wrong usage, or, with --check, wrong settings"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "A KafkaMirror in YAML.")
  private Path config;

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description =
          "Directory with the referenced secrets as DIR/<secret>/<key>; none is needed without"
              + " references.")
  private Path secrets;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "Port of /livez, /readyz, /metrics and /v1/status; 0 for any free one. Default:"
              + " ${DEFAULT-VALUE}.")
  private int httpPort;

  @Option(
      names = "--check",
      description = "Only says whether file and secrets are valid, and ends.")
  private boolean check;

  @Override
  public Integer call() throws InterruptedException {
    SettingsFiles files = new SettingsFiles(config, secrets);
    return check ? check(files) : run(files);
  }

  private int check(SettingsFiles files) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      FlowSettings settings = files.load();
      out.println("Valid: flow " + settings.flow() + ", revision " + settings.revision());
      return 0;
    } catch (SettingsException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(config + " is refused:");
      for (Problem problem : e.problems()) {
        err.println("  " + problem);
      }
      return 2;
    }
  }

  private int run(SettingsFiles files) throws InterruptedException {
    Replicator replicator;
    try {
      replicator = Replicator.start(files, PodName.ofThisProcess(), httpPort);
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println(
              "The HTTP port "
                  + httpPort
                  + " cannot be had: "
                  + e.getMessage()
                  + ". Choose another with --http-port.");
      return 1;
    }
    spec.commandLine()
        .getOut()
        .println("Serving http://localhost:" + replicator.httpPort() + "/v1/status");
    spec.commandLine().getOut().flush();
    Runtime.getRuntime().addShutdownHook(Ending.hook(List.of(replicator), () -> {}));
    new CountDownLatch(1).await();
    return 0;
  }
}

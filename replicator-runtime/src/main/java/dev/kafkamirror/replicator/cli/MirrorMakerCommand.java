package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.Replicator;
import dev.kafkamirror.replicator.convert.Conversion;
import dev.kafkamirror.replicator.convert.ConversionException;
import dev.kafkamirror.replicator.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replicator mirror-maker}: in place of {@code connect-mirror-maker.sh}. */
@Command(
    name = "mirror-maker",
    description = {
      "Runs the flows of a connect-mirror-maker.properties in this process, until SIGTERM or"
          + " Ctrl-C.",
      "Names at first every setting that does not do what it does with MirrorMaker 2. Changes of"
          + " the file and of what it refers to count after a restart, as they do there."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended as it was told to",
      "1:could not start, or not all was handed over in time",
      "2:wrong usage"
    },
    footerHeading = "%nExample:%n",
    footer = "  replicator mirror-maker connect-mirror-maker.properties --clusters backup")
final class MirrorMakerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "MirrorMaker 2's configuration.")
  private Path file;

  @Option(
      names = "--clusters",
      arity = "1..*",
      split = ",",
      paramLabel = "ALIAS",
      description = "Only flows into these clusters. Default: all.")
  private Set<String> clusters = new LinkedHashSet<>();

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "Port of the first flow's HTTP interface; each further flow has the next one. 0 for any"
              + " free ones. Default: ${DEFAULT-VALUE}.")
  private int httpPort;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      Conversion conversion = new MirrorMakerFile(file).convertProperties(clusters);
      new ConversionReport(conversion).differences(err);
      return run(FlowFiles.write(conversion));
    } catch (ConversionException e) {
      err.println(file + " can't be run:");
      e.problems().forEach(problem -> err.println("  " + problem));
    } catch (IOException e) {
      err.println(file + " can't be run: " + e);
    }
    return 1;
  }

  private int run(FlowFiles files) throws InterruptedException {
    List<Replicator> replicators = new CopyOnWriteArrayList<>();
    Thread hook = Ending.hook(replicators, files::delete);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      start(files, replicators);
      new CountDownLatch(1).await();
      return 0;
    } catch (SettingsException | IOException e) {
      spec.commandLine().getErr().println(file + " can't be run: " + e.getMessage());
      Runtime.getRuntime().removeShutdownHook(hook);
      Ending.leave(replicators);
      files.delete();
      return 1;
    }
  }

  private void start(FlowFiles files, List<Replicator> replicators)
      throws IOException, SettingsException {
    for (FlowFiles.Flow flow : files.flows()) {
      // The engine would wait for better ones, but nobody could give them.
      var _ = flow.settings().load();
    }
    PrintWriter out = spec.commandLine().getOut();
    for (int i = 0; i < files.flows().size(); i++) {
      FlowFiles.Flow flow = files.flows().get(i);
      int port = httpPort == 0 ? 0 : httpPort + i;
      Replicator replicator = start(flow, port);
      replicators.add(replicator);
      out.println(flow.name() + " http://localhost:" + replicator.httpPort() + "/v1/status");
    }
    out.flush();
  }

  private static Replicator start(FlowFiles.Flow flow, int port) throws IOException {
    try {
      return Replicator.start(flow.settings(), PodName.ofThisProcess(), port);
    } catch (IOException e) {
      throw new IOException(
          "the HTTP port %d of %s cannot be had: %s; choose others with --http-port"
              .formatted(port, flow.name(), e.getMessage()),
          e);
    }
  }
}

package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.convert.Conversion;
import dev.kafkamirror.replicator.convert.ConversionException;
import dev.kafkamirror.replicator.convert.ConvertedMirror;
import dev.kafkamirror.replicator.convert.ConvertedSecret;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replicator convert}: KafkaMirrors of MirrorMaker 2's configuration. */
@Command(
    name = "convert",
    description = {
      "Turns a connect-mirror-maker.properties, or a KafkaMirrorMaker2 of Strimzi (*.yaml), into"
          + " KafkaMirrors and Secrets, and reports of every setting what became of it.",
      "Files and variables that the configuration refers to are read on this machine. Secrets stand"
          + " in the YAML of the Secrets and nowhere else."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:converted, and nothing with an effect was dropped",
      "1:not converted: the file can't be read, or a flow can't be a KafkaMirror",
      "2:converted, but something with an effect was dropped; or wrong usage"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  replicator convert connect-mirror-maker.properties --output mirrors/",
      "  replicator convert kafka-mirror-maker-2.yaml | kubectl apply -f -"
    })
final class ConvertCommand implements Callable<Integer> {
  /** How the report is printed. */
  enum Report {
    table,
    json
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "MirrorMaker 2's configuration.")
  private Path file;

  @Option(
      names = "--clusters",
      arity = "1..*",
      split = ",",
      paramLabel = "ALIAS",
      description = "Only flows into these clusters, as MirrorMaker 2 has it. Default: all.")
  private Set<String> clusters = new LinkedHashSet<>();

  @Option(
      names = "--output",
      paramLabel = "DIR|-",
      defaultValue = "-",
      description =
          "Directory that gets a file for each mirror and each Secret, or - for the standard"
              + " output; the report goes to the other one. Default: ${DEFAULT-VALUE}.")
  private String output;

  @Option(
      names = "--report",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: ${DEFAULT-VALUE}.")
  private Report report;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Conversion conversion = new MirrorMakerFile(file).convert(clusters);
      boolean toStandardOutput = output.equals("-");
      if (toStandardOutput) {
        out.print(String.join("---\n", documents(conversion)));
        out.flush();
      } else {
        write(conversion, Path.of(output));
      }
      ConversionReport printed = new ConversionReport(conversion);
      if (report == Report.json) {
        printed.json(toStandardOutput ? err : out);
      } else {
        printed.table(toStandardOutput ? err : out);
      }
      return conversion.lostSomething() ? 2 : 0;
    } catch (ConversionException e) {
      err.println(file + " can't be converted:");
      e.problems().forEach(problem -> err.println("  " + problem));
    } catch (IOException | UncheckedIOException e) {
      err.println("A file can't be read or written: " + e.getMessage());
    }
    return 1;
  }

  private static List<String> documents(Conversion conversion) {
    List<String> documents = new ArrayList<>();
    conversion.secrets().forEach(secret -> documents.add(secret.yaml()));
    conversion.mirrors().forEach(mirror -> documents.add(mirror.yaml()));
    return documents;
  }

  private static void write(Conversion conversion, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (ConvertedSecret secret : conversion.secrets()) {
      PrivateFiles.write(directory.resolve("secret-" + secret.name() + ".yaml"), secret.yaml());
    }
    for (ConvertedMirror mirror : conversion.mirrors()) {
      Files.writeString(directory.resolve(mirror.name() + ".yaml"), mirror.yaml());
    }
  }
}

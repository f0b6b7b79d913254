package dev.kafkamirror.replicator.settings;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.replicator.plugin.Plugins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The two places that settings come from: one file and one directory of secrets. */
public final class SettingsFiles {
  private final Path file;
  private final Path secrets;
  private final PluginsOnce plugins = new PluginsOnce();

  /**
   * @param file a KafkaMirror in YAML
   * @param secrets directory of secrets, or null when the mirror needs none
   */
  public SettingsFiles(Path file, Path secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  /**
   * What is wrong with a KafkaMirror, apart from its secrets, which are not looked at.
   *
   * @param yaml the document
   */
  public static List<Problem> check(byte[] yaml) {
    DocumentParser parser = new DocumentParser();
    try {
      KafkaMirrorSpec spec = filled(parser, parser.parse(yaml));
      ClientProperties.check("spec.source", spec.source(), parser.problems());
      ClientProperties.check("spec.target", spec.target(), parser.problems());
      parser.problems().throwIfAny();
      return List.of();
    } catch (SettingsException e) {
      return e.problems();
    }
  }

  /** Reads both as they are now, and with the first valid ones the classes that they name. */
  public FlowSettings load() throws SettingsException {
    byte[] yaml = read();
    DocumentParser parser = new DocumentParser();
    Problems problems = parser.problems();
    MirrorDocument document = parser.parse(yaml);
    KafkaMirrorSpec spec = filled(parser, document);
    ClientProperties properties =
        new ClientProperties(new SecretsDirectory(secrets, problems), problems);
    ClientSettings source = properties.of("spec.source", spec.source());
    ClientSettings target = properties.of("spec.target", spec.target());
    problems.throwIfAny();
    Plugins classes = plugins.of(spec, problems);
    problems.throwIfAny();
    return new FlowSettings(
        flow(document, spec), hash(yaml).substring(0, 12), spec, source, target, classes);
  }

  private static KafkaMirrorSpec filled(DocumentParser parser, MirrorDocument document)
      throws SettingsException {
    SpecCheck check = new SpecCheck(parser.problems());
    check.checkEnvelope(document);
    if (document.spec() == null) {
      parser.problems().throwIfAny();
    }
    KafkaMirrorSpec spec = SpecDefaults.fill(document.spec(), namespace(document));
    check.check(spec);
    return spec;
  }

  /**
   * A text that differs whenever the settings file or a secret differs. Content decides, not times:
   * a kubelet swaps a symbolic link and may do so without any change.
   *
   * @throws IOException when a file vanished meanwhile; ask again
   */
  String fingerprint() throws IOException {
    MessageDigest digest = sha256();
    digest.update(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
    for (Path secret : secretFiles()) {
      digest.update(secret.toString().getBytes(StandardCharsets.UTF_8));
      digest.update(sha256().digest(Files.readAllBytes(secret)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Files of the form {@code <secret>/<key>}, without the kubelet's own {@code ..data} and {@code
   * ..2026_…}.
   */
  private List<Path> secretFiles() throws IOException {
    if (secrets == null || !Files.isDirectory(secrets)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(secrets, 2, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(Files::isRegularFile)
          .filter(
              f -> !f.getFileName().toString().startsWith("..") && !f.getParent().equals(secrets))
          .sorted()
          .toList();
    }
  }

  private byte[] read() throws SettingsException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new SettingsException(
          List.of(new Problem("", 0, "there is no settings file " + file + "; create it")));
    } catch (IOException e) {
      throw new SettingsException(
          List.of(new Problem("", 0, "the settings file " + file + " cannot be read: " + e)));
    }
  }

  private static String namespace(MirrorDocument document) {
    return document.metadata() == null ? null : document.metadata().namespace();
  }

  private static String flow(MirrorDocument document, KafkaMirrorSpec spec) {
    return FlowSettings.flow(
        spec.source().alias(), document.metadata().namespace(), document.metadata().name());
  }

  private static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}

package dev.kafkamirror.replicator.convert;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of Kafka's config providers: {@code ${provider:path:key}}. Files, directories and the
 * environment are read as Kafka's own providers do; a key of a Kubernetes Secret (Strimzi's
 * provider) stays a reference.
 */
final class References {
  /** As {@code ConfigTransformer} of kafka-clients has it. */
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*?):(([^}]*?):)?([^}]*?)}");

  private static final Pattern SECRET_NAME = Pattern.compile("(?:[^/]*/)?(?<name>[^/]+)");

  /** What stands for a provider whose class nobody names; Strimzi sets up those with its name. */
  private static final Map<String, Kind> USUAL =
      Map.of(
          "file", Kind.File,
          "directory", Kind.Directory,
          "dir", Kind.Directory,
          "env", Kind.Environment,
          "secrets", Kind.Secret,
          "strimzifile", Kind.File,
          "strimzidir", Kind.Directory,
          "strimzienv", Kind.Environment,
          "strimzisecrets", Kind.Secret);

  private enum Kind {
    File,
    Directory,
    Environment,
    Secret,
    Unknown
  }

  /**
   * A key of a Kubernetes Secret.
   *
   * @param secret its name, null for the cluster's own
   */
  record SecretKey(String secret, String key) {

    /** As a KafkaMirror has it. */
    Map<String, Object> fields(String ownSecret) {
      Map<String, Object> ref = new LinkedHashMap<>();
      ref.put("name", secret == null ? ownSecret : secret);
      ref.put("key", key);
      return ref;
    }
  }

  private final Map<String, String> file;
  private final Lookup lookup;

  /**
   * @param file the settings that name the providers' classes
   */
  References(Map<String, String> file, Lookup lookup) {
    this.file = file;
    this.lookup = lookup;
  }

  Lookup lookup() {
    return lookup;
  }

  /** The setting with what could be resolved; the rest stays as it is. */
  Setting resolve(String key, String value) {
    Matcher matcher = REFERENCE.matcher(value);
    String resolved =
        matcher.replaceAll(
            m ->
                Matcher.quoteReplacement(
                    find(m.group(1), m.group(3), m.group(4)).orElse(m.group())));
    return new Setting(key, resolved.strip(), matcher.reset().find());
  }

  /** Whether something in a value could not be resolved. */
  static boolean isOpen(String value) {
    return REFERENCE.matcher(value).find();
  }

  /** The key of a Secret that a value as a whole refers to. */
  Optional<SecretKey> secretKey(String value) {
    Matcher matcher = REFERENCE.matcher(value);
    if (!matcher.matches() || kind(matcher.group(1)) != Kind.Secret || matcher.group(3) == null) {
      return Optional.empty();
    }
    Matcher name = SECRET_NAME.matcher(matcher.group(3));
    return name.matches()
        ? Optional.of(new SecretKey(name.group("name"), matcher.group(4)))
        : Optional.empty();
  }

  private Optional<String> find(String provider, String path, String key) {
    return switch (kind(provider)) {
      case File -> path == null ? Optional.empty() : text(path).flatMap(t -> property(t, key));
      case Directory -> path == null ? Optional.empty() : text(path + "/" + key);
      case Environment -> lookup.environment(key);
      case Secret, Unknown -> Optional.empty();
    };
  }

  private Kind kind(String provider) {
    String type = file.get("config.providers." + provider + ".class");
    if (type == null) {
      return USUAL.getOrDefault(provider, Kind.Unknown);
    }
    return switch (type.strip().substring(type.strip().lastIndexOf('.') + 1)) {
      case "FileConfigProvider" -> Kind.File;
      case "DirectoryConfigProvider" -> Kind.Directory;
      case "EnvVarConfigProvider" -> Kind.Environment;
      case "KubernetesSecretConfigProvider" -> Kind.Secret;
      default -> Kind.Unknown;
    };
  }

  private Optional<String> text(String path) {
    return lookup.file(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static Optional<String> property(String text, String key) {
    try (Reader reader = new StringReader(text)) {
      Properties properties = new Properties();
      properties.load(reader);
      return Optional.ofNullable(properties.getProperty(key));
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }
}

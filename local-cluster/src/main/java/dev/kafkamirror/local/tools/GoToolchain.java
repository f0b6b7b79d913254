package dev.kafkamirror.local.tools;

import dev.kafkamirror.local.process.Command;
import dev.kafkamirror.local.process.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;

/**
 * The Go that builds: one that is installed and new enough to fetch what a module asks for, else a
 * pinned one that comes as a module from the Go module proxy.
 */
final class GoToolchain {
  /** From 1.21 on Go fetches a newer toolchain itself when a {@code go.mod} names one. */
  private static final int OLDEST_MINOR = 21;

  private static final Pattern VERSION = Pattern.compile("go1\\.(\\d+)");
  private static final String PINNED = "v0.0.1-go1.26.8";
  private static final Map<String, String> PINNED_SHA256 =
      Map.of(
          "linux-amd64", "30c2b1bf7dcc88d3eb0a1364e47ddd9128edb3110a30e8a0ef61cd5856b31de7",
          "linux-arm64", "02b36b6787b3ac767668f630e2998df45a3b1f9ffee08d1bf3ef6487cd658d99");

  private final UserCache cache;
  private final Consumer<String> progress;

  GoToolchain(UserCache cache, Consumer<String> progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * Path of the {@code go} command.
   *
   * @throws IllegalStateException when there is none, saying what to install
   */
  Path go() {
    return candidates().stream()
        .filter(Files::isExecutable)
        .filter(GoToolchain::newEnough)
        .findFirst()
        .orElseGet(this::pinned);
  }

  private static List<Path> candidates() {
    var candidates = new ArrayList<Path>();
    for (var directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      candidates.add(Path.of(directory, "go"));
    }
    candidates.add(Path.of("/usr/local/go/bin/go"));
    return candidates;
  }

  private static boolean newEnough(Path go) {
    try {
      return newEnough(Command.of(go.toString(), "env", "GOVERSION").run());
    } catch (CommandFailedException notUsable) {
      return false;
    }
  }

  static boolean newEnough(String version) {
    var matcher = VERSION.matcher(version);
    return matcher.find() && Integer.parseInt(matcher.group(1)) >= OLDEST_MINOR;
  }

  private Path pinned() {
    var platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    if (!PINNED_SHA256.containsKey(platform)) {
      throw new IllegalStateException(
          "Go 1.21 or later is needed to build Kubernetes and was not found;"
              + " install it from https://go.dev/dl/ and put it on the PATH");
    }
    return cache
        .get("go/" + PINNED + "." + platform, target -> download(platform, target))
        .resolve("bin/go");
  }

  static String platform(String system, String architecture) {
    return (system.equals("Linux") ? "linux" : "other") + "-" + architecture(architecture);
  }

  /** As Go and Debian name it. */
  static String architecture(String java) {
    return java.equals("aarch64") ? "arm64" : java;
  }

  private void download(String platform, Path target) throws IOException {
    var uri =
        URI.create(
            "https://proxy.golang.org/golang.org/toolchain/@v/" + PINNED + "." + platform + ".zip");
    progress.accept("downloading Go, 70 MB, because none is installed: " + uri);
    try (var client = HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build()) {
      var response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new IOException(uri + " answered " + response.statusCode());
      }
      var digest = MessageDigest.getInstance("SHA-256");
      try (var body = new DigestInputStream(response.body(), digest)) {
        unpack(body, target);
        body.transferTo(OutputStream.nullOutputStream());
      }
      var found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(PINNED_SHA256.get(platform))) {
        throw new IOException(uri + " is not the file that was expected, its SHA-256 is " + found);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while downloading " + uri, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Module zips put every file below {@code MODULE@VERSION/} and know no permissions. */
  private static void unpack(InputStream stream, Path target) throws IOException {
    var executable = PosixFilePermissions.fromString("rwxr-xr-x");
    var zip = new ZipInputStream(stream);
    for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      var name = entry.getName().replaceFirst("^golang\\.org/toolchain@[^/]+/", "");
      var file = target.resolve(name).normalize();
      if (!file.startsWith(target)) {
        throw new IOException("the archive leaves its directory: " + entry.getName());
      }
      Files.createDirectories(file.getParent());
      Files.copy(zip, file);
      if (name.startsWith("bin/") || name.startsWith("pkg/tool/")) {
        Files.setPosixFilePermissions(file, executable);
      }
    }
  }
}

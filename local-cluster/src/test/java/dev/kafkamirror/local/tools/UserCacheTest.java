package dev.kafkamirror.local.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCacheTest {
  @TempDir Path root;

  @Test
  void makesAnEntryOnceForAllWhoWantItAtTheSameTime() throws Exception {
    var cache = new UserCache(root);
    var made = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var results =
          threads.invokeAll(
              IntStream.range(0, 4)
                  .<Callable<Path>>mapToObj(
                      i ->
                          () ->
                              cache.get(
                                  "bin/tool",
                                  target ->
                                      Files.writeString(target, "v" + made.incrementAndGet())))
                  .toList());
      for (var result : results) {
        assertThat(result.get()).hasContent("v1");
      }
    }
  }

  @Test
  void makesOneEntryWhileMakingAnother() {
    var cache = new UserCache(root);

    var outer =
        cache.get(
            "outer",
            target ->
                Files.copy(cache.get("inner", inner -> Files.writeString(inner, "x")), target));

    assertThat(outer).hasContent("x");
  }

  @Test
  void leavesNothingOfWhatCouldNotBeMade() {
    var cache = new UserCache(root);

    assertThatThrownBy(
            () ->
                cache.get(
                    "bin/tool",
                    target -> {
                      Files.writeString(target, "half");
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("disk full");
    assertThat(root.resolve("bin")).isEmptyDirectory();
  }

  @Test
  void followsTheXdgBaseDirectories() {
    assertThat(UserCache.directory(Map.of(), "/home/a"))
        .isEqualTo(Path.of("/home/a/.cache/kafka-mirror-operator"));
    assertThat(UserCache.directory(Map.of("XDG_CACHE_HOME", "/c"), "/home/a"))
        .isEqualTo(Path.of("/c/kafka-mirror-operator"));
  }
}

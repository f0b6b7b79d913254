package dev.kafkamirror.replicator.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.api.v1alpha1.PluginSpec;
import dev.kafkamirror.api.v1alpha1.PluginsSpec;
import dev.kafkamirror.replicator.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginLoaderTest {
  private static final Map<String, String> FLOW =
      Map.of("source.cluster.alias", "east", "target.cluster.alias", "west");

  @TempDir Path directory;

  private void jar(String name, String className, String declaration) throws IOException {
    Path jar = directory.resolve(name);
    Files.createDirectories(jar.getParent());
    PluginJar.write(jar, PluginJar.ofExample(className, declaration));
  }

  private Plugins topics(String className, Map<String, String> config) {
    return load(new PluginsSpec(path(), null, new PluginSpec(className, config), null, null));
  }

  private static Plugins load(PluginsSpec spec) {
    return PluginLoader.load(spec, FLOW);
  }

  private String path() {
    return directory.toString();
  }

  @Test
  void classesAreFoundInTheDirectoryAndRightBelowIt() throws Exception {
    jar(
        "one.jar",
        "Topics",
        "public class Topics implements TopicFilter {"
            + " public boolean shouldReplicateTopic(String t) { return t.equals(\"a\"); } }");
    jar(
        "below/two.jar",
        "Groups",
        "public class Groups implements GroupFilter {"
            + " public boolean shouldReplicateGroup(String g) { return g.equals(\"b\"); } }");
    Plugins plugins =
        load(
            new PluginsSpec(
                path(),
                null,
                new PluginSpec("com.example.Topics", null),
                new PluginSpec("com.example.Groups", null),
                null));

    assertThat(plugins.topics()).accepts("a").rejects("b");
    assertThat(plugins.groups()).accepts("b").rejects("a");
    assertThat(plugins.replicationPolicy()).isEmpty();
    assertThat(plugins.properties()).isEmpty();
  }

  @Test
  void aClassMayExtendMirrorMakersOwnAndReadsTheKeysThatItKnows() throws Exception {
    jar(
        "p.jar",
        "Topics",
        "public class Topics extends DefaultTopicFilter {"
            + " @Override public boolean shouldReplicateTopic(String t) {"
            + " return super.shouldReplicateTopic(t) && t.length() < 4; } }");
    Plugins plugins =
        topics("com.example.Topics", Map.of("topics", "a.*,b", "topics.exclude", "ab"));

    assertThat(plugins.topics()).accepts("ax", "b").rejects("ab", "c", "axxx");
  }

  @Test
  void mirrorMakersOwnClassesMayBeNamedToo() {
    Plugins plugins =
        load(
            new PluginsSpec(
                path(),
                new PluginSpec("org.apache.kafka.connect.mirror.IdentityReplicationPolicy", null),
                null,
                new PluginSpec(
                    "org.apache.kafka.connect.mirror.DefaultGroupFilter",
                    Map.of("groups.exclude", "x.*")),
                new PluginSpec(
                    "org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter",
                    Map.of("use.defaults.from", "source", "config.properties.exclude", "y"))));

    assertThat(plugins.groups()).accepts("a").rejects("xa");
    assertThat(plugins.properties().orElseThrow().isSynced("y")).isFalse();
    assertThat(plugins.properties().orElseThrow().isSynced("min.insync.replicas")).isTrue();
    assertThat(plugins.properties().orElseThrow().isSourceDefaultSet("z")).isTrue();
    NamePolicyPlugin policy = plugins.replicationPolicy().orElseThrow();
    assertThat(policy.remoteTopic("east", "orders")).isEqualTo("orders");
    assertThat(policy.source("orders")).contains("east");
  }

  @Test
  void whatIsSaidOfTheFlowReachesConfigureAndTheClassesOwnConfigCountsBeforeIt() throws Exception {
    jar(
        "p.jar",
        "Topics",
        "public class Topics implements TopicFilter { private Map<String, ?> config; @Override"
            + " public void configure(Map<String, ?> c) { config = c; } public boolean"
            + " shouldReplicateTopic(String t) { return config.containsValue(t); } }");
    Plugins plugins =
        topics("com.example.Topics", Map.of("own", "o", "target.cluster.alias", "other"));

    assertThat(plugins.topics()).accepts("east", "o", "other").rejects("west");
  }

  @Test
  void aJarsOwnLibrariesCountBeforeThoseOfTheEngine() throws Exception {
    Map<String, String> sources =
        new HashMap<>(
            PluginJar.ofExample(
                "Topics",
                "public class Topics implements TopicFilter {"
                    + " public boolean shouldReplicateTopic(String t) {"
                    + " return t.equals(com.fasterxml.jackson.core.Version.OURS); } }"));
    // Not a constant, which would be compiled into the class that reads it.
    sources.put(
        "com.fasterxml.jackson.core.Version",
        "package com.fasterxml.jackson.core;"
            + " public class Version { public static final String OURS = \"a\".repeat(1); }");
    PluginJar.write(directory.resolve("p.jar"), sources);

    assertThat(topics("com.example.Topics", null).topics()).accepts("a").rejects("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          Missing     ; class com.example.Missing is in none of the jars of
          Other       ; does not implement org.apache.kafka.connect.mirror.TopicFilter
          NoArguments ; must be public and have a public constructor without parameters
          Unfinished  ; is abstract
          Throwing    ; its constructor threw java.lang.IllegalStateException: no licence
          Static      ; can't be loaded (java.lang.IllegalStateException: not here)
          Configured  ; com.example.Configured.configure(source.cluster.alias, target.cluster.alias) threw java.lang.IllegalArgumentException: key is missing
          """)
  void aClassThatCannotBeHadIsNamedWithTheReason(String className, String reason) throws Exception {
    String accepts = " public boolean shouldReplicateTopic(String t) { return true; } }";
    jar("Other.jar", "Other", "public class Other { }");
    jar(
        "NoArguments.jar",
        "NoArguments",
        "public class NoArguments implements TopicFilter { public NoArguments(int i) { }"
            + accepts);
    jar(
        "Unfinished.jar",
        "Unfinished",
        "public abstract class Unfinished implements TopicFilter { }");
    jar(
        "Throwing.jar",
        "Throwing",
        "public class Throwing implements TopicFilter {"
            + " public Throwing() { throw new IllegalStateException(\"no licence\"); }"
            + accepts);
    jar(
        "Static.jar",
        "Static",
        "public class Static implements TopicFilter { static final int I = i();"
            + " static int i() { throw new IllegalStateException(\"not here\"); }"
            + accepts);
    jar(
        "Configured.jar",
        "Configured",
        "public class Configured implements TopicFilter {"
            + " @Override public void configure(Map<String, ?> c) {"
            + " throw new IllegalArgumentException(\"key is missing\"); }"
            + accepts);

    assertThatThrownBy(() -> topics("com.example." + className, null))
        .isInstanceOf(PluginFailedException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("spec.plugins.topicFilter");
  }

  @Test
  void aLibraryThatWasForgottenIsNamed() throws Exception {
    Map<String, String> sources =
        new HashMap<>(
            PluginJar.ofExample(
                "Topics",
                "public class Topics extends Base implements TopicFilter {"
                    + " public boolean shouldReplicateTopic(String t) { return true; } }"));
    sources.put("com.example.Base", "package com.example; public class Base { }");
    PluginJar.write(directory.resolve("p.jar"), sources, "com.example.Base");

    assertThatThrownBy(() -> topics("com.example.Topics", null))
        .hasMessageContaining("com/example/Base")
        .hasMessageContaining("put the jars that it needs into " + directory);
  }

  @Test
  void aJarThatKubernetesMountsIsTakenOnce() throws Exception {
    // A kubelet mounts a ConfigMap as links into a directory that it swaps.
    jar("..2026_11_23/p.jar", "Other", "public class Other { }");
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_11_23"));
    Files.createSymbolicLink(directory.resolve("p.jar"), Path.of("..data/p.jar"));

    assertThatThrownBy(() -> topics("com.example.Other", null))
        .hasMessageContaining("does not implement");
    assertThatThrownBy(() -> topics("com.example.Missing", null))
        .hasMessageContaining("is in none of the jars of " + directory + ": p.jar. ");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    PluginSpec filter = new PluginSpec("com.example.Topics", null);

    assertThatThrownBy(() -> load(new PluginsSpec(directory + "/none", null, filter, null, null)))
        .hasMessageContaining(directory + "/none")
        .hasMessageContaining("spec.plugins.path");
  }

  @ParameterizedTest
  @CsvSource({
    "IllegalStateException, java.lang.IllegalStateException: broken",
    "NoClassDefFoundError, java.lang.NoClassDefFoundError: broken",
    "AssertionError, java.lang.AssertionError: broken"
  })
  void whateverAClassThrowsIsAnErrorThatNamesTheMethodAndItsArgument(String thrown, String reason)
      throws Exception {
    jar(
        "p.jar",
        "Topics",
        "public class Topics implements TopicFilter {"
            + " public boolean shouldReplicateTopic(String t) { throw new %s(\"broken\"); } }"
                .formatted(thrown));
    Plugins plugins = topics("com.example.Topics", null);

    assertThatThrownBy(() -> plugins.topics().test("orders"))
        .isInstanceOf(PluginFailedException.class)
        .hasMessageContaining("com.example.Topics.shouldReplicateTopic(orders) threw " + reason)
        .hasMessageContaining("spec.plugins.topicFilter");
  }

  @Test
  void aNameThatIsMissingIsAnErrorAndOneThatTellsNothingIsNot() throws Exception {
    jar(
        "p.jar",
        "Names",
        "public class Names implements ReplicationPolicy {"
            + " public String formatRemoteTopic(String a, String t) { return null; }"
            + " public String topicSource(String t) { return null; }"
            + " public String upstreamTopic(String t) { return null; } }");
    NamePolicyPlugin policy =
        load(new PluginsSpec(path(), new PluginSpec("com.example.Names", null), null, null, null))
            .replicationPolicy()
            .orElseThrow();

    assertThatThrownBy(() -> policy.remoteTopic("east", "orders"))
        .hasMessageContaining("com.example.Names.formatRemoteTopic(east, orders) answers null");
    assertThat(policy.source("orders")).isEmpty();
    assertThat(policy.upstream("orders")).isEmpty();
  }

  @Test
  void aClassIsToldWhenTheMirrorEnds() throws Exception {
    jar(
        "p.jar",
        "Topics",
        "public class Topics implements TopicFilter {"
            + " private boolean open = true;"
            + " @Override public void close() { open = false; }"
            + " public boolean shouldReplicateTopic(String t) { return open; } }");
    Plugins plugins = topics("com.example.Topics", null);
    assertThat(plugins.topics()).accepts("orders");

    plugins.close();

    assertThat(plugins.topics()).rejects("orders");
  }
}

package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec.WriteTo;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.NameSelector;
import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.TopicsSpec;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicSelectionTest {
  private static final NameSelector EVERYTHING = new NameSelector(null, null, ".*");

  private static TopicSelection selection(
      List<NameSelector> include, List<NameSelector> exclude, WriteTo heartbeats) {
    NamingSpec naming = new NamingSpec(NamingSpec.Policy.SourcePrefix, ".", null);
    KafkaMirrorSpec spec =
        new KafkaMirrorSpec(
            null,
            null,
            new TopicsSpec(
                include, exclude, naming, -1, null, null, null, null, null, null, null, List.of()),
            null,
            null,
            null,
            new HeartbeatsSpec(HeartbeatsSpec.State.Enabled, heartbeats, 5, 30),
            null,
            null,
            null,
            null,
            null);
    return new TopicSelection(spec, new TopicNaming(naming, "east", "west"));
  }

  private static TopicSelection including(NameSelector... include) {
    return selection(List.of(include), List.of(), WriteTo.Target);
  }

  @Test
  void selectsByNamePrefixAndPattern() {
    TopicSelection selection =
        including(
            new NameSelector("orders", null, null),
            new NameSelector(null, "billing.", null),
            new NameSelector(null, null, "log-[0-9]+"));

    assertThat(selection).accepts("orders", "billing.invoices", "log-17");
    assertThat(selection).rejects("orders2", "billing", "xlog-17", "log-17x");
  }

  @Test
  void excludeWins() {
    TopicSelection selection =
        selection(
            List.of(EVERYTHING),
            List.of(new NameSelector("secret", null, null), new NameSelector(null, "tmp-", null)),
            WriteTo.Target);

    assertThat(selection).accepts("orders");
    assertThat(selection).rejects("secret", "tmp-1");
  }

  @Test
  void anEmptyIncludeListSelectsNothing() {
    assertThat(including()).rejects("orders", "");
  }

  @Test
  void internalTopicsAndThoseFromTheTargetAreNeverSelected() {
    TopicSelection selection =
        including(EVERYTHING, new NameSelector("__consumer_offsets", null, null));

    assertThat(selection).rejects("__consumer_offsets", "mm2-positions.x.internal", "west.orders");
    assertThat(selection).accepts("a.west.orders");
    assertThat(selection.among(Set.of("a.heartbeats", "a.west.orders"))).rejects("a.west.orders");
  }

  @Test
  void heartbeatsWrittenToTheSourceAreMirroredWhateverTheSelectorsSay() {
    List<NameSelector> include = List.of(new NameSelector("orders", null, null));

    assertThat(selection(include, List.of(EVERYTHING), WriteTo.Source))
        .accepts("heartbeats", "north.heartbeats")
        .rejects("west.heartbeats", "north.west.heartbeats");
    assertThat(selection(include, List.of(), WriteTo.Target))
        .rejects("heartbeats", "north.heartbeats");
  }
}

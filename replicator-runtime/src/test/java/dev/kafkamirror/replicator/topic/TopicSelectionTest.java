package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec.WriteTo;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.TestSpecs;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicSelectionTest {
  private static final String EVERYTHING = "{pattern: .*}";

  private static TopicSelection selection(String include, String exclude, WriteTo heartbeats) {
    FlowSettings flow =
        TestSpecs.flow(
            """
            topics: {include: [%s], exclude: [%s]}
            heartbeats: {writeTo: %s}
            """
                .formatted(include, exclude, heartbeats));
    return new TopicSelection(flow);
  }

  private static TopicSelection including(String... include) {
    return selection(String.join(", ", include), "", WriteTo.Target);
  }

  @Test
  void selectsByNamePrefixAndPattern() {
    TopicSelection selection =
        including("{name: orders}", "{prefix: billing.}", "{pattern: 'log-[0-9]+'}");

    assertThat(selection).accepts("orders", "billing.invoices", "log-17");
    assertThat(selection).rejects("orders2", "billing", "xlog-17", "log-17x");
  }

  @Test
  void excludeWins() {
    TopicSelection selection =
        selection(EVERYTHING, "{name: secret}, {prefix: tmp-}", WriteTo.Target);

    assertThat(selection).accepts("orders");
    assertThat(selection).rejects("secret", "tmp-1");
  }

  @Test
  void anEmptyIncludeListSelectsNothing() {
    assertThat(including()).rejects("orders", "");
  }

  @Test
  void internalTopicsAndThoseFromTheTargetAreNeverSelected() {
    TopicSelection selection = including(EVERYTHING, "{name: __consumer_offsets}");

    assertThat(selection).rejects("__consumer_offsets", "mm2-positions.x.internal", "west.orders");
    assertThat(selection).accepts("a.west.orders");
    assertThat(selection.among(Set.of("a.heartbeats", "a.west.orders"))).rejects("a.west.orders");
  }

  @Test
  void theFlowsOwnCanaryIsMirroredWhateverTheSelectorsSay() {
    String topics = "topics: {include: [{name: orders}], exclude: [%s]}".formatted(EVERYTHING);
    FlowSettings flow = TestSpecs.flow(topics + "\ncanary: {}\n");
    FlowSettings without = TestSpecs.flow(topics);

    assertThat(new TopicSelection(flow))
        .accepts("mm2-canary.east.west")
        .rejects("mm2-canary.east.other", "west.mm2-canary.west.east");
    assertThat(new TopicSelection(without)).rejects("mm2-canary.east.west");
  }

  @Test
  void heartbeatsWrittenToTheSourceAreMirroredWhateverTheSelectorsSay() {
    assertThat(selection("{name: orders}", EVERYTHING, WriteTo.Source))
        .accepts("heartbeats", "north.heartbeats")
        .rejects("west.heartbeats", "north.west.heartbeats");
    assertThat(selection("{name: orders}", "", WriteTo.Target))
        .rejects("heartbeats", "north.heartbeats");
  }
}

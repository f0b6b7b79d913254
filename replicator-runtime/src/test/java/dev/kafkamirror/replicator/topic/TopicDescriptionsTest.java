package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopicDescriptionsTest {
  @Test
  void aChunkWeighsNoMoreThanAllowed() {
    assertThat(chunks(4, 3, 3, 1, 6, 2))
        .containsExactly(List.of(4, 3), List.of(3, 1), List.of(6), List.of(2));
  }

  @Test
  void whatWeighsTooMuchIsAChunkOfItsOwn() {
    assertThat(chunks(1, 9, 1)).containsExactly(List.of(1), List.of(9), List.of(1));
  }

  @Test
  void nothingGivesNoChunk() {
    assertThat(chunks()).isEmpty();
  }

  private static List<List<Integer>> chunks(int... weights) {
    return TopicDescriptions.chunks(IntStream.of(weights).boxed().toList(), w -> w, 7);
  }
}

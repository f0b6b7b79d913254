package dev.kafkamirror.replicator.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupShareTest {
  @Test
  void everyGroupIsInOneShareAndSharesAreAboutEven() {
    int[] sizes = new int[4];
    for (int i = 0; i < 5_000; i++) {
      String group = "consumers-of-orders-" + i;
      int[] owners =
          IntStream.range(0, 4).filter(index -> new GroupShare(index, 4).has(group)).toArray();
      assertThat(owners).hasSize(1);
      sizes[owners[0]]++;
    }

    assertThat(IntStream.of(sizes).min().orElseThrow()).isGreaterThan(900);
  }

  @Test
  void aPodWithoutAShareHasNoGroup() {
    assertThat(GroupShare.NONE.has("g")).isFalse();
  }
}

package dev.kafkamirror.replicator.verify;

import dev.kafkamirror.replicator.verify.PartitionVerdict.Outcome;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** The result of a verification, by topic and partition in order. */
public record VerificationResult(List<PartitionVerdict> partitions) {

  /** Different when any partition is, else Unchecked when any is. */
  public Outcome outcome() {
    if (partitions.stream().anyMatch(p -> p.outcome() == Outcome.Different)) {
      return Outcome.Different;
    }
    return partitions.stream().allMatch(p -> p.outcome() == Outcome.Equal)
        ? Outcome.Equal
        : Outcome.Unchecked;
  }

  /** Records that are the same on both sides. */
  public long equal() {
    return partitions.stream().mapToLong(p -> p.findings().equal()).sum();
  }

  /** Source offsets that were not compared because they are not copied yet. */
  public long behind() {
    return partitions.stream().mapToLong(PartitionVerdict::behind).sum();
  }

  /**
   * The verdict of one source partition.
   *
   * @throws NoSuchElementException when it was not compared
   */
  public PartitionVerdict partition(String topic, int partition) {
    return partitions.stream()
        .filter(p -> p.source().topic().equals(topic) && p.source().partition() == partition)
        .findAny()
        .orElseThrow();
  }

  /** What a person needs to see of partitions that are not equal; one line each. */
  @Override
  public String toString() {
    return outcome()
        + ", "
        + equal()
        + " records equal"
        + partitions.stream()
            .filter(p -> p.outcome() != Outcome.Equal)
            .map(p -> "\n" + p.source() + ": " + p.findings())
            .collect(Collectors.joining());
  }
}

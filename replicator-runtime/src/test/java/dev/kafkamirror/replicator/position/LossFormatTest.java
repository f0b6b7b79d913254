package dev.kafkamirror.replicator.position;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import dev.kafkamirror.replicator.policy.Losses;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LossFormatTest {

  @Test
  void aPositionWithoutLossesHasNoByteForThem() {
    assertThat(written(Losses.NONE)).isEmpty();
    assertThat(LossFormat.read(ByteBuffer.allocate(0))).isEqualTo(Losses.NONE);
  }

  @Test
  void isReadAsItWasWritten() {
    Losses losses = Losses.NONE;
    for (Reason reason : Reason.values()) {
      losses = losses.and(new DataLoss(1L << 40, (1L << 40) + 1_000, reason, 1_700_000_000_000L));
      losses = losses.and(new DataLoss(7, 8, reason, 1_700_000_000_001L));
    }

    assertThat(LossFormat.read(ByteBuffer.wrap(written(losses)))).isEqualTo(losses);
  }

  @Test
  void layoutStays() {
    Losses losses = Losses.NONE.and(new DataLoss(40, 100, Reason.RetentionOverrun, 1));

    assertThat(HexFormat.of().formatHex(written(losses))).isEqualTo("0100013c00283c01");
  }

  private static byte[] written(Losses losses) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LossFormat.write(losses, out);
    return out.toByteArray();
  }
}

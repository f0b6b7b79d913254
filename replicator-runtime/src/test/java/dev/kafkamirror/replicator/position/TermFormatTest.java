package dev.kafkamirror.replicator.position;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.RecordKey.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The test vectors are those of {@code docs/reference/internal-topics.md}. */
class TermFormatTest {
  private static final String ORDERS_KEY = "0001" + "02" + "0006" + "6f7264657273" + "ffffffff";
  private static final String ORDERS_VALUE = "0001" + "00000003" + "01";
  private static final String ALL_KEY = "0001" + "02" + "0000" + "ffffffff";
  private static final String ALL_VALUE = "0001" + "00000001" + "01";
  private static final String REQUEST_KEY = "0001" + "03" + "0000" + "ffffffff";
  private static final String REQUEST_VALUE =
      "0001" + "0004" + "6d6f7665" + "0000018bcfe56800" + "0004" + "646f6e65";
  private static final PromotionRequest REQUEST =
      new PromotionRequest("move", 1_700_000_000_000L, "done");

  @Test
  void documentedBytesAreWritten() {
    assertThat(hex(PositionFormat.key(Kind.TERM, RecordKey.whole("orders")))).isEqualTo(ORDERS_KEY);
    assertThat(hex(PositionFormat.term(new Term(3, true)))).isEqualTo(ORDERS_VALUE);
    assertThat(hex(PositionFormat.key(Kind.TERM, RecordKey.whole("")))).isEqualTo(ALL_KEY);
    assertThat(hex(PositionFormat.key(Kind.PROMOTION, RecordKey.whole("")))).isEqualTo(REQUEST_KEY);
    assertThat(hex(PositionFormat.promotion(REQUEST))).isEqualTo(REQUEST_VALUE);
  }

  @Test
  void documentedBytesAreReadBack() {
    PositionView view = new PositionView();
    view.read(bytes(ORDERS_KEY), bytes(ORDERS_VALUE));
    view.read(bytes(ALL_KEY), bytes(ALL_VALUE));
    view.read(bytes(REQUEST_KEY), bytes(REQUEST_VALUE));

    assertThat(view.terms().of("orders")).contains(new Term(3, true));
    assertThat(view.terms().of("invoices")).contains(new Term(1, true));
    assertThat(view.promotion()).contains(REQUEST);
    assertThat(view.topics()).isEmpty();
  }

  @Test
  void theDocumentHasTheseBytes() throws IOException {
    Path document = Path.of("..", "docs", "reference", "internal-topics.md");

    assertThat(Files.readString(document).replaceAll("\\s", ""))
        .contains("key" + ORDERS_KEY + "value" + ORDERS_VALUE)
        .contains("key" + ALL_KEY + "value" + ALL_VALUE)
        .contains("key" + REQUEST_KEY + "value" + REQUEST_VALUE);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}

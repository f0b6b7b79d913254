package dev.kafkamirror.replicator.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.NameSelector;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorsTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "orders, name=orders",
        "orders\\.eu, name=orders.eu",
        "orders.eu, pattern=orders.eu",
        "orders\\..*, prefix=orders.",
        "foo.*, prefix=foo",
        ".*, pattern=.*",
        "a|b\\.c|d.*, name=a name=b.c prefix=d",
        "a(b|c), pattern=a(b|c)",
        "a[|]b|c, pattern=a[|]b name=c",
        "[)|(]x, pattern=[)|(]x",
        "a\\|b|c, pattern=a\\|b name=c",
        "(?i)a|b, pattern=(?i)a|b",
        "a||b, pattern=a||b",
        "a[b[c|d]]|e, pattern=a[b[c|d]]|e",
        "\\Qa|b\\E, pattern=\\Qa|b\\E"
      })
  void selectTheSameNamesAsTheExpression(String expression, String selectors) {
    assertThat(
            Selectors.of(List.of(expression)).stream()
                .map(SelectorsTest::text)
                .collect(Collectors.joining(" ")))
        .isEqualTo(selectors);
  }

  private static String text(NameSelector selector) {
    if (selector.name() != null) {
      return "name=" + selector.name();
    }
    return selector.prefix() == null
        ? "pattern=" + selector.pattern()
        : "prefix=" + selector.prefix();
  }
}

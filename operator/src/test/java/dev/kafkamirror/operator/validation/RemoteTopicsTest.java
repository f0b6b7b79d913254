package dev.kafkamirror.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.operator.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteTopicsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          [{name: a}]               ; [{name: a}]               ; true
          [{name: a}]               ; [{name: b}]               ; false
          [{name: a.b}]             ; [{prefix: a.}]            ; true
          [{name: ab}]              ; [{prefix: a.}]            ; false
          [{prefix: a.}]            ; [{prefix: a.b.}]          ; true
          [{prefix: a.}]            ; [{prefix: b.}]            ; false
          [{name: a1}]              ; [{pattern: 'a[0-9]'}]     ; true
          [{name: ab}]              ; [{pattern: 'a[0-9]'}]     ; false
          [{prefix: b}]             ; [{pattern: 'a[0-9]'}]     ; false
          [{prefix: a}]             ; [{pattern: 'a[0-9]'}]     ; true
          [{pattern: 'a\\..*'}]     ; [{pattern: 'b\\..*'}]     ; false
          [{pattern: 'a\\..*'}]     ; [{pattern: '.*x'}]        ; true
          [{pattern: 'a|b'}]        ; [{pattern: 'c.*'}]        ; true
          [{pattern: 'ab?'}]        ; [{pattern: 'ac?'}]        ; true
          [{name: a}, {name: b}]    ; [{name: c}, {name: b}]    ; true
          """)
  void selectorsOverlapWhenANameMayMatchBoth(String one, String two, boolean overlap) {
    assertThat(topics(one, "[]", "{}").overlap(topics(two, "[]", "{}")).isPresent())
        .isEqualTo(overlap);
    assertThat(topics(two, "[]", "{}").overlap(topics(one, "[]", "{}")).isPresent())
        .isEqualTo(overlap);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          [{prefix: a.}]     ; [{prefix: a.b.}]    ; [{prefix: a.b.}]   ; false
          [{prefix: a.}]     ; [{prefix: a.b.}]    ; [{name: a.b.c}]    ; true
          [{prefix: a.}]     ; [{name: a.b}]       ; [{name: a.b}]      ; false
          [{prefix: a.}]     ; [{name: a.b1}]      ; [{pattern: '.*1'}] ; false
          [{pattern: '.*'}]  ; [{pattern: 'a.*'}]  ; [{pattern: 'a.*'}] ; false
          [{pattern: '.*'}]  ; [{pattern: 'a-.*'}] ; [{prefix: a-}]     ; false
          [{pattern: '.*'}]  ; [{pattern: 'a.*'}]  ; [{pattern: 'b.*'}] ; true
          """)
  void anExcludeOfWhatTheOtherIncludesMakesThemDisjoint(
      String one, String two, String excludedByOne, boolean overlap) {
    var first = topics(one, excludedByOne, "{}");
    var second = topics(two, "[]", "{}");
    assertThat(first.overlap(second).isPresent()).isEqualTo(overlap);
    assertThat(second.overlap(first).isPresent()).isEqualTo(overlap);
  }

  @Test
  void anotherPrefixOfTheNamingMakesThemDisjoint() {
    var sourcePrefix = topics("[{name: a}]", "[]", "{policy: SourcePrefix}");
    var custom = topics("[{name: a}]", "[]", "{policy: CustomPrefix, prefix: copy-}");
    assertThat(sourcePrefix.overlap(custom)).isEmpty();
  }

  @Test
  void namesAreComparedAsTheyAreOnTheTarget() {
    var sourcePrefix = topics("[{name: orders}]", "[]", "{policy: SourcePrefix, separator: _}");
    var identity = topics("[{prefix: east_}]", "[]", "{policy: Identity}");
    assertThat(sourcePrefix.overlap(identity))
        .contains("topic east_orders as well, by topics east_*");
  }

  @Test
  void aPatternThatDoesNotCompileSelectsNothing() {
    assertThat(topics("[{pattern: '('}]", "[]", "{}").include()).isEmpty();
  }

  @Test
  void namesThatAClassOfTheUsersMakesAreLeftToThePods() {
    var ours = topics("[{pattern: '.*'}]", "[]", "{}");
    var named =
        RemoteTopics.of(
            Samples.mirror(
                    "spec: {plugins: {replicationPolicy: {className: a.B}}, heartbeats: {writeTo:"
                        + " Source}}")
                .getSpec());
    assertThat(named.overlap(ours)).isEmpty();
    assertThat(ours.overlap(named)).isEmpty();
    assertThat(named.sharedHeartbeats(ours)).isEmpty();
  }

  private static RemoteTopics topics(String include, String exclude, String naming) {
    return RemoteTopics.of(
        Samples.mirror(
                "spec: {topics: {include: %s, exclude: %s, naming: %s}}"
                    .formatted(include, exclude, naming))
            .getSpec());
  }
}

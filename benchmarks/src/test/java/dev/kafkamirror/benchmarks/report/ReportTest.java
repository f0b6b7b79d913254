package dev.kafkamirror.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Machine MACHINE =
      new Machine(Map.of("processors", "2"), Map.of("kafka", "4.3.1"));
  private static final Machine OTHER =
      new Machine(Map.of("processors", "8"), Map.of("kafka", "4.3.1"));

  @TempDir Path directory;
  private final Results results = new Results(MACHINE, List.of());

  @BeforeEach
  void measure() {
    results.add("z1k", Figure.CPU, "ours", Role.OURS, 1.25);
    results.add("z1k", Figure.CPU, "MirrorMaker 2 tuned", Role.MIRROR_MAKER_2, 10);
    results.add("z1k", Figure.CPU, "MirrorMaker 2 tuned", Role.MIRROR_MAKER_2, 30);
  }

  @Test
  void resultsAreAListThatCarriesEveryRunTheMachineAndTheVersions() throws Exception {
    JsonNode list = JsonMapper.builder().build().readTree(ResultsFile.of(results.list()));

    assertThat(list).hasSize(1);
    JsonNode first = list.get(0);
    assertThat(first.get("case").asText()).isEqualTo("z1k");
    assertThat(first.get("figure").asText()).isEqualTo("CPU");
    assertThat(first.get("unit").asText()).isEqualTo("s/GB");
    assertThat(first.get("ours").asDouble()).isEqualTo(1.25);
    assertThat(first.get("mirrorMaker2").asDouble()).isEqualTo(20);
    assertThat(first.get("limit").isNull()).isTrue();
    assertThat(first.get("ratio").asDouble()).isEqualTo(16);
    assertThat(first.get("runs").get("MirrorMaker 2 tuned")).hasSize(2);
    assertThat(first.get("machine").get("processors").asText()).isEqualTo("2");
    assertThat(first.get("versions").get("kafka").asText()).isEqualTo("4.3.1");
  }

  @Test
  void whatWasWrittenIsReadAsItWas() {
    Report.write(directory, results.list(), new Curves());

    assertThat(Report.read(directory)).isEqualTo(results.list());
  }

  @Test
  void nothingIsReadWhereNothingWasWritten() {
    assertThat(Report.read(directory)).isEmpty();
  }

  @Test
  void otherJsonIsRefused() {
    assertThatThrownBy(() -> ResultsFile.read("[{\"name\": 1}]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no results of benchmarks");
  }

  @Test
  void aCaseThatIsMeasuredAgainTakesThePlaceOfTheEarlierOneAndOthersStay() {
    results.add("l1k", Figure.CPU, "ours", Role.OURS, 2);
    Results later = new Results(OTHER, results.list());
    later.add("z1k", Figure.CPU, "ours", Role.OURS, 3);

    assertThat(later.list())
        .extracting(Result::caseName, r -> r.ours().getAsDouble(), Result::machine)
        .containsExactly(tuple("l1k", 2.0, MACHINE), tuple("z1k", 3.0, OTHER));
  }

  @Test
  void theReportSaysWhichCaseWasMeasuredWhere() throws Exception {
    Results later = new Results(OTHER, results.list());
    later.add("l1k", Figure.CPU, "ours", Role.OURS, 3);

    Report.write(directory, later.list(), new Curves());

    assertThat(directory.resolve("results.md"))
        .content()
        .contains("\nz1k. Machine: processors 2. Versions: kafka 4.3.1.\n")
        .contains("\nl1k. Machine: processors 8. Versions: kafka 4.3.1.\n");
  }

  @Test
  void tableHasALineAFigure() {
    assertThat(MarkdownTable.of(results.list()))
        .endsWith("| z1k | CPU | s/GB | 1.25 | 20.0 | – | 16.0 |\n");
  }

  @Test
  void numbersAreRoundedToWhatCounts() {
    assertThat(MarkdownTable.number(0)).isEqualTo("0");
    assertThat(MarkdownTable.number(0.2061)).isEqualTo("0.206");
    assertThat(MarkdownTable.number(12.345)).isEqualTo("12.3");
    assertThat(MarkdownTable.number(12_345.6)).isEqualTo("12,346");
  }
}

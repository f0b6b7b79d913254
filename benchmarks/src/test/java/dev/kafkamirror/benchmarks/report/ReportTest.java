package dev.kafkamirror.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Results results = new Results();

  @BeforeEach
  void measure() {
    results.add("z1k", Figure.CPU, "ours", Role.OURS, 1.25);
    results.add("z1k", Figure.CPU, "MirrorMaker 2 tuned", Role.MIRROR_MAKER_2, 10);
    results.add("z1k", Figure.CPU, "MirrorMaker 2 tuned", Role.MIRROR_MAKER_2, 30);
  }

  @Test
  void resultsAreAListThatCarriesEveryRunTheMachineAndTheVersions() throws Exception {
    var machine = new Machine(Map.of("processors", "2"), Map.of("kafka", "4.3.1"));

    JsonNode list = JsonMapper.builder().build().readTree(ResultsFile.of(results.list(), machine));

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

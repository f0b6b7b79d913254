package dev.kafkamirror.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PlotsTest {
  private final Results results = new Results(new Machine(Map.of(), Map.of()), List.of());
  private final Curves curves = new Curves();

  @Test
  void aFigureOfSeveralCasesIsDrawnInGroupsOfBars() throws Exception {
    for (String name : new String[] {"z1k", "l1k"}) {
      results.add(name, Figure.CPU, "ours", Role.OURS, 0.4);
      results.add(name, Figure.CPU, "MirrorMaker 2", Role.MIRROR_MAKER_2, 12);
    }

    Map<String, String> plots = Plots.of(results.list(), curves);

    assertThat(plots).containsOnlyKeys("cpu.svg");
    // The background, four bars, and three in the legend.
    assertThat(parsed(plots.get("cpu.svg")).getElementsByTagName("rect").getLength()).isEqualTo(8);
    assertThat(plots.get("cpu.svg")).contains(">z1k<").contains(">l1k<").contains(">0.400<");
  }

  @Test
  void theLargerBarIsTheHigherOne() {
    Axis axis = Axis.logarithmic(0.3, 40, 300, 50);

    assertThat(axis.from()).isEqualTo(0.1);
    assertThat(axis.to()).isEqualTo(100);
    assertThat(axis.pixel(0.1)).isEqualTo(300);
    assertThat(axis.pixel(100)).isEqualTo(50);
    assertThat(axis.pixel(10)).isLessThan(axis.pixel(1));
  }

  @Test
  void aLinearAxisEndsAtARoundNumber() {
    assertThat(Axis.linear(420, 300, 50).to()).isEqualTo(450);
    assertThat(Axis.linear(0.07, 300, 50).ticks()).hasSize(6);
  }

  @Test
  void latencyIsDrawnFromAllRunsOfASystem() throws Exception {
    Histogram first = new Histogram(3);
    first.recordValue(1_000_000);
    Histogram second = new Histogram(3);
    second.recordValue(900_000_000);
    curves.add("latency-1k", "ours", first);
    curves.add("latency-1k", "ours", second);

    Map<String, String> plots = Plots.of(results.list(), curves);

    assertThat(plots).containsOnlyKeys("latency-1k.svg");
    parsed(plots.get("latency-1k.svg"));
    assertThat(plots.get("latency-1k.svg")).contains(">1,000<").contains(">99.9<");
    assertThat(first.getTotalCount()).as("what was given stays as it was").isEqualTo(1);
  }

  @Test
  void figuresByTasksBecomeALineASystem() throws Exception {
    for (int tasks : new int[] {1, 8, 32}) {
      var figure = new Figure("throughput, tasks: " + tasks, "MB/s", false);
      results.add("tasks", figure, "ours", Role.OURS, 100 * tasks);
      results.add("tasks", figure, "MirrorMaker 2", Role.MIRROR_MAKER_2, 10 * tasks);
    }

    Map<String, String> plots = Plots.of(results.list(), curves);

    assertThat(plots).containsOnlyKeys("tasks-throughput.svg");
    parsed(plots.get("tasks-throughput.svg"));
    assertThat(plots.get("tasks-throughput.svg")).contains(">32<").contains(">MirrorMaker 2<");
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}

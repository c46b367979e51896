package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.diagnose.Attempts;
import io.waflab.diagnose.Grid;
import io.waflab.diagnose.Grid.Axis;
import io.waflab.diagnose.Grid.Unit;
import io.waflab.diagnose.Sentence;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GridReportTest {

    private static final Style ASCII = new Style(80, false, false);

    private static GridReport report(int columns) {
        var rows = new Axis("client.idle", Unit.SECONDS, List.of(119.9, 300.0));
        var values = IntStream.rangeClosed(1, columns).mapToObj(i -> 60.0 * i).toList();
        var first = IntStream.range(0, columns)
                .mapToObj(i -> new Attempts(i == 0 ? 8 : 19, 0, i == 0 ? 12 : 0, i == 0 ? 0 : 1))
                .toList();
        var second = IntStream.range(0, columns)
                .mapToObj(i -> new Attempts(0, 0, 20, 0))
                .toList();
        var grid = new Grid(rows, new Axis("keepalive_timeout", Unit.SECONDS, values), List.of(first, second), "");
        return new GridReport(grid, List.of(Sentence.of("tune.looks")));
    }

    @Test
    void eachCellHasItsCountItsMarkAndItsInterval() {
        assertThat(report(2).text(Sentences.in(Language.EN), Style.FILE).lines().toList())
                .containsSequence(
                        "Requests that raced, cell by cell",
                        "The client looks at a connection before it uses it again.",
                        "",
                        "              keepalive_timeout",
                        "idle          60 s       120 s",
                        "119.9 s       ▒ 12/20    · 0/19 !1",
                        "                39-78 %    0-17 %",
                        "300 s         █ 20/20    █ 20/20",
                        "                84-100 %   84-100 %",
                        "",
                        "What to set");
        assertThat(report(2).text(Sentences.in(Language.EN), ASCII))
                .contains("119.9 s       + 12/20    . 0/19 !1")
                .doesNotContain("█");
    }

    @Test
    void whatIsWiderThan80ColumnsGoesIntoBands() {
        for (var language : Language.values()) {
            var lines =
                    report(15).text(Sentences.in(language), Style.FILE).lines().toList();

            assertThat(lines).allMatch(line -> Words.columns(line) <= 80, "at most 80 columns");
            assertThat(lines.stream().filter(line -> line.strip().equals("keepalive_timeout")))
                    .hasSize(3);
        }
    }

    @Test
    void thePageNeedsNothingElseAndColoursByTheShare() {
        var html = report(2).html(Sentences.in(Language.ZH));

        assertThat(html)
                .startsWith("<!DOCTYPE html>\n<html lang=\"zh\">")
                .contains("<td style=\"--share:60%\"><b>12/20</b><br><small>39-78 %</small></td>")
                .contains("<td style=\"--share:0%\"><b>0/19 !1</b>")
                .contains("table.heat td { background: color-mix(")
                .doesNotContain("<script")
                .doesNotContain("http:")
                .doesNotContain("https:")
                .contains("95\u00a0%")
                .doesNotContain("95 %")
                .endsWith("</html>\n");
    }

    @Test
    void aCellThatTellsNothingHasNeitherColourNorInterval() {
        var grid = new Grid(
                new Axis("client.idle", Unit.SECONDS, List.of(1.0)),
                new Axis("keepalive_timeout", Unit.SECONDS, List.of(2.0, 3.0)),
                List.of(List.of(Attempts.NONE, new Attempts(0, 0, 0, 9))),
                "no response, fin");
        var report = new GridReport(grid, List.of());

        assertThat(report.text(Sentences.in(Language.EN), Style.FILE))
                .contains("1 s           ? 0/0      ? 0/0 !9\n")
                .doesNotContain("%");
        assertThat(report.html(Sentences.in(Language.EN)))
                .contains("<td><b>0/0</b>")
                .contains("<td><b>0/0 !9</b>");
    }
}

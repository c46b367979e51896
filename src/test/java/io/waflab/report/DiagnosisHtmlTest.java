package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class DiagnosisHtmlTest {

    private static String page(Language language) {
        return DiagnosisHtml.page(
                "<script>.pcap", List.of("13 packets"), "", List.of(Diagnoses.CUSTOMER), Sentences.in(language));
    }

    @Test
    void whatTheWireSaidCannotBecomeMarkup() {
        for (var language : Language.values()) {
            assertThat(page(language))
                    .contains("<title>&lt;script&gt;.pcap</title>", "&lt;b&gt;\\x1b[2J")
                    .doesNotContain("<script", "<b>\u001b", "\u001b");
        }
    }

    @Test
    void thePageNeedsNothingElse() {
        assertThat(page(Language.EN)).doesNotContain("http://", "https://", "url(http", "src=", "@import");
        assertThat(page(Language.ZH)).startsWith("<!DOCTYPE html>\n<html lang=\"zh\">");
    }

    /** An SVG has a width of its own, which would be cut off on a telephone and on paper. */
    @Test
    void aDrawingIsNoWiderThanItsPageAndPaperIsNotDark() {
        assertThat(page(Language.EN))
                .containsPattern("svg \\{[^}]*max-width: 100%; height: auto;")
                .containsPattern("@media print \\{[^@]*svg\\.flow \\{ min-width: 0; }")
                .contains("@media screen and (prefers-color-scheme: dark)");
    }

    @Test
    void theGraphIsWellFormedAndHasTheSilenceToScale() throws Exception {
        var page = page(Language.EN);
        var svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
        var graph = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        var bands = graph.getElementsByTagName("rect");

        assertThat(graph.getElementsByTagName("marker").getLength()).isEqualTo(5);
        assertThat(bands.getLength()).as("119.89 s, 14.91 s, the timer").isEqualTo(3);
        assertThat(bands.item(0).getAttributes().getNamedItem("height").getNodeValue())
                .isEqualTo("220");
        assertThat(bands.item(1).getAttributes().getNamedItem("height").getNodeValue())
                .isEqualTo("27");
        assertThat(svg).contains(">119.89 s<", ">14.91 s<", ">keepalive_timeout 119.89 s<", ">RST,ACK<", ">#13<");
    }
}

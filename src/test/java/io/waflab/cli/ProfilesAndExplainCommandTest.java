package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProfilesAndExplainCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return new Main(new PrintWriter(out, true), new PrintWriter(err, true), false).run(args);
    }

    @Test
    void listsEveryProductAndOneWithItsSources() {
        assertThat(run("profiles")).isZero();
        assertThat(out.toString()).contains("nginx", "AWS NLB", "OkHttp").doesNotContain("source:");
        assertThat(run("profiles", "alibaba", "waf")).isZero();
        assertThat(out.toString()).contains("source: ", "120 s");
        assertThat(out.toString().lines())
                .allMatch(line ->
                        line.length() <= Paragraph.WIDTH || !line.strip().contains(" "));
    }

    @Test
    void anUnknownProductIsAnAnswerOfNo() {
        assertThat(run("profiles", "frobnicator")).isEqualTo(1);
        assertThat(err.toString()).contains("frobnicator").hasLineCount(1);
    }

    @Test
    void explainsAnExceptionInTextAndInJson() throws IOException {
        assertThat(run("explain", "NoHttpResponseException")).isZero();
        assertThat(out.toString()).startsWith("hc-nohttpresponse\n").contains("wire:", "client:", "server:");
        out.getBuffer().setLength(0);
        assertThat(run("explain", "--format", "json", "NoHttpResponseException"))
                .isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).get(0).get("id").asText())
                .isEqualTo("hc-nohttpresponse");
    }

    @Test
    void whatNothingShowsHasTheNearestNamed() {
        assertThat(run("explain", "GOAWAY", "in", "a", "completely", "different", "universe", "somewhere"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("nearest").hasLineCount(1);
    }
}

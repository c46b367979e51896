package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitReaderTest {

    @Test
    void sharesAreReadInHundredths() throws ConfigException {
        var config = Configs.http("\"split_clients $uri $v\" { \"99.99%\" = most, \"0.01%\" = few }");
        var split = (ClientSplit) config.variables().lookup(0).orElseThrow();
        assertThat(split.source()).isEqualTo(Template.of("$uri"));
        assertThat(split.find("a")).isEqualTo("most");
    }

    @ParameterizedTest
    @CsvSource({
        "$uri v, 1% = a, invalid variable name \"v\"",
        "$uri, 1% = a, invalid number of arguments in \"split_clients\" directive",
        "$uri $v, 0% = a, invalid percent value \"0%\"",
        "$uri $v, 1.234% = a, invalid percent value \"1.234%\"",
        "$uri $v, 1 = a, invalid percent value \"1\"",
        "$uri $v, 101% = a, percent total is greater than 100%",
        "$uri $host, 1% = a, the duplicate \"host\" variable"
    })
    void whatIsWrongIsSaidInNginxsWords(String head, String body, String message) {
        var parts = body.split(" = ");
        assertThat(Configs.problemsOfHttp(
                        "\"split_clients " + head + "\" { \"" + parts[0] + "\" = \"" + parts[1] + "\" }"))
                .containsExactly("lab.conf:2: split_clients: " + message);
    }
}

package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamArgumentsTest {

    private static java.util.List<String> problems(String directive) {
        return Configs.problemsOfHttp("upstreams { u { servers = [\"127.0.0.1:1\"]\n" + directive + " } }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "least_conn = \"\"",
                "hash = \"$remote_addr consistent\"",
                "random = \"two least_conn\"",
                "zone = \"u 64k\"",
                "zone = u",
                "resolver = \"127.0.0.1:5353 valid=1s ipv6=off\"",
            })
    void whatNginxTakesIsTaken(String directive) {
        assertThat(problems(directive)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "least_conn = two | invalid number of arguments",
                "hash = \"$nothing\" | unknown \"nothing\" variable",
                "hash = \"$uri constant\" | invalid value \"constant\"",
                "random = three | invalid value \"three\"",
                "random = \"two least_time\" | invalid value \"least_time\"",
                "zone = \"u 1k\" | zone \"u\" is too small",
                "resolver = \"valid=1s\" | no name servers defined",
            })
    void whatItRefusesIsRefused(String directive, String why) {
        assertThat(problems(directive)).singleElement().asString().contains(why);
    }
}

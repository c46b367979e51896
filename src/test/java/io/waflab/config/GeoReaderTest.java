package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoReaderTest {

    @Test
    void theAddressIsTheClientsUnlessAnotherIsNamed() throws ConfigException {
        var config = Configs.http("\"geo $a\" { default = 1 }, \"geo $arg_ip $b\" { default = 1, volatile = [] }");
        var variables = config.variables();
        assertThat(variables.lookup(0).orElseThrow().source()).isEqualTo(Template.of("$remote_addr"));
        assertThat(variables.lookup(0).orElseThrow().isVolatile()).isFalse();
        assertThat(variables.lookup(1).orElseThrow().source()).isEqualTo(Template.of("$arg_ip"));
        assertThat(variables.lookup(1).orElseThrow().isVolatile()).isTrue();
    }

    @Test
    void whatIsDeletedAndWasNotThereIsANote() throws ConfigException {
        assertThat(Configs.http("\"geo $a\" { delete = \"127.0.0.1\" }").notes())
                .extracting(Problem::toString)
                .containsExactly("lab.conf:2: no network \"127.0.0.1\" to delete");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a        | default = 1                    | invalid variable name \"a\"",
                "ip $a    | default = 1                    | invalid variable name \"ip\"",
                "$uri $host $c | default = 1               | invalid number of arguments in \"geo\" directive",
                "$a       | \"1.2.3\" = 1                  | invalid network \"1.2.3\"",
                "$a       | proxy = nobody                 | invalid network \"nobody\"",
                "$a       | \"1.2.3.4\" = [a, b]           | invalid number of the geo parameters",
                "$a       | \"1.2.3.4\" = 1, ranges = []   | the \"ranges\" directive must be the first directive inside \"geo\" block",
                "$a       | default = 1, ranges = []       | the \"ranges\" directive must be the first directive inside \"geo\" block",
                "$a       | ranges = [], \"1.2.3.4\" = 1   | invalid range \"1.2.3.4\"",
                "$a       | ranges = [], \"2.0.0.0-1.0.0.0\" = 1 | invalid range \"2.0.0.0-1.0.0.0\"",
                "$a | ranges = [], \"1.0.0.1-1.0.0.3\" = 1, \"1.0.0.0-1.0.0.2\" = 1"
                        + " | range \"1.0.0.0-1.0.0.2\" overlaps another"
            })
    void whatIsWrongIsSaid(String head, String body, String message) {
        assertThat(Configs.problemsOfHttp("\"geo " + head + "\" { " + body + " }"))
                .containsExactly("lab.conf:2: geo: " + message);
    }
}

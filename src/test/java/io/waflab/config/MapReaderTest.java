package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapReaderTest {

    @ParameterizedTest
    @CsvSource({
        "\"$uri y\", a = b, 2, invalid variable name \"y\"",
        "\"$uri\", a = b, 2, invalid number of arguments in \"map\" directive",
        "\"$uri $host\", a = b, 2, the duplicate \"host\" variable",
        "\"$uri $y\", 'a = [b, c]', 2, invalid number of the map parameters",
        "\"$uri $y\", '\"~(\" = b', 2, pcre2_compile() failed: missing closing parenthesis at offset 1 in \"(\"",
        "\"$uri $y\", 'a = b, A = c', 2, conflicting parameter \"A\"",
        "\"$uri $y\", 'hostnames = [], \"a*b\" = c', 2, 'invalid server name or wildcard \"a*b\" (expected a name,"
                + " *.name, name.*, .name, ~regex or \"\")'"
    })
    void whatIsWrongIsSaidInNginxsWords(String head, String body, int line, String message) {
        assertThat(Configs.problemsOfHttp("maps { " + head + " { " + body + " } }"))
                .containsExactly("lab.conf:" + line + ": map: " + message);
    }

    @Test
    void theLastMapOfAVariableCounts() throws ConfigException {
        var config = Configs.http("\"map $uri $y\" { default = 1 }, \"map $host $y\" { default = 2 }");
        assertThat(config.variables()
                        .lookup(config.variables().slot("y").orElseThrow())
                        .orElseThrow()
                        .source())
                .isEqualTo(Template.of("$host"));
    }
}

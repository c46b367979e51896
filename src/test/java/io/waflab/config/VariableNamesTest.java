package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VariableNamesTest {

    @Test
    void aVariableMayBeUsedBeforeItIsMade() throws ConfigException {
        var config = Configs.http("""
                maps { "$host $kind" { "~^(?<first>.)" = "$first" } }
                servers = [{ listen = ["127.0.0.1:1"], server_name = "~^(?<sub>.+)\\\\.test$"
                  steps = [ "set $x $sub$first$kind$part$q$word" , "rewrite ^/(?<part>.*) /$part",
                    { "if ($uri ~ (?<q>.)$)" { steps = [ "break" ] } } ]
                  locations { "~ ^/(?<word>a)" { return = "200 $word" } } }]
                """);
        for (var name : new String[] {"kind", "first", "sub", "x", "part", "q", "word"}) {
            assertThat(config.variables().slot(name)).as(name).isPresent();
        }
    }

    @Test
    void oneThatNobodyMakesIsSaidOnceInNginxsWords() {
        assertThat(Configs.problemsOfServer("""
                        add_header { X = "$nobody", Y = "$http_x $nobody" }
                        return = "200 $noone"
                        """))
                .containsExactly("lab.conf:2: unknown \"nobody\" variable", "lab.conf:3: unknown \"noone\" variable");
    }

    @Test
    void aDollarInARegularExpressionIsNone() {
        assertThat(Configs.problemsOfServer("""
                        server_name = "~^a$"
                        rewrite = "^/a$ /b last"
                        """)).isEmpty();
    }
}

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
    void theCaseOfANameIsNoMatter() throws ConfigException {
        var config = Configs.http("""
                maps { "$Arg_A $Kind" { default = none } }
                servers = [{ listen = ["127.0.0.1:1"]
                  steps = [ "set $Foo x" ]
                  locations { "~ ^/(?<Word>a)" { return = "200 $FOO$foo$KIND$kind$word$Word$HTTP_User_Agent$Request_URI" } } }]
                """);
        var variables = config.variables();
        assertThat(variables.names()).containsExactlyInAnyOrder("kind", "foo", "word");
        assertThat(variables.slot("FOO")).isEqualTo(variables.slot("foo"));
        assertThat(Template.of("$FOO$HTTP_User_Agent$Request_URI", variables).parts())
                .containsExactly(
                        variables.part("foo"),
                        new Template.BuiltIn(Variable.HTTP_FIELD, "user_agent"),
                        new Template.BuiltIn(Variable.REQUEST_URI, ""));
        assertThat(Configs.problemsOfServer("return = \"200 $NoBody\""))
                .containsExactly("lab.conf:2: unknown \"nobody\" variable");
        assertThat(Configs.problemsOfServer("set = \"$Http_Host x\"")).isEmpty();
        assertThat(Configs.problemsOfServer("set = \"$Host x\"")).hasSize(1);
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
    void oneOfNginxsThatIsNotHereIsCalledSo() {
        assertThat(Configs.problemsOfServer("return = \"200 $tcpinfo_rtt$uri\""))
                .containsExactly("lab.conf:2: variable \"tcpinfo_rtt\": one of nginx's that waflab does not have"
                        + " (leave it out, or write a value)");
        assertThat(Configs.problemsOfServer("return = \"200 $date_gmt\"")).hasSize(1);
    }

    @Test
    void aDollarInARegularExpressionIsNone() {
        assertThat(Configs.problemsOfServer("""
                        server_name = "~^a$"
                        rewrite = "^/a$ /b last"
                        """)).isEmpty();
    }
}

package io.waflab.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Regex;
import io.waflab.config.Template;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {

    private final TestSubject subject = new TestSubject();

    private Scope scope(String http) throws ConfigException {
        var config = ConfigReader.read(
                "http { servers = [{ listen = [\"127.0.0.1:1\"] }]\n" + http + "\n}", "x.conf", List.of());
        return new Scope(config.variables(), subject);
    }

    @Test
    void aMapIsLookedUpOnceUnlessItIsVolatile() throws ConfigException {
        var scope = scope("maps { \"$uri $once\" { default = \"[$uri]\" }\n"
                + "\"$uri $always\" { volatile = [], default = \"<$uri>\" } }");
        subject.uri = "/a";
        assertThat(scope.expand(Template.of("$once $always"))).isEqualTo("[/a] </a>");
        subject.uri = "/b";
        assertThat(scope.expand(Template.of("$once $always"))).isEqualTo("[/a] </b>");
    }

    @Test
    void aMapsValueMayNameItsGroupsAndOtherMaps() throws ConfigException {
        var scope = scope("maps { \"$uri $a\" { \"~^/(?<first>.)(.*)\" = \"$2$first\" }\n\"x$a $b\" { xca = yes } }");
        subject.uri = "/ac";
        assertThat(scope.expand(Template.of("$b"))).isEqualTo("yes");
        assertThat(scope.expand(Template.of("$1$first"))).isEqualTo("aa");
    }

    @Test
    void mapsThatLookEachOtherUpAreAnErrorAndEmpty() throws ConfigException {
        var scope = scope("maps { \"$b $a\" { default = 1 }\n\"$a $b\" { default = \"$a\" } }");
        assertThat(scope.expand(Template.of("$b"))).isEqualTo("1");
        assertThat(subject.log).hasSize(1).first().asString().startsWith("error: cycle while evaluating variable \"");
    }

    @Test
    void whatAMapCapturesIsKnownToTheVariablesBeforeItInTheSameText() throws ConfigException {
        var scope = scope("maps { \"$uri $m\" { \"~(?<got>.+)\" = \"-\" } }");
        subject.uri = "/a";
        assertThat(scope.expand(Template.of("$got$m"))).isEqualTo("/a-");
    }

    @Test
    void groupsAreThoseOfTheLastMatch() throws ConfigException {
        var scope = scope("");
        assertThat(scope.expand(Template.of("<$1>"))).isEqualTo("<>");
        scope.matched(Regex.of("(.)(.)", false).find("ab").orElseThrow());
        assertThat(scope.expand(Template.of("<$2$1$3>"))).isEqualTo("<ba>");
        scope.unmatched();
        assertThat(scope.expand(Template.of("<$1>"))).isEqualTo("<>");
    }

    @Test
    void aVariableThatTheConfigurationDoesNotMakeIsEmpty() throws ConfigException {
        assertThat(scope("").expand(Template.of("<$nothing>"))).isEqualTo("<>");
    }
}

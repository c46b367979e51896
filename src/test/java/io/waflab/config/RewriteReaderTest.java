package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.RewriteStep.Break;
import io.waflab.config.RewriteStep.Flag;
import io.waflab.config.RewriteStep.If;
import io.waflab.config.RewriteStep.Respond;
import io.waflab.config.RewriteStep.Rewrite;
import io.waflab.config.RewriteStep.SetVariable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewriteReaderTest {

    private static List<RewriteStep> steps(String lines) throws ConfigException {
        return Configs.http("servers = [{ " + Configs.LISTEN + ", locations { \"/\" { steps = [" + lines + "] } } }]")
                .servers()
                .get(0)
                .locations()
                .get(0)
                .steps();
    }

    private static Rewrite rewrite(String words) throws ConfigException {
        return (Rewrite) steps("\"rewrite " + words + "\"").get(0);
    }

    @Test
    void stepsKeepTheirOrderAndThoseOfAnIfFollowIt() throws ConfigException {
        var steps = steps("\"set $a 1\", { \"if ($a)\" { steps = [ \"set $b 2\", \"break\" ], root = \"/x\" } },"
                + " \"return 204\"");
        assertThat(steps)
                .hasExactlyElementsOfTypes(SetVariable.class, If.class, SetVariable.class, Break.class, Respond.class);
        var condition = (If) steps.get(1);
        assertThat(condition.inner()).isEqualTo(2);
        assertThat(condition.block().orElseThrow().root().path().source()).isEqualTo("/x");
        assertThat(condition.block().orElseThrow().match()).isEqualTo(Location.Match.NAMELESS);
    }

    @Test
    void anIfHasTheProxyPassOfTheLocationAroundIt() throws ConfigException {
        var server = Configs.http("servers = [{ " + Configs.LISTEN + ", locations { \"/a/\" {"
                        + " proxy_pass = \"http://127.0.0.1:1/b/\", proxy_read_timeout = 7s,"
                        + " steps = [ { \"if ($uri)\" { add_header = \"X y\" } } ] } } }]")
                .servers()
                .get(0);
        var inside = server.locations().get(0).nameless().get(0);
        assertThat(inside.proxyPass()).isEqualTo(server.locations().get(0).proxyPass());
        assertThat(inside.text()).isEqualTo("/a/");
        assertThat(inside.settings().time(Directive.PROXY_READ_TIMEOUT)).hasSeconds(7);
        assertThat(inside.settings().lines(Directive.ADD_HEADER)).containsExactly(List.of("X", "y"));
    }

    @Test
    void aReplacementIsTakenApartAtItsFirstQuestionMark() throws ConfigException {
        var plain = rewrite("^/a(.) /b$1 last");
        assertThat(plain.path().source()).isEqualTo("/b$1");
        assertThat(plain.args()).isEmpty();
        assertThat(plain.keepsArgs()).isTrue();
        assertThat(plain.flag()).isEqualTo(Flag.LAST);
        var args = rewrite("^/a(.) /b?x=$1?y");
        assertThat(args.path().source()).isEqualTo("/b");
        assertThat(args.args().orElseThrow().source()).isEqualTo("x=$1?y");
        assertThat(rewrite("a /b?").keepsArgs()).isFalse();
        assertThat(rewrite("a /b?").args()).isEmpty();
        assertThat(rewrite("a /b?x redirect").path().source()).isEqualTo("/b?x");
    }

    @ParameterizedTest
    @CsvSource({
        "/b, NONE",
        "/b last, LAST",
        "/b break, BREAK",
        "/b redirect, REDIRECT",
        "/b permanent, PERMANENT",
        "http://x, REDIRECT",
        "https://x last, REDIRECT",
        "$scheme://x permanent, PERMANENT"
    })
    void aUrlRedirects(String words, Flag flag) throws ConfigException {
        assertThat(rewrite("a " + words).flag()).isEqualTo(flag);
    }

    @ParameterizedTest
    @CsvSource({
        "set a b, set: invalid variable name \"a\"",
        "set $uri b, set: the duplicate \"uri\" variable",
        "set $a, set: invalid number of arguments",
        "rewrite a, rewrite: invalid number of arguments",
        "rewrite a /b c, rewrite: invalid parameter \"c\"",
        "rewrite a \\\"\\\", rewrite: empty replacement",
        "break x, break: invalid number of arguments"
    })
    void whatIsWrongIsSaidInNginxsWords(String step, String message) {
        assertThat(Configs.problemsOfServer("steps = [ \"" + step + "\" ]")).containsExactly("lab.conf:2: " + message);
    }

    @Test
    void nginxsOwnVariablesMayBeSetWhereItMayBe() throws ConfigException {
        assertThat(steps("\"set $args x\", \"set $limit_rate 4k\", \"set $http_x 1\""))
                .hasSize(3);
    }

    @Test
    void insideAnIfOfAServerOnlyRewritingIsAllowed() {
        assertThat(Configs.problemsOfServer("steps = [ { \"if ($uri)\" { root = \"/x\" } } ]"))
                .containsExactly("lab.conf:2: root: not allowed in if in server (allowed in http, server, location,"
                        + " if in location)");
    }
}

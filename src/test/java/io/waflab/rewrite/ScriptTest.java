package io.waflab.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.rewrite.FileFacts.Kind;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {

    private final TestSubject subject = new TestSubject();

    private Script script(String... steps) throws ConfigException {
        var list = List.of(steps).stream()
                .map(step -> step.startsWith("{") ? step : "\"" + step.replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", "));
        var config = ConfigReader.read(
                "http { servers = [{ listen = [\"127.0.0.1:1\"], locations { \"/\" { steps = [ " + list + " ] } } }] }",
                "x.conf",
                List.of());
        var location = config.servers().get(0).locations().get(0);
        return new Script(location.steps(), new Scope(config.variables(), subject), subject);
    }

    private String run(String... steps) throws ConfigException {
        var result = script(steps).run();
        if (result instanceof Script.Answer answer) {
            return "return " + answer.answer().code();
        }
        return result instanceof Script.Redirect redirect
                ? redirect.status() + " " + redirect.location()
                : result.getClass().getSimpleName();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "^/(.*)$ /new/$1 last          | a=b | /new/old | a=b",
                "^/(.*)$ /new/$1? last         | a=b | /new/old | ''",
                "^/(.*)$ /new?x=$1 last        | a=b | /new     | x=old&a=b",
                "^/(.*)$ /new?x=$1? last       | a=b | /new     | x=old",
                "^/(.*)$ /new?$args&y          | a=b | /new     | a=b&y&a=b",
                "^/(.*)$ /$host break          | ''  | /h       | ''",
                "^/nothing /new last           | a=b | /old     | a=b",
                "o(l)d /$1$1$9/                | ''  | /ll/     | ''"
            })
    void aRewriteChangesPathAndArguments(String words, String args, String uri, String newArgs) throws Exception {
        subject.uri = "/old";
        subject.args = args;
        assertThat(run("rewrite " + words)).isEqualTo("Done");
        assertThat(subject.uri).isEqualTo(uri);
        assertThat(subject.args).isEqualTo(newArgs);
    }

    @Test
    void capturesAreEncodedWhereTheyBecomeArgumentsOfAnEncodedUri() throws Exception {
        subject.uri = "/a b&c";
        subject.encoded = true;
        run("rewrite ^/(.*)$ /x/$1?y=$1");
        assertThat(subject.uri).isEqualTo("/x/a b&c");
        assertThat(subject.args).isEqualTo("y=a%20b%26c");
        subject.uri = "/a b&c";
        subject.encoded = false;
        run("rewrite ^/(.*)$ /x?y=$1?");
        assertThat(subject.args).isEqualTo("y=a b&c");
    }

    @Test
    void aSetBeforeARewriteEncodesItsCapturesAndOneBehindDoesNot() throws Exception {
        subject.uri = "/a b";
        subject.encoded = true;
        run(
                "{ \"if ($uri ~ (.*))\" { steps = [ \"set $before $1\" ] } }",
                "rewrite (.*) $1",
                "set $behind $1",
                "rewrite . /$before:$behind");
        assertThat(subject.uri).isEqualTo("//a%20b:/a b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^/(.*)$ /new/$1 redirect              | 302 /new/old?a=b",
                "^/(.*)$ /new/$1? permanent            | 301 /new/old",
                "^/(.*)$ http://x/$1?y last            | 302 http://x/old?y&a=b",
                "^/(.*)$ $scheme://x                   | 302 ://x?a=b",
                "^/(.*)$ /%41%2f%20%zz?%41 redirect    | 302 /A/%20zz?%41&a=b"
            })
    void aRedirectHasTheArgumentsToo(String words, String result) throws Exception {
        subject.uri = "/old";
        subject.args = "a=b";
        assertThat(run("rewrite " + words)).isEqualTo(result);
        assertThat(subject.uri).isEqualTo("/old");
    }

    @Test
    void lastAndBreakEndTheStepsAndAPlainRewriteGoesOn() throws Exception {
        assertThat(run("rewrite ^ /a", "rewrite ^/a /b last", "return 500")).isEqualTo("Done");
        assertThat(subject.uri).isEqualTo("/b");
        assertThat(run("rewrite ^ /c break", "return 500")).isEqualTo("Done");
        assertThat(run("break", "return 500")).isEqualTo("Done");
        assertThat(subject.done).containsExactly("rewriting", "rewriting", "rewriting break", "break");
        assertThat(run("rewrite ^ /d", "return 204")).isEqualTo("return 204");
    }

    @ParameterizedTest
    @CsvSource({
        "($uri), true",
        "($args), false",
        "($zero), false",
        "($zero = 0), true",
        "($uri = /x), true",
        "($uri != /x), false",
        "($uri = $uri), true",
        "($uri ~ ^/X$), false",
        "($uri ~* ^/X$), true",
        "($uri !~ y), true",
        "(-f /file), true",
        "(!-f /file), false",
        "(-f /folder), false",
        "(-d /folder), true",
        "(-e /none), false",
        "(!-e /none), true",
        "(-e /other), true",
        "(-x /file), true",
        "(!-d /none), true"
    })
    void whatAnIfHoldsIsDoneWhenItIsTrue(String condition, boolean met) throws Exception {
        subject.uri = "/x";
        subject.files.put("/file", new FileFacts(Kind.FILE, true, 1, 1, ""));
        subject.files.put("/folder", new FileFacts(Kind.DIRECTORY, false, 1, 1, ""));
        subject.files.put("/other", new FileFacts(Kind.OTHER, false, 1, 1, ""));
        subject.files.put("/none", new FileFacts(Kind.NONE, false, 0, 0, "(2: No such file or directory)"));
        var result = run("set $zero 0", "{ \"if " + condition + "\" { steps = [ \"return 201\" ] } }", "return 202");
        assertThat(result).isEqualTo(met ? "return 201" : "return 202");
        assertThat(subject.done.isEmpty()).isEqualTo(!met);
        assertThat(subject.log).isEmpty();
    }

    @Test
    void anInnerRewriteThatEndsTheStepsEndsThemAll() throws Exception {
        assertThat(run("{ \"if ($uri)\" { steps = [ \"rewrite ^ /in last\" ] } }", "return 500"))
                .isEqualTo("Done");
        assertThat(subject.uri).isEqualTo("/in");
    }

    @Test
    void itStopsForAFileAndGoesOnOnceThatIsKnown() throws Exception {
        var script = script("set $a x", "{ \"if (-f /$a)\" { steps = [ \"return 201\" ] } }", "return 202");
        assertThat(script.run()).isEqualTo(new Script.NeedsFile("/x"));
        subject.files.put("/x", new FileFacts(Kind.FORBIDDEN, false, 0, 0, "(13: Permission denied)"));
        assertThat(((Script.Answer) script.run()).answer().code()).isEqualTo(202);
        assertThat(subject.log).containsExactly("crit: stat() \"/x\" failed (13: Permission denied)");
    }

    @Test
    void rewriteLogTellsWhatIsDone() throws Exception {
        subject.logs = true;
        subject.uri = "/x";
        run("rewrite ^/y /z", "rewrite ^/(x) /z?$1", "rewrite z /r redirect");
        assertThat(subject.log)
                .containsExactly(
                        "notice: \"^/y\" does not match \"/x\"",
                        "notice: \"^/(x)\" matches \"/x\"",
                        "notice: rewritten data: \"/z\", args: \"x\"",
                        "notice: \"z\" matches \"/z\"",
                        "notice: rewritten redirect: \"/r?x\"");
    }

    @Test
    void aUriWithoutLengthAndASearchWithoutEndAreFailures() throws Exception {
        assertThat(run("rewrite ^ $nothing", "set $nothing x")).isEqualTo("Failed");
        assertThat(subject.log)
                .containsExactly(
                        "warn: using uninitialized \"nothing\" variable", "error: the rewritten URI has a zero length");
        subject.uri = "/" + "a".repeat(400);
        assertThat(run("rewrite (.*)(.*)(.*)(.*)x /y")).isEqualTo("Failed");
        assertThat(subject.log.get(2)).startsWith("alert: pcre2_match() failed: -47 on \"/aaa");
    }

    @Test
    void argsAndLimitRateAreTheRequests() throws Exception {
        run("set $args $arg_a", "set $limit_rate 4k");
        assertThat(subject.args).isEqualTo("one");
        assertThat(subject.done).containsExactly("limit_rate 4k");
    }
}

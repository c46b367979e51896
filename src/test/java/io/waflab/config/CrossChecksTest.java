package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrossChecksTest {

    private static String servers(String... servers) {
        return "http { servers = [\n{ return = 204, " + String.join(" }\n{ return = 204, ", servers) + " }\n] }";
    }

    @Test
    void oneAddressHasOneDefaultServerAndOneSetOfOptions() {
        assertThat(Configs.problems(servers(
                        "listen = [\"127.0.0.1:1 default_server\", \"127.0.0.1:2 backlog=5\"]",
                        "listen = [\"127.0.0.1:1 default_server\"]",
                        "listen = [\"127.0.0.1:2 reuseport\", \"127.0.0.1:3 default_server\"]")))
                .containsExactly(
                        "lab.conf:3: listen: a duplicate default server for 127.0.0.1:1 (first at lab.conf:2)",
                        "lab.conf:4: listen: duplicate listen options for 127.0.0.1:2");
    }

    @Test
    void ofSeveralServersEachNameHasItsPlace() {
        assertThat(Configs.problems(servers("listen = [\"127.0.0.1:1\"], server_name = \"a.*.b\"")))
                .isEmpty();
        assertThat(Configs.problems(servers(
                        "listen = [\"127.0.0.1:1\"], server_name = \"a.*.b\"",
                        "listen = [\"127.0.0.1:1\"], server_name = a..b")))
                .containsExactly(
                        "lab.conf:2: server_name: invalid server name or wildcard \"a.*.b\" on 127.0.0.1:1 (expected a name,"
                                + " *.name, name.* or ~regex)",
                        "lab.conf:3: server_name: invalid server name or wildcard \"a..b\" on 127.0.0.1:1 (expected a name,"
                                + " *.name, name.* or ~regex)");
    }

    @Test
    void besideNoneAndBlockedThereIsAReferer() {
        var said = "lab.conf:2: the \"none\" or \"blocked\" referers are specified in the \"valid_referers\" directive"
                + " without any valid referer";
        for (var words : new String[] {"none", "blocked none", "none \"~x\""}) {
            assertThat(Configs.problems(
                            servers("listen = [1], valid_referers = [\"" + words.replace("\"", "") + "\"]")))
                    .as(words)
                    .containsExactly(said);
        }
        for (var words : new String[] {"none server_names", "blocked a.b", "~x"}) {
            assertThat(Configs.problems(servers("listen = [1], valid_referers = [\"" + words + "\"]")))
                    .as(words)
                    .isEmpty();
        }
    }

    @Test
    void whereOneListenOfAnAddressIsSslAllAreAndANoteSaysSo() throws ConfigException {
        var config =
                Configs.read(servers("listen = [\"127.0.0.1:1 ssl\"]", "listen = [\"127.0.0.1:1\"], server_name = a"));
        assertThat(config.notes())
                .extracting(Problem::toString)
                .containsExactly("lab.conf:3: protocol options redefined for 127.0.0.1:1");
        assertThat(config.endpoints().get(0).virtualHosts().ssl()).isTrue();
    }

    @Test
    void aNameThatTwoServersOfAnAddressHaveIsANote() throws ConfigException {
        var config = Configs.read(servers(
                "listen = [\"127.0.0.1:1\"], server_name = a.test",
                "listen = [\"127.0.0.1:1\"], server_name = A.test",
                "listen = [\"127.0.0.1:2\"], server_name = a.test"));
        assertThat(config.notes())
                .extracting(Problem::toString)
                .containsExactly("lab.conf:3: conflicting server name \"a.test\" on 127.0.0.1:1, ignored");
    }

    @Test
    void aLogFormatThatNobodyWroteIsAProblemAtEveryDepth() {
        assertThat(Configs.problems("http { log_format { main = \"$status\" }\naccess_log = \"a.log mian\"\n"
                        + "servers = [{ " + Configs.LISTEN
                        + ", locations { \"/\" { return = 1\n access_log = \"b.log no\" } } }] }"))
                .containsExactly(
                        "lab.conf:2: access_log: unknown log format \"mian\" (did you mean main?)",
                        "lab.conf:4: access_log: unknown log format \"no\"");
    }

    @Test
    void aCharsetThatWouldHaveToBeConvertedIsAProblem() {
        assertThat(Configs.problemsOfHttp("charset = utf-8, source_charset = utf-8"))
                .isEmpty();
        assertThat(Configs.problemsOfHttp("source_charset = koi8-r")).isEmpty();
        assertThat(Configs.problemsOfHttp("charset = utf-8\nsource_charset = koi8-r"))
                .containsExactly("lab.conf:3: source_charset: no body is converted from \"koi8-r\" to \"utf-8\""
                        + " (expected the same as charset)");
    }
}

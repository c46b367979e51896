package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken line by line must be what HOCON's own reader makes of it, places and order among it. */
class PlainProfileTest {

    @Test
    void profilesThatIncludeNoOtherArePlain() throws ConfigException {
        for (var name : List.of("tengine-3.2", "nginx-1.22")) {
            var path = "profiles/" + name + ".conf";
            assertThat(PlainProfile.read("conf/" + path))
                    .as(name)
                    .contains(HoconReader.read("profile", "include \"" + path + "\"\n", new Problems()));
        }
    }

    @Test
    void othersAreNot() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("conf/profiles"))) {
            for (var file : files.toList()) {
                assertThat(PlainProfile.read(file.toString()).isPresent())
                        .as("%s", file)
                        .isNotEqualTo(Files.readString(file).contains("\ninclude "));
            }
        }
        assertThat(PlainProfile.read("conf/profiles/none.conf")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# a comment = x\n\n  # another\r\n",
                "worker_processes = 1\npid = a-b.pid\nuse = 010\ndaemon = true",
                "http {\n}",
                "http {\n  keepalive_timeout = \"75s 60s\"\n  imitates = \"Tengine/3.2.0\"\n\n  upstream_defaults {\n"
                        + "    keepalive = \"32 local\"\n  }\n  proxy_http_version = 1.0\n}\nuse = epoll\n",
                "http {\n  imitates = \"\"\n  limit_rate = 1e3\n  gzip_types = \"a/b  c/d\"\n  error_page = \" 404 /a \"\n}\n"
            })
    void plainTextsAreReadAsByHocon(String text) throws ConfigException {
        assertThat(PlainProfile.of("a.conf", text)).contains(HoconReader.read("a.conf", text, new Problems()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"x.conf\"",
                "http {\n",
                "}",
                "http {\n}\nhttp {\n}",
                "pid = a\npid = b",
                "http { gzip = on }",
                "stream {\n}",
                "locations {\n}",
                "servers = a",
                "steps = a",
                "http.gzip = on",
                "pid : a",
                "pid=a",
                "pid = null",
                "pid = a b",
                "pid = a # comment",
                "pid = a//comment",
                "pid = ${HOME}",
                "pid = \"a\\tb\"",
                "pid = \"a\" \"b\"",
                "pid = \"",
                "pid = \"\"\"a\"\"\"",
                "pid = 'a'",
                "pid = -x",
                "pid = [a]",
                "pid = a,",
                " = a",
                "pid = ",
                "no_such = a"
            })
    void whateverElseIsLeftToHocon(String text) {
        assertThat(PlainProfile.of("a.conf", text)).isEmpty();
    }
}

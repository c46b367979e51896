package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignPlacesTest {

    private static List<String> problems(String http) {
        return Configs.problems("http {\n" + http + "\nservers = [ { listen = [1], return = 204 } ] }");
    }

    @ParameterizedTest
    @CsvSource({
        "sendfile, HTTP, true",
        "sendfile, IF, true",
        "sendfile, MAIN, false",
        "sendfile, UPSTREAM, false",
        "tcp_nopush, IF, false",
        "tcp_nodelay, STREAM_SERVER, true",
        "worker_rlimit_nofile, MAIN, true",
        "worker_rlimit_nofile, SERVER, false",
        "ssl_stapling, LOCATION, false",
        "server_names_hash_bucket_size, SERVER, false",
        "lua_code_cache, UPSTREAM, true",
        "sendfile, STREAM, false",
        "variables_hash_max_size, STREAM, true",
        "auth_basic_user_file, LIMIT_EXCEPT, true",
        "fastcgi_read_timeout, LOCATION, true",
        "fastcgi_read_timeout, STREAM_SERVER, false",
        "fastcgi_read_timeout, IF, false",
        "fastcgi_pass, IF, true",
        "fastcgi_cache_path, SERVER, false",
    })
    void aDirectiveStandsWhereNginxAllowsIt(String name, Context context, boolean allowed) {
        assertThat(ForeignPlaces.allow(name, context)).isEqualTo(allowed);
    }

    @Test
    void aPlaceThatNginxDoesNotAllowIsRefused() {
        assertThat(problems("worker_rlimit_nofile = 5"))
                .containsExactly("lab.conf:2: worker_rlimit_nofile: not allowed in http");
    }

    @Test
    void whatIsOnOrOffIsNothingElse() {
        assertThat(problems("sendfile = maybe"))
                .containsExactly("lab.conf:2: sendfile: invalid value \"maybe\" (expected on, off)");
        assertThat(problems("tcp_nopush = ON")).isEmpty();
        assertThat(problems("aio = threads")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            open_file_cache_valid 5x    | "open_file_cache_valid" directive invalid value
            proxy_cache_lock_timeout 5M | "proxy_cache_lock_timeout" directive invalid value
            connection_pool_size 1g     | "connection_pool_size" directive invalid value
            types_hash_max_size 2k      | "types_hash_max_size" directive invalid number
            sendfile yes                | invalid value "yes" in "sendfile" directive, it must be "on" or "off"
            http2_idle_timeout          | invalid number of arguments in "http2_idle_timeout" directive
            output_buffers 1            | invalid number of arguments in "output_buffers" directive
            output_buffers 0 32k        | "output_buffers" directive invalid value
            output_buffers 1 0          | "output_buffers" directive invalid value
            gzip_buffers 4 0            | "gzip_buffers" directive invalid value
            proxy_buffers 0 8k          | "proxy_buffers" directive invalid value
            http2_chunk_size 0          | the http2 chunk size cannot be zero
            fastcgi_read_timeout 5x     | "fastcgi_read_timeout" directive invalid value
            fastcgi_buffers 8           | invalid number of arguments in "fastcgi_buffers" directive
            uwsgi_buffering yes         | invalid value "yes" in "uwsgi_buffering" directive, it must be "on" or "off"
            scgi_cache_lock_age 5M      | "scgi_cache_lock_age" directive invalid value
            fastcgi_index a; fastcgi_index b | "fastcgi_index" directive is duplicate
            grpc_read_timeout 1; grpc_read_timeout 1 | "grpc_read_timeout" directive is duplicate
            memcached_gzip_flag x       | "memcached_gzip_flag" directive invalid number
            autoindex_format text       | invalid value "text" (expected html, json, jsonp, xml)
            aio foo                     | invalid value "foo" (expected on, off, threads)
            proxy_cache_valid 200 x     | invalid value "x"
            proxy_cache_key $nosuch     | unknown "nosuch" variable
            fastcgi_param A $nosuch     | unknown "nosuch" variable
            uninitialized_variable_warn | invalid number of arguments in "uninitialized_variable_warn" directive
            """)
    void valuesThatNginxDoesNotTakeAreRefusedInItsWords(String wrong, String said, @TempDir Path folder)
            throws Exception {
        assertThat(refused("http { " + wrong + "; server { listen 1; } }", folder))
                .containsExactly(said);
    }

    @Test
    void whatNginxTakesIsTaken(@TempDir Path folder) throws Exception {
        assertThat(refused(
                        "http { fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name if_not_empty;"
                                + " fastcgi_param A B; fastcgi_buffers 8 8k; fastcgi_hide_header A; fastcgi_hide_header B;"
                                + " grpc_set_header Host $host; proxy_cache_valid 200 302 10m; proxy_cache_valid any 1m;"
                                + " open_file_cache max=1000 inactive=20s; aio threads=default; userid_mark =;"
                                + " default_type $nosuch; gzip_types a/$b; server { listen 1; } }",
                        folder))
                .isEmpty();
    }

    @Test
    void ofSeveralWordsTheWrongOneIsNamed(@TempDir Path folder) throws Exception {
        assertThat(refused("http { proxy_cache_use_stale error http_505; server { listen 1; } }", folder))
                .singleElement()
                .asString()
                .startsWith("invalid value \"http_505\"");
    }

    /** What nginx would say, without the place. */
    static List<String> refused(String http, Path folder) throws Exception {
        var conf = Files.writeString(folder.resolve("n.conf"), "events {} " + http);
        var file = new NginxFile(conf, folder, List.of("e.log"), "pid p;", "nginx-1.22");
        try {
            ConfigReader.read(file, List.of());
            return List.of();
        } catch (ConfigException refused) {
            return refused.problems().stream()
                    .map(problem -> problem.nginxLine().replace(" in " + conf + ":1", ""))
                    .toList();
        }
    }

    @Test
    void whatNginxTakesOnceIsRefusedTheSecondTimeInABlock(@TempDir Path folder) throws Exception {
        var conf = Files.writeString(
                folder.resolve("n.conf"),
                "env A; env B; events {}\nhttp { tcp_nopush on;\ntcp_nopush on; server { listen 1; tcp_nopush off; } }");
        assertThatThrownBy(() -> ConfigReader.read(
                        new NginxFile(conf, folder, List.of("e.log"), "pid p;", "nginx-1.22"), List.of()))
                .hasMessage(conf + ":3: tcp_nopush: is duplicate (first at " + conf + ":2)");
    }

    @Test
    void allOfThemAreForeign() {
        for (var directive : Directive.values()) {
            assertThat(ForeignPlaces.standsOnce(directive.word()))
                    .as(directive.word())
                    .isFalse();
            assertThat(ForeignPlaces.allow(directive.word(), Context.LIMIT_EXCEPT))
                    .as(directive.word())
                    .isTrue();
        }
    }
}

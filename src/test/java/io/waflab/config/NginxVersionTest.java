package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code scripts/nginx-version} is what {@code waflab nginx -V} prints, and tools look there for what they may use. */
class NginxVersionTest {

    /** Modules that nginx has when it is not told otherwise (auto/options), each with a directive that is only its own. */
    private static final Map<String, String> BY_DEFAULT = modules(
            "charset charset",
            "userid userid",
            "access allow",
            "auth_basic auth_basic",
            "mirror mirror",
            "autoindex autoindex",
            "geo geo",
            "map map",
            "split_clients split_clients",
            "referer valid_referers",
            "rewrite rewrite",
            "proxy proxy_pass",
            "fastcgi fastcgi_pass",
            "uwsgi uwsgi_pass",
            "scgi scgi_pass",
            "grpc grpc_pass",
            "memcached memcached_pass",
            "tunnel tunnel_pass",
            "limit_conn limit_conn",
            "limit_req limit_req",
            "empty_gif empty_gif",
            "browser modern_browser",
            "upstream_hash hash",
            "upstream_ip_hash ip_hash",
            "upstream_least_conn least_conn",
            "upstream_least_time least_time",
            "upstream_random random",
            "upstream_keepalive keepalive",
            "upstream_zone zone",
            "upstream_sticky sticky");

    /** Modules that it has when it is asked to. */
    private static final Map<String, String> ASKED_FOR = modules(
            "ssl ssl_certificate",
            "v3 http3",
            "realip set_real_ip_from",
            "addition add_after_body",
            "sub sub_filter",
            "gunzip gunzip",
            "gzip_static gzip_static",
            "auth_request auth_request",
            "stub_status stub_status",
            "slice slice",
            "secure_link secure_link");

    /** The same of stream. */
    private static final Map<String, String> STREAM_ASKED_FOR =
            modules("realip set_real_ip_from", "ssl ssl_handshake_timeout", "ssl_preread ssl_preread");

    private static boolean isDoneInStream(String directive) {
        return Directive.of(directive).orElseThrow().contexts().contains(Context.STREAM_SERVER);
    }

    private static Map<String, String> modules(String... pairs) {
        var all = new LinkedHashMap<String, String>();
        for (var pair : pairs) {
            all.put(pair.substring(0, pair.indexOf(' ')), pair.substring(pair.indexOf(' ') + 1));
        }
        return all;
    }

    /** A setting, or a block, which is in no table. */
    private static boolean isDone(String directive) {
        return Directive.of(directive).isPresent()
                || ForeignDirectives.standing(directive, List.of()) == ForeignDirectives.Standing.UNKNOWN;
    }

    /** {@code ssi} is named neither as there nor as missing: it is accepted and does nothing. */
    @Test
    void theArgumentsNameWhatWaflabHasAndWhatItLacks() throws IOException {
        var arguments = new ArrayList<>(List.of("--with-http_v2_module"));
        ASKED_FOR.forEach((module, directive) -> {
            if (isDone(directive)) {
                arguments.add("--with-http_" + module + "_module");
            }
        });
        if (isDone("stream")) {
            arguments.add("--with-stream");
            STREAM_ASKED_FOR.forEach((module, directive) -> {
                if (isDoneInStream(directive)) {
                    arguments.add("--with-stream_" + module + "_module");
                }
            });
        }
        BY_DEFAULT.forEach((module, directive) -> {
            if (!isDone(directive)) {
                arguments.add("--without-http_" + module + "_module");
            }
        });
        if (!isDone("proxy_cache_valid")) {
            arguments.add("--without-http-cache");
        }
        assertThat(Files.readAllLines(Path.of("scripts/nginx-version")))
                .containsExactly(
                        "Tengine version: Tengine/3.2.0",
                        "nginx version: nginx/1.31.3",
                        "built with OpenSSL 3.0.22",
                        "TLS SNI support enabled",
                        "configure arguments: " + String.join(" ", arguments));
    }
}

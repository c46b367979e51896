package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoconWriterTest {

    private static final Set<String> REWRITE = Set.of("set", "rewrite", "break", "return", "if");
    private static final Set<String> ACCESS = Set.of("allow", "deny");

    @TempDir
    Path folder;

    /** Directives of different names may change places, save those whose order counts. */
    private static List<Statement> sorted(List<Statement> statements) {
        var all = new ArrayList<Statement>();
        for (var each : statements) {
            all.add(new Statement(each.name(), each.arguments(), Origin.DEFAULT, sorted(each.block())));
        }
        all.sort(Comparator.comparing(each ->
                REWRITE.contains(each.name()) ? "rewrite" : ACCESS.contains(each.name()) ? "access" : each.name()));
        return all;
    }

    private static List<Statement> readBack(String text) throws ConfigException {
        var problems = new Problems();
        var statements = HoconReader.read("converted", text, problems);
        problems.throwIfAny();
        return statements;
    }

    @Test
    void whatIsWrittenIsReadBackAsItWas() throws ConfigException {
        for (long seed = 0; seed < 1000; seed++) {
            var file = new RandomConf(seed).file();
            var text = HoconWriter.write(file);
            assertThat(sorted(readBack(text))).as("seed %d: %s", seed, text).isEqualTo(sorted(file));
        }
    }

    private NginxFile write(String text) throws IOException {
        var conf = Files.createDirectories(folder.resolve("conf"));
        return new NginxFile(
                Files.writeString(conf.resolve("nginx.conf"), text),
                folder,
                List.of("stderr", "info"),
                "",
                NginxFile.PROFILE);
    }

    private static String effective(LabConfig config) {
        return Effective.of(config).replaceAll("(?m) {3,}\\S.*$", "");
    }

    @Test
    void aConvertedFileIsTheSameModel() throws Exception {
        var source = write("""
                worker_processes 2;
                events { worker_connections 512; use epoll; }
                http {
                    log_format main '$remote_addr "$request" $status';
                    access_log logs/a.log main;
                    keepalive_timeout 1h 30m;
                    map $uri $old { default 0; ~^/o 1; "" "a b"; }
                    upstream b { server 127.0.0.1:9000 weight=2; server 127.0.0.1:9001 backup; keepalive 16; }
                    server {
                        listen 127.0.0.1:8080 default_server;
                        server_name a.test *.b.test ~^c\\d+\\.test$;
                        add_header X "a b" always;
                        add_header Y $old;
                        set $a 1;
                        if ($old = 1) { set $a "2 3"; return 301 /new; }
                        rewrite ^/r/(.*)$ /$1 last;
                        location ~ \\.php$ { proxy_pass http://b; proxy_read_timeout "1m 30s"; }
                        location = /x { internal; return 200 "it's \\"$a\\"\\n"; }
                        location / { deny 10.0.0.1; allow 10.0.0.0/8; deny all; proxy_pass http://b/y; }
                    }
                    server { listen 127.0.0.1:8081; return 204; }
                }
                """);
        var converted = Files.writeString(folder.resolve("conf/lab.conf"), HoconWriter.convert(source));
        assertThat(Language.of(converted)).isEqualTo(Language.HOCON);
        assertThat(effective(ConfigReader.read(converted)))
                .isEqualTo(effective(ConfigReader.read(source, List.of())))
                .contains("keepalive_timeout 1h 30m", "location ~ \\.php$");
    }

    @Test
    void certificatesBelowThePrefixAreNamedFromThere() throws Exception {
        var source = write(
                "events {} http { ssl_certificate a.pem; ssl_certificate_key /abs/b.pem; server { return 204; } }");
        assertThat(HoconWriter.convert(source))
                .contains("ssl_certificate = \"conf/a.pem\"", "ssl_certificate_key = \"/abs/b.pem\"");
    }

    @Test
    void whatCannotBeUsedIsNotConverted() throws IOException {
        var source = write("events {} http { foo; }");
        assertThatThrownBy(() -> HoconWriter.convert(source)).hasMessageContaining("foo: unknown directive");
    }
}

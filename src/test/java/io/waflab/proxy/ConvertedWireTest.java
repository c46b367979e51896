package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.ConfigReader;
import io.waflab.config.LabConfig;
import io.waflab.config.NginxFile;
import io.waflab.journal.Journal;
import io.waflab.reproduce.LabOrigin;
import io.waflab.reproduce.OriginOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code waflab convert} writes answers on the wire as the nginx.conf that it was made of. */
@Tag("wire")
@Timeout(120)
class ConvertedWireTest {

    private static final String CONF = """
            events { worker_connections 512; }
            http {
                error_log logs/error.log info;
                access_log logs/access.log;
                map $args $kind { default none; ~^a=(?<rest>.*)$ "a:$rest"; "b c" quoted; }
                geo $near { default 0; 127.0.0.0/8 1; }
                split_clients "$uri" $part { 50% one; * two; }
                limit_req_zone $uri zone=slow:1m rate=1r/m;
                upstream lab { server ORIGIN; keepalive 4; }
                add_header X-Near $near;
                server {
                    listen 127.0.0.1:0;
                    server_name lab.test;
                    root ROOT;
                    keepalive_timeout 5s 7;
                    client_max_body_size 1k;
                    gzip on; gzip_types text/plain; gzip_min_length 10; gzip_vary on;
                    error_page 404 /missing;
                    error_page 413 =200 "/large";
                    rewrite ^/old/(.*)$ /new/$1?from=$1 last;
                    set $said "it's \\"$kind\\"";
                    location = /missing { internal; return 404 "nothing at $request_uri\\n"; }
                    location = /large { return 200 "too much\\n"; }
                    location /new/ { add_header X-Args "$args|$said" always; return 200 "$uri $part\\n"; }
                    location ~* \\.(txt|html)$ { expires 1h; charset utf-8; }
                    location /files/ { alias ROOT/; try_files $uri $uri.txt =403; }
                    location /moved { return 301 /elsewhere?$args; }
                    location /silent { return 444; }
                    location /if { if ($arg_x = 1) { return 200 "one"; } if ($request_method = POST) { return 405; } return 204; }
                    location /limited { limit_req zone=slow; return 200 "ok"; }
                    location /only { limit_except GET { deny all; } return 200 "got"; }
                    location /denied { deny 127.0.0.1; allow all; }
                    location /origin/ {
                        proxy_pass http://lab/;
                        proxy_set_header X-From "$host $near";
                        proxy_hide_header X-Powered-By;
                        proxy_read_timeout 700ms;
                        proxy_intercept_errors on;
                        error_page 502 504 @sorry;
                    }
                    location @sorry { add_header X-Status $upstream_status always; return 503 "sorry\\n"; }
                }
                server { listen 127.0.0.1:0; server_name other.test; location / { return 200 "other $server_name $host\\n"; } }
            }
            """;

    private static final List<String> REQUESTS = List.of(
            get("/new/a?a=1"),
            get("/new/a?b%20c"),
            get("/old/thing?b c"),
            get("/none"),
            get("/page.html"),
            get("/note.txt", "Accept-Encoding: gzip"),
            get("/note.txt", "Range: bytes=2-5"),
            get("/note.txt", "If-Modified-Since: Sun, 01 Jan 2040 00:00:00 GMT"),
            get("/files/note"),
            get("/files/no"),
            get("/moved?q=1"),
            get("/silent"),
            get("/if?x=1"),
            get("/if"),
            "POST /if HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx",
            "POST /new/ HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 2000\r\nConnection: close\r\n\r\n"
                    + "x".repeat(2000),
            "POST /only HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            get("/only"),
            get("/limited"),
            get("/limited"),
            get("/denied"),
            get("/origin/ok"),
            get("/origin/echo?n=3"),
            get("/origin/silent"),
            get("/origin/nowhere"),
            "GET /new/x HTTP/1.0\r\nHost: lab.test\r\n\r\n",
            "GET /new/x HTTP/1.1\r\n\r\n",
            "GET /x HTTP/1.1\r\nHost: OTHER.test\r\nConnection: close\r\n\r\n",
            "BAD\r\n\r\n");

    @TempDir
    private Path folder;

    private static String get(String target, String... fields) {
        return "GET " + target.replace(' ', '+') + " HTTP/1.1\r\nHost: lab.test\r\n"
                + Stream.of(fields).map(field -> field + "\r\n").reduce("", String::concat)
                + "Connection: close\r\n\r\n";
    }

    @Test
    void theConvertedFileAnswersAsTheFileItself() throws Exception {
        var root = Files.createDirectories(folder.resolve("root"));
        Files.writeString(root.resolve("page.html"), "<p>page</p>");
        Files.writeString(root.resolve("note.txt"), "a note that is long enough\n");
        Files.createDirectories(folder.resolve("logs"));
        try (var origin = LabOrigin.start(OriginOptions.local())) {
            var conf = CONF.replace("ORIGIN", origin.url().substring("http://".length()))
                    .replace("ROOT", root.toString());
            var file = Files.writeString(folder.resolve("nginx.conf"), conf);
            var converted =
                    Files.writeString(folder.resolve("lab.conf"), ConfigReader.toHocon(file, NginxFile.PROFILE));
            var ofNginx = answers(ConfigReader.read(file));
            assertThat(answers(ConfigReader.read(converted))).containsExactlyElementsOf(ofNginx);
            assertThat(ofNginx.get(0)).startsWith("HTTP/1.1 200 OK\r\n").contains("X-Args: a=1|it's \"a:1\"\r\n");
            assertThat(ofNginx)
                    .anyMatch(String::isEmpty)
                    .anyMatch(answer -> answer.endsWith("sorry\n"))
                    .anyMatch(answer -> answer.endsWith("too much\n"));
        }
    }

    /** U+00D6 U+00D0 stand for the bytes D6 D0, which are a character of GBK and no UTF-8; the rest of the file is UTF-8. */
    private static final String BYTES = """
            events {}
            http {
                access_log off;
                map $arg_k $kind { default none; "\u6587" utf8; "\u00d6\u00d0" gbk; }
                server {
                    listen 127.0.0.1:0;
                    error_page 418 @\u6587;
                    location /\u6587/ {
                        add_header X-Value "\u503c \u00d6\u00d0";
                        return 200 "prefix \u6587 \u00d6\u00d0 $kind";
                        location /\u6587/\u91cc/ { return 200 "nested"; }
                    }
                    location = /\u7cbe { return 200 "exact"; }
                    location ^~ /\u5148 { return 200 "final"; }
                    location /\u00d6\u00d0/ { return 200 "gbk $uri"; }
                    location ~ ^/r/\u00d6\u00d0$ { return 200 "regex"; }
                    location = /teapot { return 418; }
                    location @\u6587 { return 200 "named"; }
                }
            }
            """;

    /** The file's bytes: one for each of U+0080 to U+00FF, else UTF-8. */
    private static byte[] bytes(String text) {
        var bytes = new ByteArrayOutputStream();
        text.codePoints()
                .mapToObj(c -> c < 0x100
                        ? new byte[] {(byte) c}
                        : Character.toString(c).getBytes(StandardCharsets.UTF_8))
                .forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static String octets(String text) {
        return new String(bytes(text), StandardCharsets.ISO_8859_1);
    }

    @Test
    void bytesOfTheFileAreBytesOnTheWireWhateverTheyMean() throws Exception {
        var file = Files.write(folder.resolve("nginx.conf"), bytes(BYTES));
        var hocon = ConfigReader.toHocon(file, NginxFile.PROFILE);
        for (var read : List.of(file, Files.writeString(folder.resolve("lab.conf"), hocon))) {
            var answers = answers(
                    ConfigReader.read(read),
                    List.of(
                            octets("/\u6587/x?k=\u6587"),
                            octets("/%E6%96%87/x?k=\u00d6\u00d0"),
                            octets("/\u6587/\u91cc/x"),
                            octets("/\u7cbe"),
                            octets("/\u5148x"),
                            octets("/%d6%D0/x"),
                            octets("/r/\u00d6\u00d0"),
                            "/teapot"));
            assertThat(answers.get(0)).contains(octets("\r\nX-Value: \u503c \u00d6\u00d0\r\n"));
            assertThat(answers)
                    .extracting(answer -> answer.substring(answer.lastIndexOf("\r\n\r\n") + 4))
                    .containsExactly(
                            octets("prefix \u6587 \u00d6\u00d0 utf8"),
                            octets("prefix \u6587 \u00d6\u00d0 gbk"),
                            "nested",
                            "exact",
                            "final",
                            octets("gbk /\u00d6\u00d0/x"),
                            "regex",
                            "named");
        }
    }

    private List<String> answers(LabConfig config) throws Exception {
        return answersTo(config, REQUESTS);
    }

    private List<String> answers(LabConfig config, List<String> targets) throws Exception {
        return answersTo(config, targets.stream().map(ConvertedWireTest::get).toList());
    }

    private List<String> answersTo(LabConfig config, List<String> requests) throws Exception {
        try (var logs = Logs.open(config);
                var journal = new Journal(Optional.empty());
                var server = ProxyServer.start(config, logs, journal, folder.resolve("certs"))) {
            var port = server.addresses().get(0).getPort();
            return requests.stream()
                    .map(request -> answer(port, request))
                    .map(answer -> answer.replaceAll("(?m)^(Date|ETag|Expires|<td>2).*$", "")
                            .replace(":" + port, ":PORT"))
                    .toList();
        }
    }

    private static String answer(int port, String request) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException reset) {
            return "reset";
        }
    }
}

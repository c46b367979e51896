package io.waflab.proxy;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Directive;
import io.waflab.config.LabConfig;
import io.waflab.config.Listen;
import io.waflab.config.NginxFile;
import io.waflab.config.Server;
import io.waflab.config.Settings;
import io.waflab.http.Http2Opening;
import io.waflab.tls.LabCertificate;
import io.waflab.tls.LabCertificates;
import io.waflab.tls.TlsEngine;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Requests of the usual kinds through a proxy of its own, so that the virtual machine has loaded and compiled what serves
 * them before the first client comes. It listens on Unix sockets in a folder that nobody else may enter, speaks TLS with
 * itself, and has its own journal, logs and counts: nothing of it is seen outside.
 */
final class RequestRehearsal implements AutoCloseable {

    /**
     * {@code front} is the client of {@code tls} in each version, on a connection for each request and on one for several;
     * {@code origin} answers, slowly if it must, and {@code mute} never does. The timers are so short that all ends.
     */
    private static final String CONF = """
            error_log logs/error.log;
            events { # USE
            }
            http {
              access_log logs/access.log;
              client_body_temp_path logs; proxy_temp_path logs;
              client_header_timeout 1s; client_body_timeout 1s; send_timeout 1s; keepalive_timeout 1s;
              proxy_connect_timeout 1s; proxy_send_timeout 1s; proxy_read_timeout 1s;
              upstream kept12 { server unix:@/tls.sock; keepalive 1; keepalive_timeout 2ms; }
              upstream kept13 { server unix:@/tls.sock; keepalive 1; }
              server {
                listen unix:@/front.sock;
                http2 on; keepalive_timeout 2ms;
                proxy_ssl_session_reuse off;
                location /once12/ { proxy_ssl_protocols TLSv1.2; proxy_pass https://unix:@/tls.sock:/; }
                location /once13/ { proxy_ssl_protocols TLSv1.3; proxy_pass https://unix:@/tls.sock:/; }
                location /kept12/ {
                  proxy_http_version 1.1; proxy_set_header Connection "";
                  proxy_ssl_protocols TLSv1.2; proxy_pass https://kept12/;
                }
                location /kept13/ {
                  proxy_http_version 1.1; proxy_set_header Connection "";
                  proxy_ssl_protocols TLSv1.3; proxy_pass https://kept13/;
                }
                location / { proxy_pass http://unix:@/origin.sock:/; }
              }
              server {
                listen unix:@/tls.sock ssl;
                # CERTIFICATE
                ssl_protocols TLSv1.2 TLSv1.3;
                keepalive_timeout 5ms; keepalive_requests 3;
                location / { proxy_pass http://unix:@/origin.sock; }
                location /mute { proxy_read_timeout 1ms; proxy_pass http://unix:@/mute.sock; }
                location /late { proxy_read_timeout 1ms; proxy_pass http://unix:@/origin.sock; }
              }
              server {
                listen unix:@/origin.sock;
                location / { return 200 "rehearsal"; }
                location /long { root @; }
                location /late { limit_rate 100; return 200 "0123456789abcdef0123456789abcdef0123456789abcdef"; }
              }
            }
            """;

    /** So much goes to the disk on its way, as a request's body and as an answer's. */
    private static final String LONG = "long ".repeat(16 * 1024);

    /** More than the answers of one client. */
    private static final int MOST_HEARD = 128 * 1024;

    /** One client's requests, each answered before the next is served. */
    private static final byte[] HTTP1 = String.join(
                    "",
                    request("/once12/a", ""),
                    request("/once13/b?c=d", "Cookie: e=f\r\n"),
                    request("/kept12/g", ""),
                    request("/kept12/h", "Accept-Encoding: gzip\r\n"),
                    request("/kept13/i", ""),
                    request("/kept13/j", "X-Forwarded-For: 192.0.2.1\r\n"),
                    request("/once13/mute", ""),
                    "POST /once12/k HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody",
                    "POST /once13/l HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
                    request("/once13/long", ""),
                    "POST /once12/o HTTP/1.1\r\nHost: a\r\nContent-Length: " + LONG.length() + "\r\n\r\n" + LONG,
                    request("/once12/late", ""))
            .getBytes(StandardCharsets.US_ASCII);

    /** So many of them get an answer; what comes after them is cut. */
    static final int ANSWERS = 12;

    private static final byte[] HTTP2 = Http2Opening.gets("/once12/n", "/kept13/o", "/p");

    /** All that it makes, in the order of its making. */
    private static final List<String> MADE = List.of(
            "",
            "mute.sock",
            "long",
            "nginx.conf",
            "logs",
            "logs/error.log",
            "logs/access.log",
            "front.sock",
            "tls.sock",
            "origin.sock");

    private final Path folder;
    private ServerSocketChannel mute;
    private RunningProxy proxy;

    /**
     * @param like whose certificate is shown; without TLS there, there is none here
     * @param lab shown by servers that name none
     * @throws ConfigException when that cannot be read
     * @throws IOException when there is no place for the sockets
     * @throws UnsupportedOperationException where there are no Unix sockets
     */
    RequestRehearsal(TlsEngine engine, LabConfig like, LabCertificates lab) throws ConfigException, IOException {
        folder = Files.createTempDirectory("waflab");
        // A process that is told to end while it starts leaves nothing either.
        MADE.forEach(name -> folder.resolve(name).toFile().deleteOnExit());
        boolean whole = false;
        try {
            mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            mute.bind(UnixDomainSocketAddress.of(folder.resolve("mute.sock")));
            proxy = RunningProxy.start(config(engine, like, lab), lab.folder());
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    private LabConfig config(TlsEngine engine, LabConfig like, LabCertificates lab)
            throws ConfigException, IOException {
        var certificate = certificate(like, lab);
        var use = like.main().find(Directive.USE).map(setting -> "use " + setting.value() + ";");
        var conf = CONF.replace("@", folder.toString()).replace("# USE", use.orElse(""));
        var text = certificate.isPresent()
                ? conf.replace("# CERTIFICATE", certificate.get())
                : conf.replace("tls.sock ssl;", "tls.sock;").replace("https://", "http://");
        Files.writeString(folder.resolve("long"), LONG);
        var file = folder.resolve("nginx.conf");
        Files.writeString(file, text);
        var parameter = "worker_processes 1; tls_engine " + engine.word() + ";";
        return ConfigReader.read(
                new NginxFile(file, folder, List.of("logs/error.log"), parameter, NginxFile.PROFILE), List.of());
    }

    private static Optional<String> certificate(LabConfig like, LabCertificates lab) throws IOException {
        var speaking = like.servers().stream()
                .filter(Listener::needsTls)
                .filter(server -> server.listens().stream().anyMatch(Listen::ssl))
                .toList();
        if (speaking.isEmpty()) {
            return Optional.empty();
        }
        var named = speaking.stream()
                .map(Server::settings)
                .filter(settings -> settings.has(Directive.SSL_CERTIFICATE))
                .findFirst();
        return Optional.of(named.isPresent() ? certificate(named.get(), like) : ofLab(lab));
    }

    private static String ofLab(LabCertificates lab) throws IOException {
        lab.make();
        return line(Directive.SSL_CERTIFICATE, lab.file(LabCertificate.SERVER_RSA))
                + line(Directive.SSL_CERTIFICATE_KEY, lab.keyFile(LabCertificate.SERVER_RSA));
    }

    private static String certificate(Settings settings, LabConfig like) {
        var lines = new StringBuilder();
        for (var directive : List.of(Directive.SSL_CERTIFICATE, Directive.SSL_CERTIFICATE_KEY)) {
            lines.append(line(
                    directive, like.resolve(settings.lines(directive).get(0).get(0))));
        }
        if (settings.has(Directive.SSL_PASSWORD_FILE)) {
            lines.append(line(Directive.SSL_PASSWORD_FILE, like.resolve(settings.text(Directive.SSL_PASSWORD_FILE))));
        }
        return lines.toString();
    }

    private static String line(Directive directive, Path file) {
        // What is relative is so to the process, and not to the rehearsal's own file.
        var quoted = file.toAbsolutePath().toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return directive.word() + " \"" + quoted + "\"; ";
    }

    /**
     * Blocks: not for event loops.
     *
     * @param goesOn asked before each round
     * @return how many rounds there were
     */
    int play(int rounds, BooleanSupplier goesOn) throws IOException {
        int done = 0;
        while (done < rounds && goesOn.getAsBoolean()) {
            http1Round();
            exchange(HTTP2);
            done++;
        }
        return done;
    }

    /** Where its sockets and logs are. */
    Path folder() {
        return folder;
    }

    /** @return the answers */
    String http1Round() throws IOException {
        return exchange(HTTP1);
    }

    /** Until the proxy closes, which its timers see to. */
    private String exchange(byte[] bytes) throws IOException {
        var heard = ByteBuffer.allocate(MOST_HEARD);
        try (var socket = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("front.sock")))) {
            // More than the socket takes would wait here for a proxy that waits there: answers are short until all is
            // sent.
            socket.write(ByteBuffer.wrap(bytes));
            while (heard.hasRemaining() && socket.read(heard) >= 0) {}
        }
        return new String(heard.array(), 0, heard.position(), StandardCharsets.ISO_8859_1);
    }

    private static String request(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }

    /** Ends all of it, and takes the folder away. */
    @Override
    public void close() throws IOException {
        try {
            if (proxy != null) {
                proxy.close();
            }
        } finally {
            remove();
        }
    }

    private void remove() throws IOException {
        if (mute != null) {
            mute.close();
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.proxy.RunningProxy;
import io.waflab.reproduce.LabOrigin;
import io.waflab.reproduce.OriginOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("wire")
@Timeout(90)
class MeasurementTest {

    /** nginx leaves a timer that is started anew to its old end where that is so near (NGX_TIMER_LAZY_DELAY). */
    private static final double EARLY = 0.3;

    /** A busy machine is later than the timer, but not so late that it would be the next one of these tests, 0.7 s later. */
    private static final double LATE = 0.6;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int client(String... arguments) {
        return new CommandLine(new ClientCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** The lab's proxy in front of an origin of its own. */
    private final class Proxy implements AutoCloseable {

        private final LabOrigin origin = LabOrigin.start(OriginOptions.local());
        private final RunningProxy proxy;

        Proxy(Optional<Path> profile, String... sets) throws IOException, ConfigException {
            var config = ConfigReader.ofUpstream(origin.url(), "0", profile.map(Path::toString), List.of(sets));
            proxy = RunningProxy.start(config, folder.resolve("certs"));
        }

        String url() {
            return "https://127.0.0.1:" + proxy.address().getPort();
        }

        @Override
        public void close() throws IOException {
            proxy.close();
            origin.close();
        }
    }

    private JsonNode measured(String url, String... more) throws IOException {
        out.getBuffer().setLength(0);
        var arguments = new java.util.ArrayList<>(
                List.of("--target", url, "--limit", "8s", "--format", "json", "--path", "/sink"));
        arguments.addAll(List.of(more));
        assertThat(client(arguments.toArray(new String[0]))).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private static JsonNode of(JsonNode all, String measure) {
        for (var one : all.get("measures")) {
            if (one.get("measure").textValue().equals(measure)) {
                return one;
            }
        }
        throw new AssertionError(measure + " is not among " + all);
    }

    private static void assertSeen(JsonNode all, String measure, double value, String end) {
        var one = of(all, measure);
        assertThat(one.get("certainty").textValue()).as("%s", one).isEqualTo("seen");
        assertThat(one.get("least").doubleValue()).as("%s", one).isBetween(value - EARLY, value + LATE);
        assertThat(one.get("end").textValue()).as("%s", one).isEqualTo(end);
    }

    @Test
    void theProxysTimersAreMeasuredAndTheProfileMakesAnotherThatMeasuresTheSame() throws IOException, ConfigException {
        var profile = folder.resolve("measured.conf");
        JsonNode original;
        try (var proxy = new Proxy(
                Optional.empty(),
                "keepalive_timeout=1s",
                "client_header_timeout=1700ms",
                "client_body_timeout=2400ms",
                "keepalive_requests=7",
                "reset_timedout_connection=on",
                "http2=on")) {
            original = measured(proxy.url(), "--measure", "--save-profile", profile.toString());
        }
        assertMeasuredAsSet(original);
        assertThat(profile).content().contains("measured on").contains("at 127.0.0.1:");
        try (var imitation = new Proxy(Optional.of(profile))) {
            assertMeasuredAsSet(measured(imitation.url(), "--measure=all"));
        }
    }

    private static void assertMeasuredAsSet(JsonNode all) {
        assertSeen(all, "idle", 1, "close_notify+fin");
        assertSeen(all, "silent", 1.7, "close_notify+fin");
        assertSeen(all, "header", 1.7, "rst");
        assertSeen(all, "body", 2.4, "rst");
        assertSeen(all, "close", 0, "close_notify+fin");
        assertSeen(all, "h2", 1, "close_notify+fin");
        assertThat(of(all, "h2").get("note").textValue()).startsWith("GOAWAY NO_ERROR, last stream 3");
        assertThat(of(all, "requests").get("least").intValue()).isEqualTo(7);
        // Seven requests end each of them, none by its age.
        assertThat(of(all, "age").get("certainty").textValue()).isEqualTo("longer");
    }

    @Test
    void theTimersThatTheEndAloneShowsAreMeasuredAndImitated() throws IOException, ConfigException {
        var profile = folder.resolve("measured.conf");
        try (var proxy = new Proxy(
                Optional.empty(),
                "keepalive_time=2s",
                "send_timeout=1500ms",
                "lingering_timeout=1s",
                "lingering_time=2s",
                "proxy_max_temp_file_size=0")) {
            assertTheRest(measured(
                    proxy.url(),
                    "--measure=age,send,linger,lingering",
                    "--large",
                    "/big?n=16m",
                    "--save-profile",
                    profile.toString()));
        }
        assertThat(profile)
                .content()
                .containsPattern("keepalive_time = [0-9]+m?s")
                .containsPattern("send_timeout = [0-9]+m?s")
                .containsPattern("lingering_timeout = [0-9]+m?s")
                .containsPattern("lingering_time = [23]");
    }

    private static void assertTheRest(JsonNode all) {
        var age = of(all, "age");
        assertThat(age.get("certainty").textValue()).as("%s", all).isEqualTo("between");
        assertThat(age.get("least").doubleValue()).as("%s", age).isBetween(1.0, 2 + LATE);
        assertThat(age.get("most").doubleValue()).as("%s", age).isBetween(1.95, 3.5);
        var send = of(all, "send");
        assertThat(send.get("certainty").textValue()).as("%s", all).isEqualTo("between");
        assertThat(send.get("least").doubleValue()).as("%s", send).isLessThan(1.5 + LATE);
        // 1.5 s, and up to 300 ms less: a timer that is started anew is left to its old end (NGX_TIMER_LAZY_DELAY).
        assertThat(send.get("most").doubleValue()).as("%s", send).isGreaterThan(1.15);
        var linger = of(all, "linger");
        assertThat(linger.get("certainty").textValue()).as("%s", linger).isEqualTo("seen");
        assertThat(linger.get("least").doubleValue()).as("%s", linger).isBetween(0.9, 1.8);
        var lingering = of(all, "lingering");
        assertThat(lingering.get("certainty").textValue()).as("%s", all).isEqualTo("seen");
        assertThat(lingering.get("least").doubleValue()).as("%s", lingering).isBetween(0.9, 3.2);
    }

    @Test
    void anAnswerThatFitsIntoTheKernelsBuffersMeasuresNoSendTimeout() throws IOException, ConfigException {
        try (var proxy = new Proxy(Optional.empty())) {
            var send = of(measured(proxy.url(), "--measure=send", "--large", "/ok"), "send");
            assertThat(send.get("certainty").textValue()).isEqualTo("nothing");
            assertThat(send.get("note").textValue()).contains("the answer has 100 bytes", "--large");
        }
    }

    @Test
    void onlyWhatWasAskedForIsMeasuredAndShownAsItIsFound() throws IOException, ConfigException {
        try (var proxy = new Proxy(Optional.empty(), "keepalive_timeout=600ms")) {
            assertThat(client(
                            "--target",
                            proxy.url(),
                            "--scenario",
                            "idle-until-closed",
                            "--measure",
                            "idle,close",
                            "--limit",
                            "4s"))
                    .isZero();
        }
        assertThat(out.toString())
                .contains("idle between two requests")
                .contains("after Connection: close")
                .doesNotContain("half a request");
        assertThat(err.toString())
                .contains("measuring 127.0.0.1:")
                .containsPattern("s  idle: closed after 0\\.[0-9]{3} s, close_notify\\+fin");
    }

    @Test
    void everythingIsToldInChineseToo() throws IOException, ConfigException {
        try (var proxy = new Proxy(Optional.empty(), "keepalive_timeout=600ms", "keepalive_requests=5")) {
            // What an answer or a handshake may take is a tenth of the limit: the JVM's first are here.
            assertThat(client("--target", proxy.url(), "--measure", "requests", "--limit", "30s", "--lang", "ZH"))
                    .as(err.toString())
                    .isZero();
            assertThat(client("--target", proxy.url(), "--measure", "--limit", "5s", "--lang", "ZH"))
                    .as(err.toString())
                    .isZero();
        }
        assertThat(out.toString())
                .contains("两个请求之间的空闲", "半个请求头", "最后一个应答说明连接将结束", "个连接，")
                .doesNotContain("idle", "half", "requests", "more than", "answered");
        assertThat(err.toString()).contains("正在测量 127.0.0.1", "空闲：0.6").doesNotContain("measuring");
    }

    @Test
    void theScenarioThatWaitsForTheServersCloseMeasuresAllOfIt() throws IOException, ConfigException {
        try (var proxy = new Proxy(Optional.empty(), "keepalive_timeout=600ms")) {
            assertThat(client("--target", proxy.url(), "--scenario", "idle-until-closed", "--limit", "3s"))
                    .isZero();
        }
        assertThat(out.toString())
                .contains("idle between two requests", "half a request head", "requests on a connection", "HTTP/2");
    }

    @Test
    void whatCannotBeMeasuredIsRefusedInOneLine() {
        assertThat(client("--target", "http://127.0.0.1:1", "--measure", "idle,speed"))
                .isEqualTo(2);
        assertThat(client("--target", "http://127.0.0.1:1", "--measure", "--connections", "65"))
                .isEqualTo(2);
        assertThat(client("--target", "http://127.0.0.1:1", "--measure", "--scenario", "race"))
                .isEqualTo(2);
        assertThat(client("--target", "http://127.0.0.1:1", "--measure", "idle"))
                .isEqualTo(2);

        assertThat(err.toString().lines())
                .contains(
                        "\"speed\" cannot be measured (expected all or some of: idle,silent,header,body,requests,close,h2,age,send,linger,lingering)",
                        "connections: 65 (expected: 1 to 64)",
                        "--measure goes without --step and with no scenario but idle-until-closed",
                        "cannot connect to 127.0.0.1:1: Connection refused (expected a server that listens there)");
    }

    @Test
    void nginxIsMeasuredAndThenImitated() throws IOException, ConfigException, InterruptedException {
        var profile = folder.resolve("nginx-measured.conf");
        var port = freePort();
        var conf = Files.writeString(
                folder.resolve("nginx.conf"),
                "daemon off; pid n.pid; error_log error.log; events { }\n"
                        + "http { access_log off; keepalive_timeout 1s; client_header_timeout 2s; keepalive_requests 5;\n"
                        + "client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;\n"
                        + "server { listen 127.0.0.1:" + port + "; location / { return 200 ok; } } }\n");
        assumeInstalled("nginx");
        var nginx = program("nginx", "-p", folder.toString(), "-c", conf.toString(), "-e", "error.log");
        try {
            awaitListening(port);
            var all = measured(
                    "http://127.0.0.1:" + port,
                    "--measure",
                    "idle,header,requests",
                    "--save-profile",
                    profile.toString());
            assertSeen(all, "idle", 1, "fin");
            assertSeen(all, "header", 2, "fin");
            assertThat(of(all, "requests").get("least").intValue()).isEqualTo(5);
            assertThat(all.get("server").textValue()).startsWith("nginx");
        } finally {
            end(nginx);
        }
        try (var imitation = new Proxy(Optional.of(profile))) {
            var all = measured(imitation.url(), "--measure", "idle,header,requests");
            assertSeen(all, "idle", 1, "close_notify+fin");
            assertSeen(all, "header", 2, "fin");
            assertThat(of(all, "requests").get("least").intValue()).isEqualTo(5);
        }
    }

    @Test
    void haproxyAnswers408ToHalfAHead() throws IOException, InterruptedException {
        var port = freePort();
        var conf = Files.writeString(
                folder.resolve("haproxy.cfg"),
                "defaults\n mode http\n timeout client 5s\n timeout http-request 2s\n timeout http-keep-alive 1s\n"
                        + "frontend f\n bind 127.0.0.1:" + port + "\n http-request return status 200\n");
        assumeInstalled("haproxy");
        var haproxy = program("haproxy", "-db", "-f", conf.toString());
        try {
            awaitListening(port);
            var all = measured("http://127.0.0.1:" + port, "--measure", "idle,header");
            assertSeen(all, "idle", 1, "fin");
            assertSeen(all, "header", 2, "fin");
            assertThat(of(all, "header").get("status").intValue()).isEqualTo(408);
        } finally {
            end(haproxy);
        }
    }

    @Test
    void nodeClosesAfterItsKeepAliveTimeout() throws IOException, InterruptedException {
        var port = freePort();
        assumeInstalled("node");
        var node = program(
                "node",
                "-e",
                "const s=require('http').createServer((q,r)=>r.end('ok'));s.keepAliveTimeout=1000;" + "s.listen(" + port
                        + ",'127.0.0.1')");
        try {
            awaitListening(port);
            var idle = of(measured("http://127.0.0.1:" + port, "--measure", "idle"), "idle");
            assertThat(idle.get("certainty").textValue()).isEqualTo("seen");
            // From version 22.19 on a server allows a second more than it says.
            assertThat(idle.get("least").doubleValue()).isBetween(0.9, 2.4);
        } finally {
            end(node);
        }
    }

    private static void assumeInstalled(String name) {
        assumeTrue(
                List.of("/usr/sbin/", "/usr/bin/").stream().anyMatch(bin -> Files.isExecutable(Path.of(bin + name))),
                name + " is not installed");
    }

    private Process program(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("program.log").toFile())
                .start();
    }

    private static void end(Process program) throws InterruptedException {
        program.destroy();
        program.waitFor(5, TimeUnit.SECONDS);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(int port) {
        for (int tries = 0; tries < 200; tries++) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(50_000_000);
            }
        }
        throw new AssertionError("nothing listens on port " + port);
    }
}

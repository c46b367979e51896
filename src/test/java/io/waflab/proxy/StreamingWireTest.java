package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies larger than any buffer, to a peer that takes nothing for a while: the sender is held back, nothing is lost. */
@Tag("wire")
@Timeout(120)
class StreamingWireTest {

    private static final long SIZE = 300L << 20;
    private static final int BLOCK = 64 << 10;
    /** Netty's direct memory may grow by this; the kernel's socket buffers are not in it. */
    private static final long FLAT = 32L << 20;

    @TempDir
    static Path folder;

    private final AtomicLong taken = new AtomicLong();
    private final CountDownLatch read = new CountDownLatch(1);

    /** A body's bytes at a position, so that a lost or doubled piece shows. */
    private static void fill(byte[] block, long position) {
        for (int i = 0; i < block.length; i += 8) {
            long value = (position + i) * 0x9E3779B97F4A7C15L;
            for (int j = 0; j < 8; j++) {
                block[i + j] = (byte) (value >> 8 * j);
            }
        }
    }

    /** Sends the body; counts what the kernel took. */
    private void send(Socket to) throws IOException {
        var block = new byte[BLOCK];
        for (long position = 0; position < SIZE; position += BLOCK) {
            fill(block, position);
            to.getOutputStream().write(block);
            taken.addAndGet(BLOCK);
        }
    }

    /** Reads the body once it may, and says whether each byte is the one that was sent. */
    private boolean receive(Socket from) throws Exception {
        read.await();
        var in = new DataInputStream(from.getInputStream());
        var expected = new byte[BLOCK];
        var block = new byte[BLOCK];
        for (long position = 0; position < SIZE; position += BLOCK) {
            fill(expected, position);
            in.readFully(block);
            if (!java.util.Arrays.equals(expected, block)) {
                return false;
            }
        }
        return true;
    }

    private static String head(Socket from) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int octet = from.getInputStream().read();
            if (octet < 0) {
                throw new IOException("ended in the head: " + text);
            }
            text.append((char) octet);
        }
        return text.toString();
    }

    private static void say(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static long direct() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    /** Waits until the sender has not been able to send for a while; says how much had gone by then. */
    private long held() throws InterruptedException {
        var never = new CountDownLatch(1);
        long before = -1;
        while (before != taken.get() || before == 0) {
            before = taken.get();
            never.await(300, TimeUnit.MILLISECONDS);
        }
        return before;
    }

    private LabProxy proxy(ServerSocket origin, String... http) throws Exception {
        return LabProxy.Setup.in(folder)
                .plain()
                .http(http)
                .locations("\"/\" { proxy_pass = \"http://127.0.0.1:" + origin.getLocalPort() + "\" }")
                .start();
    }

    private static ServerSocket origin() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private interface Part<T> {
        T play() throws Exception;
    }

    private static <T> CompletableFuture<T> beside(Part<T> part) {
        var done = new CompletableFuture<T>();
        var thread = new Thread(() -> {
            try {
                done.complete(part.play());
            } catch (Exception failed) {
                done.completeExceptionally(failed);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_max_temp_file_size = 0", "proxy_buffering = off"})
    void aClientThatReadsLateHoldsTheOriginBackAndGetsEveryByte(String buffering) throws Exception {
        try (var listener = origin();
                var proxy = proxy(listener, buffering);
                var client = new Socket("127.0.0.1", proxy.port())) {
            long before = direct();
            var origin = beside(() -> {
                try (var upstream = listener.accept()) {
                    head(upstream);
                    say(upstream, "HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
                    send(upstream);
                    return true;
                }
            });
            say(client, "GET / HTTP/1.1\r\nHost: lab.test\r\n\r\n");
            assertThat(held()).as("bytes before the origin was held back").isLessThan(64L << 20);
            assertThat(direct() - before).isLessThan(FLAT);
            var received = beside(() -> head(client).startsWith("HTTP/1.1 200") && receive(client));
            read.countDown();
            assertThat(received.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(origin.get()).isTrue();
            assertThat(direct() - before).isLessThan(FLAT);
        }
    }

    /** What the client does not take goes to a file meanwhile, so that memory stays as it was. */
    @Test
    void anOriginIsReadToItsEndWhileTheClientReadsLate() throws Exception {
        try (var listener = origin();
                var proxy = proxy(listener, "proxy_temp_path = \"LOGS\"");
                var client = new Socket("127.0.0.1", proxy.port())) {
            long before = direct();
            var origin = beside(() -> {
                try (var upstream = listener.accept()) {
                    head(upstream);
                    say(upstream, "HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
                    send(upstream);
                    return true;
                }
            });
            say(client, "GET / HTTP/1.1\r\nHost: lab.test\r\n\r\n");
            assertThat(origin.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(proxy.line("error.log", "an upstream response is buffered to a temporary file"))
                    .contains("[warn]")
                    .contains("while reading upstream");
            assertThat(direct() - before).isLessThan(FLAT);
            var received = beside(() -> head(client).startsWith("HTTP/1.1 200") && receive(client));
            read.countDown();
            assertThat(received.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(direct() - before).isLessThan(FLAT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_request_buffering = off", "proxy_request_buffering = on"})
    void anOriginThatReadsLateGetsEveryByte(String buffering) throws Exception {
        boolean streamed = buffering.endsWith("off");
        try (var listener = origin();
                var proxy = proxy(listener, buffering, "client_max_body_size = 0", "client_body_temp_path = \"LOGS\"");
                var client = new Socket("127.0.0.1", proxy.port())) {
            long before = direct();
            var received = beside(() -> {
                try (var upstream = listener.accept()) {
                    boolean counted = head(upstream).contains("Content-Length: " + SIZE + "\r\n");
                    boolean whole = receive(upstream);
                    say(upstream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    return counted && whole;
                }
            });
            var sent = beside(() -> {
                say(client, "POST / HTTP/1.1\r\nHost: lab.test\r\nContent-Length: " + SIZE + "\r\n\r\n");
                send(client);
                return true;
            });
            if (streamed) {
                assertThat(held()).as("bytes before the client was held back").isLessThan(64L << 20);
            } else {
                assertThat(sent.get(60, TimeUnit.SECONDS))
                        .as("taken whole, into a file")
                        .isTrue();
            }
            assertThat(direct() - before).isLessThan(FLAT);
            read.countDown();
            assertThat(received.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(head(client)).startsWith("HTTP/1.1 200");
            assertThat(direct() - before).isLessThan(FLAT);
        }
    }

    /** What the proxy leaves unread is not the client's silence: client_body_timeout does not run meanwhile. */
    @Test
    void anOriginThatTakesNoMoreOfAStreamedBodyIs504AndNotTheClientsTimeout() throws Exception {
        try (var listener = origin();
                var proxy = proxy(
                        listener,
                        "proxy_request_buffering = off",
                        "client_max_body_size = 0",
                        "client_body_timeout = 300ms",
                        "proxy_send_timeout = 900ms");
                var client = new Socket("127.0.0.1", proxy.port())) {
            beside(() -> {
                say(client, "POST / HTTP/1.1\r\nHost: lab.test\r\nContent-Length: " + SIZE + "\r\n\r\n");
                send(client);
                return true;
            });
            assertThat(head(client)).startsWith("HTTP/1.1 504");
        }
    }

    /** The same of a stream of HTTP/2, whose client has a window for more than kernels take. */
    @Test
    void anOriginThatTakesNoMoreOfAStreamsBodyIs504AndNotTheClientsTimeout() throws Exception {
        try (var listener = origin();
                var proxy = proxy(
                        listener,
                        "http2 = on",
                        "proxy_request_buffering = off",
                        "client_max_body_size = 0",
                        "client_body_buffer_size = 16m",
                        "client_body_timeout = 2s",
                        "proxy_send_timeout = 4s");
                var client = Http2Client.of(proxy)) {
            client.sends(Http2Client.post(1, "/"));
            client.until(frame -> frame.text().startsWith("WINDOW_UPDATE 1 "));
            var piece = Http2Client.data(1, false, 16_000);
            for (int i = 0; i < 1000; i++) {
                client.sends(piece);
            }
            assertThat(client.until(frame -> frame.stream() == 1 && frame.type() != 8))
                    .last()
                    .asString()
                    .startsWith("HEADERS 1 :status=504");
        }
    }

    @Test
    void aClientThatFallsSilentInAStreamedBodyEndsAtClientBodyTimeout() throws Exception {
        try (var listener = origin();
                var proxy = proxy(listener, "proxy_request_buffering = off", "client_body_timeout = 300ms");
                var client = new Socket("127.0.0.1", proxy.port())) {
            say(client, "POST / HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 100\r\n\r\nhalf");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            proxy.line("error.log", "ended by client_body_timeout 300ms");
        }
    }

    /** nginx starts proxy_read_timeout again whenever the client takes something (ngx_event_pipe). */
    @Test
    void anOriginMayPauseForAsLongAsASlowClientTakesWhatCame() throws Exception {
        int first = 20 << 20;
        int last = 1000;
        try (var listener = origin();
                var proxy = proxy(listener, "proxy_temp_path = \"LOGS\"", "proxy_read_timeout = 1s");
                var client = new Socket()) {
            client.setReceiveBufferSize(64 << 10);
            client.connect(new InetSocketAddress("127.0.0.1", proxy.port()));
            beside(() -> {
                try (var upstream = listener.accept()) {
                    head(upstream);
                    say(upstream, "HTTP/1.1 200 OK\r\nContent-Length: " + (first + last) + "\r\n\r\n");
                    upstream.getOutputStream().write(new byte[first]);
                    read.await();
                    upstream.getOutputStream().write(new byte[last]);
                    return true;
                }
            });
            say(client, "GET / HTTP/1.1\r\nHost: lab.test\r\n\r\n");
            head(client);
            var slowly = new CountDownLatch(1);
            int taken = 0;
            while (taken < first / 2) {
                taken += client.getInputStream().readNBytes(256 << 10).length;
                slowly.await(50, TimeUnit.MILLISECONDS);
            }
            read.countDown();
            int rest = client.getInputStream().readNBytes(first + last - taken).length;
            assertThat(taken + rest).isEqualTo(first + last);
        }
    }

    /** An upstream that is not read cannot be silent. */
    @Test
    void aTunnelWhoseClientReadsLateLosesNothingAndIsThenTimed() throws Exception {
        try (var listener = origin();
                var proxy = LabProxy.Setup.in(folder)
                        .plain()
                        .http("proxy_read_timeout = 1s")
                        .locations(
                                "\"/\" { proxy_pass = \"http://127.0.0.1:" + listener.getLocalPort() + "\"",
                                "proxy_set_header = { Upgrade = \"$http_upgrade\", Connection = \"upgrade\" } }")
                        .start();
                var client = new Socket("127.0.0.1", proxy.port())) {
            var ended = beside(() -> {
                try (var upstream = listener.accept()) {
                    head(upstream);
                    say(upstream, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
                    send(upstream);
                    return upstream.getInputStream().read();
                }
            });
            say(client, "GET / HTTP/1.1\r\nHost: lab.test\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
            for (int i = 0; i < 4; i++) {
                held();
            }
            read.countDown();
            assertThat(head(client)).startsWith("HTTP/1.1 101");
            assertThat(receive(client)).isTrue();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
            proxy.line("error.log", "ended by proxy_read_timeout 1s");
        }
    }

    /** As measured of nginx 1.22: its origin may answer what it has got so far. */
    @Test
    void aStreamedBodyGoesOnBesideItsResponse() throws Exception {
        try (var listener = origin();
                var proxy = proxy(listener, "proxy_request_buffering = off", "proxy_buffering = off");
                var client = new Socket("127.0.0.1", proxy.port())) {
            client.setSoTimeout(20_000);
            say(client, "POST / HTTP/1.1\r\nHost: lab.test\r\nContent-Length: 6\r\n\r\none");
            try (var upstream = listener.accept()) {
                upstream.setSoTimeout(20_000);
                head(upstream);
                assertThat(StreamLab.hear(upstream, 3)).isEqualTo("one");
                say(upstream, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nyo");
                assertThat(head(client)).startsWith("HTTP/1.1 200");
                assertThat(StreamLab.hear(client, 2)).isEqualTo("yo");
                say(client, "two");
                assertThat(StreamLab.hear(upstream, 3)).isEqualTo("two");
                say(upstream, "ur");
                assertThat(StreamLab.hear(client, 2)).isEqualTo("ur");
            }
        }
    }

    /** As measured of nginx 1.22: no byte more. */
    @Test
    void aStreamedBodyFoundWrongBehindTheResponsesHeadEndsTheConnection() throws Exception {
        try (var listener = origin();
                var proxy = proxy(listener, "proxy_request_buffering = off", "proxy_buffering = off");
                var client = new Socket("127.0.0.1", proxy.port())) {
            client.setSoTimeout(20_000);
            say(client, "POST / HTTP/1.1\r\nHost: lab.test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
            try (var upstream = listener.accept()) {
                head(upstream);
                say(upstream, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nyo");
                assertThat(head(client)).startsWith("HTTP/1.1 200");
                assertThat(StreamLab.hear(client, 2)).isEqualTo("yo");
                say(client, "zz\r\n");
                assertThat(StreamLab.rest(client)).isEqualTo("FIN");
            }
        }
    }
}

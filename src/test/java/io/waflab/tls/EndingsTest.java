package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.waflab.config.Directive;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How a TLS connection ends, byte for byte, on every engine. */
@Tag("wire")
class EndingsTest {

    @TempDir
    static Path folder;

    static Stream<Arguments> everyEngineAndVersion() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(engine, version)));
    }

    static ServerTls tls(TlsEngine engine, SettingsBuilder settings) throws Exception {
        return ServerTls.of(engine, settings.build(), folder, new LabCertificates(folder), List.of("http/1.1"));
    }

    static boolean notifyAndFin(Channel channel) {
        boolean sent = channel.pipeline().get(AlertGate.class).sendCloseNotify(false);
        channel.pipeline().context(SslHandler.class).close();
        return sent;
    }

    static void silentFin(Channel channel) {
        var handler = channel.pipeline().context(SslHandler.class);
        if (handler != null) {
            handler.close();
        }
    }

    static void silentReset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.pipeline().context(SslHandler.class).close();
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void aGoodEndIsCloseNotifyAndFin(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version)).handshake()) {
            var channel = server.shaken();
            assertThat(channel.eventLoop().submit(() -> notifyAndFin(channel)).get())
                    .isTrue();
            var rest = client.rest();
            assertThat(client.meaning(rest)).containsExactly("close_notify", "FIN");
        }
    }

    /** In TLS 1.3 its length is all that an onlooker sees of it. */
    @ParameterizedTest
    @EnumSource
    void anEncryptedCloseNotifyIsAsLongAsOpenSslsButTheJdks(TlsEngine engine) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking("TLSv1.3")).handshake()) {
            var channel = server.shaken();
            channel.eventLoop().execute(() -> notifyAndFin(channel));
            var rest = client.rest();
            assertThat(rest.get(rest.size() - 2).body()).hasSize(engine == TlsEngine.JDK ? 35 : 19);
        }
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void aSilentEndIsFinAlone(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version)).handshake()) {
            var channel = server.shaken();
            channel.eventLoop().execute(() -> silentFin(channel));
            assertThat(client.meaning(client.rest())).containsExactly("FIN");
        }
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void aResetIsRstAlone(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version)).handshake()) {
            var channel = server.shaken();
            channel.eventLoop().execute(() -> silentReset(channel));
            assertThat(client.meaning(client.rest())).containsExactly("RST");
        }
    }

    /** Closed in the event itself, and once the loop has turned: by then an engine's own answer has been flushed. */
    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void theClientsCloseNotifyIsAnsweredByFinAlone(TlsEngine engine, String version) throws Exception {
        for (boolean atOnce : List.of(true, false)) {
            try (var server = new TlsServer(
                            tls(engine, new SettingsBuilder()), atOnce ? EndingsTest::silentFin : c -> {});
                    var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version)).handshake()) {
                var channel = server.shaken();
                server.event();
                client.closeNotify();
                assertThat(server.event()).isEqualTo(SslCloseCompletionEvent.SUCCESS);
                channel.eventLoop().execute(() -> silentFin(channel));
                var rest = client.rest();
                assertThat(rest).hasSameSizeAs(sessionTicketsAnd(rest));
                assertThat(rest.get(rest.size() - 1).what()).isEqualTo("FIN");
            }
        }
    }

    /** As nginx, which has read the client's close_notify when it closes for another reason. */
    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void afterTheClientsCloseNotifyNoneIsSent(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version)).handshake()) {
            var channel = server.shaken();
            server.event();
            client.closeNotify();
            server.event();
            channel.eventLoop().execute(() -> notifyAndFin(channel));
            var rest = client.rest();
            assertThat(rest).hasSameSizeAs(sessionTicketsAnd(rest));
        }
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void anEndInTheHandshakeIsFinAlone(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version))) {
            var hello = client.clientHello();
            client.send(java.util.Arrays.copyOf(hello, 40));
            var channel = server.accepted();
            channel.eventLoop().execute(() -> silentFin(channel));
            assertThat(client.rest().toString()).isEqualTo("[FIN]");
        }
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void aGoodEndDoesNotWaitForAPeerThatNeverReads(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version), 4096).handshake()) {
            var channel = server.shaken();
            var sent = channel.eventLoop().submit(() -> {
                while (channel.isWritable()) {
                    channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[60_000]));
                }
                return notifyAndFin(channel);
            });
            assertThat(sent.get()).isFalse();
            channel.closeFuture().sync();
            assertThat(client.rest().toString()).endsWith("FIN]").doesNotContain("alert");
        }
    }

    /** TLS 1.3 hides what a record is, but not its length: an alert is 19 bytes, with the JDK's padding 35. */
    private static List<RawTlsClient.Arrival> sessionTicketsAnd(List<RawTlsClient.Arrival> rest) {
        return rest.stream()
                .filter(arrival ->
                        arrival.what().equals("FIN") || arrival.what().equals("data") && arrival.body().length > 40)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void aBrokenRecordIsAnsweredByAFatalAlertAndFin(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version)).handshake()) {
            var channel = server.shaken();
            server.event();
            client.send(record(23, new byte[32]));
            assertThat(server.event()).isInstanceOf(DecoderException.class);
            channel.eventLoop().execute(() -> silentFin(channel));
            var alert = "fatal: Received fatal alert: bad_record_mac";
            assertThat(client.meaning(client.rest())).containsExactly(alert, "FIN");
        }
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void noSharedVersionIsProtocolVersionAndFin(TlsEngine engine, String version) throws Exception {
        var other = version.equals("TLSv1.2") ? "TLSv1.3" : "TLSv1.2";
        var settings = new SettingsBuilder().words(Directive.SSL_PROTOCOLS, other);
        assertRefused(engine, settings, RawTlsClient.speaking(version), Alert.PROTOCOL_VERSION);
    }

    @ParameterizedTest
    @EnumSource
    void noSharedCipherIsHandshakeFailureAndFin(TlsEngine engine) throws Exception {
        var settings = new SettingsBuilder().text(Directive.SSL_CIPHERS, "ECDHE-RSA-AES128-GCM-SHA256");
        assertRefused(
                engine, settings, RawTlsClient.only("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"), Alert.HANDSHAKE_FAILURE);
    }

    private static void assertRefused(
            TlsEngine engine, SettingsBuilder settings, Consumer<SSLParameters> wishes, Alert alert) throws Exception {
        try (var server = new TlsServer(tls(engine, settings));
                var client = new RawTlsClient(server.port(), wishes)) {
            var gate = server.accepted().pipeline().get(AlertGate.class);
            client.send(client.clientHello());
            var rest = client.rest();
            assertThat(rest.toString()).isEqualTo("[alert 2, FIN]");
            assertThat(rest.get(0).body()).containsExactly(Alert.LEVEL_FATAL, alert.code());
            assertThat(gate.sent()).contains(alert);
        }
    }

    /** As a client refuses a certificate: nothing answers its alert, and its name is known. */
    @ParameterizedTest
    @EnumSource
    void theClientsAlertInTheHandshakeIsAnsweredByFinAlone(TlsEngine engine) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking("TLSv1.2"))) {
            client.send(client.clientHello());
            client.send(record(Alert.RECORD_TYPE, new byte[] {Alert.LEVEL_FATAL, (byte) Alert.UNKNOWN_CA.code()}));
            assertThat(client.rest().toString()).endsWith("FIN]").doesNotContain("alert");
            var failure = ((SslHandshakeCompletionEvent) server.event()).cause();
            assertThat(Alert.receivedIn(failure)).contains(Alert.UNKNOWN_CA);
        }
    }

    /** TLS 1.2 only. nginx refuses it too; what is said differs, that the handshake is not repeated does not. */
    @ParameterizedTest
    @EnumSource
    void aClientCannotRenegotiate(TlsEngine engine) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking("TLSv1.2")).handshake()) {
            server.shaken();
            client.engine.beginHandshake();
            client.wrap();
            server.event();
            client.socket.shutdownOutput();
            assertThat(client.rest().toString()).isEqualTo("[alert 26, FIN]");
        }
    }

    private static byte[] record(int type, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putShort((short) ClientHello.TLS_1_2)
                .putShort((short) body.length)
                .put(body)
                .array();
    }
}

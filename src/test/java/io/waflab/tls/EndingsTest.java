package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

    static void notifyAndFin(Channel channel) {
        channel.pipeline().get(AlertGate.class).sendCloseNotify();
        channel.pipeline().context(SslHandler.class).close();
    }

    static void silentFin(Channel channel) {
        channel.pipeline().context(SslHandler.class).close();
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
            channel.eventLoop().execute(() -> notifyAndFin(channel));
            var rest = client.rest();
            System.out.println(engine + " " + version + " notify " + rest + " "
                    + (rest.get(rest.size() - 1).nanos()
                                    - rest.get(Math.max(0, rest.size() - 2)).nanos())
                            / 1000 + "us");
            assertThat(client.meaning(rest)).containsExactly("close_notify", "FIN");
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

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void theClientsCloseNotifyIsAnsweredByFinAlone(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(engine, new SettingsBuilder()), EndingsTest::silentFin);
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version)).handshake()) {
            server.shaken();
            client.closeNotify();
            assertThat(client.rest().toString())
                    .endsWith("FIN]")
                    .doesNotContain("alert")
                    .doesNotContain(" 19,");
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
            channel.eventLoop().execute(() -> {
                while (channel.isWritable()) {
                    channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[60_000]));
                }
                notifyAndFin(channel);
            });
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
            server.shaken();
            client.send(new byte[] {
                0x17, 3, 3, 0, 32, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
                24, 25, 26, 27, 28, 29, 30, 31, 32
            });
            System.out.println(engine + " " + version + " broken " + client.meaning(client.rest()));
        }
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void noSharedVersion(TlsEngine engine, String version) throws Exception {
        var other = version.equals("TLSv1.2") ? "TLSv1.3" : "TLSv1.2";
        try (var server = new TlsServer(
                        tls(engine, new SettingsBuilder().words(io.waflab.config.Directive.SSL_PROTOCOLS, other)));
                var client = new RawTlsClient(server.port(), RawTlsClient.speaking(version))) {
            client.send(client.clientHello());
            var rest = client.rest();
            System.out.println(engine + " " + version + " noversion " + rest
                    + java.util.Arrays.toString(rest.get(0).body()) + server.event());
        }
    }

    @ParameterizedTest
    @MethodSource("everyEngineAndVersion")
    void noSharedCipher(TlsEngine engine, String version) throws Exception {
        try (var server = new TlsServer(tls(
                        engine,
                        new SettingsBuilder()
                                .text(io.waflab.config.Directive.SSL_CIPHERS, "ECDHE-RSA-AES128-GCM-SHA256")));
                var client = new RawTlsClient(server.port(), p -> {
                    p.setProtocols(new String[] {"TLSv1.2"});
                    p.setCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"});
                })) {
            client.send(client.clientHello());
            var rest = client.rest();
            System.out.println(engine + " " + version + " nocipher " + rest
                    + java.util.Arrays.toString(rest.get(0).body()) + server.event());
        }
    }
}

package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.waflab.config.ConfigException;
import io.waflab.config.Directive;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("wire")
class UpstreamTlsTest {

    @TempDir
    static Path folder;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @BeforeAll
    static void certificates() throws Exception {
        new LabCertificates(folder).make();
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Channel connect(UpstreamTls tls, int port, Optional<String> name) throws InterruptedException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var last = new ChannelInboundHandlerAdapter();
        var channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(last)
                .connect(address)
                .sync()
                .channel();
        var peer = new UpstreamTls.Peer(name, address, Optional.empty());
        channel.eventLoop()
                .submit(() -> tls.addBelow(channel.pipeline(), last, peer))
                .sync();
        return channel;
    }

    private static Channel shaken(Channel channel) throws InterruptedException {
        channel.pipeline().get(SslHandler.class).handshakeFuture().sync();
        return channel;
    }

    private static UpstreamTls tls(TlsEngine engine, SettingsBuilder settings) throws ConfigException {
        return UpstreamTls.of(engine, settings.build(), folder);
    }

    private static SettingsBuilder verifying() {
        return new SettingsBuilder()
                .flag(Directive.PROXY_SSL_VERIFY, true)
                .text(Directive.PROXY_SSL_TRUSTED_CERTIFICATE, "root.pem");
    }

    private static TlsServer server(TlsEngine engine, String certificate) throws Exception {
        var settings = new SettingsBuilder()
                .lines(Directive.SSL_CERTIFICATE, certificate + ".pem")
                .lines(Directive.SSL_CERTIFICATE_KEY, certificate + ".key");
        return new TlsServer(ServerTls.of(engine, settings.build(), folder, new LabCertificates(folder), List.of()));
    }

    /** nginx's proxy_ssl_verify off. */
    @ParameterizedTest
    @EnumSource
    void anyCertificateWillDo(TlsEngine engine) throws Exception {
        try (var server = server(engine, "expired")) {
            var tls = tls(engine, new SettingsBuilder());
            var channel = shaken(connect(tls, server.port(), Optional.empty()));
            assertThat(tls.refusal(channel.pipeline(), "other.test")).isEmpty();
        }
    }

    /** As in nginx the handshake is completed, and the certificate looked at then. */
    @ParameterizedTest
    @EnumSource
    void aGoodCertificateIsNotRefused(TlsEngine engine) throws Exception {
        try (var server = server(engine, "server-rsa")) {
            var tls = tls(engine, verifying());
            var channel = shaken(connect(tls, server.port(), Optional.empty()));
            assertThat(tls.refusal(channel.pipeline(), "lab.test")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "expired, lab.test, upstream SSL certificate verify error: (10:certificate has expired)",
        "self-signed, lab.test, upstream SSL certificate verify error: (18:self-signed certificate)",
        "server-rsa, other.test, upstream SSL certificate does not match \"other.test\"",
    })
    void whatIsWrongWithACertificateIsSaidAsNginxDoes(String certificate, String name, String why) throws Exception {
        try (var server = server(TlsEngine.OPENSSL, certificate)) {
            var tls = tls(TlsEngine.OPENSSL, verifying());
            var channel = shaken(connect(tls, server.port(), Optional.empty()));
            assertThat(tls.refusal(channel.pipeline(), name)).contains(why);
        }
    }

    /** nginx's proxy_ssl_server_name off. */
    @ParameterizedTest
    @EnumSource
    void aNameIsSentOnlyWhenGiven(TlsEngine engine) throws Exception {
        var tls = tls(engine, new SettingsBuilder());
        try (var origin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (var name : List.of(Optional.<String>empty(), Optional.of("origin.test"))) {
                connect(tls, origin.getLocalPort(), name);
                try (var socket = origin.accept()) {
                    var bytes = new byte[16_384];
                    int length = socket.getInputStream().read(bytes);
                    var hello = ClientHello.read(io.netty.buffer.Unpooled.wrappedBuffer(bytes, 0, length));
                    assertThat(hello.hello().orElseThrow().serverName()).isEqualTo(name);
                }
            }
        }
    }

    @Test
    void verifyingWithoutTrustedCertificatesIsRefused() {
        assertThatThrownBy(() -> tls(TlsEngine.OPENSSL, new SettingsBuilder().flag(Directive.PROXY_SSL_VERIFY, true)))
                .hasMessageContaining("no proxy_ssl_trusted_certificate for proxy_ssl_verify");
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        assertThatThrownBy(() -> tls(
                        TlsEngine.OPENSSL,
                        new SettingsBuilder().text(Directive.PROXY_SSL_CERTIFICATE, "server-rsa.pem")))
                .hasMessageContaining("no \"proxy_ssl_certificate_key\" is defined for certificate \"server-rsa.pem\"");
    }
}

package io.waflab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("wire")
class UpstreamTlsTest {

    @TempDir
    static Path folder;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Channel connect(TlsEngine engine, int port, Optional<String> name) throws InterruptedException {
        var tls = new UpstreamTls(engine);
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.addTo(channel.pipeline(), name);
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port)
                .sync()
                .channel();
    }

    /** nginx's proxy_ssl_verify off. */
    @ParameterizedTest
    @EnumSource
    void anyCertificateWillDo(TlsEngine engine) throws Exception {
        new LabCertificates(folder).make();
        var settings = new SettingsBuilder()
                .lines(io.waflab.config.Directive.SSL_CERTIFICATE, "expired.pem")
                .lines(io.waflab.config.Directive.SSL_CERTIFICATE_KEY, "expired.key");
        var tls = ServerTls.of(engine, settings.build(), folder, new LabCertificates(folder), List.of());
        try (var server = new TlsServer(tls)) {
            var channel = connect(engine, server.port(), Optional.empty());
            assertThat(channel.pipeline()
                            .get(SslHandler.class)
                            .handshakeFuture()
                            .await()
                            .isSuccess())
                    .isTrue();
        }
    }

    /** nginx's proxy_ssl_server_name off. */
    @ParameterizedTest
    @EnumSource
    void aNameIsSentOnlyWhenGiven(TlsEngine engine) throws Exception {
        try (var origin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (var name : List.of(Optional.<String>empty(), Optional.of("origin.test"))) {
                connect(engine, origin.getLocalPort(), name);
                try (var socket = origin.accept()) {
                    var bytes = new byte[16_384];
                    int length = socket.getInputStream().read(bytes);
                    var hello = ClientHello.read(io.netty.buffer.Unpooled.wrappedBuffer(bytes, 0, length));
                    assertThat(hello.hello().orElseThrow().serverName()).isEqualTo(name);
                }
            }
        }
    }
}

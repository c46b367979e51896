package io.waflab.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * TLS towards origins, as nginx's {@code proxy_pass https://} has it by default: the origin's certificate is not
 * verified (proxy_ssl_verify off) and no server name is sent (proxy_ssl_server_name off). Safe to share between loops.
 */
public final class UpstreamTls {

    private final TlsEngine engine;
    private final SslContext context;

    /** @throws IllegalStateException when the engine cannot be a client at all */
    public UpstreamTls(TlsEngine engine) {
        this.engine = engine;
        try {
            context = engine.directed(SslContextBuilder.forClient())
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .protocols("TLSv1.2", "TLSv1.3")
                    .build();
        } catch (SSLException broken) {
            throw new IllegalStateException(engine.word() + " cannot be a TLS client: " + broken.getMessage(), broken);
        }
    }

    /**
     * Puts TLS at the end of a connection's pipeline: the {@link AlertGate}, and above it the handler.
     *
     * @param serverName sent as SNI; empty sends none
     */
    public SslHandler addTo(ChannelPipeline pipeline, Optional<String> serverName) {
        var handler = newHandler(pipeline.channel().alloc(), serverName);
        pipeline.addLast(new AlertGate(engine, handler), handler);
        return handler;
    }

    private SslHandler newHandler(ByteBufAllocator allocator, Optional<String> serverName) {
        var handler = serverName.isPresent()
                ? context.newHandler(allocator, serverName.get(), -1)
                : context.newHandler(allocator);
        return ServerTls.withoutTimers(handler);
    }

    /** Puts TLS into a connection's pipeline below its last handler, the gate below it. */
    public void addBelow(ChannelPipeline pipeline, ChannelHandler last) {
        var handler = newHandler(pipeline.channel().alloc(), Optional.empty());
        var name = pipeline.context(last).name();
        pipeline.addBefore(name, null, new AlertGate(engine, handler));
        pipeline.addBefore(name, null, handler);
    }
}

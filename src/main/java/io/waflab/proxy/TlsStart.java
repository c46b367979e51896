package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.waflab.config.ConfigException;
import io.waflab.tls.Alert;
import io.waflab.tls.ClientHello;
import io.waflab.tls.ServerTls;
import io.waflab.tls.ShownCertificates;
import io.waflab.tls.TlsFacts;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a client's first bytes where TLS is spoken: a ClientHello is refused, or TLS takes this handler's place. Bounded by
 * {@link ClientHello#LONGEST}.
 */
abstract class TlsStart extends ChannelInboundHandlerAdapter {

    private ByteBuf first;
    /** The certificate is being read: the client is not, until it is there. */
    private boolean waits;

    private boolean gone;

    /** It is no TLS that begins. */
    abstract void plaintext(ChannelHandlerContext context);

    /** The ClientHello is there; the alert that refuses it, if it is to be. */
    abstract Optional<Alert> refusal(ClientHello hello);

    /** The alert was sent. */
    abstract void refused(Alert alert);

    /** The server that answers. */
    abstract ServerTls tls();

    /** A text of ssl_certificate with the values of its variables. */
    abstract String expand(String text);

    abstract Worker worker();

    /** Why a certificate cannot be used, for the error log. */
    abstract void unusable(String why);

    /** TLS takes over. */
    abstract void shakesHands(TlsFacts facts);

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        first = first == null ? bytes : Pieces.joined(context.alloc(), taken(), bytes);
        if (!first.isReadable() || waits) {
            return;
        }
        if (!ClientHello.beginsTls(first.getByte(first.readerIndex()))) {
            plaintext(context);
            return;
        }
        var reading = ClientHello.read(first);
        switch (reading.state()) {
            case INCOMPLETE -> {}
            case COMPLETE -> hello(context, reading.hello().orElseThrow());
            case MALFORMED -> handOver(context, Optional.empty(), Optional.empty());
        }
    }

    private void hello(ChannelHandlerContext context, ClientHello hello) {
        var refusal = refusal(hello);
        if (refusal.isPresent()) {
            refuse(context, hello, refusal.get());
            return;
        }
        var named = tls().named();
        if (named.isEmpty()) {
            handOver(context, Optional.of(hello), Optional.empty());
        } else {
            read(context, hello, named);
        }
    }

    private void refuse(ChannelHandlerContext context, ClientHello hello, Alert alert) {
        context.writeAndFlush(alert.fatalRecord(context.alloc(), hello));
        refused(alert);
    }

    /** Variables name the certificates: they are read now. What the client sends meanwhile is one read of its socket. */
    private void read(ChannelHandlerContext context, ClientHello hello, List<List<String>> named) {
        var tls = tls();
        var names = named.stream()
                .map(pair -> pair.stream().map(this::expand).toList())
                .toList();
        waits = true;
        context.channel().config().setAutoRead(false);
        worker().away(
                        worker().server().files(),
                        () -> tls.read(names),
                        shown -> read(context, hello, shown),
                        failure -> unreadable(context, hello, failure));
    }

    private void read(ChannelHandlerContext context, ClientHello hello, ShownCertificates shown) {
        try (shown) {
            if (!gone) {
                handOver(context, Optional.of(hello), Optional.of(shown));
                context.channel().config().setAutoRead(true);
            }
        }
    }

    /** OpenSSL's answer to a certificate callback that fails (ngx_http_ssl_certificate). */
    private void unreadable(ChannelHandlerContext context, ClientHello hello, Throwable failure) {
        if (gone) {
            return;
        }
        if (failure instanceof ConfigException unusable) {
            unusable(unusable.problems().get(0).message());
            context.channel().config().setAutoRead(true);
            refuse(context, hello, Alert.INTERNAL_ERROR);
        } else {
            context.fireExceptionCaught(failure);
        }
    }

    private void handOver(
            ChannelHandlerContext context, Optional<ClientHello> hello, Optional<ShownCertificates> shown) {
        var tls = tls();
        var handler = tls.newHandler(context.alloc(), hello, shown);
        var gate = tls.newGate(handler);
        context.pipeline().addAfter(context.name(), null, handler);
        context.pipeline().addAfter(context.name(), null, gate);
        shakesHands(new TlsFacts(tls, handler, gate, hello));
        passOn(context);
    }

    /** Gives what came to whatever is next, and leaves. */
    final void passOn(ChannelHandlerContext context) {
        context.fireChannelRead(taken());
        context.fireChannelReadComplete();
        context.pipeline().remove(this);
    }

    private ByteBuf taken() {
        var bytes = first;
        first = null;
        return bytes;
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext context) {
        gone = true;
        if (first != null) {
            first.release();
            first = null;
        }
    }
}

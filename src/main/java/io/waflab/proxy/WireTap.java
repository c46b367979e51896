package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.waflab.connection.Peer;
import java.util.ArrayDeque;

/**
 * The first handler of the client's pipeline, on the socket's own bytes: it notes every TLS record, FIN and RST, and knows
 * how many bytes have come that nginx would have left unread in its socket.
 */
final class WireTap extends ChannelDuplexHandler {

    /** Bytes kept for later before the client is no longer read. */
    private static final int MOST_HELD = 64 << 10;

    private final ProxyConnection connection;
    private final RecordHeaders in;
    private final RecordHeaders out;
    private long unread;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(0);
    /** The last record of what has come, if it may be a close_notify and nginx would be busy with what is before it. */
    private ByteBuf farewell;

    private boolean passing;
    private ChannelHandlerContext context;
    private Object finUnseen;
    private boolean dropping;
    private boolean ended;
    private boolean reset;

    WireTap(ProxyConnection connection, boolean tls) {
        this.connection = connection;
        in = new RecordHeaders(connection.chronicle(), tls, Peer.CLIENT);
        out = new RecordHeaders(connection.chronicle(), tls, Peer.SERVER);
    }

    /**
     * Bytes that came while nginx does not read its client (it waits for the upstream, or sends): were they still in the
     * socket at its close, the kernel would send RST.
     */
    long unread() {
        return unread;
    }

    /**
     * Whether nginx has read a close_notify of which the engine does not know yet: its library is asked for so much as a
     * buffer has room for, and told of the end behind the data.
     */
    boolean farewellIsRead() {
        return farewell != null && unread == 0 && !connection.client().readToBodyEnd();
    }

    /** nginx reads again: what came before is read. */
    void caughtUp() {
        unread = 0;
        if (!held.isEmpty()) {
            context.channel().config().setAutoRead(true);
            for (var bytes = held.poll(); bytes != null; bytes = held.poll()) {
                pass(bytes);
            }
            context.fireChannelReadComplete();
        }
        if (farewell == null) {
            passFin();
        }
    }

    boolean holdsFarewell() {
        return farewell != null;
    }

    /** Something has happened, with all that follows from it: what came before may be dealt with, so that nginx reads on. */
    void passFarewell() {
        if (farewell == null
                || passing
                || !connection.readsClient()
                || connection.client().isBehind()) {
            return;
        }
        var last = farewell;
        farewell = null;
        pass(last);
        context.fireChannelReadComplete();
        passFin();
    }

    private void passFin() {
        if (finUnseen != null) {
            context.fireUserEventTriggered(finUnseen);
            finUnseen = null;
        }
    }

    /** Lets go of what nobody will read. */
    void release() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        ReferenceCountUtil.release(farewell);
        farewell = null;
    }

    /** From now on what comes is dropped unseen: nothing above may answer it. */
    void dropInput() {
        dropping = true;
    }

    boolean dropsInput() {
        return dropping;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        var clock = connection.worker().clock();
        boolean stands = clock.stand();
        try {
            read((ByteBuf) message);
        } finally {
            clock.goOn(stands);
        }
    }

    private void read(ByteBuf bytes) {
        int last = in.pass(bytes);
        connection.chronicle().clientActive();
        connection.stirred();
        if (!connection.readsClient()) {
            hold(bytes, last);
        } else if (last > bytes.readerIndex()) {
            passThenFarewell(bytes, last);
        } else {
            pass(bytes);
        }
    }

    /** An engine that has seen a close_notify would send no answer to what came before it. */
    private void passThenFarewell(ByteBuf bytes, int last) {
        var before = bytes.readRetainedSlice(last - bytes.readerIndex());
        farewell = bytes;
        passing = true;
        pass(before);
        passing = false;
        passFarewell();
    }

    /** The engine is not shown what nginx would not read: a close_notify, seen now, would keep it from sending the answer. */
    private void hold(ByteBuf bytes, int last) {
        unread += bytes.readableBytes();
        if (farewell != null) {
            // It was none: more follows.
            held.add(farewell);
            farewell = null;
        }
        if (last > bytes.readerIndex()) {
            held.add(bytes.readRetainedSlice(last - bytes.readerIndex()));
        }
        if (last < 0) {
            held.add(bytes);
        } else {
            farewell = bytes;
        }
        if (unread > MOST_HELD) {
            context.channel().config().setAutoRead(false);
        }
    }

    private void pass(ByteBuf bytes) {
        if (dropping) {
            int length = bytes.readableBytes();
            bytes.release();
            connection.dropped(length);
        } else {
            context.fireChannelRead(bytes);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            out.pass(bytes);
            connection.chronicle().clientActive();
        }
        context.write(message, promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            // Whether what was flushed before it has gone is to be known first.
            Ring.afterwards(context.channel(), () -> {
                if (connection.readsClient()) {
                    context.fireUserEventTriggered(event);
                } else {
                    // nginx says close_notify to a client whose FIN it has not read.
                    finUnseen = event;
                }
                fin();
            });
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.fireChannelInactive();
        fin();
        connection.clientEnd().gone();
    }

    /** A read that failed: the client's RST. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        reset();
    }

    /** Whether the client's FIN or RST has come. */
    boolean ended() {
        return ended;
    }

    boolean wasReset() {
        return reset;
    }

    private void fin() {
        if (!ended) {
            ended = true;
            connection.stirred();
            connection.clientEnd().fin();
        }
    }

    /** The client's RST, however it showed. */
    void reset() {
        if (!ended) {
            ended = true;
            reset = true;
            connection.stirred();
            connection.clientEnd().reset();
        }
    }
}

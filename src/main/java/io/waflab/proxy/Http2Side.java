package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.waflab.config.Directive;
import io.waflab.connection.Ending;
import io.waflab.connection.Event.ConnectionBroken;
import io.waflab.connection.Happened;
import io.waflab.connection.Http2Error;
import io.waflab.connection.Phase;
import io.waflab.http.Http2Failure;
import io.waflab.http.Http2FrameReader;

/** The last handler of the client's pipeline where HTTP/2 is spoken: in the place of {@link ClientSide}. */
final class Http2Side extends ChannelInboundHandlerAdapter {

    /** How much more may come than serves anything, in eighths, before it is a flood (ngx_http_v2_read_handler). */
    private static final long MOST_USELESS = 1 << 20;

    private final ProxyConnection connection;
    private Http2Output output;
    private Http2Session session;
    private Http2FrameReader reader;
    private long received;
    private long idleReads;
    private boolean reading;
    private boolean partial;
    private boolean busy;

    Http2Side(ProxyConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        output = new Http2Output(connection, context);
        session = new Http2Session(connection, output);
        reader = new Http2FrameReader(
                session, connection.listener().site(connection.server()).headLimits());
    }

    /** Says what nginx says first. */
    void begin() {
        session.begin();
        output.send();
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        var bytes = (ByteBuf) message;
        try {
            if (connection.phase() != Phase.CLOSED && connection.phase() != Phase.LINGERING) {
                read(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        session.readEnds();
    }

    private void read(ByteBuf bytes) {
        if (!session.hasStreams()
                && idleReads++ > 10 * connection.server().settings().count(Directive.KEEPALIVE_REQUESTS)) {
            flood();
            return;
        }
        received += bytes.readableBytes();
        reading = true;
        try {
            reader.read(bytes);
        } catch (Http2Failure failure) {
            log("info", failure.getMessage());
            connection.happened(new ConnectionBroken(failure.error()));
        } finally {
            reading = false;
        }
        if (connection.phase() == Phase.CLOSED) {
            reader.release();
        } else if (received / 8 > session.payload() + MOST_USELESS) {
            flood();
        } else {
            tellOfPartialFrames();
        }
    }

    private void flood() {
        log("info", "http2 flood detected");
        connection.happened(new ConnectionBroken(Http2Error.NO_ERROR));
    }

    private void tellOfPartialFrames() {
        session.passOn();
        boolean now = !reader.isBetweenFrames();
        if (now != partial) {
            partial = now;
            connection.happened(now ? Happened.FRAME_BEGUN : Happened.FRAME_WHOLE);
        }
        if (reader.openHeaders() > 0) {
            session.headBegun(reader.openHeaders());
        }
        output.send();
        look();
    }

    /** A stream is opened. */
    void streamBegun() {
        busy = true;
        connection.happened(Happened.STREAM_BEGUN);
    }

    /** Tells the rules when the last stream is over and all is sent. */
    void look() {
        if (busy && !reading && !session.hasStreams() && output.isEmpty()) {
            busy = false;
            connection.happened(Happened.STREAMS_DONE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            connection.clientEnd().notified();
        }
    }

    /** A TLS record that cannot be read; the engine has sent its alert. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (cause instanceof DecoderException) {
            connection.happened(Happened.CLIENT_GARBAGE);
        } else {
            connection.failed(cause);
        }
    }

    /** Whether frames are being taken out of what came. */
    boolean isReading() {
        return reading;
    }

    /** The rules take leave. */
    void goAway(Http2Error error) {
        session.goAway(error);
        output.send();
    }

    /** Whether GOAWAY was sent. */
    boolean isGoneAway() {
        return session.isGoneAway();
    }

    /** The client has left: nothing more goes out. */
    void leaveStreams() {
        output.drop();
        session.leave();
        look();
    }

    /** The streams are over. */
    void endStreams(Ending why) {
        session.end(why);
    }

    /** Lets go of everything; for a connection that has ended. */
    void release() {
        output.drop();
        if (!reading) {
            reader.release();
        }
    }

    /** A line of nginx's error log about the connection. */
    void log(String level, String message) {
        RequestLog.error(connection, level, message, "processing HTTP/2 connection");
    }
}

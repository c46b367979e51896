package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.config.Directive;
import io.waflab.config.Server;
import io.waflab.connection.Ending;
import io.waflab.connection.Event.LastRequest;
import io.waflab.connection.Http2Error;
import io.waflab.connection.KeepAlive;
import io.waflab.connection.Peer;
import io.waflab.http.HeadLimits;
import io.waflab.http.HpackReader;
import io.waflab.http.Http2Failure;
import io.waflab.http.Http2Frames;
import io.waflab.http.RequestFields;
import io.waflab.journal.What;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The streams of one connection, and what the client's frames do to them and to the {@link Http2Windows windows}: nginx's
 * ngx_http_v2_connection_t.
 */
final class Http2Session implements Http2Frames {

    private static final int RST_STREAM = 0x3;
    private static final int SETTINGS = 0x4;
    private static final int PING = 0x6;
    private static final int GOAWAY = 0x7;
    private static final int WINDOW_UPDATE = 0x8;
    private static final int ACK = 0x1;

    private static final int MAX_FRAME = (1 << 24) - 1;
    private static final int DEFAULT_FRAME = 1 << 14;
    private static final int LEAST_LIMIT = 100;

    private final ProxyConnection connection;
    private final Http2Output output;
    private final HpackReader fields;
    private final int mostStreams;
    private final int firstWindow;
    private final Map<Integer, Http2Stream> streams = new LinkedHashMap<>();
    private final Http2Windows windows = new Http2Windows();
    private final Set<Http2Inflow> read = new LinkedHashSet<>();
    private int frameSize = DEFAULT_FRAME;
    private int lastStream;
    private int newStreams;
    private int refused;
    private int pausing;
    private long prioritiesLeft;
    private long payload;
    private boolean acknowledged;
    private boolean owesEmptyTable;
    private boolean goneAway;
    private boolean over;
    private Http2Stream inData;

    Http2Session(ProxyConnection connection, Http2Output output) {
        this.connection = connection;
        this.output = output;
        var settings = connection.server().settings();
        fields = new HpackReader(limits(""));
        mostStreams = (int) Math.min(Integer.MAX_VALUE, settings.count(Directive.HTTP2_MAX_CONCURRENT_STREAMS));
        firstWindow = (int) Math.min(Http2Windows.MOST, settings.size(Directive.HTTP2_BODY_PREREAD_SIZE));
        prioritiesLeft = Math.max(mostStreams, LEAST_LIMIT);
    }

    /** What nginx says before anything else. */
    void begin() {
        var settings = output.frame(SETTINGS, 0, 0, 18);
        settings.writeShort(0x3).writeInt(mostStreams);
        settings.writeShort(0x4).writeInt(firstWindow);
        settings.writeShort(0x5).writeInt(MAX_FRAME);
        output.control(settings);
        window(0, Http2Windows.MOST - Http2Windows.FIRST);
    }

    // what streams ask for

    ProxyConnection connection() {
        return connection;
    }

    Http2Output output() {
        return output;
    }

    Http2Windows windows() {
        return windows;
    }

    /** The own window for a stream that begins now. */
    int firstWindow() {
        return firstWindow;
    }

    /** The most in one frame to the client. */
    int frameSize() {
        return frameSize;
    }

    /** Whether the next head has to say that the table is empty; told once. */
    boolean owesEmptyTable() {
        boolean owes = owesEmptyTable;
        owesEmptyTable = false;
        return owes;
    }

    /** Opens a window of the client's, now or when all is read that is there. */
    void opens(int stream, long more) {
        window(stream, more);
        if (!connection.http2().isReading()) {
            output.send();
        }
    }

    private void window(int stream, long more) {
        output.control(output.frame(WINDOW_UPDATE, 0, stream, 4).writeInt((int) more));
    }

    void reset(int stream, Http2Error error) {
        connection.chronicle().observed(Peer.SERVER, What.RST_STREAM, 0, "stream " + stream + ": " + error);
        output.control(output.frame(RST_STREAM, 0, stream, 4).writeInt(error.code()));
    }

    /** A stream cannot store what comes as fast as it comes. */
    void pauseReading(boolean pause) {
        pausing += pause ? 1 : -1;
        connection.channel().config().setAutoRead(pausing == 0);
    }

    /** Whether that server answers HTTP/2 here. */
    boolean offers(Server server) {
        return connection.listener().offersHttp2(connection.channel(), server);
    }

    /**
     * A stream is over. A RST_STREAM waits for the next output while others are open: only behind the last one nginx looks
     * whether anything waits (ngx_http_v2_close_stream), be it in its TLS buffer. What is over while it reads goes out behind
     * that.
     */
    void ended(Http2Stream stream) {
        if (streams.remove(stream.id(), stream)) {
            if (streams.isEmpty()) {
                output.flushHeld();
            } else if (stream.isAnsweredAtOnce()) {
                output.send();
            }
            connection.http2().look();
        }
    }

    void log(String message) {
        connection.http2().log("info", message);
    }

    // what the connection asks for

    boolean hasStreams() {
        return !streams.isEmpty();
    }

    /** Bytes that served something: the measure of a flood. */
    long payload() {
        return payload;
    }

    /** Bytes of a body came; they go on when all is read that was there. */
    void reads(Http2Inflow inflow) {
        read.add(inflow);
    }

    /** All that was there is read. */
    void passOn() {
        var all = List.copyOf(read);
        read.clear();
        all.forEach(Http2Inflow::passOn);
    }

    /** What was there to read is read. */
    void readEnds() {
        newStreams = 0;
    }

    /** The head of that stream is there in part. */
    void headBegun(int stream) {
        var open = streams.get(stream);
        if (open != null) {
            open.headBegun();
        }
    }

    void goAway(Http2Error error) {
        goneAway = true;
        connection.chronicle().observed(Peer.SERVER, What.GOAWAY, 0, error + ", last stream " + lastStream);
        output.control(output.frame(GOAWAY, 0, 0, 8).writeInt(lastStream).writeInt(error.code()));
    }

    boolean isGoneAway() {
        return goneAway;
    }

    /** The client has left: a stream ends, or goes on without it. */
    void leave() {
        windows.nobodyWaits();
        List.copyOf(streams.values()).forEach(Http2Stream::clientLeft);
    }

    /** The streams are over, whatever they were doing. */
    void end(Ending why) {
        over = true;
        var all = List.copyOf(streams.values());
        streams.clear();
        windows.nobodyWaits();
        all.forEach(stream -> stream.connectionEnded(why));
    }

    // what the client sends

    @Override
    public void data(int stream, int length, int padding) throws Http2Failure {
        inData = null;
        long more = windows.received(length);
        if (more > 0) {
            window(0, more);
        }
        var open = streams.get(stream);
        if (open != null && open.inflow().begins(length, padding)) {
            inData = open;
        }
    }

    @Override
    public void piece(int stream, ByteBuf bytes, boolean endStream) {
        if (inData == null || over) {
            bytes.release();
            return;
        }
        int size = bytes.readableBytes();
        if (inData.inflow().piece(bytes, endStream)) {
            payload += size;
        }
    }

    @Override
    public boolean skipsHeaders() {
        return goneAway || over;
    }

    @Override
    public void headers(int stream, int dependency, boolean endStream) throws Http2Failure {
        if (stream % 2 == 0 || stream <= lastStream) {
            throw new Http2Failure(
                    Http2Error.PROTOCOL_ERROR,
                    "client sent HEADERS frame with incorrect identifier " + stream + ", the last was " + lastStream);
        }
        if (dependency == stream) {
            throw new Http2Failure(
                    Http2Error.PROTOCOL_ERROR,
                    "client sent HEADERS frame for stream " + stream + " with incorrect dependency");
        }
        lastStream = stream;
        var refusal = refusal(endStream);
        if (!refusal.isEmpty()) {
            refuse(stream, refusal);
            return;
        }
        connection.requests().counted();
        prioritiesLeft += mostStreams;
        streams.put(stream, new Http2Stream(this, stream, endStream));
        connection.http2().streamBegun();
        KeepAlive.last(
                        true,
                        connection.requests().count(),
                        connection.chronicle().age(),
                        connection.server().settings())
                .ifPresent(last -> connection.happened(new LastRequest(last)));
    }

    /** Why no further stream is taken; empty when it is. */
    private String refusal(boolean endStream) {
        if (streams.size() >= mostStreams) {
            return "concurrent streams exceeded " + streams.size();
        }
        if (newStreams++ >= 2L * mostStreams) {
            return "client sent too many streams at once";
        }
        return !acknowledged && !endStream && firstWindow < Http2Windows.FIRST
                ? "client sent stream with data before settings were acknowledged"
                : "";
    }

    private void refuse(int stream, String why) throws Http2Failure {
        log(why);
        if (refused++ > Math.max(mostStreams, LEAST_LIMIT)) {
            throw new Http2Failure(Http2Error.NO_ERROR, "client sent too many refused streams");
        }
        reset(stream, Http2Error.REFUSED_STREAM);
    }

    @Override
    public void block(int stream, ByteBuf block) throws Http2Failure {
        int length = block.readableBytes();
        var all = fields.read(block);
        block.release();
        var open = streams.get(stream);
        if (open == null || over) {
            return;
        }
        payload += length;
        var request = RequestFields.read(all, this::limits, open.inflow().isEnded(), length);
        open.headRead(request, server(request.head().host()));
    }

    private Server server(String host) {
        return connection.listener().server(connection.channel(), host);
    }

    private HeadLimits limits(String host) {
        return connection.listener().site(server(host)).headLimits();
    }

    @Override
    public void priority() throws Http2Failure {
        if (--prioritiesLeft == 0) {
            throw new Http2Failure(Http2Error.ENHANCE_YOUR_CALM, "client sent too many PRIORITY frames");
        }
    }

    @Override
    public void reset(int stream, long code) {
        var open = streams.get(stream);
        if (open != null) {
            connection
                    .chronicle()
                    .observed(Peer.CLIENT, What.RST_STREAM, 0, "stream " + stream + ": " + Http2Error.word(code));
            open.clientReset(code);
        }
    }

    @Override
    public void setting(int id, long value) throws Http2Failure {
        switch (id) {
            case 0x1 -> owesEmptyTable = true;
            case 0x2 -> require(value <= 1, Http2Error.PROTOCOL_ERROR, "ENABLE_PUSH", value);
            case 0x4 -> {
                require(value <= Http2Windows.MOST, Http2Error.FLOW_CONTROL_ERROR, "INITIAL_WINDOW_SIZE", value);
                windows.asks(value);
            }
            case 0x5 -> {
                boolean fits = value >= DEFAULT_FRAME && value <= MAX_FRAME;
                require(fits, Http2Error.PROTOCOL_ERROR, "MAX_FRAME_SIZE", value);
                frameSize = (int) value;
            }
            default -> {}
        }
    }

    private static void require(boolean good, Http2Error error, String name, long value) throws Http2Failure {
        if (!good) {
            throw new Http2Failure(error, "client sent SETTINGS frame with incorrect " + name + " value " + value);
        }
    }

    @Override
    public void settingsEnd() {
        output.ordered(output.frame(SETTINGS, ACK, 0, 0));
        long delta = windows.settle();
        if (delta != 0) {
            for (var stream : List.copyOf(streams.values())) {
                if (!stream.widen(delta)) {
                    stream.broken(Http2Error.FLOW_CONTROL_ERROR);
                }
            }
        }
    }

    @Override
    public void settingsAcknowledged() {
        acknowledged = true;
    }

    @Override
    public void ping(long opaque) {
        output.control(output.frame(PING, ACK, 0, 8).writeLong(opaque));
    }

    @Override
    public void goAway(int last, long code) {
        connection.chronicle().clientLeft();
        connection.chronicle().observed(Peer.CLIENT, What.GOAWAY, 0, Http2Error.word(code) + ", last stream " + last);
    }

    @Override
    public void window(int stream, int increment) throws Http2Failure {
        if (stream > 0) {
            var open = streams.get(stream);
            if (open != null && !open.widen(increment)) {
                log("client violated flow control for stream " + stream + ": received WINDOW_UPDATE frame with window"
                        + " increment " + increment + " not allowed");
                open.broken(Http2Error.FLOW_CONTROL_ERROR);
            }
            return;
        }
        windows.widen(increment);
    }

    @Override
    public void unknown(int type) {
        log("client sent frame with unknown type " + type);
    }
}

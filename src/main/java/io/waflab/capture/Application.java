package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.TlsShown;
import io.waflab.journal.What;
import java.nio.ByteBuffer;

/**
 * Tells what crosses one TCP connection: TLS records, HTTP/1.1 in the plain, WebSocket frames, a PROXY protocol header
 * before any of them, or bytes of which the first are shown.
 */
final class Application {

    private final ToldStory told;
    private final Tally tally;
    private final boolean fromTheStart;
    private final TlsNarrator tls;
    /** The connection's own, and what a tunnel through it carries; a tunnel in that is bytes. */
    private final HttpExchange[] exchanges = {new HttpExchange(), new HttpExchange()};

    private final Half client = new Half(Peer.CLIENT);
    private final Half server = new Half(Peer.SERVER);
    private long absent;

    /** @param fromTheStart whether the first bytes are the connection's first */
    Application(ToldStory told, Tally tally, boolean fromTheStart) {
        this.told = told;
        this.tally = tally;
        this.fromTheStart = fromTheStart;
        tls = new TlsNarrator(told, tally);
    }

    StreamReader from(Peer by) {
        return half(by);
    }

    /** FIN or RST of this side. */
    void ends(Peer by) {
        half(by).ends();
        tls.ends(by);
    }

    /** Nothing more will come. */
    void finish() {
        client.ends();
        server.ends();
        tls.finish();
    }

    /** How many bytes it holds of what is not told yet. */
    int weight() {
        return client.weight() + server.weight() + tls.weight();
    }

    TlsShown shown() {
        return tls.shown();
    }

    /** TLS or HTTP is spoken: neither ends with a segment of one byte. */
    boolean isKnown() {
        return client.isKnown() || server.isKnown();
    }

    /** Not a byte has crossed. */
    boolean isSilent() {
        return client.isSilent() && server.isSilent();
    }

    /** Payload that the capture does not have. */
    long absent() {
        return absent;
    }

    private Half half(Peer by) {
        return by == Peer.CLIENT ? client : server;
    }

    private enum Mode {
        OPENING,
        TLS,
        HTTP,
        WEBSOCKET,
        BYTES
    }

    /** One direction. */
    private final class Half implements StreamReader, TlsRecords.Sink {

        private final Peer by;
        private Mode mode = Mode.OPENING;
        private int depth;
        private boolean unshown = true;
        /** The first bytes, as long as they do not say what they are; empty else. */
        private ByteBuffer opening = ByteBuffer.allocate(0);

        private TlsRecords records;
        private HttpMessages messages;
        private WebSocketFrames frames;
        private long lastNanos;
        private int lastFrame;
        private TlsRecords.Unfinished toldUnfinished;

        Half(Peer by) {
            this.by = by;
        }

        boolean isKnown() {
            return mode == Mode.TLS || mode == Mode.HTTP;
        }

        boolean isSilent() {
            return mode == Mode.OPENING && !opening.hasRemaining();
        }

        int weight() {
            return opening.capacity()
                    + (records == null ? 0 : records.weight())
                    + (messages == null ? 0 : messages.weight());
        }

        @Override
        public void read(ByteBuffer bytes) {
            tally.bytes(by, bytes.remaining());
            tellShort();
            lastNanos = told.nanos();
            lastFrame = told.frame();
            if (mode == Mode.TLS) {
                records.read(bytes);
                return;
            }
            if (mode == Mode.BYTES && Opening.isRecord(bytes)) {
                enter(Mode.TLS);
            } else if (mode == Mode.BYTES && Opening.isPartOfHeader(bytes)) {
                opening = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            }
            while (bytes.hasRemaining()) {
                readOn(bytes);
            }
        }

        private void readOn(ByteBuffer bytes) {
            switch (mode) {
                case OPENING -> open(bytes);
                case TLS -> records.read(bytes);
                case HTTP -> {
                    messages.read(bytes);
                    if (bytes.hasRemaining()) {
                        enterTunnel();
                    }
                }
                case WEBSOCKET -> frames.read(bytes);
                case BYTES -> noRecord(bytes);
            }
        }

        private void open(ByteBuffer bytes) {
            var all = bytes;
            if (opening.hasRemaining()) {
                all = ByteBuffer.allocate(opening.remaining() + bytes.remaining())
                        .put(opening)
                        .put(bytes)
                        .flip();
                opening = ByteBuffer.allocate(0);
            }
            var what = Opening.of(all, by);
            if (what == Opening.MORE && all.remaining() < Opening.LONGEST) {
                opening = ByteBuffer.allocate(all.remaining()).put(all).flip();
                return;
            }
            switch (what) {
                case TLS -> enter(Mode.TLS);
                case HTTP -> enter(Mode.HTTP);
                case PROXY -> proxyHeader(all);
                case OTHER, MORE -> enter(Mode.BYTES);
            }
            while (all != bytes && all.hasRemaining()) {
                readOn(all);
            }
        }

        private void proxyHeader(ByteBuffer bytes) {
            var header = bytes.slice(bytes.position(), Opening.proxyLength(bytes));
            var size = header.remaining();
            bytes.position(bytes.position() + size);
            var version1 = header.get(0) == 'P';
            var line = version1 ? ShownBytes.of(header.limit(Math.max(0, size - 2))) : size + " bytes";
            told.tellAlone(by, What.DATA, size, "PROXY protocol, version " + (version1 ? "1: " : "2: ") + line);
        }

        private void enterTunnel() {
            var webSocket = exchanges[depth].tunnel() == HttpExchange.Tunnel.WEBSOCKET;
            depth++;
            if (webSocket) {
                enter(Mode.WEBSOCKET);
            } else {
                enter(depth < exchanges.length ? Mode.OPENING : Mode.BYTES);
            }
        }

        private void enter(Mode next) {
            mode = next;
            switch (next) {
                case TLS -> records = new TlsRecords(this);
                case HTTP -> messages = new HttpMessages(by, exchanges[depth], told, tally);
                case WEBSOCKET -> frames = new WebSocketFrames(by, told, tally);
                case OPENING, BYTES -> {}
            }
        }

        @Override
        public void miss(long count) {
            tally.bytes(by, count);
            absent += count;
            switch (mode) {
                case OPENING, BYTES -> {
                    mode = Mode.BYTES;
                    missing(count + unreadable());
                }
                case TLS -> records.miss(count);
                case HTTP -> messages.miss(count);
                case WEBSOCKET -> frames.miss(count);
            }
        }

        /**
         * A snapshot length that leaves a few bytes of each record's header leaves nothing that can be read.
         *
         * @return how many bytes those were; others are told
         */
        private int unreadable() {
            if (Opening.isPartOfHeader(opening)) {
                var count = opening.remaining();
                opening = ByteBuffer.allocate(0);
                return count;
            }
            tellOpening();
            return 0;
        }

        /** What looked like a part of a record's header was none: nothing of it was missed. */
        private void tellShort() {
            if (mode == Mode.BYTES && opening.hasRemaining()) {
                var nanos = told.nanos();
                var frame = told.frame();
                told.at(lastNanos, lastFrame);
                tellOpening();
                told.at(nanos, frame);
            }
        }

        @Override
        public void missFin() {
            tls.ends(by);
            told.tellAlone(by, What.FIN, 0, Observation.NOT_CAPTURED);
        }

        @Override
        public void record(TlsRecord record) {
            tls.tell(by, record);
        }

        @Override
        public void noRecord(ByteBuffer bytes) {
            var size = bytes.remaining();
            var words = records == null ? "not TLS" : "within a record, behind a gap";
            if (unshown && records == null) {
                unshown = false;
                words = fromTheStart ? "not TLS: " + ShownBytes.of(bytes) : "not from its start: no record begins here";
            }
            bytes.position(bytes.limit());
            tally.spoke(by);
            told.tell(by, What.DATA, size, words);
        }

        @Override
        public void missing(long count) {
            told.tell(by, What.DATA, count, Observation.NOT_CAPTURED);
        }

        private void tellOpening() {
            if (opening.hasRemaining()) {
                var first = opening;
                opening = ByteBuffer.allocate(0);
                noRecord(first);
            }
        }

        /** Tells what broke off, where it was last seen. */
        void ends() {
            var nanos = told.nanos();
            var frame = told.frame();
            told.at(lastNanos, lastFrame);
            tellOpening();
            if (mode == Mode.TLS
                    && records.isUnfinished()
                    && !records.unfinished().equals(toldUnfinished)) {
                toldUnfinished = records.unfinished();
                tls.tellUnfinished(by, toldUnfinished);
            }
            if (messages != null) {
                messages.ends();
            }
            told.at(nanos, frame);
        }
    }
}

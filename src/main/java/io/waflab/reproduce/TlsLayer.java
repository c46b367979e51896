package io.waflab.reproduce;

import io.waflab.capture.Alerts;
import io.waflab.journal.What;
import io.waflab.tls.Alert;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * TLS over a {@link Wire}, the JDK's engine pumped by hand: every record is seen in both directions, a close_notify is
 * never answered unasked, and no record is read before the one in front of it was asked for. The story says what a record really was, by the
 * keys this end has; where TLS 1.3 hides that, the detail says so.
 */
final class TlsLayer implements Layer {

    private static final byte FATAL = 2;
    private static final Duration NO_TIME = Duration.ZERO;
    private static final String HIDDEN = "outer type application_data";
    /** Records kept; more are only told as observations. */
    private static final int RECORDS = 10_000;
    /** What the JDK's engine may ask for at most, its large-fragment tolerance included. */
    private static final int LARGEST_PACKET = 34 * 1024;

    private final Wire wire;
    private final SSLEngine engine;
    private final Optional<Alert> rejection;
    private final RecordCutter in = new RecordCutter();
    private final RecordCutter out = new RecordCutter();
    private final byte[] raw = new byte[16 * 1024];
    private final ByteBuffer wrapped;
    private final Deque<TlsRecord> records = new ArrayDeque<>();
    private ByteBuffer received;
    private boolean open;
    private String alert = "";
    private long alertAt;

    /** @param rejection the alert with which the server's certificate is rejected on purpose; empty where it is not */
    TlsLayer(Wire wire, SSLEngine engine, Optional<Alert> rejection) {
        this.wire = wire;
        this.engine = engine;
        this.rejection = rejection;
        this.wrapped = ByteBuffer.allocate(LARGEST_PACKET);
        this.received = ByteBuffer.allocate(0);
    }

    /**
     * @param limit between two reads
     * @throws SSLException when either side refused; the fatal alert is in the story
     * @throws ConnectionGone when the server ended without an alert
     */
    void handshake(Duration limit) throws IOException {
        hello();
        while (handshaking()) {
            int count = receive(limit);
            if (count == 0) {
                throw new IOException("no answer in the TLS handshake within " + LabClock.text(limit));
            }
            if (!alert.isEmpty()) {
                throw new SSLException("the server refused the TLS handshake: " + alert);
            }
            if (count < 0) {
                throw new ConnectionGone("the server ended the connection in the TLS handshake");
            }
        }
        open = true;
        var session = engine.getSession();
        wire.story()
                .tell(
                        wire.story().clock().now(),
                        wire.self(),
                        What.HANDSHAKE,
                        0,
                        "done: " + session.getProtocol() + " " + session.getCipherSuite()
                                + (protocol().isEmpty() ? "" : " " + protocol()));
    }

    /** Sends the ClientHello. */
    void hello() throws IOException {
        engine.beginHandshake();
        settle();
    }

    @Override
    public int receive(Duration limit) throws IOException {
        int count = wire.read(raw, Math.min(raw.length, in.missing()), limit);
        if (count > 0) {
            for (var record : in.feed(raw, count)) {
                take(record, wire.readAt());
            }
        }
        return count;
    }

    @Override
    public ByteBuffer received() {
        return received;
    }

    @Override
    public boolean ended() {
        return !alert.isEmpty() || wire.closed() || wire.peerEnd().isPresent();
    }

    @Override
    public boolean endedInOrder() {
        return alert.equals("close_notify");
    }

    @Override
    public void send(ByteBuffer bytes, String detail) throws IOException {
        while (bytes.hasRemaining()) {
            if (engine.isOutboundDone() || answersItself()) {
                throw new ConnectionGone(
                        "close_notify was sent, or read in TLS 1.2: the engine sends no data after it");
            }
            wrap(bytes, What.DATA, detail);
        }
    }

    /** Sends close_notify; as the answer to one, or unasked. Nothing can be sent after it. */
    void closeNotify() throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone() && wrap(ByteBuffer.allocate(0), What.ALERT, "close_notify") > 0) {
            // One record; the engine may want to be asked twice.
        }
    }

    /** Bytes under TLS, which break it. */
    void sendUnder(ByteBuffer bytes) throws IOException {
        long at = wire.story().clock().now();
        int count = bytes.remaining();
        write(bytes);
        wire.story().tell(at, wire.self(), What.DATA, count, "under TLS");
    }

    /** The name of the closing or fatal alert that the peer has sent. */
    Optional<String> alert() {
        return alert.isEmpty() ? Optional.empty() : Optional.of(alert);
    }

    /** When it was read, in nanoseconds of the story; 0 without one. */
    long alertAt() {
        return alertAt;
    }

    /** The first 10,000 records of the wire, both directions, in order. */
    List<TlsRecord> records() {
        return List.copyOf(records);
    }

    /** What ALPN chose; empty for nothing. */
    String protocol() {
        return open ? Objects.requireNonNullElse(engine.getApplicationProtocol(), "") : "";
    }

    SSLEngine engine() {
        return engine;
    }

    /** In TLS 1.2 the engine's first output after it has read close_notify is its answer (RFC 5246 section 7.2.1). */
    private boolean answersItself() {
        return !alert.isEmpty() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    private boolean handshaking() {
        var status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }

    private void take(byte[] record, long at) throws IOException {
        note(TlsRecord.of(at, wire.peer(), record));
        if (!alert.isEmpty()) {
            tell(record, at, new Unwrapped(0, "", "after the alert"));
            return;
        }
        boolean negotiated = open;
        SSLException refused = null;
        Unwrapped unwrapped;
        try {
            unwrapped = unwrap(record);
        } catch (SSLException failed) {
            var name = TlsWords.alertIn(failed, record);
            unwrapped = new Unwrapped(0, name, "");
            refused = name.isEmpty() ? failed : null;
        }
        if (!unwrapped.alert().isEmpty()) {
            alert = unwrapped.alert();
            alertAt = at;
        }
        tell(record, at, negotiated || !unwrapped.alert().isEmpty() ? unwrapped : unwrapped.inHandshake());
        if (refused != null) {
            refuse(refused);
        }
        if (alert.isEmpty()) {
            settle();
        }
    }

    /** @param alert the name of the alert that it was; empty for other records */
    private record Unwrapped(int bytes, String alert, String detail) {

        Unwrapped inHandshake() {
            return new Unwrapped(bytes, alert, "handshake");
        }
    }

    private Unwrapped unwrap(byte[] record) throws SSLException {
        var source = ByteBuffer.wrap(record);
        var target = room(engine.getSession().getApplicationBufferSize());
        int before = target.position();
        SSLEngineResult result;
        do {
            result = engine.unwrap(source, target);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                target = enlarged(target, engine.getSession().getApplicationBufferSize());
            }
        } while (source.hasRemaining()
                && result.getStatus() != Status.CLOSED
                && (result.getStatus() == Status.BUFFER_OVERFLOW || result.bytesConsumed() > 0));
        int bytes = target.position() - before;
        received = target.flip();
        return new Unwrapped(bytes, engine.isInboundDone() ? "close_notify" : "", "");
    }

    private void tell(byte[] record, long at, Unwrapped unwrapped) {
        int size = record.length - RecordCutter.HEADER;
        int type = record[0];
        var hidden = type == TlsRecord.APPLICATION_DATA;
        var what = TlsWords.of(type);
        var detail = unwrapped.detail().equals("handshake") ? "" : unwrapped.detail();
        if (!unwrapped.alert().isEmpty()) {
            what = What.ALERT;
            detail = unwrapped.alert() + (hidden ? ", " + HIDDEN : "");
        } else if (hidden && detail.isEmpty() && (unwrapped.detail().equals("handshake") || ticket(unwrapped))) {
            what = What.HANDSHAKE;
            detail = HIDDEN;
        }
        wire.story().tell(at, wire.peer(), what, size, detail);
    }

    /** A TLS 1.3 record that held nothing for the application: NewSessionTicket or KeyUpdate (RFC 8446 section 4.6). */
    private boolean ticket(Unwrapped unwrapped) {
        return unwrapped.bytes() == 0 && engine.getSession().getProtocol().equals("TLSv1.3");
    }

    /** Does what the engine wants before it reads on: its tasks, and the records of its next flight. */
    private void settle() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK:
                    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                        task.run();
                    }
                    break;
                case NEED_WRAP:
                    try {
                        if (wrap(ByteBuffer.allocate(0), What.HANDSHAKE, HIDDEN) == 0) {
                            return;
                        }
                    } catch (SSLException refused) {
                        refuse(refused);
                    }
                    break;
                default:
                    return;
            }
        }
    }

    /** Sends the fatal alert that the engine has ready, and throws. */
    private void refuse(SSLException because) throws IOException {
        if (rejection.isPresent()) {
            reject(rejection.get());
            throw because;
        }
        for (int tries = 0; tries < 3 && !engine.isOutboundDone(); tries++) {
            try {
                wrap(ByteBuffer.allocate(0), What.ALERT, "fatal");
            } catch (SSLException again) {
                // The engine repeats its complaint until the alert is out.
            }
        }
        throw because;
    }

    /** The engine cannot be told which alert; before the keys change it is seven bytes that anyone can write. */
    private void reject(Alert alert) throws IOException {
        long at = wire.story().clock().now();
        wire.write(ByteBuffer.wrap(new byte[] {TlsRecord.ALERT, 3, 3, 0, 2, FATAL, (byte) alert.code()}));
        wire.story().tell(at, wire.self(), What.ALERT, 2, "fatal: " + alert.word());
    }

    /** What the peer said before its RST is heard, as everything that is read. */
    private void write(ByteBuffer bytes) throws IOException {
        try {
            wire.write(bytes);
        } catch (ConnectionGone gone) {
            while (receive(NO_TIME) > 0) {
                // Alerts are noted, data waits to be taken.
            }
            throw gone;
        }
    }

    /** @return bytes put on the wire */
    private int wrap(ByteBuffer bytes, What hidden, String detail) throws IOException {
        wrapped.clear();
        engine.wrap(bytes, wrapped);
        wrapped.flip();
        int count = wrapped.remaining();
        if (count == 0) {
            return 0;
        }
        long at = wire.story().clock().now();
        var copy = new byte[count];
        wrapped.duplicate().get(copy);
        write(wrapped);
        for (var record : out.feed(copy, count)) {
            note(TlsRecord.of(at, wire.self(), record));
            int size = record.length - RecordCutter.HEADER;
            int type = record[0];
            boolean covered = type == TlsRecord.APPLICATION_DATA;
            var what = covered ? hidden : TlsWords.of(type);
            var words = what == What.ALERT && size == 2 ? Alerts.name(record[6] & 0xff) : detail;
            var suffix = covered && what == What.ALERT ? ", " + HIDDEN : "";
            wire.story().tell(at, wire.self(), what, size, covered || what == What.ALERT ? words + suffix : "");
        }
        return count;
    }

    private void note(TlsRecord record) {
        if (records.size() < RECORDS) {
            records.add(record);
        }
    }

    /** A buffer with what nobody has taken yet at its front, and room behind it. */
    private ByteBuffer room(int size) {
        if (!received.hasRemaining() && received.capacity() >= size) {
            return received.clear();
        }
        var target = ByteBuffer.allocate(received.remaining() + size);
        return target.put(received);
    }

    private static ByteBuffer enlarged(ByteBuffer target, int size) {
        return ByteBuffer.allocate(target.position() + size).put(target.flip());
    }
}

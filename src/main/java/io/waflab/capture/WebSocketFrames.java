package io.waflab.capture;

import io.waflab.connection.Peer;
import io.waflab.journal.Observation;
import io.waflab.journal.What;
import java.nio.ByteBuffer;

/** Tells the frames of one direction of a plain WebSocket (RFC 6455 section 5.2): sizes, and why it is closed. */
final class WebSocketFrames {

    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final Peer by;
    private final ToldStory told;
    private final Tally tally;
    private final byte[] header = new byte[14];
    private final byte[] code = new byte[2];
    private int headerLength;
    private long left;
    private long position;
    private boolean lost;

    WebSocketFrames(Peer by, ToldStory told, Tally tally) {
        this.by = by;
        this.told = told;
        this.tally = tally;
    }

    void read(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (lost) {
                tally.spoke(by);
                told.tell(by, What.DATA, bytes.remaining(), "behind a gap");
                bytes.position(bytes.limit());
            } else if (headerLength < 2 || headerLength < needed()) {
                header[headerLength++] = bytes.get();
                if (headerLength >= 2 && headerLength == needed()) {
                    begin();
                }
            } else {
                payload(bytes);
            }
        }
    }

    void miss(long count) {
        told.tell(by, What.DATA, count, Observation.NOT_CAPTURED);
        if (headerLength >= 2 && headerLength == needed() && count < left) {
            left -= count;
            position += count;
        } else {
            lost = true;
        }
    }

    private int needed() {
        var length = header[1] & 0x7f;
        return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (isMasked() ? 4 : 0);
    }

    private boolean isMasked() {
        return (header[1] & 0x80) != 0;
    }

    private void begin() {
        var length = header[1] & 0x7f;
        left = length;
        if (length == 126) {
            left = ByteBuffer.wrap(header).getShort(2) & 0xffff;
        } else if (length == 127) {
            left = ByteBuffer.wrap(header).getLong(2);
        }
        position = 0;
        lost = left < 0;
        if (left == 0) {
            end();
        }
    }

    private void payload(ByteBuffer bytes) {
        var count = (int) Math.min(left, bytes.remaining());
        for (var i = 0; i < count && position + i < 2; i++) {
            var at = (int) position + i;
            var mask = isMasked() ? header[headerLength - 4 + at] : 0;
            code[at] = (byte) (bytes.get(bytes.position() + i) ^ mask);
        }
        bytes.position(bytes.position() + count);
        position += count;
        left -= count;
        if (left == 0) {
            end();
        }
    }

    private void end() {
        var size = headerLength + position;
        var words = switch (header[0] & 0x0f) {
            case CLOSE -> position >= 2 ? "WebSocket close " + closeCode() : "WebSocket close";
            case PING -> "WebSocket ping";
            case PONG -> "WebSocket pong";
            default -> "";
        };
        if (words.isEmpty()) {
            tally.spoke(by);
        }
        told.tell(by, What.DATA, size, words);
        headerLength = 0;
    }

    private int closeCode() {
        return (code[0] & 0xff) << 8 | code[1] & 0xff;
    }
}

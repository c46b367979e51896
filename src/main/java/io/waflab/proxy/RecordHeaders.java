package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.Peer;
import io.waflab.journal.What;

/** Follows the record headers of one direction (RFC 8446 section 5.1) without keeping their bytes. */
final class RecordHeaders {

    /** Bytes of an alert's record in TLS 1.3, which looks as data does: level, description, true type, and an AEAD's tag. */
    private static final int HIDDEN_ALERT = 2 + 1 + 16;

    /** The JDK's pads it by 16 bytes more. */
    private static final int PADDED_ALERT = HIDDEN_ALERT + 16;

    private final Chronicle chronicle;
    private final boolean tls;
    private final Peer by;
    private int left;
    private int headerBytes;
    private int header;
    /** Where among the bytes that pass the last record begins whose header they hold whole; -1 where none does. */
    private int last;

    private boolean mayBeAlert;

    RecordHeaders(Chronicle chronicle, boolean tls, Peer by) {
        this.chronicle = chronicle;
        this.tls = tls;
        this.by = by;
    }

    /**
     * @return where the last record begins, if it is whole and may be an alert: data of 2 or 18 bytes may be taken for one; -1
     *     where it is none, or has begun before these bytes
     */
    int pass(ByteBuf bytes) {
        if (!tls) {
            chronicle.observed(by, What.DATA, bytes.readableBytes(), "");
            return -1;
        }
        last = -1;
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (left > 0) {
                int step = Math.min(left, end - at);
                left -= step;
                at += step;
            } else if (headerBytes == 0 && end - at >= 5) {
                last = at;
                begin(bytes.getByte(at), bytes.getUnsignedShort(at + 3));
                at += 5;
            } else {
                headerByte(bytes.getUnsignedByte(at++));
            }
        }
        return left == 0 && headerBytes == 0 && mayBeAlert ? last : -1;
    }

    private void headerByte(int octet) {
        if (headerBytes == 0) {
            header = octet << 16;
        } else if (headerBytes == 3) {
            header |= octet << 8;
        } else if (headerBytes == 4) {
            header |= octet;
        }
        if (++headerBytes == 5) {
            headerBytes = 0;
            last = -1;
            begin((byte) (header >> 16), header & 0xffff);
        }
    }

    private void begin(byte type, int length) {
        left = length;
        mayBeAlert = type == 21 || type == 23 && (length == HIDDEN_ALERT || length == PADDED_ALERT);
        var what = switch (type) {
            case 20 -> What.CHANGE_CIPHER_SPEC;
            case 21 -> What.ALERT;
            case 22 -> What.HANDSHAKE;
            default -> What.DATA;
        };
        chronicle.observed(by, what, length, "");
    }
}

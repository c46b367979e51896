package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.Peer;
import io.waflab.journal.What;

/** Follows the record headers of one direction (RFC 8446 section 5.1) without keeping their bytes. */
final class RecordHeaders {

    private final Chronicle chronicle;
    private final boolean tls;
    private final Peer by;
    private int left;
    private int headerBytes;
    private int header;

    RecordHeaders(Chronicle chronicle, boolean tls, Peer by) {
        this.chronicle = chronicle;
        this.tls = tls;
        this.by = by;
    }

    void pass(ByteBuf bytes) {
        if (!tls) {
            chronicle.observed(by, What.DATA, bytes.readableBytes(), "");
            return;
        }
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (left > 0) {
                int step = Math.min(left, end - at);
                left -= step;
                at += step;
            } else if (headerBytes == 0 && end - at >= 5) {
                begin(bytes.getByte(at), bytes.getUnsignedShort(at + 3));
                at += 5;
            } else {
                headerByte(bytes.getUnsignedByte(at++));
            }
        }
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
            begin((byte) (header >> 16), header & 0xffff);
        }
    }

    private void begin(byte type, int length) {
        left = length;
        var what = switch (type) {
            case 20 -> What.CHANGE_CIPHER_SPEC;
            case 21 -> What.ALERT;
            case 22 -> What.HANDSHAKE;
            default -> What.DATA;
        };
        chronicle.observed(by, what, length, "");
    }
}

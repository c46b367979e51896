package io.waflab.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one direction of a connection into TLS records by their headers. Nothing is decrypted; of a fragment no more than
 * 18 KiB is kept, and only of handshake records and alerts.
 *
 * <p>Where a capture begins in the middle, or misses the bytes of a header, it is looked for again at the beginning of
 * each following piece; until then the bytes are told as {@link TlsRecord#BYTES}.
 */
final class TlsRecords {

    private final byte[] header = new byte[TlsRecord.HEADER];
    private final ByteArrayOutputStream fragment = new ByteArrayOutputStream();
    private boolean kept;
    private int headerLength;
    private int type;
    private int size;
    private int left;
    private boolean inStep = true;

    /** The records that end in this piece. */
    List<TlsRecord> feed(Piece piece) {
        var records = new ArrayList<TlsRecord>();
        var bytes = piece.bytes();
        if (headerLength == 0) {
            inStep = bytes.hasRemaining() ? isHeader(bytes) : inStep;
        }
        while (bytes.hasRemaining()) {
            if (!inStep) {
                records.add(new TlsRecord(TlsRecord.BYTES, bytes.remaining(), ByteBuffer.allocate(0)));
                break;
            }
            if (headerLength < TlsRecord.HEADER) {
                readHeader(bytes, records);
            } else {
                readFragment(bytes, records);
            }
        }
        if (piece.absent() > 0) {
            skip(piece.absent(), records);
        }
        return records;
    }

    private void readHeader(ByteBuffer bytes, List<TlsRecord> records) {
        var count = Math.min(TlsRecord.HEADER - headerLength, bytes.remaining());
        bytes.get(header, headerLength, count);
        headerLength += count;
        if (headerLength < TlsRecord.HEADER) {
            return;
        }
        var whole = ByteBuffer.wrap(header);
        if (!isHeader(whole)) {
            headerLength = 0;
            inStep = false;
            records.add(new TlsRecord(TlsRecord.BYTES, TlsRecord.HEADER + bytes.remaining(), ByteBuffer.allocate(0)));
            bytes.position(bytes.limit());
            return;
        }
        type = header[0];
        size = whole.getShort(3) & 0xffff;
        left = size;
        kept = type == TlsRecord.HANDSHAKE || type == TlsRecord.ALERT;
        endRecordIfRead(records);
    }

    private void readFragment(ByteBuffer bytes, List<TlsRecord> records) {
        var count = Math.min(left, bytes.remaining());
        var read = new byte[count];
        bytes.get(read);
        if (kept) {
            fragment.write(read, 0, count);
        }
        left -= count;
        endRecordIfRead(records);
    }

    private void skip(int absent, List<TlsRecord> records) {
        if (headerLength == TlsRecord.HEADER && absent <= left) {
            left -= absent;
            // What follows the hole would stand at the wrong place.
            kept = false;
            endRecordIfRead(records);
            return;
        }
        headerLength = 0;
        inStep = false;
        records.add(new TlsRecord(TlsRecord.ABSENT, absent, ByteBuffer.allocate(0)));
    }

    private void endRecordIfRead(List<TlsRecord> records) {
        if (left == 0) {
            records.add(new TlsRecord(type, size, ByteBuffer.wrap(fragment.toByteArray())));
            fragment.reset();
            headerLength = 0;
        }
    }

    /** As much as is there must fit: a known type, major version 3, a length that is allowed. */
    private static boolean isHeader(ByteBuffer bytes) {
        var at = bytes.position();
        var there = bytes.remaining();
        var type = bytes.get(at);
        if (type < TlsRecord.CHANGE_CIPHER_SPEC || type > TlsRecord.APPLICATION_DATA) {
            return false;
        }
        if (there > 1 && bytes.get(at + 1) != 3 || there > 2 && (bytes.get(at + 2) & 0xff) > 4) {
            return false;
        }
        return there < TlsRecord.HEADER || (bytes.getShort(at + 3) & 0xffff) <= TlsRecord.LARGEST;
    }
}

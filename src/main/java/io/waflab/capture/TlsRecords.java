package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * Cuts one direction of a connection into TLS records by their headers. Nothing is decrypted; of a fragment no more than
 * 18 KiB is kept, only of handshake records and alerts, and only until it has ended.
 *
 * <p>After missing bytes that may have held a header it is looked for again at the beginning of each following piece;
 * until then the bytes are no records.
 */
final class TlsRecords implements StreamReader {

    /** Takes what is found. */
    interface Sink {

        void record(TlsRecord record);

        /** Bytes that are no record. */
        void noRecord(ByteBuffer bytes);

        /** Bytes between records that the capture does not have. */
        void missing(long count);
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Sink sink;
    private final byte[] header = new byte[TlsRecord.HEADER];
    /** What has come of a record that is kept. */
    private byte[] fragment;

    private boolean isKept;
    private int headerLength;
    private int type;
    private int size;
    private int left;
    private boolean inStep = true;

    TlsRecords(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void read(ByteBuffer bytes) {
        if (headerLength == 0 && bytes.hasRemaining()) {
            inStep = isHeader(bytes);
        }
        while (bytes.hasRemaining()) {
            if (!inStep) {
                sink.noRecord(bytes);
                bytes.position(bytes.limit());
            } else if (headerLength == TlsRecord.HEADER) {
                readFragment(bytes);
            } else if (headerLength == 0 && bytes.remaining() >= TlsRecord.HEADER && isHeader(bytes)) {
                begin(bytes.get(bytes.position()), bytes.getShort(bytes.position() + 3) & 0xffff);
                bytes.position(bytes.position() + TlsRecord.HEADER);
                readFragment(bytes);
            } else {
                readHeader(bytes);
            }
        }
    }

    @Override
    public void miss(long count) {
        if (headerLength == TlsRecord.HEADER && count <= left) {
            left -= (int) count;
            // What follows the hole would stand at the wrong place.
            fragment = null;
            isKept = false;
            endRecordIfRead();
            return;
        }
        headerLength = 0;
        inStep = false;
        sink.missing(count);
    }

    /** How many bytes of a record it holds. */
    int weight() {
        return fragment == null ? 0 : fragment.length;
    }

    /** True within a record. */
    boolean isUnfinished() {
        return headerLength > 0;
    }

    /** The record that never ended. To be asked only while {@link #isUnfinished()}. */
    Unfinished unfinished() {
        return headerLength < TlsRecord.HEADER
                ? new Unfinished(TlsRecord.BYTES, 0, headerLength)
                : new Unfinished(type, size, size - left);
    }

    /**
     * A record that broke off.
     *
     * @param type {@link TlsRecord#BYTES} where not even its header is whole
     * @param size as its header says
     * @param arrived how much of its fragment crossed; of its header where that is not whole
     */
    record Unfinished(int type, int size, int arrived) {}

    private void readHeader(ByteBuffer bytes) {
        var count = Math.min(TlsRecord.HEADER - headerLength, bytes.remaining());
        bytes.get(header, headerLength, count);
        headerLength += count;
        if (headerLength < TlsRecord.HEADER) {
            return;
        }
        if (!isHeader(ByteBuffer.wrap(header))) {
            headerLength = 0;
            inStep = false;
            sink.noRecord(ByteBuffer.wrap(header.clone()));
            return;
        }
        begin(header[0], (header[3] & 0xff) << 8 | header[4] & 0xff);
        endRecordIfRead();
    }

    private void begin(int type, int size) {
        this.type = type;
        this.size = size;
        left = size;
        headerLength = TlsRecord.HEADER;
        isKept = type == TlsRecord.HANDSHAKE || type == TlsRecord.ALERT;
        fragment = null;
    }

    private void readFragment(ByteBuffer bytes) {
        var count = Math.min(left, bytes.remaining());
        var start = bytes.position();
        if (isKept && count == size) {
            left = 0;
            end(bytes.slice(start, count));
        } else {
            if (isKept) {
                keep(bytes, count);
            }
            left -= count;
            endRecordIfRead();
        }
        bytes.position(start + count);
    }

    /** Of a record that lies in more than one piece. */
    private void keep(ByteBuffer bytes, int count) {
        if (fragment == null) {
            fragment = new byte[size];
        }
        bytes.get(bytes.position(), fragment, size - left, count);
    }

    private void endRecordIfRead() {
        if (left == 0) {
            end(fragment == null ? NOTHING : ByteBuffer.wrap(fragment));
        }
    }

    private void end(ByteBuffer whole) {
        fragment = null;
        headerLength = 0;
        sink.record(new TlsRecord(type, size, whole));
    }

    /** As much as is there must fit: a known type, major version 3, a length that is allowed. */
    static boolean isHeader(ByteBuffer bytes) {
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

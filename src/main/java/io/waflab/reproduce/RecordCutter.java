package io.waflab.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;

/** Cuts one direction's bytes into TLS records, headers included. Holds at most one unfinished record (16.6 KiB). */
final class RecordCutter {

    static final int HEADER = 5;
    /** RFC 5246 section 6.2.3: 2^14 and 2,048 for what a cipher adds. */
    private static final int LARGEST = (1 << 14) + 2048;

    private byte[] rest = new byte[0];

    /**
     * @return the records that are complete now
     * @throws SSLException when the bytes are no TLS
     */
    List<byte[]> feed(byte[] bytes, int count) throws SSLException {
        var all = Arrays.copyOf(rest, rest.length + count);
        System.arraycopy(bytes, 0, all, rest.length, count);
        var records = new ArrayList<byte[]>();
        int at = 0;
        while (all.length - at >= HEADER) {
            int size = size(all, at);
            if (all.length - at < HEADER + size) {
                break;
            }
            records.add(Arrays.copyOfRange(all, at, at + HEADER + size));
            at += HEADER + size;
        }
        rest = Arrays.copyOfRange(all, at, all.length);
        return records;
    }

    /**
     * Bytes missing to the next header or the end of its record: a reader that asks for no more leaves the record
     * behind it in the kernel, as OpenSSL does.
     */
    int missing() throws SSLException {
        return rest.length < HEADER ? HEADER - rest.length : HEADER + size(rest, 0) - rest.length;
    }

    private static int size(byte[] all, int at) throws SSLException {
        int type = all[at] & 0xff;
        int size = (all[at + 3] & 0xff) << 8 | all[at + 4] & 0xff;
        if (type < TlsRecord.CHANGE_CIPHER_SPEC
                || type > TlsRecord.APPLICATION_DATA
                || all[at + 1] != 3
                || size > LARGEST) {
            throw new SSLException("the peer speaks no TLS: bytes %02x %02x %02x %02x %02x where a record begins"
                    .formatted(all[at], all[at + 1], all[at + 2], all[at + 3], all[at + 4]));
        }
        return size;
    }
}

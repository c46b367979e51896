package io.waflab.reproduce;

import io.waflab.connection.Peer;

/**
 * One TLS record as it stood on the wire (RFC 8446 section 5.1), told by its outer header alone.
 *
 * @param nanos when it was read or sent, since the story began
 * @param by who sent it
 * @param type the outer type: 20 change_cipher_spec, 21 alert, 22 handshake, 23 application_data
 * @param version the outer version, 0x0303 for TLS 1.2 and 1.3
 * @param size bytes of the fragment, the header's 5 not counted
 */
public record TlsRecord(long nanos, Peer by, int type, int version, int size) {

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    /** @param bytes a whole record */
    static TlsRecord of(long nanos, Peer by, byte[] bytes) {
        return new TlsRecord(
                nanos,
                by,
                bytes[0] & 0xff,
                (bytes[1] & 0xff) << 8 | bytes[2] & 0xff,
                bytes.length - RecordCutter.HEADER);
    }
}

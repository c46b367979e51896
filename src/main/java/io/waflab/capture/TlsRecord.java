package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * One TLS record (RFC 8446 section 5.1, RFC 5246 section 6.2.1).
 *
 * @param type the content type
 * @param size bytes of its fragment, without the 5 of the header
 * @param fragment for handshake records and alerts what was captured of it; empty for the others
 */
record TlsRecord(int type, int size, ByteBuffer fragment) {

    /** Not known. */
    static final int BYTES = -1;

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;
    static final int HEADER = 5;
    /** RFC 5246 section 6.2.3: 2^14 and 2048 for what encryption adds. */
    static final int LARGEST = 16_384 + 2_048;
}

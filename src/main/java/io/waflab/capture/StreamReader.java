package io.waflab.capture;

import java.nio.ByteBuffer;

/** Takes the bytes of one direction of a connection in their order. */
interface StreamReader {

    /** @param bytes valid during the call only; what is left unread is lost */
    void read(ByteBuffer bytes);

    /** @param count bytes that crossed the wire here and are not in the capture */
    void miss(long count);

    /** FIN, or one byte and no more, crossed the wire here and is not in the capture; nothing comes behind it. */
    default void missFin() {}
}

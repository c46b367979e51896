package io.waflab.capture;

import java.nio.ByteBuffer;

/**
 * The next bytes of a stream, in order.
 *
 * @param bytes as captured
 * @param absent how many more crossed the wire behind them that the capture does not have
 */
record Piece(ByteBuffer bytes, int absent) {

    static Piece gap(int length) {
        return new Piece(ByteBuffer.allocate(0), length);
    }
}

package io.waflab.http;

import io.netty.buffer.ByteBuf;
import io.waflab.connection.Http2Error;

/**
 * Looks over a block of header fields as it comes, before it can be decoded: nginx has its own codes for numbers that are
 * too long, for strings that are too long as encoded, and for a block that ends too early
 * (ngx_http_v2_state_header_block, _field_len and ngx_http_v2_parse_int).
 */
final class HpackLengths {

    private enum State {
        FIELD,
        NUMBER,
        NAME_LENGTH,
        VALUE_LENGTH,
        STRING
    }

    /** The octets of a number that nginx takes. */
    private static final int LONGEST_NUMBER = 4;

    private final int mostString;
    private State state = State.FIELD;
    private State after = State.FIELD;
    /** What the number in work is for: the state that asked for it. */
    private State asked = State.FIELD;

    private String tooLong = "";
    private int octets;
    private int value;

    /** @param mostString octets of one string, as encoded */
    HpackLengths(int mostString) {
        this.mostString = mostString;
    }

    /**
     * Takes octets of the block, all of them.
     *
     * @param left octets of the frame that are still to come behind these
     */
    void pass(ByteBuf part, int left) throws Http2Failure {
        while (part.isReadable()) {
            if (state == State.STRING) {
                int size = Math.min(value, part.readableBytes());
                part.skipBytes(size);
                value -= size;
                if (value == 0) {
                    state = after;
                }
            } else {
                octet(part.readUnsignedByte(), left + part.readableBytes() > 0);
            }
        }
    }

    /** The block is over. */
    void end() throws Http2Failure {
        if (state != State.FIELD) {
            throw incomplete();
        }
    }

    private void octet(int octet, boolean more) throws Http2Failure {
        switch (state) {
            case FIELD -> field(octet);
            case NAME_LENGTH, VALUE_LENGTH -> {
                tooLong = "client sent header field with too long length value";
                number(octet, 0x7f);
            }
            default -> further(octet, more);
        }
    }

    private void field(int octet) throws Http2Failure {
        boolean update = octet >= 0x20 && octet < 0x40;
        tooLong = "client sent header block with too long " + (update ? "size update" : "header index") + " value";
        after = octet >= 0x80 || update ? State.FIELD : State.VALUE_LENGTH;
        number(octet, octet >= 0x80 ? 0x7f : octet >= 0x40 ? 0x3f : update ? 0x1f : 0x0f);
    }

    private void number(int octet, int prefix) throws Http2Failure {
        asked = state;
        value = octet & prefix;
        octets = 1;
        if (value == prefix) {
            state = State.NUMBER;
        } else {
            known();
        }
    }

    private void further(int octet, boolean more) throws Http2Failure {
        octets++;
        value += (octet & 0x7f) << 7 * (octets - 2);
        if (octet < 0x80) {
            known();
        } else if (octets == LONGEST_NUMBER) {
            throw more ? new Http2Failure(Http2Error.COMPRESSION_ERROR, tooLong) : incomplete();
        }
    }

    private void known() throws Http2Failure {
        if (asked == State.FIELD) {
            state = after == State.VALUE_LENGTH && value == 0 ? State.NAME_LENGTH : after;
            return;
        }
        if (value > mostString) {
            throw new Http2Failure(Http2Error.ENHANCE_YOUR_CALM, "client sent too large header field");
        }
        if (asked == State.NAME_LENGTH && value == 0) {
            throw new Http2Failure(Http2Error.PROTOCOL_ERROR, "client sent zero header name length");
        }
        after = asked == State.NAME_LENGTH ? State.VALUE_LENGTH : State.FIELD;
        state = value == 0 ? after : State.STRING;
    }

    private static Http2Failure incomplete() {
        return new Http2Failure(Http2Error.FRAME_SIZE_ERROR, "client sent header block with incorrect length");
    }
}

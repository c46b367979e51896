package io.waflab.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.waflab.connection.Http2Error;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads blocks of header fields, one after the other on one connection, with Netty's HPACK and nginx's limit: names and
 * values together may fill all of large_client_header_buffers.
 */
public final class HpackReader {

    /** A field as it came: names may be of any case, and begin with a colon. */
    public record Field(AsciiString name, AsciiString value) {}

    private final long mostAll;
    private final Decoder decoder = new Decoder();

    /** @param limits of the server that the connection was made to */
    public HpackReader(HeadLimits limits) {
        mostAll = (long) limits.largeBuffers() * limits.largeBufferSize();
    }

    /**
     * Reads a whole block, in the order of its fields.
     *
     * @throws Http2Failure when it breaks HPACK or the limits; the connection's table is of no more use then
     */
    public List<Field> read(int stream, ByteBuf block) throws Http2Failure {
        try {
            return ((Fields) decoder.decodeHeaders(stream, block)).all;
        } catch (Http2Exception broken) {
            if (broken.getCause() instanceof TooLarge) {
                throw new Http2Failure(Http2Error.ENHANCE_YOUR_CALM, "client sent too large header");
            }
            throw new Http2Failure(
                    Http2Error.COMPRESSION_ERROR, "client sent invalid header block: " + broken.getMessage());
        }
    }

    private final class Decoder extends DefaultHttp2HeadersDecoder {

        Decoder() {
            super(false, Integer.MAX_VALUE);
        }

        @Override
        protected Http2Headers newHeaders() {
            return new Fields();
        }
    }

    /** Keeps the order, which Netty's would not: in it pseudo-header fields always come first. */
    private final class Fields extends DefaultHttp2Headers {

        private final List<Field> all = new ArrayList<>();
        private long size;

        Fields() {
            super(false, 2);
        }

        @Override
        public Http2Headers add(CharSequence name, CharSequence value) {
            size += name.length() + value.length();
            if (size > mostAll) {
                throw new TooLarge();
            }
            all.add(new Field(AsciiString.of(name), AsciiString.of(value)));
            return this;
        }
    }

    private static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooLarge() {
            super(null, null, false, false);
        }
    }
}

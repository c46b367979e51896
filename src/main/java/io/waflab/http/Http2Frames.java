package io.waflab.http;

import io.netty.buffer.ByteBuf;

/** Who is told of a client's frames, in their order. Each may find that the connection is of no more use. */
public interface Http2Frames {

    /**
     * A DATA frame begins; its pieces follow.
     *
     * @param length of its payload, padding included: what flow control counts
     * @param padding of these, with the octet that tells of it
     */
    void data(int stream, int length, int padding) throws Http2Failure;

    /**
     * Bytes of a DATA frame, perhaps none; whoever takes them releases them.
     *
     * @param endStream whether they are the stream's last
     */
    void piece(int stream, ByteBuf bytes, boolean endStream) throws Http2Failure;

    /** Whether HEADERS are not looked at any more, because GOAWAY was sent. */
    boolean skipsHeaders();

    /**
     * A HEADERS frame begins; {@link #block} follows when it and its CONTINUATIONs are whole.
     *
     * @param dependency the stream it depends on, 0 for none
     * @param endStream whether no body follows
     */
    void headers(int stream, int dependency, boolean endStream) throws Http2Failure;

    /** A whole block of header fields, encoded; whoever takes it releases it. */
    void block(int stream, ByteBuf block) throws Http2Failure;

    /** A PRIORITY frame; told before it is looked at. */
    void priority() throws Http2Failure;

    /** RST_STREAM. */
    void reset(int stream, long code) throws Http2Failure;

    /** One parameter of SETTINGS. */
    void setting(int id, long value) throws Http2Failure;

    /** A SETTINGS frame is over. */
    void settingsEnd() throws Http2Failure;

    /** SETTINGS with ACK. */
    void settingsAcknowledged() throws Http2Failure;

    /** PING without ACK. */
    void ping(long opaque) throws Http2Failure;

    /** GOAWAY. */
    void goAway(int lastStream, long code) throws Http2Failure;

    /**
     * WINDOW_UPDATE.
     *
     * @param stream 0 for the connection
     * @param increment at least 1
     */
    void window(int stream, int increment) throws Http2Failure;

    /** A frame of a type that RFC 9113 does not know; it is skipped. */
    void unknown(int type);
}

package io.waflab.reproduce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What lies between an application and its {@link Wire}: nothing, or TLS. Tells the story what the bytes are. */
interface Layer {

    /**
     * One read of the wire; what it brought for the application waits to be taken.
     *
     * @return the number of raw bytes; 0 when none came within the limit; -1 when the peer has ended
     */
    int receive(Duration limit) throws IOException;

    /** The application's bytes received and not yet taken; the caller consumes from it. Valid until the next receive. */
    ByteBuffer received();

    /** Whether the peer has said that no more application bytes follow: FIN, RST, or a TLS alert before that. */
    boolean ended();

    /**
     * Whether it has ended in the way that says "that was all": FIN, or TLS's close_notify. A body that only the
     * connection's end frames is whole behind that alone (RFC 9112 sections 8 and 9.8).
     */
    boolean endedInOrder();

    /**
     * @param detail of the DATA observations
     * @throws ConnectionGone when nothing can be sent any more
     */
    void send(ByteBuffer bytes, String detail) throws IOException;

    default void send(ByteBuffer bytes) throws IOException {
        send(bytes, "");
    }
}

package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.http.ResponseHead;

/** Who uses a connection to an origin: what {@link UpstreamSide} tells of it, on its event loop. */
interface UpstreamUser extends Output.Listener {

    void connected();

    void connectFailed(Throwable cause);

    /**
     * There is no socket to connect with: no fault of the origin's.
     *
     * @param level of nginx's error log
     * @param why in its words
     */
    void noSocket(String level, String why);

    /** The socket is open, and the TLS handshake begins. */
    void handshaking();

    /** @param why in the words of nginx's error log */
    void handshakeFailed(String why);

    /** The origin said 103 while its head is being read; the head must not be kept. */
    default void hinted(ResponseHead hints) {}

    /** Bytes from the origin; the user releases them. */
    void received(ByteBuf bytes);

    /** All that came for now was handed over. */
    void receivedAll();

    /** The origin said close_notify, which for nginx is its end, whether a FIN follows or not. */
    void notified();

    /**
     * The origin ended the connection.
     *
     * @param reset whether by RST
     */
    void ended(boolean reset);
}

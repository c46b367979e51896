package io.waflab.connection;

import io.waflab.connection.Timer.Slot;
import java.time.Duration;

/** What the rules ask for. The proxy performs each without asking why. */
public sealed interface Action {

    /** Starts a timer in its slot, replacing what ran there. */
    record Start(Timer timer, Duration duration) implements Action {}

    /** Stops what runs in a slot. */
    record Stop(Slot slot) implements Action {}

    /** Sends the proxy's own answer: a built-in page, or what error_page says. */
    record Respond(int status) implements Action {}

    /** Gives up this upstream: tries the next one, or tells the rules that none is left. */
    record AbandonUpstream(Timer timer) implements Action {}

    /** Hangs up the client's connection. */
    record Close(CloseAct act) implements Action {}

    /** HTTP/2: says that no further stream will be answered. */
    record GoAway(Http2Error error) implements Action {}

    /** HTTP/2: gives up one stream, unless either side has done so. */
    record ResetStream(Http2Error error) implements Action {}

    /** The actions without parameters. */
    enum Plain implements Action {
        /** Hangs up the upstream's connection, if there is one. */
        CLOSE_UPSTREAM,
        /** Hands what was held back to the client's kernel; RESPONSE_FLUSHED follows. */
        FLUSH,
        /** Reads the rest of the request body and drops it; BODY_END follows. */
        DROP_BODY,
        /** close_notify and FIN, then reading and dropping until the client ends (nginx's lingering_close). */
        HALF_CLOSE,
        /** The upstream is read again. */
        READ_ON,
        /** The request goes on that was held. */
        RESUME,
        /** The response goes on that was slowed. */
        SEND_ON,
        /** The exchange is over: reads the next request. */
        NEXT_REQUEST,
        /** stream: the client is read again. */
        READ_CLIENT_ON,
        /** stream: close_notify to the client, FIN not yet. */
        NOTIFY,
        /**
         * FIN to the client without close_notify. stream: its bytes go on (proxy_half_close); elsewhere as HALF_CLOSE, where
         * close_notify is never said.
         */
        SHUT_CLIENT,
        /** stream: the same to the upstream. */
        SHUT_UPSTREAM,
        /** HTTP/2: the stream is over, and its exchange with it. */
        END_STREAM,
        /** HTTP/2: whatever streams are open are over. */
        END_STREAMS,
        /** HTTP/2: the client has left: nothing more goes out, and its streams hear of it. STREAMS_DONE follows. */
        LEAVE_STREAMS
    }
}

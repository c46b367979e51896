package io.waflab.proxy;

import io.waflab.connection.Cause;
import io.waflab.connection.Ending;
import io.waflab.connection.Event.RequestRead;
import io.waflab.connection.Happened;
import io.waflab.connection.KeepAlive;
import io.waflab.connection.Peer;
import io.waflab.connection.Phase;
import io.waflab.http.Refusal;
import io.waflab.http.RequestHead;
import io.waflab.journal.What;
import java.util.Optional;

/** The requests of one connection, one after the other: each from its first byte to its line in the access log. */
final class Requests {

    private final ProxyConnection connection;
    private Optional<Exchange> current = Optional.empty();
    private int count;
    private long begunAt;
    /** Whether the one in work was there before the one ahead of it was over. */
    private boolean pipelined;

    private boolean nextIsThere;
    private boolean reading;

    Requests(ProxyConnection connection) {
        this.connection = connection;
    }

    /** The one in work; empty between two. */
    Optional<Exchange> current() {
        return current;
    }

    /** How many there were, the one in work included. */
    int count() {
        return count;
    }

    /** Another one begins, wherever it is kept. */
    void counted() {
        count++;
    }

    /** A part of a head is there. */
    void headBegun() {
        if (connection.phase() == Phase.IDLE || connection.phase() == Phase.UNUSED) {
            begunAt = connection.worker().clock().now();
        }
        reading(true);
        connection.happened(Happened.HEAD_BEGUN);
    }

    /** A whole head was read. */
    void read(RequestHead head) {
        var running = begin(head);
        int refusal = TlsRefusal.of(running);
        if (refusal != 0) {
            // nginx says 421 at the line that names the host: of a body it knows nothing yet.
            boolean early = refusal == 421;
            if (early) {
                connection.client().refusedEarly();
            }
            running.answering().refuse(refusal, !early && head.hasBody());
            return;
        }
        connection.happened(new RequestRead(head.hasBody(), KeepAlive.asWished(head.keepAlive())));
        connection.soon(running::begin);
    }

    /** What was read is no request that nginx takes. */
    void refused(Refusal refusal, RequestHead head) {
        var running = begin(head);
        var part = head.uri().isEmpty() ? "line" : "headers";
        running.log("info", refusal.reason() + " while reading client request " + part);
        // Behind a 414 nginx goes by its socket, which a library of TLS has emptied.
        if (refusal.lingers() && !(refusal.status() == 414 && connection.facts().isTls())) {
            connection.client().refusedEarly();
        }
        running.answering().refuse(refusal.status(), head.hasBody());
    }

    /** Whether the one in work was there already when the one before it was over. */
    boolean isPipelined() {
        return pipelined;
    }

    /** A head is being read, or is not any more. */
    private void reading(boolean now) {
        if (reading != now) {
            reading = now;
            connection.worker().server().counts().reading(now);
        }
    }

    private Exchange begin(RequestHead head) {
        count++;
        pipelined = nextIsThere;
        nextIsThere = false;
        reading(false);
        if (connection.phase() != Phase.REQUEST) {
            begunAt = connection.worker().clock().now();
        }
        connection.serverFor(head.host());
        var begun = new Exchange(connection, head, connection.server(), begunAt, count);
        current = Optional.of(begun);
        connection.inForce(begun.route().settings());
        connection.chronicle().observed(Peer.CLIENT, What.REQUEST, 0, head.requestLine());
        return begun;
    }

    /** The one in work is over. */
    void finish() {
        current.ifPresent(Exchange::finish);
        current = Optional.empty();
        nextIsThere = connection.client().hasMore();
    }

    /**
     * The connection ends: what is in work, or was begun, gets its line, with nginx's status for a request that never got
     * an answer.
     */
    void end(Ending ending) {
        reading(false);
        boolean begun = current.isPresent() || connection.client().begun();
        if (!begun || ending.cause() == Cause.SHUTDOWN && current.isEmpty()) {
            ClientGone.beforeRequest(connection, ending);
            return;
        }
        var unfinished = current.orElseGet(this::halfRead);
        if (current.isPresent()) {
            ClientGone.inRequest(unfinished, ending);
        } else {
            ClientGone.inHead(unfinished, ending);
        }
        if (unfinished.response().status() == 0) {
            unfinished.response().status(ending.statusInLog(false));
        }
        unfinished.finish();
    }

    /** nginx counts a request from its first byte; of the whole ones, which the connection's ending tells, it is none. */
    private Exchange halfRead() {
        return new Exchange(connection, connection.client().parser().head(), connection.server(), begunAt, count + 1);
    }
}

package io.waflab.capture;

import java.util.ArrayDeque;
import java.util.Deque;

/** What the two directions of a plain HTTP/1.1 connection have to know of each other. */
final class HttpExchange {

    /** What both directions carry from now on. */
    enum Tunnel {
        NONE,
        WEBSOCKET,
        /** Something else, to be looked at anew. */
        OTHER
    }

    private static final int MOST_OUTSTANDING = 64;

    private final Deque<String> methods = new ArrayDeque<>(2);
    private boolean webSocketAsked;
    private Tunnel tunnel = Tunnel.NONE;

    /** A request was begun. Of more than {@value #MOST_OUTSTANDING} that wait for their answers the rest count as GET. */
    void asked(String method) {
        if (methods.size() < MOST_OUTSTANDING) {
            methods.add(method);
        }
    }

    void askedForWebSocket() {
        webSocketAsked = true;
    }

    /** What the answer that begins now answers; {@code GET} where that is not known. */
    String answered(int status) {
        var method = methods.isEmpty() ? "GET" : methods.peek();
        if (status >= 200 || status == 101) {
            methods.poll();
        }
        if (status == 101) {
            tunnel = webSocketAsked ? Tunnel.WEBSOCKET : Tunnel.OTHER;
        } else if (method.equals("CONNECT") && status / 100 == 2) {
            tunnel = Tunnel.OTHER;
        }
        return method;
    }

    /** Nothing waits for its answer. */
    boolean isAnswered() {
        return methods.isEmpty();
    }

    /** Whether an answer has no body, whatever length its head says (RFC 9112 section 6.3, RFC 9113 section 8.1.1). */
    static boolean hasNoBody(String method, int status) {
        return status / 100 == 1
                || status == 204
                || status == 304
                || method.equals("HEAD")
                || method.equals("CONNECT") && status / 100 == 2;
    }

    Tunnel tunnel() {
        return tunnel;
    }
}

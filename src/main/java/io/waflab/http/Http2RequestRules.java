package io.waflab.http;

import io.netty.util.AsciiString;

/**
 * What nginx checks in a request of HTTP/2 once all its fields are there (ngx_http_v2_run_request): connection-specific
 * fields make it malformed (RFC 9113 section 8.2.2; nginx since 1.31.0), and a host must be named, by one name.
 */
final class Http2RequestRules {

    private final RequestHead head;
    private final RequestRules rules;

    Http2RequestRules(RequestHead head, HeadLimits limits) {
        this.head = head;
        rules = new RequestRules(head, limits);
    }

    /**
     * Null for a good request, whose head is finished then.
     *
     * @param authority null without that pseudo-header
     * @param endStream whether no body follows
     */
    Refusal check(AsciiString authority, boolean endStream) {
        var refusal = rules.requestLine();
        for (int i = 0; refusal == null && i < head.fieldCount(); i++) {
            refusal = rules.kept(i);
        }
        if (refusal == null) {
            refusal = connectionSpecific();
        }
        if (refusal == null) {
            refusal = host(authority);
        }
        if (refusal == null) {
            refusal = rules.length();
        }
        if (refusal == null) {
            refusal = body(endStream);
        }
        return refusal == null ? rules.method() : refusal;
    }

    private Refusal connectionSpecific() {
        int te = 0;
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.nameIs(i, "connection")) {
                return refuse("Connection");
            }
            if (head.nameIs(i, "keep-alive")) {
                return refuse("Keep-Alive");
            }
            if (head.nameIs(i, "transfer-encoding")) {
                return refuse("Transfer-Encoding");
            }
            if (head.nameIs(i, "upgrade")) {
                return refuse("Upgrade");
            }
            if (head.nameIs(i, "te") && (te++ > 0 || !head.value(i).equalsIgnoreCase("trailers"))) {
                return Refusal.of(400, "client sent invalid \"TE\" header");
            }
        }
        return null;
    }

    private static Refusal refuse(String name) {
        return Refusal.of(400, "client sent \"" + name + "\" header");
    }

    private Refusal host(AsciiString authority) {
        if (head.host.isEmpty()) {
            return Refusal.of(400, "client sent neither \":authority\" nor \"Host\" header");
        }
        return authority == null || authority.contentEquals(head.find("host"))
                ? null
                : Refusal.of(400, "client sent \":authority\" and \"Host\" headers with different values");
    }

    private Refusal body(boolean endStream) {
        if (head.contentLength > 0 && endStream) {
            return Refusal.of(400, "client prematurely closed stream");
        }
        head.chunked = head.contentLength < 0 && !endStream;
        return null;
    }
}

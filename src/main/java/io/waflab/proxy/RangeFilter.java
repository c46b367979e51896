package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.http.ByteRanges;
import io.waflab.http.HttpVersion;
import io.waflab.http.MultipartRanges;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Cuts a response to the ranges that the client asks for (ngx_http_range_header_filter). */
final class RangeFilter {

    /** nginx counts boundaries, as it does temporary files, from the start of the process. */
    private static final AtomicLong BOUNDARIES = new AtomicLong();

    private RangeFilter() {}

    /** @return 416, or 0 */
    static int pass(Reply reply, Exchange exchange) {
        long most = exchange.route().settings().count(Directive.MAX_RANGES);
        if (reply.status() != 200
                || reply.contentLength() < 0
                || reply.ranges() == Reply.Ranges.NONE
                || exchange.head().version() == HttpVersion.HTTP_09
                || most == 0) {
            return 0;
        }
        var ranges = ranges(reply, exchange, reply.ranges() == Reply.Ranges.ONE ? 1 : most);
        if (ranges.isEmpty()) {
            reply.add("Accept-Ranges", "bytes");
            return 0;
        }
        reply.remove("Content-Range");
        if (ranges.get().ranges().isEmpty()) {
            reply.add("Content-Range", "bytes */" + reply.contentLength());
            return 416;
        }
        cut(reply, ranges.get());
        return 0;
    }

    /** Empty when the whole body is to be sent. */
    private static Optional<ByteRanges> ranges(Reply reply, Exchange exchange, long most) {
        var head = exchange.head();
        var asked = head.find("range");
        boolean let = ByteRanges.isAsked(asked)
                && ByteRanges.areLet(head.find("if-range"), reply.entityTag(), reply.modified());
        return let ? ByteRanges.of(asked, reply.contentLength(), most) : Optional.empty();
    }

    private static void cut(Reply reply, ByteRanges ranges) {
        reply.status(206);
        long length = reply.contentLength();
        if (ranges.ranges().size() == 1) {
            var range = ranges.ranges().get(0);
            reply.add("Content-Range", "bytes " + range.of(length));
            reply.contentLength(range.size());
            reply.cutTo(ranges, Optional.empty());
        } else {
            var parts = new MultipartRanges(ranges, BOUNDARIES.incrementAndGet(), reply.contentType(), length);
            reply.contentType(parts.contentType());
            reply.contentLength(parts.contentLength());
            reply.cutTo(ranges, Optional.of(parts));
        }
    }
}

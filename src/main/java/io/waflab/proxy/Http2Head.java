package io.waflab.proxy;

import io.netty.buffer.ByteBuf;
import io.waflab.http.FieldNames;
import io.waflab.http.HpackWriter;
import io.waflab.http.HpackWriter.Name;
import io.waflab.http.HttpDate;
import io.waflab.http.ResponseHead;
import java.nio.charset.StandardCharsets;

/** The head of a response as a block of fields, in the order of ngx_http_v2_header_filter. */
final class Http2Head {

    private Http2Head() {}

    /** @param date now */
    static void write(Reply reply, HttpDate date, ByteBuf out) {
        HpackWriter.status(reply.status(), out);
        if (reply.server() != null) {
            HpackWriter.field(Name.SERVER, reply.server(), out);
        }
        if (reply.dated()) {
            HpackWriter.field(Name.DATE, new String(date.http(), StandardCharsets.US_ASCII), out);
        }
        if (reply.contentType() != null) {
            HpackWriter.field(Name.CONTENT_TYPE, reply.contentType(), out);
        }
        if (reply.contentLength() >= 0) {
            HpackWriter.field(Name.CONTENT_LENGTH, Long.toString(reply.contentLength()), out);
        }
        if (reply.lastModified() != null) {
            HpackWriter.field(Name.LAST_MODIFIED, reply.lastModified(), out);
        }
        if (reply.location() != null) {
            HpackWriter.field(Name.LOCATION, reply.location(), out);
        }
        // A Location comes before all others, whoever it is from.
        reply.passed().ifPresent(head -> locations(head, reply.hidden(), out));
        if (reply.varies()) {
            HpackWriter.field(Name.VARY, "Accept-Encoding", out);
        }
        reply.passed().ifPresent(head -> others(head, reply.hidden(), out));
        for (var field : reply.added()) {
            HpackWriter.field(field.name(), field.value(), out);
        }
    }

    /** All fields that pass on, in their order; false for none. */
    static boolean fields(ResponseHead head, FieldNames hidden, ByteBuf out) {
        boolean any = false;
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.passesOn(i, hidden)) {
                HpackWriter.field(head.name(i), head.value(i), out);
                any = true;
            }
        }
        return any;
    }

    private static void locations(ResponseHead head, FieldNames hidden, ByteBuf out) {
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.nameIs(i, "location") && head.passesOn(i, hidden)) {
                HpackWriter.field(Name.LOCATION, head.value(i), out);
            }
        }
    }

    private static void others(ResponseHead head, FieldNames hidden, ByteBuf out) {
        for (int i = 0; i < head.fieldCount(); i++) {
            if (!head.nameIs(i, "location") && head.passesOn(i, hidden)) {
                HpackWriter.field(head.name(i), head.value(i), out);
            }
        }
    }
}
